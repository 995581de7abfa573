#pragma once

#include "analysis/candlesticks/signal.hpp"

/// An inside candle whose break turns out to be false.
namespace tidemark::analysis::candlesticks::patterns {

/// A pattern and what becomes of it: confirmed by the first of the next three closes beyond the candle before it,
/// unless a newer pattern comes first.
template <class U>
[[nodiscard]] constexpr StagedSignal<U> followed_up(const Facts<U>& f, Bits<U> up, Bits<U> down) {
  const auto none = ~(up | down);
  const auto one = none & ((ago<1>(up) & f[kCloseAboveHigh2]) | (ago<1>(down) & f[kCloseBelowLow2]));
  const auto two =
      none & ago<1>(none) & ~ago<1>(one) & ((ago<2>(up) & f[kCloseAboveHigh3]) | (ago<2>(down) & f[kCloseBelowLow3]));
  const auto three = none & ago<1>(none) & ago<2>(none) & ~ago<2>(one) & ~ago<1>(two) &
                     ((ago<3>(up) & f[kCloseAboveHigh4]) | (ago<3>(down) & f[kCloseBelowLow4]));
  const auto bullish_before = (one & ago<1>(up)) | (two & ago<2>(up)) | (three & ago<3>(up));
  const auto confirming = one | two | three;
  return {up | bullish_before, down | (confirming & ~bullish_before), confirming};
}

struct Hikkake {
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kHikkake,
      .id = "CDLHIKKAKE",
      .title = "Hikkake Pattern",
      .family = "hikkakes",
      .direction = Direction::kEither,
      .role = Role::kTrap,
      .candles = 3,
      .definition =
          "A candle inside the range of the one before, then one with both a lower high and a lower "
          "low (bullish) or both higher (bearish): a break that is expected to fail. Confirmed, with "
          "the value 200, when within three candles a close lies beyond the inside candle on the "
          "other side; a newer pattern takes over from an unconfirmed one.",
      .source = kChesler,
      .lookback_extra = 5};
  template <class U>
  static constexpr StagedSignal<U> match(const Facts<U>& f) {
    const auto inside = ago<1>(f[kHighBelowHigh] & f[kLowAboveLow]);
    return followed_up(f, inside & f[kHighBelowHigh] & f[kLowBelowLow], inside & f[kHighAboveHigh] & f[kLowAboveLow]);
  }
};

struct HikkakeModified {
  static constexpr Need kNeed = Need::kTwoInside;
  static constexpr std::array kUses{GaugeUse{Gauge::kNear0, 2}};
  static constexpr PatternInfo kInfo{
      .pattern = Pattern::kHikkakeModified,
      .id = "CDLHIKKAKEMOD",
      .title = "Modified Hikkake Pattern",
      .family = "hikkakes",
      .direction = Direction::kEither,
      .role = Role::kTrap,
      .candles = 4,
      .definition =
          "A hikkake with two inside candles, one within the other, the first of which closes near "
          "its low before the break down (bullish) or near its high before the break up (bearish). "
          "Confirmed as a hikkake is.",
      .source = kChesler,
      .lookback_extra = 5,
      .uses = kUses,
      .head_start = 3,
      .shortest_average = 1};
  template <class U>
  static constexpr StagedSignal<U> match(const Facts<U>& f) {
    const auto inside = f[kHighBelowHigh] & f[kLowAboveLow];
    const auto twice = ago<2>(inside) & ago<1>(inside);
    return followed_up(f, twice & f[kHighBelowHigh] & f[kLowBelowLow] & ago<2>(f[kCloseNearLow0]),
                       twice & f[kHighAboveHigh] & f[kLowAboveLow] & ago<2>(f[kCloseNearHigh0]));
  }
};

}  // namespace tidemark::analysis::candlesticks::patterns
