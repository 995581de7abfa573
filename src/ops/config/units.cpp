#include "ops/config/units.hpp"

#include <array>
#include <charconv>
#include <limits>

#include "core/decimal.hpp"

namespace tidemark::ops {
namespace {

__extension__ using Int128 = __int128;

struct Unit {
  std::string_view name;
  std::int64_t size;
};

// Longest first, so that formatting takes the largest unit that divides.
constexpr std::array<Unit, 8> kTimeUnits{{{"w", core::days(7).ns},
                                          {"d", core::days(1).ns},
                                          {"h", core::hours(1).ns},
                                          {"m", core::minutes(1).ns},
                                          {"s", core::seconds(1).ns},
                                          {"ms", 1'000'000},
                                          {"us", 1'000},
                                          {"ns", 1}}};
constexpr std::array<Unit, 3> kByteUnits{{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}};

/// Splits "12.5ms" into its number and its unit.
std::pair<std::string_view, std::string_view> split_unit(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  if (end == std::string_view::npos) return {text, {}};
  return {text.substr(0, end), text.substr(end)};
}

}  // namespace

std::optional<core::Duration> parse_duration(std::string_view text) {
  const auto [number, name] = split_unit(text);
  const std::optional<int> decimals = core::decimals_needed(number);
  if (!decimals) return std::nullopt;
  const core::DecimalParse parsed = core::parse_decimal(number, *decimals);
  if (parsed.error != core::DecimalError::kNone) return std::nullopt;
  const std::int64_t fraction = core::kPow10[static_cast<std::size_t>(*decimals)];
  for (const Unit& unit : kTimeUnits) {
    if (unit.name != name) continue;
    // 128 bits: number (63 bits) * unit (50 bits) before the fraction's scale is taken out again.
    const auto product = static_cast<Int128>(parsed.value) * unit.size;
    const Int128 ns = product / fraction;
    const bool exact = product % fraction == 0;
    if (!exact || ns > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return core::Duration{static_cast<std::int64_t>(ns)};
  }
  return std::nullopt;
}

std::string format_duration(core::Duration duration) {
  if (duration.ns == 0) return "0s";
  for (const Unit& unit : kTimeUnits) {
    if (duration.ns % unit.size == 0) return std::to_string(duration.ns / unit.size).append(unit.name);
  }
  return std::to_string(duration.ns) + "ns";
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  const auto [number, name] = split_unit(text);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  if (name.empty()) return value;
  for (const Unit& unit : kByteUnits) {
    if (unit.name != name) continue;
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(value, static_cast<std::uint64_t>(unit.size), &bytes)) return std::nullopt;
    return bytes;
  }
  return std::nullopt;
}

std::string format_bytes(std::uint64_t bytes) {
  for (const Unit& unit : kByteUnits) {
    const auto size = static_cast<std::uint64_t>(unit.size);
    if (bytes != 0 && bytes % size == 0) return std::to_string(bytes / size).append(unit.name);
  }
  return std::to_string(bytes);
}

}  // namespace tidemark::ops
