#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "analysis/candlesticks/settings.hpp"

namespace tidemark::analysis::candlesticks {

/// A setting's average, told apart by the candle at which its running sum began.
///
/// TA-Lib keeps the sums per pattern, and each begins as late as that pattern allows. Sums begun at different candles
/// agree but for rounding, which decides a cell now and then (`body <= average` on flat markets), so each start is
/// kept. The number is the start with the default settings, counted from candle 0. A sum at candle j covers the
/// `period` candles before j.
enum class Gauge : std::uint8_t {
  kBodyLong0,
  kBodyLong1,
  kBodyLong4,
  kBodyShort0,
  kBodyShort1,
  kBodyShort2,
  kBodyShort3,
  kBodyDoji0,
  kBodyDoji1,
  kShadowLong,      ///< period 0 by default: the candle's own body, no sum
  kShadowVeryLong,  ///< likewise
  kShadowShort0,
  kShadowShort1,
  kShadowShort2,
  kShadowVeryShort0,
  kShadowVeryShort1,
  kShadowVeryShort2,
  kShadowVeryShort3,
  kNear0,
  kNear1,
  kNear5,
  kNear6,
  kFar5,
  kFar6,
  kEqual0,
  kEqual1,
  kEqual5,
  kEqual6,
};
inline constexpr std::size_t kGaugeCount = 28;

[[nodiscard]] constexpr std::size_t index_of(Gauge gauge) {
  return static_cast<std::size_t>(gauge);
}

/// The setting a gauge measures by.
[[nodiscard]] constexpr Setting setting_of(Gauge gauge) {
  using enum Gauge;
  if (gauge <= kBodyLong4) return Setting::kBodyLong;
  if (gauge <= kBodyShort3) return Setting::kBodyShort;
  if (gauge <= kBodyDoji1) return Setting::kBodyDoji;
  if (gauge == kShadowLong) return Setting::kShadowLong;
  if (gauge == kShadowVeryLong) return Setting::kShadowVeryLong;
  if (gauge <= kShadowShort2) return Setting::kShadowShort;
  if (gauge <= kShadowVeryShort3) return Setting::kShadowVeryShort;
  if (gauge <= kNear6) return Setting::kNear;
  if (gauge <= kFar6) return Setting::kFar;
  return Setting::kEqual;
}

/// That a pattern judges the candle `ago` candles back by a gauge.
struct GaugeUse {
  Gauge gauge;
  int ago;
};

}  // namespace tidemark::analysis::candlesticks
