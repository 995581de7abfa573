#pragma once

// The market of several measurements: a walk with trends, one minute a candle.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "core/candle.hpp"
#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/rng.hpp"
#include "engine/engine.hpp"

namespace tidemark {

inline core::Instrument walk_instrument(std::string venue) {
  core::Instrument made;
  made.venue = std::move(venue);
  made.symbol = "BTCUSDT";
  made.scale = {2, 5};
  return made;
}

/// Everything that is found and decided.
inline engine::EngineConfig everything_on() {
  engine::EngineConfig config;
  config.candlesticks.emplace();
  config.volume.emplace();
  config.structure.emplace();
  config.zones.emplace();
  config.chart_patterns.emplace();
  config.decision.emplace();
  config.forming = engine::FormingCandles::kSuppress;
  return config;
}

class Walk {
 public:
  Walk(std::uint64_t seed, core::Timestamp first) : rng_{seed}, time_{first} {}

  /// The next closed candle, received when it ended.
  core::VenueCandle next(core::InstrumentId id) {
    if (rng_.chance(0.01)) drift_ = 0.00015 * rng_.normal();
    core::VenueCandle event{.instrument = id, .timeframe = core::Timeframe::k1m};
    core::Candle& c = event.candle;
    c.open_time = time_;
    c.open = {static_cast<std::int64_t>(price_)};
    price_ *= 1 + drift_ + 0.0005 * rng_.normal();
    c.close = {static_cast<std::int64_t>(price_)};
    c.high = {std::max(c.open, c.close).ticks + static_cast<std::int64_t>(rng_.below(900))};
    c.low = {std::min(c.open, c.close).ticks - static_cast<std::int64_t>(rng_.below(900))};
    c.volume = {static_cast<std::int64_t>(1'000'000 * (0.5 + rng_.exponential()))};
    time_ = time_ + core::minutes(1);
    event.times = {time_, time_};
    return event;
  }

 private:
  core::Rng rng_;
  core::Timestamp time_;  ///< open time of the next
  double price_{3'000'000};
  double drift_{0};
};

}  // namespace tidemark
