#pragma once

#include "analysis/candlesticks/signal.hpp"

/// What follows a gap between two bodies.
namespace tidemark::analysis::candlesticks::patterns {

struct GapSideBySideWhite {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kNear1, 1}, GaugeUse{Gauge::kEqual1, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kGapSideBySideWhite,
      .id = "CDLGAPSIDESIDEWHITE",
      .title = "Up/Down-gap side-by-side white lines",
      .family = "gaps",
      .direction = Direction::kEither,
      .role = Role::kContinuation,
      .candles = 3,
      .definition =
          "Two white candles that open level with bodies about as long, both gapping the same way "
          "from the body before them; the gap is the direction.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto side_by_side = ago<1>(f[kWhite]) & f[kWhite] & f[kBodyNear1] & f[kOpenEqualsOpen1];
    return {side_by_side & ago<1>(f[kBodyGapUp]) & f[kBodyGapUp2],
            side_by_side & ago<1>(f[kBodyGapDown]) & f[kBodyGapDown2]};
  }
};

struct TasukiGap {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kNear1, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kTasukiGap,
      .id = "CDLTASUKIGAP",
      .title = "Tasuki Gap",
      .family = "gaps",
      .direction = Direction::kEither,
      .role = Role::kContinuation,
      .candles = 3,
      .definition =
          "A candle that gaps in its direction, then one of the other color and about as long that "
          "opens within its body and closes inside the gap without filling it; the gap is the "
          "direction.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto back = f[kOpenInBody] & f[kBodyWithin1];
    const auto was_white = ago<1>(f[kWhite]);
    return {back & ago<1>(f[kBodyGapUp]) & was_white & ~f[kWhite] & f[kCloseBelowOpen] & f[kCloseAboveTop2],
            back & ago<1>(f[kBodyGapDown]) & ~was_white & f[kWhite] & f[kCloseAboveOpen] & f[kCloseBelowBottom2]};
  }
};

struct GapThreeMethods {
  static constexpr Need kNeed = Need::kGap;
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kGapThreeMethods,
      .id = "CDLXSIDEGAP3METHODS",
      .title = "Upside/Downside Gap Three Methods",
      .family = "gaps",
      .direction = Direction::kEither,
      .role = Role::kContinuation,
      .candles = 3,
      .definition =
          "Two candles of one color with a gap between their bodies in that direction, then one of "
          "the other color that opens within the second body and closes within the first, filling the "
          "gap.",
      .source = kMorris,
      .lookback_extra = 2};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto was_white = ago<2>(f[kWhite]);
    const auto colors = ~(was_white ^ ago<1>(f[kWhite])) & (was_white ^ f[kWhite]);
    const auto fills = colors & f[kOpenInBody] & f[kCloseInBody2];
    return {fills & was_white & ago<1>(f[kBodyGapUp]), fills & ~was_white & ago<1>(f[kBodyGapDown])};
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
