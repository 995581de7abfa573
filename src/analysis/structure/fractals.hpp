#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analysis/structure/history.hpp"

namespace tidemark::analysis::structure {

/// Which end of a candle, or of a leg.
enum class End : std::uint8_t { kHigh, kLow };

[[nodiscard]] constexpr End opposite(End end) {
  return end == End::kHigh ? End::kLow : End::kHigh;
}
[[nodiscard]] constexpr double price_at(const core::CandleF& candle, End end) {
  return end == End::kHigh ? candle.high : candle.low;
}
/// Whether `a` lies further out than `b` at that end: a higher high, a lower low.
[[nodiscard]] constexpr bool beyond(End end, double a, double b) {
  return end == End::kHigh ? a > b : a < b;
}

/// Which of equal extremes near each other is a fractal.
enum class FractalTies : std::uint8_t {
  kLast,    ///< the last of them: later candles must lie strictly inside, earlier ones may be equal (MetaTrader 5)
  kStrict,  ///< none of them: all neighbors must lie strictly inside (Williams' words)
  kAny,     ///< each of them (the smart-money-concepts library)
};
inline constexpr std::array<std::string_view, 3> kFractalTiesNames{"last", "strict", "any"};

/// How many candles on each side a fractal needs.
struct FractalShape {
  int left{2};   ///< 0 … kFractalSideMax
  int right{2};  ///< 1 … kFractalSideMax
  FractalTies ties{FractalTies::kLast};
};
inline constexpr int kFractalSideMax = 500;

/// What the newest candle says of the candle `right` before it.
struct FractalHits {
  Moment at;
  bool high{false};
  bool low{false};
};

/// Fractal (B. Williams, Trading Chaos, 1995): a candle whose high is above the highs of the `left` candles before it
/// and the `right` candles after it is a high fractal; with lows, a low fractal. One candle may be both. It is about
/// the candle in the middle and known when the `right`-th candle after it has closed; later candles change nothing.
/// What equal highs count as is `ties`.
///
/// `history` holds at least left + right + 1 candles. Nothing is found before that many have come. The nearest
/// neighbors are looked at first, so that a candle costs a few comparisons, not left + right.
[[nodiscard]] FractalHits find_fractals(const History& history, const FractalShape& shape);

}  // namespace tidemark::analysis::structure
