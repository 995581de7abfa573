#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "app/trading/paper_account.hpp"
#include "core/rng.hpp"
#include "engine/engine.hpp"

/// A market for accounts to trade in; for tests only.
namespace tidemark::app::testing {

inline core::Instrument btc(std::uint32_t id = 0) {
  core::Instrument i;
  i.id = {id};
  i.venue = "test";
  i.symbol = "BTCUSDT";
  i.scale = {2, 3};
  return i;
}

/// Costs on, limits off.
inline AccountSetup account_setup() {
  AccountSetup setup;
  setup.currency = "USDT";
  setup.cash = core::parse_money("1000").value();
  setup.paper.maker_fee = core::parse_rate("0.05%").value();
  setup.paper.taker_fee = core::parse_rate("0.1%").value();
  setup.paper.slippage = core::parse_rate("0.02%").value();
  setup.paper.latency = core::milliseconds(250);
  return setup;
}

/// Trades of a random walk around 100.00, some twenty a minute, and a book now and then that has them between its
/// sides.
inline std::vector<core::Event> random_market(std::uint64_t seed, std::size_t trades, core::InstrumentId id = {0}) {
  core::Rng rng{seed};
  std::vector<core::Event> events;
  core::Timestamp at = core::Timestamp::from_s(1'672'531'200);
  std::int64_t price = 10'000;
  std::uint64_t update = 0;
  for (std::size_t n = 1; n <= trades; ++n) {
    constexpr std::uint64_t kMostBetweenMs = 6000;
    at = at + core::milliseconds(static_cast<std::int64_t>(rng.below(kMostBetweenMs)));
    price += static_cast<std::int64_t>(rng.below(41)) - 20;
    if (rng.chance(0.3)) {
      core::BookSnapshot book;
      book.instrument = id;
      book.times = {at, at};
      book.last_update_id = ++update;
      for (std::int64_t level = 0; level < 5; ++level) {
        book.bids.push_back({{price - 1 - level * 3}, {static_cast<std::int64_t>(1 + rng.below(900))}});
        book.asks.push_back({{price + 1 + level * 3}, {static_cast<std::int64_t>(1 + rng.below(900))}});
      }
      events.emplace_back(book);
    }
    core::Trade trade;
    trade.instrument = id;
    trade.times = {at, at};
    trade.price = {price};
    trade.qty = {static_cast<std::int64_t>(1 + rng.below(500))};
    trade.taker = rng.chance(0.5) ? core::Side::kBuy : core::Side::kSell;
    trade.first_id = trade.last_id = n;
    events.emplace_back(trade);
  }
  return events;
}

/// An engine that makes candles of trades, and its word to an account: outputs in order, a picture of the book behind
/// each output of it, as a shard gives them.
class Market {
 public:
  Market() : engine_{table_, config()} { table_.add(btc()); }

  void feed(const core::Event& event, PaperAccount& account, const std::function<void()>& after = {}) {
    outputs_.clear();
    engine_.process(event, outputs_);
    for (const engine::Output& output : outputs_) {
      account.on_output(output);
      const auto* book = std::get_if<engine::BookOutput>(&output);
      if (book != nullptr && book->state == engine::BookState::kLive && engine_.copy_depth(book->instrument, depth_)) {
        account.on_depth(depth_);
      }
      if (after) after();
    }
  }
  [[nodiscard]] const core::InstrumentTable& table() const { return table_; }

 private:
  static engine::EngineConfig config() {
    engine::EngineConfig config;
    config.forming = engine::FormingCandles::kSuppress;
    config.base_timeframe = core::Timeframe::k1m;
    config.source = engine::CandleSource::kTrades;
    return config;
  }
  core::InstrumentTable table_;
  engine::Engine engine_;
  std::vector<engine::Output> outputs_;
  engine::BookDepth depth_;
};

}  // namespace tidemark::app::testing
