#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "analysis/candlesticks/facts.hpp"
#include "analysis/candlesticks/pattern.hpp"

namespace tidemark::analysis::candlesticks {

/// Where a pattern holds, by direction: TA-Lib's +100 and -100.
template <class Unsigned>
struct Signal {
  Bits<Unsigned> bullish;
  Bits<Unsigned> bearish;
};

/// With the candles where two ends are equal: +-80 there.
template <class Unsigned>
struct GradedSignal {
  Bits<Unsigned> bullish;
  Bits<Unsigned> bearish;
  Bits<Unsigned> touching;
};

/// With the candles that confirm an earlier pattern: +-200 there.
template <class Unsigned>
struct StagedSignal {
  Bits<Unsigned> bullish;
  Bits<Unsigned> bearish;
  Bits<Unsigned> confirming;
};

template <class Unsigned>
[[nodiscard]] constexpr Signal<Unsigned> bullish(Bits<Unsigned> where) {
  return {where, {}};
}
template <class Unsigned>
[[nodiscard]] constexpr Signal<Unsigned> bearish(Bits<Unsigned> where) {
  return {{}, where};
}
/// Bullish where the candle is white, bearish where it is black.
template <class Unsigned>
[[nodiscard]] constexpr Signal<Unsigned> by_color(Bits<Unsigned> where, Bits<Unsigned> white) {
  return {where & white, where & ~white};
}

/// Who described what.
inline constexpr std::string_view kNison = "S. Nison, Japanese Candlestick Charting Techniques";
inline constexpr std::string_view kMorris = "G. Morris, Candlestick Charting Explained";
inline constexpr std::string_view kChesler = "D. Chesler, Trading False Moves with the Hikkake Pattern";

}  // namespace tidemark::analysis::candlesticks
