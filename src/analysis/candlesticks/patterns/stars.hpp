#pragma once

#include "analysis/candlesticks/signal.hpp"

/// A long body, a small one that gaps away from it, and a third that turns back into the first.
namespace tidemark::analysis::candlesticks::patterns {

struct MorningStar {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kBodyShort1, 1},
                                    GaugeUse{Gauge::kBodyShort2, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kMorningStar,
      .id = "CDLMORNINGSTAR",
      .title = "Morning Star",
      .family = "stars",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "A long black body, a short body gapping below it, and a white one, not short, that closes "
          "well into the first: by more than the penetration of its length.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses,
      .penetration = Penetration::kMorningStar};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(ago<2>(f[kLongBody0] & ~f[kWhite]) & ago<1>(f[kSmallBody1] & f[kBodyGapDown]) & f[kRealBody2] &
                   f[kWhite] & f[kMorningUp]);
  }
};

struct MorningDojiStar {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kBodyDoji1, 1},
                                    GaugeUse{Gauge::kBodyShort2, 0}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kMorningDojiStar,
                                     .id = "CDLMORNINGDOJISTAR",
                                     .title = "Morning Doji Star",
                                     .family = "stars",
                                     .direction = Direction::kBullish,
                                     .role = Role::kReversal,
                                     .candles = 3,
                                     .definition = "A morning star whose middle candle is a doji.",
                                     .source = kNison,
                                     .lookback_extra = 2,
                                     .uses = kUses,
                                     .penetration = Penetration::kMorningDojiStar};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(ago<2>(f[kLongBody0] & ~f[kWhite]) & ago<1>(f[kDoji1] & f[kBodyGapDown]) & f[kRealBody2] &
                   f[kWhite] & f[kMorningDojiUp]);
  }
};

struct EveningStar {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kBodyShort1, 1},
                                    GaugeUse{Gauge::kBodyShort2, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kEveningStar,
      .id = "CDLEVENINGSTAR",
      .title = "Evening Star",
      .family = "stars",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "A long white body, a short body gapping above it, and a black one, not short, that closes "
          "well into the first: by more than the penetration of its length.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses,
      .penetration = Penetration::kEveningStar};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(ago<2>(f[kLongBody0] & f[kWhite]) & ago<1>(f[kSmallBody1] & f[kBodyGapUp]) & f[kRealBody2] &
                   ~f[kWhite] & f[kEveningDown]);
  }
};

struct EveningDojiStar {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kBodyDoji1, 1},
                                    GaugeUse{Gauge::kBodyShort2, 0}};
  static constexpr PatternInfo kInfo{.pattern = Pattern::kEveningDojiStar,
                                     .id = "CDLEVENINGDOJISTAR",
                                     .title = "Evening Doji Star",
                                     .family = "stars",
                                     .direction = Direction::kBearish,
                                     .role = Role::kReversal,
                                     .candles = 3,
                                     .definition = "An evening star whose middle candle is a doji.",
                                     .source = kNison,
                                     .lookback_extra = 2,
                                     .uses = kUses,
                                     .penetration = Penetration::kEveningDojiStar};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(ago<2>(f[kLongBody0] & f[kWhite]) & ago<1>(f[kDoji1] & f[kBodyGapUp]) & f[kRealBody2] & ~f[kWhite] &
                   f[kEveningDojiDown]);
  }
};

struct AbandonedBaby {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kBodyDoji1, 1},
                                    GaugeUse{Gauge::kBodyShort2, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kAbandonedBaby,
      .id = "CDLABANDONEDBABY",
      .title = "Abandoned Baby",
      .family = "stars",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "A doji star with gaps between whole ranges on both of its sides: a long body, the doji "
          "beyond it, and an opposite-colored body, not short, that closes well into the first, by "
          "more than the penetration of its length.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses,
      .penetration = Penetration::kAbandonedBaby};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto bodies = ago<2>(f[kLongBody0]) & ago<1>(f[kDoji1]) & f[kRealBody2];
    const auto was_white = ago<2>(f[kWhite]);
    return {bodies & ~was_white & f[kWhite] & f[kAbandonedUp] & ago<1>(f[kGapDown]) & f[kGapUp],
            bodies & was_white & ~f[kWhite] & f[kAbandonedDown] & ago<1>(f[kGapUp]) & f[kGapDown]};
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
