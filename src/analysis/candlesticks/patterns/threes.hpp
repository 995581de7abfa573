#pragma once

#include "analysis/candlesticks/signal.hpp"

/// Turns that a third candle completes.
namespace tidemark::analysis::candlesticks::patterns {

struct ThreeInside {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kBodyShort1, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kThreeInside,
      .id = "CDL3INSIDE",
      .title = "Three Inside Up/Down",
      .family = "threes",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "A harami that a third candle confirms: a long body, a short one within it, and a candle of "
          "the color opposite to the first that closes beyond its open.",
      .source = kMorris,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto harami = ago<2>(f[kLongBody0]) & ago<1>(f[kSmallBody1] & f[kTopBelowTop] & f[kBottomAboveBottom]);
    const auto was_white = ago<2>(f[kWhite]);
    return {harami & ~was_white & f[kWhite] & f[kCloseAboveOpen2],
            harami & was_white & ~f[kWhite] & f[kCloseBelowOpen2]};
  }
};

struct ThreeOutside {
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kThreeOutside,
      .id = "CDL3OUTSIDE",
      .title = "Three Outside Up/Down",
      .family = "threes",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "An engulfing pattern without equal ends that a third candle confirms by closing further in "
          "its direction.",
      .source = kMorris,
      .lookback_extra = 3};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto was_white = ago<1>(f[kWhite]);
    const auto turned = was_white ^ ago<2>(f[kWhite]);
    return {turned & was_white & ago<1>(f[kCloseAboveOpen] & f[kOpenBelowClose]) & f[kCloseAboveClose],
            turned & ~was_white & ago<1>(f[kOpenAboveClose] & f[kCloseBelowOpen]) & f[kCloseBelowClose]};
  }
};

struct ThreeStarsInSouth {
  static constexpr Need kNeed = Need::kThreeBlack;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kShadowLong, 2},
                                    GaugeUse{Gauge::kShadowVeryShort1, 1}, GaugeUse{Gauge::kShadowVeryShort2, 0},
                                    GaugeUse{Gauge::kBodyShort2, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kThreeStarsInSouth,
      .id = "CDL3STARSINSOUTH",
      .title = "Three Stars In The South",
      .family = "threes",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "Three black candles in which selling dries up: a long one with a long lower shadow; a "
          "smaller one that opens higher within its range and makes no new low, but trades below its "
          "close and has a lower shadow; and a short one without shadows worth the name, within the "
          "range of the second.",
      .source = kMorris,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto second = ~f[kWhite] & f[kBodySmaller] & f[kOpenAboveClose] & ~f[kOpenAboveHigh] & f[kLowBelowClose] &
                        ~f[kLowBelowLow] & f[kSomeLower1];
    const auto third = ~f[kWhite] & f[kShortBody2] & f[kNoLower2] & f[kNoUpper2] & f[kLowAboveLow] & f[kHighBelowHigh];
    return bullish(ago<2>(~f[kWhite] & f[kLongBody0] & f[kLongLower]) & ago<1>(second) & third);
  }
};

struct StickSandwich {
  static constexpr std::array kUses{GaugeUse{Gauge::kEqual0, 2}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kStickSandwich,
      .id = "CDLSTICKSANDWICH",
      .title = "Stick Sandwich",
      .family = "threes",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "Two black candles with equal closes around a white one that trades wholly above that "
          "close.",
      .source = kMorris,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(ago<2>(~f[kWhite]) & ago<1>(f[kWhite] & f[kLowAboveClose]) & ~f[kWhite] &
                   f[kCloseEqualsSecondLast0]);
  }
};

struct UniqueThreeRiver {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kBodyShort2, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kUniqueThreeRiver,
      .id = "CDLUNIQUE3RIVER",
      .title = "Unique 3 River",
      .family = "threes",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "A long black candle, a black body within it that makes a new low, and a short white candle "
          "that opens above that low.",
      .source = kMorris,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto second = ~f[kWhite] & f[kCloseAboveClose] & ~f[kOpenAboveOpen] & f[kLowBelowLow];
    return bullish(ago<2>(f[kLongBody0] & ~f[kWhite]) & ago<1>(second) & f[kShortBody2] & f[kWhite] & f[kOpenAboveLow]);
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
