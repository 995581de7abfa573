#include "venues/file/exact_number.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace tidemark::venues::file {
namespace {

constexpr int kDigitsMax = 18;
constexpr int kExponentMax = 400;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The significant digits met so far: magnitude * 10^exponent.
struct Digits {
  std::uint64_t magnitude{0};
  int count{0};
  int exponent{0};
  bool cut{false};       ///< digits were left out
  bool round_up{false};  ///< the first of them was 5 or more

  void push(char c, bool fraction) {
    if (count < kDigitsMax) {
      magnitude = magnitude * 10 + static_cast<std::uint64_t>(c - '0');
      if (magnitude != 0) ++count;
      if (fraction) --exponent;
      return;
    }
    if (!cut) round_up = c >= '5';
    cut = true;
    if (!fraction) ++exponent;
  }
  void drop_last() {
    round_up = magnitude % 10 >= 5;
    magnitude /= 10;
    ++exponent;
  }
};

/// Scans the digits; returns where it stopped, or npos when there were none.
std::size_t scan(std::string_view text, std::size_t at, Digits& digits) {
  const std::size_t begin = at;
  for (; at < text.size() && is_digit(text[at]); ++at) digits.push(text[at], false);
  std::size_t seen = at - begin;
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && is_digit(text[at]); ++at, ++seen) digits.push(text[at], true);
  }
  return seen == 0 ? std::string_view::npos : at;
}

}  // namespace

std::optional<ExactNumber> parse_exact(std::string_view text) noexcept {
  std::size_t at = 0;
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) ++at;
  Digits digits;
  at = scan(text, at, digits);
  if (at == std::string_view::npos) return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at + 1 < text.size() && text[at] == '+' && is_digit(text[at + 1])) ++at;
    int exponent = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + at, end, exponent);
    if (error != std::errc{} || stop != end || std::abs(exponent) > kExponentMax) return std::nullopt;
    digits.exponent += exponent;
    at = text.size();
  }
  if (at != text.size()) return std::nullopt;
  if (digits.round_up) ++digits.magnitude;
  digits.round_up = false;
  if (digits.magnitude == 0) return ExactNumber{};
  while (digits.exponent < -core::kDecimalsMax && digits.magnitude != 0) digits.drop_last();
  if (digits.exponent < -core::kDecimalsMax) return ExactNumber{};  // less than half of the last decimal
  if (digits.round_up) ++digits.magnitude;
  if (digits.magnitude == 0) return ExactNumber{};
  while (digits.exponent < 0 && digits.magnitude % 10 == 0) {
    digits.magnitude /= 10;
    ++digits.exponent;
  }
  constexpr auto kLimit = static_cast<std::uint64_t>(core::kPow10[kDigitsMax]);
  for (; digits.exponent > 0 && digits.magnitude < kLimit; --digits.exponent) digits.magnitude *= 10;
  if (digits.magnitude >= kLimit) return std::nullopt;
  const auto units = static_cast<std::int64_t>(digits.magnitude);
  return ExactNumber{negative ? -units : units, static_cast<std::uint8_t>(-digits.exponent)};
}

std::optional<std::int64_t> at_scale(ExactNumber number, int decimals) noexcept {
  const int by = decimals - number.decimals;
  if (by >= 0) return core::rescale(number.units, by);
  const std::int64_t unit = core::kPow10[static_cast<std::size_t>(-by)];
  const std::int64_t rest = number.units % unit;
  const std::int64_t half = unit / 2;  // unit is even
  return number.units / unit + (rest >= half ? 1 : 0) - (rest <= -half ? 1 : 0);
}

std::optional<std::int64_t> nearly_whole(ExactNumber number) noexcept {
  const auto whole = at_scale(number, 0);
  if (!whole || number.decimals == 0) return whole;
  const std::int64_t off = number.units - *whole * core::kPow10[number.decimals];
  const std::int64_t tolerance = number.decimals > 6 ? core::kPow10[static_cast<std::size_t>(number.decimals - 6)] : 0;
  if (off > tolerance || off < -tolerance) return std::nullopt;
  return whole;
}

void ScaleFinder::look_at(ExactNumber number) {
  needed_ = std::max<int>(needed_, number.decimals);
  const std::uint64_t magnitude =
      number.units < 0 ? 0 - static_cast<std::uint64_t>(number.units) : static_cast<std::uint64_t>(number.units);
  whole_max_ = std::max(whole_max_, magnitude / static_cast<std::uint64_t>(core::kPow10[number.decimals]) + 1);
}

int ScaleFinder::decimals() const {
  const auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / sum_of_max_);
  int fits = 0;
  // The next power would still leave room.
  while (fits < core::kDecimalsMax) {
    const auto next = static_cast<std::size_t>(fits) + 1;
    if (whole_max_ > limit / static_cast<std::uint64_t>(core::kPow10[next])) break;
    ++fits;
  }
  return std::min(needed_, fits);
}

}  // namespace tidemark::venues::file
