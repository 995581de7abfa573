#include "core/decimal.hpp"

#include <algorithm>
#include <charconv>

namespace tidemark::core {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A decimal text taken apart: its significant digits, where the point stands among them, and the sign.
struct Parts {
  std::string_view whole;
  std::string_view fraction;
  int exponent{0};
  bool negative{false};
  bool ok{false};
};

Parts split(std::string_view text) {
  Parts parts;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) parts.negative = text[at++] == '-';
  const std::size_t whole_begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  parts.whole = text.substr(whole_begin, at - whole_begin);
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction_begin = ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
    parts.fraction = text.substr(fraction_begin, at - fraction_begin);
  }
  if (parts.whole.empty() && parts.fraction.empty()) return parts;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at + 1 < text.size() && text[at] == '+' && is_digit(text[at + 1])) ++at;
    const char* begin = text.data() + at;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(begin, end, parts.exponent);
    // Beyond this no value fits any scale, and later sums of exponents could overflow.
    if (error != std::errc{} || parts.exponent > 400 || parts.exponent < -400) return parts;
    at = static_cast<std::size_t>(stop - text.data());
  }
  parts.ok = at == text.size();
  return parts;
}

/// Appends one digit to the magnitude; false on overflow of 63 bits.
bool push_digit(std::uint64_t& magnitude, char c) {
  constexpr std::uint64_t kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const auto digit = static_cast<std::uint64_t>(c - '0');
  if (magnitude > (kMax - digit) / 10) return false;
  magnitude = magnitude * 10 + digit;
  return true;
}

DecimalParse parse_parts(const Parts& parts, int decimals) {
  std::uint64_t magnitude = 0;
  // Digits at positions below `keep` belong to the value at this scale; those behind must be zero.
  const long keep = static_cast<long>(parts.whole.size()) + parts.exponent + decimals;
  long position = 0;
  const auto take = [&](std::string_view digits) {
    for (const char c : digits) {
      if (position >= keep) {
        if (c != '0') return DecimalError::kTooPrecise;
      } else if (!push_digit(magnitude, c)) {
        return DecimalError::kOverflow;
      }
      ++position;
    }
    return DecimalError::kNone;
  };
  if (const auto error = take(parts.whole); error != DecimalError::kNone) return {0, error};
  if (const auto error = take(parts.fraction); error != DecimalError::kNone) return {0, error};
  for (; position < keep && magnitude != 0; ++position) {
    if (!push_digit(magnitude, '0')) return {0, DecimalError::kOverflow};
  }
  const auto value = static_cast<std::int64_t>(magnitude);
  return {parts.negative ? -value : value, DecimalError::kNone};
}

/// The form nearly every message has: digits '.' digits, short enough never to overflow. False leaves `out` alone.
bool parse_plain(std::string_view text, int decimals, DecimalParse& out) {
  if (text.empty() || text.size() > 18) return false;
  std::uint64_t magnitude = 0;
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at]))
    magnitude = magnitude * 10 + static_cast<std::uint64_t>(text[at++] - '0');
  if (at == 0) return false;
  int left = decimals;
  if (at < text.size()) {
    if (text[at] != '.') return false;
    for (++at; at < text.size() && left > 0 && is_digit(text[at]); ++at, --left) {
      magnitude = magnitude * 10 + static_cast<std::uint64_t>(text[at] - '0');
    }
    for (; at < text.size(); ++at) {
      if (text[at] != '0') return false;
    }
  }
  std::int64_t value = 0;
  if (__builtin_mul_overflow(static_cast<std::int64_t>(magnitude), kPow10[static_cast<std::size_t>(left)], &value)) {
    return false;
  }
  out = {value, DecimalError::kNone};
  return true;
}

}  // namespace

DecimalParse parse_decimal(std::string_view text, int decimals) noexcept {
  DecimalParse result;
  if (parse_plain(text, decimals, result)) return result;
  const Parts parts = split(text);
  if (!parts.ok) return {0, DecimalError::kMalformed};
  return parse_parts(parts, decimals);
}

std::optional<int> decimals_needed(std::string_view text) noexcept {
  const Parts parts = split(text);
  if (!parts.ok) return std::nullopt;
  // Position of the last non-zero digit, counted from the point.
  long last = 0;
  bool any = false;
  for (std::size_t i = 0; i < parts.whole.size(); ++i) {
    if (parts.whole[i] == '0') continue;
    last = static_cast<long>(i) + 1 - static_cast<long>(parts.whole.size());
    any = true;
  }
  for (std::size_t i = 0; i < parts.fraction.size(); ++i) {
    if (parts.fraction[i] == '0') continue;
    last = static_cast<long>(i) + 1;
    any = true;
  }
  if (!any) return 0;
  const long needed = std::max(0L, last - parts.exponent);
  if (needed > kDecimalsMax) return std::nullopt;
  return static_cast<int>(needed);
}

char* format_decimal(char* out, std::int64_t value, int decimals) noexcept {
  std::uint64_t magnitude = static_cast<std::uint64_t>(value);
  if (value < 0) {
    *out++ = '-';
    magnitude = 0 - magnitude;
  }
  const auto unit = static_cast<std::uint64_t>(kPow10[static_cast<std::size_t>(decimals)]);
  out = std::to_chars(out, out + 20, magnitude / unit).ptr;
  std::uint64_t fraction = magnitude % unit;
  if (fraction == 0) return out;
  *out++ = '.';
  int digits = decimals;
  while (fraction % 10 == 0) {
    fraction /= 10;
    --digits;
  }
  for (int i = digits - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + fraction % 10);
    fraction /= 10;
  }
  return out + digits;
}

double to_double_beyond_exact(std::int64_t value, int decimals) noexcept {
  std::array<char, 32> text{};
  const char* end = format_decimal(text.data(), value, decimals);
  double result = 0;
  std::from_chars(text.data(), end, result);
  return result;
}

std::string format_decimal(std::int64_t value, int decimals) {
  std::array<char, 24> buffer{};
  return {buffer.data(), format_decimal(buffer.data(), value, decimals)};
}

}  // namespace tidemark::core
