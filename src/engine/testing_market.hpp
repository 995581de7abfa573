#pragma once

#include <algorithm>
#include <vector>

#include "engine/testing.hpp"

/// A market to decide about; for tests only.
namespace tidemark::engine::testing {

/// Everything decisions rest on, and decisions.
inline EngineConfig configuration() {
  EngineConfig config;
  config.candlesticks.emplace();
  config.volume.emplace();
  config.structure.emplace();
  config.zones.emplace();
  config.decision.emplace();
  config.forming = FormingCandles::kSuppress;
  return config;
}

/// A walk with trends: minute candles of one instrument, and a quote with each.
class Market {
 public:
  explicit Market(std::uint64_t seed) : rng_{seed} { id = table.add(instrument("BTCUSDT")); }

  std::vector<core::Event> events(int minutes) {
    std::vector<core::Event> all;
    for (int i = 0; i < minutes; ++i) {
      if (rng_.chance(0.01)) drift_ = static_cast<std::int64_t>(rng_.below(31)) - 15;
      auto candle = closed(id, time_, price_);
      const auto step = static_cast<std::int64_t>(rng_.below(201)) - 100 + drift_;
      price_ = std::max<std::int64_t>(10'000, price_ + step);
      candle.candle.close = {price_};
      candle.candle.high = {std::max(candle.candle.open.ticks, price_) + static_cast<std::int64_t>(rng_.below(60))};
      candle.candle.low = {std::min(candle.candle.open.ticks, price_) - static_cast<std::int64_t>(rng_.below(60))};
      candle.candle.volume = {static_cast<std::int64_t>(1 + rng_.below(1000))};
      core::Quote quote{.instrument = id, .times = candle.times, .bid = {price_ - 1}, .ask = {price_ + 1}};
      quote.bid_qty = quote.ask_qty = {5};
      all.emplace_back(quote);
      all.emplace_back(candle);
      time_ = time_ + core::minutes(1);
    }
    return all;
  }

  core::InstrumentTable table;
  core::InstrumentId id;

 private:
  core::Rng rng_;
  core::Timestamp time_{at("2024-01-01T00:00Z")};
  std::int64_t price_{100'000};
  std::int64_t drift_{0};
};

}  // namespace tidemark::engine::testing
