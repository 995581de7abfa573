#pragma once

#include "analysis/candlesticks/signal.hpp"

/// Patterns of four and five candles.
namespace tidemark::analysis::candlesticks::patterns {

struct ThreeLineStrike {
  static constexpr Need kNeed = Need::kTurnAfterThree;
  static constexpr std::array kUses{GaugeUse{Gauge::kNear0, 3}, GaugeUse{Gauge::kNear1, 2}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kThreeLineStrike,
      .id = "CDL3LINESTRIKE",
      .title = "Three-Line Strike",
      .family = "longer",
      .direction = Direction::kEither,
      .role = Role::kContinuation,
      .candles = 4,
      .definition =
          "Three candles of one color, each closing further and opening within or near the body "
          "before, then one of the other color that opens beyond the third close and closes beyond "
          "the first open. The direction is that of the three.",
      .source = kMorris,
      .lookback_extra = 3,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto third_white = ago<1>(f[kWhite]);
    const auto one_color = ~(ago<3>(f[kWhite]) ^ ago<2>(f[kWhite])) & ~(ago<2>(f[kWhite]) ^ third_white);
    const auto lines = one_color & (third_white ^ f[kWhite]) & ago<2>(f[kOpenNearBody0]) & ago<1>(f[kOpenNearBody1]);
    return {lines & third_white & ago<2>(f[kCloseAboveClose]) & ago<1>(f[kCloseAboveClose]) & f[kOpenAboveClose] &
                f[kCloseBelowOpen3],
            lines & ~third_white & ago<2>(f[kCloseBelowClose]) & ago<1>(f[kCloseBelowClose]) & f[kOpenBelowClose] &
                f[kCloseAboveOpen3]};
  }
};

struct ConcealingBabySwallow {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kShadowVeryShort0, 3}, GaugeUse{Gauge::kShadowVeryShort1, 2},
                                    GaugeUse{Gauge::kShadowVeryShort2, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kConcealingBabySwallow,
      .id = "CDLCONCEALBABYSWALL",
      .title = "Concealing Baby Swallow",
      .family = "longer",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 4,
      .definition =
          "Four black candles: two marubozu, one that gaps down but reaches with its upper shadow "
          "into the body before, and one whose range surrounds it, shadows included.",
      .source = kMorris,
      .lookback_extra = 3,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto black = ~f[kWhite];
    return bullish(ago<3>(black & f[kNoLower0] & f[kNoUpper0]) & ago<2>(black & f[kNoLower1] & f[kNoUpper1]) &
                   ago<1>(black & f[kBodyGapDown] & f[kSomeUpper2] & f[kHighAboveClose]) & black & f[kHighAboveHigh] &
                   f[kLowBelowLow]);
  }
};

struct Breakaway {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 4}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kBreakaway,
      .id = "CDLBREAKAWAY",
      .title = "Breakaway",
      .family = "longer",
      .direction = Direction::kEither,
      .role = Role::kReversal,
      .candles = 5,
      .definition =
          "A long body, a second of its color gapping on, two more candles further the same way (the "
          "fourth of that color), and a fifth of the other color that closes inside the gap, which is "
          "its direction.",
      .source = kMorris,
      .lookback_extra = 4,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto first_white = ago<4>(f[kWhite]);
    const auto colors =
        ~(first_white ^ ago<3>(f[kWhite])) & ~(first_white ^ ago<1>(f[kWhite])) & (first_white ^ f[kWhite]);
    const auto breaks = ago<4>(f[kLongBody0]) & colors;
    const auto lower = f[kHighBelowHigh] & f[kLowBelowLow];
    const auto higher = f[kHighAboveHigh] & f[kLowAboveLow];
    return {breaks & ~first_white & ago<3>(f[kBodyGapDown]) & ago<2>(lower) & ago<1>(lower) & f[kCloseAboveOpen3] &
                f[kCloseBelowClose4],
            breaks & first_white & ago<3>(f[kBodyGapUp]) & ago<2>(higher) & ago<1>(higher) & f[kCloseBelowOpen3] &
                f[kCloseAboveClose4]};
  }
};

