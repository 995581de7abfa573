#include "sim/market_data/interval.hpp"

#include <algorithm>

namespace tidemark::sim {
namespace {

constexpr std::array<std::string_view, kIntervalCount> kNames{"1s", "1m", "3m", "5m",  "15m", "30m", "1h", "2h",
                                                              "4h", "6h", "8h", "12h", "1d",  "3d",  "1w", "1M"};
constexpr std::array<core::Duration, kIntervalCount> kLengths{
    core::seconds(1), core::minutes(1), core::minutes(3), core::minutes(5), core::minutes(15), core::minutes(30),
    core::hours(1),   core::hours(2),   core::hours(4),   core::hours(6),   core::hours(8),    core::hours(12),
    core::days(1),    core::days(3),    core::days(7),    core::Duration{}};

/// 1970-01-01 was a Thursday: Monday-aligned weeks are shifted by three days against the epoch.
constexpr core::Duration kMondayShift = core::days(3);

}  // namespace

std::string_view name_of(Interval interval) noexcept {
  return kNames[static_cast<std::size_t>(interval)];
}

std::optional<Interval> parse_interval(std::string_view text) noexcept {
  const auto found = std::ranges::find(kNames, text);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Interval>(found - kNames.begin());
}

std::optional<core::Duration> length_of(Interval interval) noexcept {
  if (interval == Interval::k1mo) return std::nullopt;
  return kLengths[static_cast<std::size_t>(interval)];
}

core::Timestamp open_time_of(core::Timestamp t, Interval interval, core::Duration zone) noexcept {
  const core::Timestamp local = t + zone;
  if (interval == Interval::k1mo) {
    const core::CivilTime civil = core::civil_of(local);
    return core::timestamp_of({.year = civil.year, .month = civil.month}) - zone;
  }
  const std::int64_t length = kLengths[static_cast<std::size_t>(interval)].ns;
  const std::int64_t shift = interval == Interval::k1w ? kMondayShift.ns : 0;
  std::int64_t rest = (local.ns + shift) % length;
  if (rest < 0) rest += length;
  return {t.ns - rest};
}

core::Timestamp next_open_time(core::Timestamp open, Interval interval, core::Duration zone) noexcept {
  if (const auto length = length_of(interval)) return open + *length;
  core::CivilTime civil = core::civil_of(open + zone);
  civil.day = 1;
  if (++civil.month > 12) {
    civil.month = 1;
    ++civil.year;
  }
  return core::timestamp_of({.year = civil.year, .month = civil.month}) - zone;
}

}  // namespace tidemark::sim
