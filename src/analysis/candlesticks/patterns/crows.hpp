#pragma once

#include "analysis/candlesticks/signal.hpp"

/// Black candles at the top.
namespace tidemark::analysis::candlesticks::patterns {

struct TwoCrows {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kTwoCrows,
      .id = "CDL2CROWS",
      .title = "Two Crows",
      .family = "crows",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "A long white candle, a black body gapping above it, and a black candle that opens within "
          "the second body and closes within the first.",
      .source = kMorris,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(ago<2>(f[kLongBody0] & f[kWhite]) & ago<1>(~f[kWhite] & f[kBodyGapUp]) & ~f[kWhite] &
                   f[kOpenBelowOpen] & f[kOpenAboveClose] & f[kCloseAboveOpen2] & f[kCloseBelowClose2]);
  }
};

struct UpsideGapTwoCrows {
  static constexpr Need kNeed = Need::kGap;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 2}, GaugeUse{Gauge::kBodyShort1, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kUpsideGapTwoCrows,
      .id = "CDLUPSIDEGAP2CROWS",
      .title = "Upside Gap Two Crows",
      .family = "crows",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "A long white candle, a short black body gapping above it, and a black candle around the "
          "second body that still closes above the first.",
      .source = kNison,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(ago<2>(f[kLongBody0] & f[kWhite]) & ago<1>(~f[kWhite] & f[kSmallBody1] & f[kBodyGapUp]) &
                   ~f[kWhite] & f[kOpenAboveOpen] & f[kCloseBelowClose] & f[kCloseAboveClose2]);
  }
};

struct ThreeBlackCrows {
  static constexpr Need kNeed = Need::kThreeBlack;
  static constexpr std::array kUses{GaugeUse{Gauge::kShadowVeryShort1, 2}, GaugeUse{Gauge::kShadowVeryShort2, 1},
                                    GaugeUse{Gauge::kShadowVeryShort3, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kThreeBlackCrows,
      .id = "CDL3BLACKCROWS",
      .title = "Three Black Crows",
      .family = "crows",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "After a white candle three black ones without lower shadows worth the name, each closing "
          "lower and opening within the body before; the first closes below the high of the white "
          "one.",
      .source = kNison,
      .lookback_extra = 3,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto declines = ~f[kWhite] & f[kOpenBelowOpen] & f[kOpenAboveClose] & f[kCloseBelowClose];
    return bearish(ago<3>(f[kWhite]) & ago<2>(~f[kWhite] & f[kNoLower1] & f[kCloseBelowHigh]) &
                   ago<1>(declines & f[kNoLower2]) & declines & f[kNoLower3]);
  }
};

struct IdenticalThreeCrows {
  static constexpr Need kNeed = Need::kThreeBlack;
  static constexpr std::array kUses{GaugeUse{Gauge::kShadowVeryShort0, 2}, GaugeUse{Gauge::kShadowVeryShort1, 1},
                                    GaugeUse{Gauge::kShadowVeryShort2, 0}, GaugeUse{Gauge::kEqual5, 2},
                                    GaugeUse{Gauge::kEqual6, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kIdenticalThreeCrows,
      .id = "CDLIDENTICAL3CROWS",
      .title = "Identical Three Crows",
      .family = "crows",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 3,
      .definition =
          "Three black candles without lower shadows worth the name, each closing lower and opening "
          "where the one before closed.",
      .source = kMorris,
      .lookback_extra = 2,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    const auto declines = ~f[kWhite] & f[kCloseBelowClose];
    return bearish(ago<2>(~f[kWhite] & f[kNoLower0]) & ago<1>(declines & f[kNoLower1] & f[kOpenEqualsClose5]) &
                   declines & f[kNoLower2] & f[kOpenEqualsClose6]);
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
