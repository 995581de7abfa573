#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

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

/// What all patterns say of the newest candle, a bit each.
struct NewestVerdicts {
  std::uint64_t bullish{0};
  std::uint64_t bearish{0};
  std::uint64_t special{0};  ///< touching or confirming

  template <class Unsigned>
  void put(Pattern pattern, Signal<Unsigned> signal) {
    bullish |= bit_of(signal.bullish, pattern);
    bearish |= bit_of(signal.bearish, pattern);
  }
  template <class Unsigned>
  void put(Pattern pattern, GradedSignal<Unsigned> signal) {
    put(pattern, Signal<Unsigned>{signal.bullish, signal.bearish});
    special |= bit_of(signal.touching, pattern);
  }
  template <class Unsigned>
  void put(Pattern pattern, StagedSignal<Unsigned> signal) {
    put(pattern, Signal<Unsigned>{signal.bullish, signal.bearish});
    special |= bit_of(signal.confirming, pattern);
  }

 private:
  template <class Unsigned>
  static std::uint64_t bit_of(Bits<Unsigned> bits, Pattern pattern) {
    return std::uint64_t{bits.word & 1U} << index_of(pattern);
  }
};

/// The need that a definition names, or none.
template <class Definition>
constexpr Need need_of() {
  if constexpr (requires { Definition::kNeed; }) {
    return Definition::kNeed;
  } else {
    return Need::kNothing;
  }
}

template <Need kNeed, class... Definitions>
void judge_newest(const Facts<std::uint8_t>& facts, NewestVerdicts& out, DefinitionList<Definitions...> /*all*/) {
  if (!met(kNeed, facts)) return;
  const auto ask = [&]<class Definition>(Definition /*one*/) {
    if constexpr (need_of<Definition>() == kNeed) out.put(Definition::kInfo.pattern, Definition::match(facts));
  };
  (ask(Definitions{}), ...);
}

/// Every pattern, at the newest candle only: those whose need is not met are not asked.
[[nodiscard]] inline NewestVerdicts judge_newest(const Facts<std::uint8_t>& facts) {
  NewestVerdicts out;
  judge_newest<Need::kNothing>(facts, out, AllDefinitions{});
  judge_newest<Need::kGap>(facts, out, AllDefinitions{});
  judge_newest<Need::kDoji>(facts, out, AllDefinitions{});
  judge_newest<Need::kOpenOutside>(facts, out, AllDefinitions{});
  judge_newest<Need::kThreeWhite>(facts, out, AllDefinitions{});
  judge_newest<Need::kThreeBlack>(facts, out, AllDefinitions{});
  judge_newest<Need::kTurnAfterThree>(facts, out, AllDefinitions{});
  judge_newest<Need::kTwoInside>(facts, out, AllDefinitions{});
  return out;
}

}  // namespace tidemark::analysis::candlesticks
