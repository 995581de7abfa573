#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tidemark::analysis::candlesticks {

/// Every function here is inlined into a caller compiled for the width it uses.
#define TIDEMARK_INLINE [[gnu::always_inline]] inline

/// `Count` doubles side by side, as vectors of `Width`: only what the facts need, arithmetic, comparison, and the
/// comparison's outcome as bits. A vector fits one register; more are two halves.
template <std::size_t Count, std::size_t Width>
struct Lanes {
  using Half = Lanes<Count / 2, Width>;
  struct Mask {
    typename Half::Mask first;
    typename Half::Mask second;

    TIDEMARK_INLINE friend Mask operator&(const Mask& a, const Mask& b) {
      return {a.first & b.first, a.second & b.second};
    }
    /// Bit i is the outcome at place i.
    [[nodiscard]] TIDEMARK_INLINE unsigned bits() const { return first.bits() | (second.bits() << (Count / 2)); }
  };
  Half first;
  Half second;

  /// From any address.
  [[nodiscard]] TIDEMARK_INLINE static Lanes load(const double* from) {
    return {Half::load(from), Half::load(from + Count / 2)};
  }
  TIDEMARK_INLINE void store(double* to) const {
    first.store(to);
    second.store(to + Count / 2);
  }
#define TIDEMARK_LANES(Result, op)                                            \
  TIDEMARK_INLINE friend Result operator op(const Lanes& a, const Lanes& b) { \
    return {a.first op b.first, a.second op b.second};                        \
  }
#define TIDEMARK_LANES_SCALAR(op) \
  TIDEMARK_INLINE friend Lanes operator op(const Lanes& a, double b) { return {a.first op b, a.second op b}; }
  TIDEMARK_LANES(Lanes, +)
  TIDEMARK_LANES(Lanes, -)
  TIDEMARK_LANES(Lanes, /)
  TIDEMARK_LANES_SCALAR(*)
  TIDEMARK_LANES_SCALAR(/)
  TIDEMARK_LANES(Mask, <)
  TIDEMARK_LANES(Mask, >)
  TIDEMARK_LANES(Mask, <=)
  TIDEMARK_LANES(Mask, >=)
#undef TIDEMARK_LANES
#undef TIDEMARK_LANES_SCALAR

  [[nodiscard]] TIDEMARK_INLINE friend Lanes larger(const Lanes& a, const Lanes& b) {
    return {larger(a.first, b.first), larger(a.second, b.second)};
  }
  [[nodiscard]] TIDEMARK_INLINE friend Lanes smaller(const Lanes& a, const Lanes& b) {
    return {smaller(a.first, b.first), smaller(a.second, b.second)};
  }
};

template <std::size_t Width>
struct Lanes<Width, Width> {
  using Vector __attribute__((vector_size(Width * sizeof(double)))) = double;
  using Comparison __attribute__((vector_size(Width * sizeof(double)))) = std::int64_t;
  struct Mask {
    Comparison lanes;

    TIDEMARK_INLINE friend Mask operator&(const Mask& a, const Mask& b) { return {a.lanes & b.lanes}; }
    [[nodiscard]] TIDEMARK_INLINE unsigned bits() const {
      unsigned signs = 0;
#if defined(__x86_64__)
      // Written out, because the intrinsics may not be inlined into a function that is not yet part of its caller.
      if constexpr (Width == 2) __asm__("movmskpd %1, %0" : "=r"(signs) : "x"(lanes));
      if constexpr (Width == 4) __asm__("vmovmskpd %1, %0" : "=r"(signs) : "x"(lanes));
#else
      for (std::size_t i = 0; i < Width; ++i) signs |= static_cast<unsigned>(lanes[i] & 1) << i;
#endif
      return signs;
    }
  };
  Vector lanes;

  [[nodiscard]] TIDEMARK_INLINE static Lanes load(const double* from) {
    Lanes result;
    std::memcpy(&result.lanes, from, sizeof result.lanes);
    return result;
  }
  TIDEMARK_INLINE void store(double* to) const { std::memcpy(to, &lanes, sizeof lanes); }
#define TIDEMARK_LANES(Result, op) \
  TIDEMARK_INLINE friend Result operator op(const Lanes& a, const Lanes& b) { return {a.lanes op b.lanes}; }
#define TIDEMARK_LANES_SCALAR(op) \
  TIDEMARK_INLINE friend Lanes operator op(const Lanes& a, double b) { return {a.lanes op b}; }
  TIDEMARK_LANES(Lanes, +)
  TIDEMARK_LANES(Lanes, -)
  TIDEMARK_LANES(Lanes, /)
  TIDEMARK_LANES_SCALAR(*)
  TIDEMARK_LANES_SCALAR(/)
  TIDEMARK_LANES(Mask, <)
  TIDEMARK_LANES(Mask, >)
  TIDEMARK_LANES(Mask, <=)
  TIDEMARK_LANES(Mask, >=)
#undef TIDEMARK_LANES
#undef TIDEMARK_LANES_SCALAR

  [[nodiscard]] TIDEMARK_INLINE friend Lanes larger(const Lanes& a, const Lanes& b) {
    return {a.lanes < b.lanes ? b.lanes : a.lanes};
  }
  [[nodiscard]] TIDEMARK_INLINE friend Lanes smaller(const Lanes& a, const Lanes& b) {
    return {b.lanes < a.lanes ? b.lanes : a.lanes};
  }
};

template <std::size_t Width>
using Eight = Lanes<8, Width>;

}  // namespace tidemark::analysis::candlesticks
