#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/candle.hpp"
#include "core/event.hpp"
#include "core/order.hpp"
#include "core/timeframe.hpp"
#include "trading/execution/fill_price.hpp"
#include "trading/execution/paper_settings.hpp"
#include "trading/execution/shown_book.hpp"
#include "trading/orders/broker_report.hpp"
#include "trading/orders/order_rules.hpp"

namespace tidemark::trading {

/// One instrument as the paper broker trades it. Time is that of the events; an order acts with the first event at or
/// after its arrival.
///
/// Candles: the price goes from the open to one extreme, to the other and to the close (candle_path in the .cpp), and
/// orders act where it passes. What arrives, or is canceled, within a candle acts at its close, the only price known to
/// come later; what expires within it does so before it (conservative) or after it (optimistic).
/// Trades: the trade's price is the market. A resting limit is filled when a trade goes through it, and at its price
/// once the queue before it has been traded. Books: takers walk the levels shown.
class PaperMarket {
 public:
  /// All must outlive it. Reports are appended to `reports`; fills are numbered from `next_fill`.
  PaperMarket(core::InstrumentId id, const TradeRules& rules, const PaperSettings& settings,
              std::vector<BrokerReport>& reports, std::uint64_t& next_fill)
      : id_{id}, rules_{rules}, settings_{&settings}, reports_{&reports}, next_fill_{&next_fill} {}

  [[nodiscard]] core::InstrumentId id() const { return id_; }
  void submit(const core::OrderRequest& request, core::Timestamp due);
  /// False when there is no such order.
  bool cancel(core::ClientOrderId id, core::Timestamp at, core::Timestamp due);
  void cancel_all(core::Timestamp at, core::OrderReason reason);
  /// See Broker::adopt. What stood before it in a queue is not known any more.
  void adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp due);
  void restore_position(core::PositionSide side, std::int64_t lots) { held(side) = lots; }
  [[nodiscard]] std::optional<core::Price> best_of(core::ClientOrderId id) const;

  void on_candle(const core::Candle& candle, core::Timeframe timeframe) {
    if (orders_.empty()) {
      price_ = candle.close;
      return;
    }
    walk(candle, timeframe);
  }
  void on_trade(const core::Trade& trade);
  void on_book(core::Timestamp at, std::span<const core::BookLevel> bids, std::span<const core::BookLevel> asks,
               BookReach reach);

 private:
  enum class Stage : std::uint8_t {
    kTravelling,  ///< on its way to the venue
    kSleeping,    ///< waits for its parent's fill
    kWaiting,     ///< for its trigger
    kTaking,      ///< a market order, or a limit that still may take
    kResting,
  };
  struct PaperOrder {
    core::OrderRequest request;
    core::Qty filled;
    Stage stage{Stage::kTravelling};
    core::Timestamp due;                        ///< at the venue
    std::optional<core::Timestamp> cancel_due;  ///< the cancel is
    std::optional<core::Price> best;            ///< of a trailing stop, since it is awake
    std::optional<std::int64_t> ahead;          ///< lots before it at its level; absent: not known
    std::optional<std::int64_t> shown;          ///< at its level in the last book
    std::int64_t traded{0};                     ///< at its level since then
    std::int64_t earned{0};                     ///< of a bracket's leg: what its parent filled before it arrived

    [[nodiscard]] std::int64_t left() const { return request.qty.lots - filled.lots; }
  };
  using Found = std::optional<std::size_t>;

  [[nodiscard]] std::int64_t& held(core::PositionSide side) {
    if (side == core::PositionSide::kNet) return net_;
    return side == core::PositionSide::kLong ? long_ : short_;
  }

  // paper_market.cpp: an order's life
  [[nodiscard]] Found place_of(core::ClientOrderId id) const;
  void arrive_due(core::Timestamp now);
  void arrive(core::ClientOrderId id, core::Timestamp at);
  void wake(core::ClientOrderId id, std::int64_t lots, core::Timestamp at);
  void activate(core::ClientOrderId id, core::Timestamp at);
  void cancel_due(core::Timestamp now);
  void expire(core::Timestamp now, core::Timestamp at);
  void finish(core::ClientOrderId id, core::OrderEventKind kind, core::OrderReason reason, core::Timestamp at);
  void report(core::OrderEventKind kind, core::ClientOrderId id, core::Timestamp at,
              std::optional<core::OrderReason> reason = {}, std::optional<core::Qty> qty = {});

  // paper_fills.cpp: fills and what follows from them
  void go(core::ClientOrderId id, core::Timestamp at);
  void take(core::ClientOrderId id, core::Timestamp at);
  bool take_once(PaperOrder& order, core::Timestamp at);
  void rest(core::ClientOrderId id, core::Timestamp at);
  [[nodiscard]] bool may_take(const PaperOrder& order) const;
  [[nodiscard]] std::int64_t takeable(const PaperOrder& order) const;
  [[nodiscard]] std::int64_t closable(const core::OrderRequest& request) const;
  [[nodiscard]] core::Price taking_price(const core::OrderRequest& request) const;
  void fill(core::ClientOrderId id, core::Price price, std::int64_t lots, core::Role role, core::Timestamp at);
  void tell_family(const core::OrderRequest& request, std::int64_t lots, core::Timestamp at);
  void tell_child(PaperOrder& child, std::int64_t lots, core::Timestamp at);
  void tell_sibling(core::ClientOrderId id, std::int64_t lots, core::Timestamp at);

  // paper_moves.cpp: what the market does
  void walk(const core::Candle& candle, core::Timeframe timeframe);
  [[nodiscard]] core::Price first_extreme(const core::Candle& candle) const;
  void jump(core::Price to, core::Timestamp at);
  void move(core::Price to, core::Timestamp at);
  [[nodiscard]] std::optional<core::Price> level_of(const PaperOrder& order, Approach approach) const;
  [[nodiscard]] bool is_met(const PaperOrder& order, core::Price to) const;
  void meet(core::ClientOrderId id, core::Price level, core::Timestamp at);
  void trail(core::Price bid, core::Price ask);
  void trade_resting(core::ClientOrderId id, const core::Trade& trade, core::Timestamp at);
  void book_resting(core::ClientOrderId id, core::Timestamp at);
  void trigger_all(core::Price bid, core::Price ask, core::Timestamp at);
  void take_all(core::Timestamp at);
  [[nodiscard]] std::vector<core::ClientOrderId> ids() const;

  core::InstrumentId id_;
  TradeRules rules_;
  const PaperSettings* settings_;
  std::vector<BrokerReport>* reports_;
  std::uint64_t* next_fill_;
  std::vector<PaperOrder> orders_;  ///< in order of submission
  std::optional<core::Price> price_;
  std::optional<std::int64_t> budget_;  ///< lots that may still be ours of this candle or trade
  ShownBook book_;
  bool trades_known_{false};
  std::int64_t net_{0};  ///< what our fills have made of each position
  std::int64_t long_{0};
  std::int64_t short_{0};
};

}  // namespace tidemark::trading
