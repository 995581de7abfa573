#pragma once

#include "analysis/candlesticks/signal.hpp"

/// Three white candles that climb, and how the climb weakens.
namespace tidemark::analysis::candlesticks::patterns {

struct ThreeWhiteSoldiers {
  static constexpr Need kNeed = Need::kThreeWhite;
  static constexpr std::array kUses{GaugeUse{Gauge::kShadowVeryShort0, 2},
                                    GaugeUse{Gauge::kShadowVeryShort1, 1},
                                    GaugeUse{Gauge::kShadowVeryShort2, 0},
                                    GaugeUse{Gauge::kNear5, 2},
                                    GaugeUse{Gauge::kNear6, 1},
                                    GaugeUse{Gauge::kFar5, 2},
                                    GaugeUse{Gauge::kFar6, 1},
                                    GaugeUse{Gauge::kBodyShort2, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kThreeWhiteSoldiers,
      .id = "CDL3WHITESOLDIERS",
      .title = "Three Advancing White Soldiers",
      .family = "soldiers",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "Three white candles without upper shadows worth the name, each closing higher and opening "
          "within or near the body before, none far shorter than the one before and the last not "
          "short.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto climbs = f[kWhite] & f[kCloseAboveClose] & f[kOpenAboveOpen];
    return bullish(ago<2>(f[kWhite] & f[kNoUpper0]) &
                   ago<1>(climbs & f[kNoUpper1] & f[kOpenUpToClose5] & f[kBodyKeepsUp5]) & climbs & f[kNoUpper2] &
                   f[kOpenUpToClose6] & f[kBodyKeepsUp6] & f[kRealBody2]);
  }
};

struct AdvanceBlock {
  static constexpr Need kNeed = Need::kThreeWhite;
  static constexpr std::array kUses{
      GaugeUse{Gauge::kShadowShort0, 2}, GaugeUse{Gauge::kShadowShort1, 1}, GaugeUse{Gauge::kShadowShort2, 0},
      GaugeUse{Gauge::kShadowLong, 0},   GaugeUse{Gauge::kNear5, 2},        GaugeUse{Gauge::kNear6, 1},
      GaugeUse{Gauge::kFar5, 2},         GaugeUse{Gauge::kFar6, 1},         GaugeUse{Gauge::kBodyLong0, 2}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kAdvanceBlock,
      .id = "CDLADVANCEBLOCK",
      .title = "Advance Block",
      .family = "soldiers",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "Three white candles as in three white soldiers, the first long with a short upper shadow, "
          "whose strength fades: a second or third body far shorter than the one before, bodies that "
          "shrink under upper shadows that are no longer short, or a shorter third body with a long "
          "upper shadow.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto climbs = f[kWhite] & f[kCloseAboveClose] & f[kOpenAboveOpen];
    const auto three = ago<2>(f[kWhite] & f[kLongBody0] & f[kShortUpper0]) & ago<1>(climbs & f[kOpenUpToClose5]) &
                       climbs & f[kOpenUpToClose6];
    const auto second_fades = ago<1>(f[kBodyFallsBack5]) & f[kBodyNotNearlyAsLong6];
    const auto shrinking =
        f[kBodySmaller] & ago<1>(f[kBodySmaller]) & (f[kNotShortUpper2] | ago<1>(f[kNotShortUpper1]));
    const auto third_is_sold = f[kBodySmaller] & f[kLongUpper];
    return bearish(three & (second_fades | f[kBodyFallsBack6] | shrinking | third_is_sold));
  }
};

struct StalledPattern {
  static constexpr Need kNeed = Need::kThreeWhite;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2},  GaugeUse{Gauge::kBodyLong1, 1},
                                    GaugeUse{Gauge::kBodyShort2, 0}, GaugeUse{Gauge::kShadowVeryShort1, 1},
                                    GaugeUse{Gauge::kNear5, 2},      GaugeUse{Gauge::kNear6, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kStalledPattern,
      .id = "CDLSTALLEDPATTERN",
      .title = "Stalled Pattern",
      .family = "soldiers",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "Three white candles with higher closes: two long ones, the second without an upper shadow "
          "worth the name and opening within or near the first, then a short one that opens near the "
          "close of the second.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto higher = f[kWhite] & f[kCloseAboveClose];
    return bearish(ago<2>(f[kWhite] & f[kLongBody0]) &
                   ago<1>(higher & f[kLongBody1] & f[kNoUpper1] & f[kOpenAboveOpen] & f[kOpenUpToClose5]) & higher &
                   f[kShortBody2] & f[kOnShoulder6]);
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
