#pragma once

#include "core/time.hpp"

namespace tidemark::sim {

/// How lively the market is at this time of the (UTC) day, relative to the day's average.
struct SessionIntensity {
  double volume{1};      ///< the mean over a day is 1
  double volatility{1};  ///< the mean of its square over a day is 1
};

/// The intraday shape of crypto spot: quiet at 3-6 h, busiest around the American open at 13-16 h, a second rise at
/// 19 h. Hourly means measured on Binance BTCUSDT and ETHUSDT one-minute candles, 2023-03-16 .. 2023-05-01; between the
/// middles of two hours linear.
[[nodiscard]] SessionIntensity session_intensity(core::Timestamp t) noexcept;

}  // namespace tidemark::sim
