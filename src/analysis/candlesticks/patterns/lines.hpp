#pragma once

#include "analysis/candlesticks/signal.hpp"

/// One candle that speaks by the length of its body and shadows.
namespace tidemark::analysis::candlesticks::patterns {

struct BeltHold {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 0}, GaugeUse{Gauge::kShadowVeryShort0, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kBeltHold,
      .id = "CDLBELTHOLD",
      .title = "Belt-hold",
      .family = "lines",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 1,
      .definition =
          "A long body that opens at its extreme: white without a lower shadow worth the name (bullish), or "
          "black without an upper one (bearish).",
      .source = kNison,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return {f[kLongBody0] & f[kWhite] & f[kNoLower0], f[kLongBody0] & ~f[kWhite] & f[kNoUpper0]};
  }
};

struct ClosingMarubozu {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 0}, GaugeUse{Gauge::kShadowVeryShort0, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kClosingMarubozu,
      .id = "CDLCLOSINGMARUBOZU",
      .title = "Closing Marubozu",
      .family = "lines",
      .direction = Direction::kEither,
      .role = Role::kConviction,
      .candles = 1,
      .definition =
          "A long body that closes at its extreme: white without an upper shadow worth the name (bullish), or "
          "black without a lower one (bearish).",
      .source = kMorris,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return {f[kLongBody0] & f[kWhite] & f[kNoUpper0], f[kLongBody0] & ~f[kWhite] & f[kNoLower0]};
  }
};

struct Marubozu {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 0}, GaugeUse{Gauge::kShadowVeryShort0, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kMarubozu,
      .id = "CDLMARUBOZU",
      .title = "Marubozu",
      .family = "lines",
      .direction = Direction::kEither,
      .role = Role::kConviction,
      .candles = 1,
      .definition = "A long body with no or very short shadows at both ends; its color is its direction.",
      .source = kNison,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return by_color(f[kLongBody0] & f[kNoUpper0] & f[kNoLower0], f[kWhite]);
  }
};

struct LongLine {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 0}, GaugeUse{Gauge::kShadowShort0, 0}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kLongLine,
                                     .id = "CDLLONGLINE",
                                     .title = "Long Line Candle",
                                     .family = "lines",
                                     .direction = Direction::kEither,
                                     .role = Role::kConviction,
                                     .candles = 1,
                                     .definition = "A long body with short shadows; its color is its direction.",
                                     .source = kMorris,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return by_color(f[kLongBody0] & f[kShortUpper0] & f[kShortLower0], f[kWhite]);
  }
};

struct ShortLine {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyShort0, 0}, GaugeUse{Gauge::kShadowShort0, 0}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kShortLine,
                                     .id = "CDLSHORTLINE",
                                     .title = "Short Line Candle",
                                     .family = "lines",
                                     .direction = Direction::kEither,
                                     .role = Role::kIndecision,
                                     .candles = 1,
                                     .definition = "A short body with short shadows; its color is its direction.",
                                     .source = kMorris,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return by_color(f[kShortBody0] & f[kShortUpper0] & f[kShortLower0], f[kWhite]);
  }
};

struct SpinningTop {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyShort0, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kSpinningTop,
      .id = "CDLSPINNINGTOP",
      .title = "Spinning Top",
      .family = "lines",
      .direction = Direction::kEither,
      .role = Role::kIndecision,
      .candles = 1,
      .definition = "A short body with both shadows longer than it: neither side won. The sign is the color.",
      .source = kNison,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return by_color(f[kShortBody0] & f[kUpperOverBody] & f[kLowerOverBody], f[kWhite]);
  }
};

struct HighWave {
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyShort0, 0}, GaugeUse{Gauge::kShadowVeryLong, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kHighWave,
      .id = "CDLHIGHWAVE",
      .title = "High-Wave Candle",
      .family = "lines",
      .direction = Direction::kEither,
      .role = Role::kIndecision,
      .candles = 1,
      .definition = "A short body between two very long shadows: a market without orientation. The sign is the color.",
      .source = kNison,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return by_color(f[kShortBody0] & f[kVeryLongUpper] & f[kVeryLongLower], f[kWhite]);
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
