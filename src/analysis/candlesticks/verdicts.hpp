#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "analysis/candlesticks/all.hpp"

namespace tidemark::analysis::candlesticks {

/// The signals of all patterns, a word each: bit 0 is the newest candle.
template <class Unsigned>
struct Verdicts {
  static constexpr std::size_t kPlaces = 64;  ///< the patterns, and zeros up to a whole number of words
  std::array<Unsigned, kPlaces> bullish;
  std::array<Unsigned, kPlaces> bearish;
  std::array<Unsigned, kPlaces> special;  ///< touching or confirming; written for the patterns that have either

  Verdicts() {
    for (std::size_t i = kPatternCount; i < kPlaces; ++i) bullish[i] = bearish[i] = 0;
  }

  void put(Pattern pattern, Signal<Unsigned> signal) {
    bullish[index_of(pattern)] = signal.bullish.word;
    bearish[index_of(pattern)] = signal.bearish.word;
  }
  void put(Pattern pattern, GradedSignal<Unsigned> signal) {
    put(pattern, Signal<Unsigned>{signal.bullish, signal.bearish});
    special[index_of(pattern)] = signal.touching.word;
  }
  void put(Pattern pattern, StagedSignal<Unsigned> signal) {
    put(pattern, Signal<Unsigned>{signal.bullish, signal.bearish});
    special[index_of(pattern)] = signal.confirming.word;
  }
};

inline constexpr std::array kGraded{Pattern::kEngulfing, Pattern::kHarami, Pattern::kHaramiCross};
inline constexpr std::array kStaged{Pattern::kHikkake, Pattern::kHikkakeModified};

template <class Unsigned, class... Definitions>
void judge(const Facts<Unsigned>& facts, Verdicts<Unsigned>& out, DefinitionList<Definitions...> /*all*/) {
  (out.put(Definitions::kInfo.pattern, Definitions::match(facts)), ...);
}

/// Every pattern over the same facts.
template <class Unsigned>
void judge(const Facts<Unsigned>& facts, Verdicts<Unsigned>& out) {
  judge(facts, out, AllDefinitions{});
}

/// The lowest bits of 64 bytes as one word, byte i to bit i.
[[nodiscard]] inline std::uint64_t lowest_bits(const std::array<std::uint8_t, 64>& bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data() + 8 * i, 8);
    // The product moves bit 8k to bit 56+k, without carries.
    bits |= ((eight & 0x0101010101010101U) * 0x0102040810204080U >> 56U) << (8 * i);
  }
  return bits;
}

}  // namespace tidemark::analysis::candlesticks
