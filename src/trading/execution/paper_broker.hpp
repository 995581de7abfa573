#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "trading/execution/broker.hpp"
#include "trading/execution/paper_market.hpp"

namespace tidemark::trading {

/// Carries out orders against market data: candles, trades, or books, live or replayed. Knows no clock: everything
/// happens at the times of the events it is given, each of which must be known at that time. The same calls give the
/// same reports. Not thread-safe.
class PaperBroker final : public Broker {
 public:
  explicit PaperBroker(const PaperSettings& settings) : settings_{settings} {}

  void add_instrument(core::InstrumentId id, const TradeRules& rules);

  /// An order of an instrument that was not added is rejected.
  void submit(const ApprovedOrder& order, core::Timestamp at) override;
  void cancel(core::ClientOrderId order, core::Timestamp at) override;
  void take_reports(std::vector<BrokerReport>& out) override;
  void adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) override;
  /// What earlier fills have made of a position, and the number the next fill gets.
  void restore_position(core::InstrumentId id, core::PositionSide side, std::int64_t lots);
  void restore_next_fill(std::uint64_t next) { next_fill_ = next; }
  /// Of a trailing stop that waits: the best price it has seen.
  [[nodiscard]] std::optional<core::Price> best_of(core::ClientOrderId order) const;
  /// Takes every open order off at once, without latency: the test is over.
  void cancel_all(core::Timestamp at, core::OrderReason reason);

  /// A closed candle. One instrument is fed either with candles or with trades and books.
  void on_candle(core::InstrumentId id, const core::Candle& candle, core::Timeframe timeframe) {
    if (PaperMarket* market = find(id)) market->on_candle(candle, timeframe);
  }
  void on_trade(const core::Trade& trade);
  /// The best level alone: a market order for more waits for the next one with what is left.
  void on_quote(const core::Quote& quote);
  /// Levels best first.
  void on_depth(core::InstrumentId id, core::Timestamp at, std::span<const core::BookLevel> bids,
                std::span<const core::BookLevel> asks);

  [[nodiscard]] const PaperSettings& settings() const { return settings_; }
  [[nodiscard]] bool has_reports() const { return !reports_.empty(); }

 private:
  [[nodiscard]] PaperMarket* find(core::InstrumentId id) {
    for (PaperMarket& market : markets_) {
      if (market.id() == id) return &market;
    }
    return nullptr;
  }

  PaperSettings settings_;
  std::deque<PaperMarket> markets_;
  std::vector<BrokerReport> reports_;
  std::uint64_t next_fill_{1};
};

}  // namespace tidemark::trading
