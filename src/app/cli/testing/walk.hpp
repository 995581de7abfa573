#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/candle.hpp"
#include "core/rng.hpp"

/// Candles for commands; for tests only.
namespace tidemark::app::testing {

/// A random walk around 40,000.00 from 2024-01-01 on, a candle a minute.
inline std::vector<core::Candle> random_walk(int minutes) {
  core::Rng rng{11};
  std::vector<core::Candle> candles(static_cast<std::size_t>(minutes));
  std::int64_t price = 4'000'000;
  for (int i = 0; i < minutes; ++i) {
    core::Candle& c = candles[static_cast<std::size_t>(i)];
    c.open_time = core::Timestamp::from_s(1'704'067'200) + core::minutes(i);
    c.open = {price};
    price += static_cast<std::int64_t>(rng.below(4001)) - 2000;
    c.close = {price};
    c.high = {std::max(c.open, c.close).ticks + static_cast<std::int64_t>(rng.below(900))};
    c.low = {std::min(c.open, c.close).ticks - static_cast<std::int64_t>(rng.below(900))};
    c.volume = {static_cast<std::int64_t>(1000 + rng.below(5000))};
  }
  return candles;
}

}  // namespace tidemark::app::testing
