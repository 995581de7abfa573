#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "analysis/candlesticks/facts.hpp"
#include "analysis/candlesticks/simd.hpp"

/// One candle's comparisons, kept as masks in vector registers until sixteen are together: to take each out for itself
/// costs a processor more than to compare.
namespace tidemark::analysis::candlesticks {

#if defined(__SSE2__)

/// What a comparison of two Numbers gives: all bits of the first lane, or none. The second means nothing.
struct Mark {
  using Four __attribute__((vector_size(16))) = int;
  Four lanes;

  template <class Mask>
  [[nodiscard]] TIDEMARK_INLINE static Mark of(Mask mask) {
    return {reinterpret_cast<Four>(mask)};
  }
  TIDEMARK_INLINE friend Mark operator&(Mark a, Mark b) { return {a.lanes & b.lanes}; }
};

/// A double whose comparisons are Marks.
struct Number {
  using Vector __attribute__((vector_size(16))) = double;
  Vector lanes;

  [[nodiscard]] TIDEMARK_INLINE static Number load(const double& from) { return {Vector{from, 0}}; }
  TIDEMARK_INLINE friend Number operator+(Number a, Number b) { return {a.lanes + b.lanes}; }
  TIDEMARK_INLINE friend Number operator-(Number a, Number b) { return {a.lanes - b.lanes}; }
  TIDEMARK_INLINE friend Number operator*(Number a, double b) { return {a.lanes * Vector{b, 0}}; }
  TIDEMARK_INLINE friend Number operator/(Number a, double b) { return {a.lanes / Vector{b, 1}}; }
  TIDEMARK_INLINE friend Mark operator<(Number a, Number b) { return Mark::of(a.lanes < b.lanes); }
  TIDEMARK_INLINE friend Mark operator>(Number a, Number b) { return Mark::of(a.lanes > b.lanes); }
  TIDEMARK_INLINE friend Mark operator<=(Number a, Number b) { return Mark::of(a.lanes <= b.lanes); }
  TIDEMARK_INLINE friend Mark operator>=(Number a, Number b) { return Mark::of(a.lanes >= b.lanes); }
};

/// Appends the newest candle's facts to the words of those before, sixteen at a time. Marks come in the order of Fact.
class FactWriter {
 public:
  TIDEMARK_INLINE FactWriter(const Facts<std::uint8_t>& before, Facts<std::uint8_t>& after)
      : before_{before}, after_{after} {}

  /// Joins what is next to each other: one, two, four, eight and sixteen marks, each half as wide as before.
  template <std::size_t kFact>
  TIDEMARK_INLINE void put(Mark mark) {
    const Four one = mark.lanes;
    if constexpr (kFact % 2 == 0) {
      one_ = one;
    } else if constexpr (kFact % 4 == 1) {
      two_ = __builtin_shufflevector(one_, one, 0, 4, 1, 5);
    } else {
      const Four two = __builtin_shufflevector(one_, one, 0, 4, 1, 5);
      const Four four = __builtin_shufflevector(two_, two, 0, 1, 4, 5);
      if constexpr (kFact % 8 == 3) {
        four_ = four;
      } else if constexpr (kFact % 16 == 7) {
        eight_ = __builtin_ia32_packssdw128(four_, four);
      } else {
        append(__builtin_ia32_packsswb128(eight_, __builtin_ia32_packssdw128(four_, four)), kFact - 15);
      }
    }
  }
  /// No marks for the places after the last fact.
  TIDEMARK_INLINE void finish() { finish(std::make_index_sequence<kFactPlaces - kFactCount>{}); }

 private:
  using Four = Mark::Four;
  using Eight16 __attribute__((vector_size(16))) = short;
  using Sixteen __attribute__((vector_size(16))) = char;
  using Words __attribute__((vector_size(16))) = std::uint8_t;

  template <std::size_t... kMore>
  TIDEMARK_INLINE void finish(std::index_sequence<kMore...> /*places*/) {
    (put<kFactCount + kMore>(Mark{}), ...);
  }
  TIDEMARK_INLINE void append(Sixteen marks, std::size_t place) {
    Words words;
    std::memcpy(&words, &before_.words[place], sizeof words);
    words = words + words - reinterpret_cast<Words>(marks);  // a mark is -1
    std::memcpy(&after_.words[place], &words, sizeof words);
  }

  const Facts<std::uint8_t>& before_;
  Facts<std::uint8_t>& after_;
  Four one_;
  Four two_;
  Four four_;
  Eight16 eight_;
};

#else

using Mark = bool;

struct Number {
  double value;

  [[nodiscard]] static Number load(const double& from) { return {from}; }
  friend Number operator+(Number a, Number b) { return {a.value + b.value}; }
  friend Number operator-(Number a, Number b) { return {a.value - b.value}; }
  friend Number operator*(Number a, double b) { return {a.value * b}; }
  friend Number operator/(Number a, double b) { return {a.value / b}; }
  friend Mark operator<(Number a, Number b) { return a.value < b.value; }
  friend Mark operator>(Number a, Number b) { return a.value > b.value; }
  friend Mark operator<=(Number a, Number b) { return a.value <= b.value; }
  friend Mark operator>=(Number a, Number b) { return a.value >= b.value; }
};

class FactWriter {
 public:
  FactWriter(const Facts<std::uint8_t>& before, Facts<std::uint8_t>& after) : before_{before}, after_{after} {}

  template <std::size_t kFact>
  void put(int mark) {
    after_.words[kFact] = static_cast<std::uint8_t>(before_.words[kFact] * 2 + mark);
  }
  void finish() {}

 private:
  const Facts<std::uint8_t>& before_;
  Facts<std::uint8_t>& after_;
};

#endif

}  // namespace tidemark::analysis::candlesticks
