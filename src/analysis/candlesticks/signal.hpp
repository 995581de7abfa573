#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
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

/// What a pattern cannot do without, where that is rare: at one candle it need not be asked when this is missing. A
/// definition names it as kNeed. (Batch asks all: among 56 candles something is always there.)
enum class Need : std::uint8_t {
  kNothing,
  kGap,             ///< a gap between bodies or ranges, up to three candles ago
  kDoji,            ///< the candle is one
  kOpenOutside,     ///< it opens outside the range before
  kThreeWhite,      ///< it and the two before
  kThreeBlack,      ///< likewise
  kTurnAfterThree,  ///< three of one color, then the other
  kTwoInside,       ///< one candle inside the other and both inside a third, up to four candles ago
};

[[nodiscard]] constexpr bool met(Need need, const Facts<std::uint8_t>& f) {
  const unsigned white = f.words[kWhite];
  switch (need) {
    case Need::kNothing:
      return true;
    case Need::kGap:
      return ((f.words[kBodyGapUp] | f.words[kBodyGapDown] | f.words[kGapUp] | f.words[kGapDown]) & 0b1111U) != 0;
    case Need::kDoji:
      return (f.words[kDoji0] & 1U) != 0;
    case Need::kOpenOutside:
      return ((f.words[kOpenBelowLow] | f.words[kOpenAboveHigh]) & 1U) != 0;
    case Need::kThreeWhite:
      return (white & 0b111U) == 0b111U;
    case Need::kThreeBlack:
      return (white & 0b111U) == 0;
    case Need::kTurnAfterThree:
      return (white & 0b1111U) == 0b1110U || (white & 0b1111U) == 0b0001U;
    case Need::kTwoInside: {
      const unsigned inside = f.words[kHighBelowHigh] & f.words[kLowAboveLow];
      return (inside & (inside >> 1U) & 0b11110U) != 0;
    }
  }
  return true;
}

/// Who described what.
inline constexpr std::string_view kNison = "S. Nison, Japanese Candlestick Charting Techniques";
inline constexpr std::string_view kMorris = "G. Morris, Candlestick Charting Explained";
inline constexpr std::string_view kChesler = "D. Chesler, Trading False Moves with the Hikkake Pattern";

}  // namespace tidemark::analysis::candlesticks