struct LadderBottom {
  static constexpr Need kNeed = Need::kTurnAfterThree;
  static constexpr std::array kUses{GaugeUse{Gauge::kShadowVeryShort3, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kLadderBottom,
      .id = "CDLLADDERBOTTOM",
      .title = "Ladder Bottom",
      .family = "longer",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 5,
      .definition =
          "Three black candles with ever lower opens and closes, a fourth black one with an upper "
          "shadow, and a white one that opens above the fourth body and closes above its high.",
      .source = kMorris,
      .lookback_extra = 4,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto descends = ~f[kWhite] & f[kOpenBelowOpen] & f[kCloseBelowClose];
    return bullish(ago<4>(~f[kWhite]) & ago<3>(descends) & ago<2>(descends) & ago<1>(~f[kWhite] & f[kSomeUpper3]) &
                   f[kWhite] & f[kOpenAboveOpen] & f[kCloseAboveHigh]);
  }
};

struct MatHold {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 4}, GaugeUse{Gauge::kBodyShort1, 3},
                                    GaugeUse{Gauge::kBodyShort2, 2}, GaugeUse{Gauge::kBodyShort3, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kMatHold,
      .id = "CDLMATHOLD",
      .title = "Mat Hold",
      .family = "longer",
      .direction = Direction::kBullish,
      .role = Role::kContinuation,
      .candles = 5,
      .definition =
          "A long white candle; three short ones, the first black and gapping up, that drift down but "
          "hold above the penetration of the first body; and a white one that opens above the last "
          "close and closes above the highs of the three.",
      .source = kMorris,
      .lookback_extra = 4,
      .uses = kUses,
      .penetration = Penetration::kMatHold};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(ago<4>(f[kLongBody0] & f[kWhite]) & ago<3>(f[kShortBody1] & ~f[kWhite] & f[kBodyGapUp]) &
                   ago<2>(f[kShortBody2] & f[kHeldByMat2] & f[kTopBelowOpen]) &
                   ago<1>(f[kShortBody3] & f[kHeldByMat3] & f[kTopBelowTop]) & f[kWhite] & f[kOpenAboveClose] &
                   f[kCloseAboveHigh] & f[kCloseAboveHigh2] & f[kCloseAboveHigh3]);
  }
};

struct RiseFallThreeMethods {
  static constexpr Need kNeed = Need::kTurnAfterThree;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 4}, GaugeUse{Gauge::kBodyShort1, 3},
                                    GaugeUse{Gauge::kBodyShort2, 2}, GaugeUse{Gauge::kBodyShort3, 1},
                                    GaugeUse{Gauge::kBodyLong4, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kRiseFallThreeMethods,
      .id = "CDLRISEFALL3METHODS",
      .title = "Rising/Falling Three Methods",
      .family = "longer",
      .direction = Direction::kEither,
      .role = Role::kContinuation,
      .candles = 5,
      .definition =
          "A long body; three short ones of the other color that drift against it with closes ever "
          "further while their bodies touch the range of the first; and a long one of the first color "
          "that opens beyond the last close and closes beyond the first close.",
      .source = kNison,
      .lookback_extra = 4,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto first_white = ago<4>(f[kWhite]);
    const auto colors = (first_white ^ ago<3>(f[kWhite])) & ~(ago<3>(f[kWhite]) ^ ago<2>(f[kWhite])) &
                        ~(ago<2>(f[kWhite]) ^ ago<1>(f[kWhite])) & (ago<1>(f[kWhite]) ^ f[kWhite]);
    const auto bodies = ago<4>(f[kLongBody0]) & ago<3>(f[kShortBody1] & f[kBodyInRange1]) &
                        ago<2>(f[kShortBody2] & f[kBodyInRange2]) & ago<1>(f[kShortBody3] & f[kBodyInRange3]) &
                        f[kLongBody4];
    const auto methods = colors & bodies;
    return {methods & first_white & ago<2>(f[kCloseBelowClose]) & ago<1>(f[kCloseBelowClose]) & f[kOpenAboveClose] &
                f[kCloseAboveClose4],
            methods & ~first_white & ago<2>(f[kCloseAboveClose]) & ago<1>(f[kCloseAboveClose]) & f[kOpenBelowClose] &
                f[kCloseBelowClose4]};
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
