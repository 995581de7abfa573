#pragma once

#include "analysis/candlesticks/signal.hpp"

/// A white candle that opens below the low of a long black one and climbs back some way, and its mirror.
namespace tidemark::analysis::candlesticks::patterns {

struct Piercing {
  static constexpr Need kNeed = Need::kOpenOutside;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 1}, GaugeUse{Gauge::kBodyLong1, 0}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kPiercing,
      .id = "CDLPIERCING",
      .title = "Piercing Pattern",
      .family = "necks",
      .direction = Direction::kBullish,
      .role = Role::kReversal,
      .candles = 2,
      .definition =
          "A long black body, then a long white one that opens below its low and closes above its "
          "middle, but not above its open. The middle is fixed at one half.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bullish(ago<1>(f[kLongBody0] & ~f[kWhite]) & f[kWhite] & f[kLongBody1] & f[kOpenBelowLow] &
                   f[kCloseBelowOpen] & f[kCloseAboveMiddle]);
  }
};

struct DarkCloudCover {
  static constexpr Need kNeed = Need::kOpenOutside;
  static constexpr std::array kUses{GaugeUse{Gauge::kBodyLong0, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kDarkCloudCover,
      .id = "CDLDARKCLOUDCOVER",
      .title = "Dark Cloud Cover",
      .family = "necks",
      .direction = Direction::kBearish,
      .role = Role::kReversal,
      .candles = 2,
      .definition =
          "A long white body, then a black one that opens above its high and closes well into it, by "
          "more than the penetration of its length.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses,
      .penetration = Penetration::kDarkCloudCover};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(ago<1>(f[kLongBody0] & f[kWhite]) & ~f[kWhite] & f[kOpenAboveHigh] & f[kCloseAboveOpen] &
                   f[kDarkCloudDown]);
  }
};

struct OnNeck {
  static constexpr Need kNeed = Need::kOpenOutside;
  static constexpr std::array kUses{GaugeUse{Gauge::kEqual5, 1}, GaugeUse{Gauge::kBodyLong0, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kOnNeck,
      .id = "CDLONNECK",
      .title = "On-Neck Pattern",
      .family = "necks",
      .direction = Direction::kBearish,
      .role = Role::kContinuation,
      .candles = 2,
      .definition = "A long black candle, then a white one that opens below its low and closes at that low.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(ago<1>(f[kLongBody0] & ~f[kWhite]) & f[kWhite] & f[kOpenBelowLow] & f[kCloseEqualsLow5]);
  }
};

struct InNeck {
  static constexpr Need kNeed = Need::kOpenOutside;
  static constexpr std::array kUses{GaugeUse{Gauge::kEqual5, 1}, GaugeUse{Gauge::kBodyLong0, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kInNeck,
      .id = "CDLINNECK",
      .title = "In-Neck Pattern",
      .family = "necks",
      .direction = Direction::kBearish,
      .role = Role::kContinuation,
      .candles = 2,
      .definition =
          "A long black candle, then a white one that opens below its low and closes at its close or "
          "barely above.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(ago<1>(f[kLongBody0] & ~f[kWhite]) & f[kWhite] & f[kOpenBelowLow] & f[kCloseNotAbove5] &
                   ~f[kCloseBelowClose]);
  }
};

struct Thrusting {
  static constexpr Need kNeed = Need::kOpenOutside;
  static constexpr std::array kUses{GaugeUse{Gauge::kEqual5, 1}, GaugeUse{Gauge::kBodyLong0, 1}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kThrusting,
      .id = "CDLTHRUSTING",
      .title = "Thrusting Pattern",
      .family = "necks",
      .direction = Direction::kBearish,
      .role = Role::kContinuation,
      .candles = 2,
      .definition =
          "A long black candle, then a white one that opens below its low and closes within its body, "
          "above what would be in-neck and not above the middle.",
      .source = kNison,
      .lookback_extra = 1,
      .uses = kUses};
  template <class U>
  static constexpr Signal<U> match(const Facts<U>& f) {
    return bearish(ago<1>(f[kLongBody0] & ~f[kWhite]) & f[kWhite] & f[kOpenBelowLow] & ~f[kCloseNotAbove5] &
                   ~f[kCloseAboveMiddle]);
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
