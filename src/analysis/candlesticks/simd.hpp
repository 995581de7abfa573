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
  // NOLINTBEGIN(bugprone-macro-parentheses): a type or an operator takes none
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
  // NOLINTEND(bugprone-macro-parentheses)

  [[nodiscard]] TIDEMARK_INLINE friend Lanes larger(const Lanes& a, const Lanes& b) {
    return {larger(a.first, b.first), larger(a.second, b.second)};
  }
  [[nodiscard]] TIDEMARK_INLINE friend Lanes smaller(const Lanes& a, const Lanes& b) {
    return {smaller(a.first, b.first), smaller(a.second, b.second)};
  }
};

/// What a comparison of `Width` doubles gives: all bits of a lane, or none.
template <std::size_t Width>
struct LaneMask {
  using Vector __attribute__((vector_size(Width * sizeof(double)))) = std::int64_t;
  Vector lanes;

  TIDEMARK_INLINE friend LaneMask operator&(const LaneMask& a, const LaneMask& b) { return {a.lanes & b.lanes}; }
  [[nodiscard]] TIDEMARK_INLINE unsigned bits() const {
    unsigned signs = 0;
#if defined(__x86_64__)
    // Written out, because an intrinsic may not be inlined into a function that is not yet part of its caller.
    if constexpr (Width == 2) __asm__("movmskpd %1, %0" : "=r"(signs) : "x"(lanes));
    if constexpr (Width == 4) __asm__("vmovmskpd %1, %0" : "=r"(signs) : "x"(lanes));
#else
    for (std::size_t i = 0; i < Width; ++i) signs |= static_cast<unsigned>(lanes[i] & 1) << i;
#endif
    return signs;
  }
};

template <std::size_t Width>
struct Lanes<Width, Width> {
  using Vector __attribute__((vector_size(Width * sizeof(double)))) = double;
  using Mask = LaneMask<Width>;
  Vector lanes;

  [[nodiscard]] TIDEMARK_INLINE static Lanes load(const double* from) {
    Lanes result;
    std::memcpy(&result.lanes, from, sizeof result.lanes);
    return result;
  }
  TIDEMARK_INLINE void store(double* to) const { std::memcpy(to, &lanes, sizeof lanes); }
  // NOLINTBEGIN(bugprone-macro-parentheses): a type or an operator takes none
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
  // NOLINTEND(bugprone-macro-parentheses)

  [[nodiscard]] TIDEMARK_INLINE friend Lanes larger(const Lanes& a, const Lanes& b) {
    return {a.lanes < b.lanes ? b.lanes : a.lanes};
  }
  [[nodiscard]] TIDEMARK_INLINE friend Lanes smaller(const Lanes& a, const Lanes& b) {
    return {b.lanes < a.lanes ? b.lanes : a.lanes};
  }
};

/// Vectors wider than every x86-64 processor has: chosen when the program runs. Clang checks operands before it knows
/// the caller's width.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TIDEMARK_WIDE_VECTORS

/// Eight lanes compare into a mask register, a bit a lane.
template <>
struct LaneMask<8> {
  std::uint8_t mask;

  TIDEMARK_INLINE friend LaneMask operator&(const LaneMask& a, const LaneMask& b) {
    return {static_cast<std::uint8_t>(a.mask & b.mask)};
  }
  [[nodiscard]] TIDEMARK_INLINE unsigned bits() const { return mask; }
};

template <>
struct Lanes<8, 8> {
  using Vector __attribute__((vector_size(64))) = double;
  using Mask = LaneMask<8>;
  Vector lanes;

  [[nodiscard]] TIDEMARK_INLINE static Lanes load(const double* from) {
    Lanes result;
    std::memcpy(&result.lanes, from, sizeof result.lanes);
    return result;
  }
  TIDEMARK_INLINE void store(double* to) const { std::memcpy(to, &lanes, sizeof lanes); }
  TIDEMARK_INLINE friend Lanes operator+(const Lanes& a, const Lanes& b) { return {a.lanes + b.lanes}; }
  TIDEMARK_INLINE friend Lanes operator-(const Lanes& a, const Lanes& b) { return {a.lanes - b.lanes}; }
  TIDEMARK_INLINE friend Lanes operator*(const Lanes& a, double b) { return {a.lanes * b}; }
  TIDEMARK_INLINE friend Lanes operator/(const Lanes& a, double b) { return {a.lanes / b}; }
  // NOLINTBEGIN(bugprone-macro-parentheses): a type or an operator takes none
#define TIDEMARK_LANES(op, predicate)                                                         \
  TIDEMARK_INLINE friend Mask operator op(const Lanes& a, const Lanes& b) {                   \
    Mask result;                                                                              \
    __asm__("v" predicate "pd %2, %1, %0" : "=k"(result.mask) : "v"(a.lanes), "vm"(b.lanes)); \
    return result;                                                                            \
  }
  TIDEMARK_LANES(<, "cmplt")
  TIDEMARK_LANES(>, "cmpgt")
  TIDEMARK_LANES(<=, "cmple")
  TIDEMARK_LANES(>=, "cmpge")
#undef TIDEMARK_LANES
  // NOLINTEND(bugprone-macro-parentheses)
  [[nodiscard]] TIDEMARK_INLINE friend Lanes larger(const Lanes& a, const Lanes& b) {
    return {a.lanes < b.lanes ? b.lanes : a.lanes};
  }
  [[nodiscard]] TIDEMARK_INLINE friend Lanes smaller(const Lanes& a, const Lanes& b) {
    return {b.lanes < a.lanes ? b.lanes : a.lanes};
  }
};
#endif

template <std::size_t Width>
using Eight = Lanes<8, Width>;

}  // namespace tidemark::analysis::candlesticks
