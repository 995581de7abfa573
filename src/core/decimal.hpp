#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace tidemark::core {

/// Most decimals a price or quantity may have.
inline constexpr int kDecimalsMax = 18;

inline constexpr std::array<std::int64_t, kDecimalsMax + 1> kPow10 = [] {
  std::array<std::int64_t, kDecimalsMax + 1> table{};
  std::int64_t value = 1;
  for (auto& entry : table) {
    entry = value;
    if (value <= std::numeric_limits<std::int64_t>::max() / 10) value *= 10;
  }
  return table;
}();

/// Why a decimal text was not taken.
enum class DecimalError : std::uint8_t {
  kNone,
  kMalformed,   ///< not [-+]digits[.digits][e[-+]digits]
  kOverflow,    ///< does not fit 63 bits at this scale
  kTooPrecise,  ///< has non-zero digits below the scale
};

struct DecimalParse {
  std::int64_t value{0};
  DecimalError error{DecimalError::kNone};
};

/// Parses decimal text exactly into units of 10^-decimals; never goes through binary floating point. "61837.63000000"
/// at 2 decimals is 6183763. Exponents ("6.14e-06") are accepted. Does not allocate.
[[nodiscard]] DecimalParse parse_decimal(std::string_view text, int decimals) noexcept;

/// Decimals needed to hold this text exactly (trailing zeros do not count), 0..18; nullopt when malformed or deeper.
[[nodiscard]] std::optional<int> decimals_needed(std::string_view text) noexcept;

/// The shortest exact text: 6183763 at 2 is "61837.63", 100 at 2 is "1".
[[nodiscard]] std::string format_decimal(std::int64_t value, int decimals);
/// Writes the same without allocating; `out` must have room for 22 characters. Returns the end.
char* format_decimal(char* out, std::int64_t value, int decimals) noexcept;

/// The largest magnitude below which every integer is a double.
inline constexpr std::int64_t kExactDoubleMax = std::int64_t{1} << 53;

/// to_double for magnitudes beyond kExactDoubleMax, by way of the text. Does not allocate; some 50 ns.
[[nodiscard]] double to_double_beyond_exact(std::int64_t value, int decimals) noexcept;

/// The double nearest to value * 10^-decimals, always bit-equal to strtod of the decimal text: up to kExactDoubleMax
/// both operands of the one division are exact; what is beyond (17-digit files do hold it) takes the slow way.
[[nodiscard]] constexpr double to_double(std::int64_t value, int decimals) noexcept {
  if (value > kExactDoubleMax || value < -kExactDoubleMax) [[unlikely]] {
    return to_double_beyond_exact(value, decimals);
  }
  return static_cast<double>(value) / static_cast<double>(kPow10[static_cast<std::size_t>(decimals)]);
}

/// a + b, or nullopt on overflow.
[[nodiscard]] constexpr std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) noexcept {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

/// value * 10^by, or nullopt on overflow; `by` may be negative, then nullopt when digits would be lost.
[[nodiscard]] constexpr std::optional<std::int64_t> rescale(std::int64_t value, int by) noexcept {
  if (by < -kDecimalsMax || by > kDecimalsMax) return value == 0 ? std::optional<std::int64_t>{0} : std::nullopt;
  if (by >= 0) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(value, kPow10[static_cast<std::size_t>(by)], &product)) return std::nullopt;
    return product;
  }
  const std::int64_t divisor = kPow10[static_cast<std::size_t>(-by)];
  if (value % divisor != 0) return std::nullopt;
  return value / divisor;
}

}  // namespace tidemark::core
