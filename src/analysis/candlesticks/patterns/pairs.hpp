#pragma once

#include "analysis/candlesticks/signal.hpp"

/// Two bodies: one around the other, one against the other, or level.
namespace tidemark::analysis::candlesticks::patterns {

struct Engulfing {
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kEngulfing,
      .id = "CDLENGULFING",
      .title = "Engulfing Pattern",
      .family = "pairs",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 2,
      .definition =
          "A body around the opposite-colored body before it; white is bullish. One end may be equal, "
          "which TA-Lib values 80 instead of 100. How long the bodies are is not asked.",
      .source = kNison,
      .lookback_extra = 2};
  template <class U>
  static constexpr GradedSignal<U> match(const Facts<U>& f) {
    const auto turns = f[kWhite] ^ ago<1>(f[kWhite]);
    const auto white = turns & f[kWhite] & ~f[kCloseBelowOpen] & ~f[kOpenAboveClose];
    const auto black = turns & ~f[kWhite] & ~f[kOpenBelowClose] & ~f[kCloseAboveOpen];
    const auto open_equal = ~f[kOpenBelowClose] & ~f[kOpenAboveClose];
    const auto close_equal = ~f[kCloseBelowOpen] & ~f[kCloseAboveOpen];
    const auto larger = ~(open_equal & close_equal);
    return {white & larger, black & larger, open_equal | close_equal};
  }
};

struct Harami {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 1}, GaugeUse{Gauge::kBodyShort1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kHarami,
      .id = "CDLHARAMI",
      .title = "Harami Pattern",
      .family = "pairs",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 2,
      .definition =
          "A short body within the long body before it, against whose color it points. One end may be "
          "equal, or both, which TA-Lib values 80 instead of 100.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr GradedSignal<U> match(const Facts<U>& f) {
    const auto within = ago<1>(f[kLongBody0]) & f[kSmallBody1] & ~f[kTopAboveTop] & ~f[kBottomBelowBottom];
    const auto white = ago<1>(f[kWhite]);
    return {within & ~white, within & white, ~(f[kTopBelowTop] & f[kBottomAboveBottom])};
  }
};

struct HaramiCross {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 1}, GaugeUse{Gauge::kBodyDoji1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kHaramiCross,
      .id = "CDLHARAMICROSS",
      .title = "Harami Cross Pattern",
      .family = "pairs",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 2,
      .definition =
          "A doji within the long body before it, against whose color it points. One end may be "
          "equal, or both, which TA-Lib values 80 instead of 100.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr GradedSignal<U> match(const Facts<U>& f) {
    const auto within = ago<1>(f[kLongBody0]) & f[kDoji1] & ~f[kTopAboveTop] & ~f[kBottomBelowBottom];
    const auto white = ago<1>(f[kWhite]);
    return {within & ~white, within & white, ~(f[kTopBelowTop] & f[kBottomAboveBottom])};
  }
};

struct HomingPigeon {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 1}, GaugeUse{Gauge::kBodyShort1, 0}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kHomingPigeon,
                                     .id = "CDLHOMINGPIGEON",
                                     .title = "Homing Pigeon",
                                     .family = "pairs",
                                     .direction = Direction::kBullish,
                                     .role = Role::kReversal,
                                     .candles = 2,
                                     .definition = "A short black body within a long black one.",
                                     .source = kMorris,
                                     .lookback_extra = 1,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(ago<1>(f[kLongBody0] & ~f[kWhite]) & ~f[kWhite] & f[kSmallBody1] & f[kOpenBelowOpen] &
                   f[kCloseAboveClose]);
  }
};

struct MatchingLow {
  static constexpr std::array kUses{GaugeUse{Gauge::kEqual0, 1}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kMatchingLow,
                                     .id = "CDLMATCHINGLOW",
                                     .title = "Matching Low",
                                     .family = "pairs",
                                     .direction = Direction::kBullish,
                                     .role = Role::kReversal,
                                     .candles = 2,
                                     .definition = "Two black candles with equal closes.",
                                     .source = kMorris,
                                     .lookback_extra = 1,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(ago<1>(~f[kWhite]) & ~f[kWhite] & f[kCloseEqualsClose0]);
  }
};

struct Counterattack {
  static constexpr std::array kUses{GaugeUse{Gauge::kEqual5, 1}, GaugeUse{Gauge::kBodyLong0, 1},
                                    GaugeUse{Gauge::kBodyLong1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kCounterattack,
      .id = "CDLCOUNTERATTACK",
      .title = "Counterattack",
      .family = "pairs",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 2,
      .definition =
          "Two long bodies of opposite colors with equal closes; the color of the second is the "
          "direction.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto turns = f[kWhite] ^ ago<1>(f[kWhite]);
    const auto meet = turns & ago<1>(f[kLongBody0]) & f[kLongBody1] & f[kCloseNotAbove5] & f[kCloseNotBelow5];
    return by_color(meet, f[kWhite]);
  }
};

struct SeparatingLines {
  static constexpr std::array kUses{GaugeUse{Gauge::kShadowVeryShort1, 0}, GaugeUse{Gauge::kBodyLong1, 0},
                                    GaugeUse{Gauge::kEqual5, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kSeparatingLines,
      .id = "CDLSEPARATINGLINES",
      .title = "Separating Lines",
      .family = "pairs",
      .direction = Direction::kEither,
      .role = Role::kContinuation,
      .candles = 2,
      .definition =
          "A long body that opens where the opposite-colored candle before it opened and has no "
          "shadow worth the name on that side; its color is the direction.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto turns = f[kWhite] ^ ago<1>(f[kWhite]);
    const auto part = turns & f[kOpenEqualsOpen5] & f[kLongBody1];
    return {part & f[kWhite] & f[kNoLower1], part & ~f[kWhite] & f[kNoUpper1]};
  }
};

struct Kicking {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kShadowVeryShort0, 1}, GaugeUse{Gauge::kShadowVeryShort1, 0},
                                    GaugeUse{Gauge::kBodyLong0, 1}, GaugeUse{Gauge::kBodyLong1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kKicking,
      .id = "CDLKICKING",
      .title = "Kicking",
      .family = "pairs",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 2,
      .definition =
          "Two marubozu of opposite colors with a gap between their ranges, a black one gapped above "
          "by a white one (bullish) or the reverse (bearish).",
      .source = kMorris,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto marubozu =
        ago<1>(f[kLongBody0] & f[kNoUpper0] & f[kNoLower0]) & f[kLongBody1] & f[kNoUpper1] & f[kNoLower1];
    const auto was_white = ago<1>(f[kWhite]);
    return {marubozu & f[kWhite] & ~was_white & f[kGapUp], marubozu & ~f[kWhite] & was_white & f[kGapDown]};
  }
};

struct KickingByLength {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kShadowVeryShort0, 1}, GaugeUse{Gauge::kShadowVeryShort1, 0},
                                    GaugeUse{Gauge::kBodyLong0, 1}, GaugeUse{Gauge::kBodyLong1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kKickingByLength,
      .id = "CDLKICKINGBYLENGTH",
      .title = "Kicking - bull/bear determined by the longer marubozu",
      .family = "pairs",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 2,
      .definition = "As kicking, but the direction is the color of the longer of the two marubozu.",
      .source = kMorris,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto kicks = Kicking::match(f);
    const auto either = kicks.bullish | kicks.bearish;
    return by_color(either, ~(f[kBodyLarger] ^ f[kWhite]));
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
