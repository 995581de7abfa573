#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "backtest/session.hpp"
#include "backtest/strategy.hpp"
#include "core/rng.hpp"

/// Short ways to write candles and strategies; for tests only.
namespace tidemark::backtest::testing {

/// Candle `number` from 2023-01-01T00:00Z on.
inline core::Candle candle(std::int64_t number, std::int64_t open, std::int64_t high, std::int64_t low,
                           std::int64_t close, core::Timeframe timeframe = core::Timeframe::k1m) {
  core::Candle c;
  c.open_time = core::Timestamp::from_s(1'672'531'200) + core::duration_of(timeframe) * number;
  c.open = {open};
  c.high = {high};
  c.low = {low};
  c.close = {close};
  c.volume = {1'000'000};
  return c;
}

/// Cents and thousandths.
inline core::Instrument instrument(std::string symbol) {
  core::Instrument one;
  one.venue = "test";
  one.symbol = std::move(symbol);
  one.scale = {2, 3};
  return one;
}

/// One instrument of cents and thousandths, a capital of 1000, no costs.
inline SessionSetup setup(core::Timeframe timeframe = core::Timeframe::k1m) {
  SessionSetup s;
  s.instruments = {instrument("BTCUSDT")};
  s.timeframe = timeframe;
  s.capital = core::parse_money("1000").value();
  return s;
}

/// A walk that never comes near zero; about one candle in `holes` is missing.
inline std::vector<core::Candle> walk(std::uint64_t seed, int count, std::int64_t price, std::uint64_t holes = 0) {
  core::Rng rng{seed};
  std::vector<core::Candle> candles;
  for (int i = 0; i < count; ++i) {
    const std::int64_t open = price;
    const auto step = static_cast<std::uint64_t>(price / 50);
    price = std::max<std::int64_t>(price + static_cast<std::int64_t>(rng.below(2 * step + 1)) - price / 50, 200);
    if (holes != 0 && rng.below(holes) == 0) continue;
    candles.push_back(candle(i, open, std::max(open, price) + 3, std::min(open, price) - 3, price));
  }
  return candles;
}

/// An account in USDT over three instruments and two currencies.
inline SessionSetup three(trading::PositionMode mode) {
  SessionSetup s = setup();
  s.instruments = {instrument("BTCUSDT"), instrument("ETHUSDT"), instrument("ETHBTC")};
  s.instruments[2].scale = {5, 3};
  s.positions = mode;
  s.paper.taker_fee = *core::parse_rate("0.1%");
  s.paper.maker_fee = *core::parse_rate("-0.01%");
  s.sizing.fraction = *core::parse_rate("30%");
  return s;
}

/// Goes to these positions after these candles.
class Script final : public Strategy {
 public:
  explicit Script(std::map<int, std::int64_t> positions) : positions_{std::move(positions)} {}
  void on_candle(const core::Candle&, Trader& trader) override {
    const auto found = positions_.find(number_++);
    if (found != positions_.end()) trader.go_to(found->second, "script");
  }

 private:
  std::map<int, std::int64_t> positions_;
  int number_{0};
};

class Recorder final : public RunObserver {
 public:
  void on_trade(const journal::ClosedTrade& trade, core::Money profit) override {
    trades.push_back(trade);
    profits.push_back(profit);
  }
  void on_order_event(const core::OrderEvent& event) override { events.push_back(event); }

  std::vector<journal::ClosedTrade> trades;
  std::vector<core::Money> profits;  ///< of the trades, in the account's currency
  std::vector<core::OrderEvent> events;
};

}  // namespace tidemark::backtest::testing
