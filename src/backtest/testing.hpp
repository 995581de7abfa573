#pragma once

#include <map>
#include <utility>
#include <vector>

#include "backtest/session.hpp"
#include "backtest/strategy.hpp"

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

/// Cents and thousandths, a capital of 1000, no costs.
inline SessionSetup setup(core::Timeframe timeframe = core::Timeframe::k1m) {
  SessionSetup s;
  s.instrument.venue = "test";
  s.instrument.symbol = "BTCUSDT";
  s.instrument.scale = {2, 3};
  s.timeframe = timeframe;
  s.capital = core::parse_money("1000").value();
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
  void on_trade(const journal::ClosedTrade& trade) override { trades.push_back(trade); }
  void on_order_event(const core::OrderEvent& event) override { events.push_back(event); }

  std::vector<journal::ClosedTrade> trades;
  std::vector<core::OrderEvent> events;
};

}  // namespace tidemark::backtest::testing
