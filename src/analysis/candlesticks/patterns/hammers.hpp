#pragma once

#include "analysis/candlesticks/signal.hpp"

/// A small body at one end of a candle, judged by where it stands to the candle before.
namespace tidemark::analysis::candlesticks::patterns {

struct Hammer {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyShort1, 0}, GaugeUse{Gauge::kShadowLong, 0},
                                    GaugeUse{Gauge::kShadowVeryShort1, 0}, GaugeUse{Gauge::kNear5, 1}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kHammer,
                                     .id = "CDLHAMMER",
                                     .title = "Hammer",
                                     .family = "hammers",
                                     .direction = Direction::kBullish,
                                     .role = Role::kReversal,
                                     .candles = 1,
                                     .definition =
                                         "A short body on a long lower shadow without an upper one, its body "
                                         "below or near the low of the candle before.",
                                     .source = kNison,
                                     .lookback_extra = 1,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(f[kShortBody1] & f[kLongLower] & f[kNoUpper1] & f[kBottomNearLow5]);
  }
};

struct HangingMan {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyShort1, 0}, GaugeUse{Gauge::kShadowLong, 0},
                                    GaugeUse{Gauge::kShadowVeryShort1, 0}, GaugeUse{Gauge::kNear5, 1}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kHangingMan,
                                     .id = "CDLHANGINGMAN",
                                     .title = "Hanging Man",
                                     .family = "hammers",
                                     .direction = Direction::kBearish,
                                     .role = Role::kReversal,
                                     .candles = 1,
                                     .definition =
                                         "The form of a hammer, but its body above or near the high of the "
                                         "candle before.",
                                     .source = kNison,
                                     .lookback_extra = 1,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(f[kShortBody1] & f[kLongLower] & f[kNoUpper1] & f[kBottomNearHigh5]);
  }
};

struct InvertedHammer {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyShort1, 0}, GaugeUse{Gauge::kShadowLong, 0},
                                    GaugeUse{Gauge::kShadowVeryShort1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kInvertedHammer,
      .id = "CDLINVERTEDHAMMER",
      .title = "Inverted Hammer",
      .family = "hammers",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 1,
      .definition = "A short body under a long upper shadow without a lower one, gapping below the body before.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(f[kShortBody1] & f[kLongUpper] & f[kNoLower1] & f[kBodyGapDown]);
  }
};

struct ShootingStar {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyShort1, 0}, GaugeUse{Gauge::kShadowLong, 0},
                                    GaugeUse{Gauge::kShadowVeryShort1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kShootingStar,
      .id = "CDLSHOOTINGSTAR",
      .title = "Shooting Star",
      .family = "hammers",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 1,
      .definition = "A short body under a long upper shadow without a lower one, gapping above the body before.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(f[kShortBody1] & f[kLongUpper] & f[kNoLower1] & f[kBodyGapUp]);
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
