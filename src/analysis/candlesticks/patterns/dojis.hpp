#pragma once

#include "analysis/candlesticks/signal.hpp"

/// Candles that close where they opened.
namespace tidemark::analysis::candlesticks::patterns {

struct Doji {
  static constexpr Need kNeed = Need::kDoji;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyDoji0, 0}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kDoji,
                                     .id = "CDLDOJI",
                                     .title = "Doji",
                                     .family = "doji",
                                     .direction = Direction::kUnsigned,
                                     .role = Role::kIndecision,
                                     .candles = 1,
                                     .definition =
                                         "Open and close are as good as equal. Its meaning depends on what "
                                         "came before; the value is 100 and says nothing of direction.",
                                     .source = kNison,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(f[kDoji0]);
  }
};

struct DragonflyDoji {
  static constexpr Need kNeed = Need::kDoji;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyDoji0, 0}, GaugeUse{Gauge::kShadowVeryShort0, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kDragonflyDoji,
      .id = "CDLDRAGONFLYDOJI",
      .title = "Dragonfly Doji",
      .family = "doji",
      .direction = Direction::kUnsigned,
      .role = Role::kReversal,
      .candles = 1,
      .definition = "A doji at the high of its candle: no upper shadow worth the name, but a lower one.",
      .source = kNison,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(f[kDoji0] & f[kNoUpper0] & f[kSomeLower0]);
  }
};

struct GravestoneDoji {
  static constexpr Need kNeed = Need::kDoji;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyDoji0, 0}, GaugeUse{Gauge::kShadowVeryShort0, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kGravestoneDoji,
      .id = "CDLGRAVESTONEDOJI",
      .title = "Gravestone Doji",
      .family = "doji",
      .direction = Direction::kUnsigned,
      .role = Role::kReversal,
      .candles = 1,
      .definition = "A doji at the low of its candle: no lower shadow worth the name, but an upper one.",
      .source = kNison,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(f[kDoji0] & f[kNoLower0] & f[kSomeUpper0]);
  }
};

struct LongLeggedDoji {
  static constexpr Need kNeed = Need::kDoji;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyDoji0, 0}, GaugeUse{Gauge::kShadowLong, 0}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kLongLeggedDoji,
                                     .id = "CDLLONGLEGGEDDOJI",
                                     .title = "Long Legged Doji",
                                     .family = "doji",
                                     .direction = Direction::kUnsigned,
                                     .role = Role::kIndecision,
                                     .candles = 1,
                                     .definition = "A doji with a long shadow on one side or on both.",
                                     .source = kNison,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(f[kDoji0] & (f[kLongLower] | f[kLongUpper]));
  }
};

struct RickshawMan {
  static constexpr Need kNeed = Need::kDoji;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyDoji0, 0}, GaugeUse{Gauge::kShadowLong, 0},
                                    GaugeUse{Gauge::kNear5, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kRickshawMan,
      .id = "CDLRICKSHAWMAN",
      .title = "Rickshaw Man",
      .family = "doji",
      .direction = Direction::kUnsigned,
      .role = Role::kIndecision,
      .candles = 1,
      .definition = "A doji near the middle of its candle, with long shadows on both sides.",
      .source = kNison,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(f[kDoji0] & f[kLongLower] & f[kLongUpper] & f[kBodyInMiddle5]);
  }
};

struct Takuri {
  static constexpr Need kNeed = Need::kDoji;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyDoji0, 0}, GaugeUse{Gauge::kShadowVeryShort0, 0},
                                    GaugeUse{Gauge::kShadowVeryLong, 0}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kTakuri,
                                     .id = "CDLTAKURI",
                                     .title = "Takuri (Dragonfly Doji with very long lower shadow)",
                                     .family = "doji",
                                     .direction = Direction::kUnsigned,
                                     .role = Role::kReversal,
                                     .candles = 1,
                                     .definition = "A doji at the high of its candle over a very long lower shadow.",
                                     .source = kNison,
                                     .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(f[kDoji0] & f[kNoUpper0] & f[kVeryLongLower]);
  }
};

struct DojiStar {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 1}, GaugeUse{Gauge::kBodyDoji1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kDojiStar,
      .id = "CDLDOJISTAR",
      .title = "Doji Star",
      .family = "doji",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 2,
      .definition =
          "A long body, then a doji that gaps away in its direction: above a white one (bearish), below a "
          "black one (bullish).",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto star = ago<1>(f[kLongBody0]) & f[kDoji1];
    const auto white = ago<1>(f[kWhite]);
    return {star & ~white & f[kBodyGapDown], star & white & f[kBodyGapUp]};
  }
};

struct Tristar {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyDoji0, 2}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kTristar,
      .id = "CDLTRISTAR",
      .title = "Tristar Pattern",
      .family = "doji",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "Three doji, all three judged by the average before the first, the middle one a star: gapping up "
          "and the last not higher (bearish), or gapping down and the last not lower (bullish).",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto dojis = ago<2>(f[kDoji0]) & ago<1>(f[kDojiByLast]) & f[kDojiBySecondLast];
    return {dojis & ago<1>(f[kBodyGapDown]) & f[kBottomAboveBottom], dojis & ago<1>(f[kBodyGapUp]) & f[kTopBelowTop]};
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
