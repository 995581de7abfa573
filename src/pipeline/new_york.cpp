#include "pipeline/new_york.hpp"

#include <algorithm>
#include <array>

namespace tidemark::pipeline {
namespace {

using core::Timestamp;

constexpr core::Duration kWinter = core::hours(-5);
constexpr core::Duration kSummer = core::hours(-4);
constexpr std::int64_t kDay = core::days(1).ns;

constexpr int kFirstYear = 1967;
constexpr int kLastYear = 2262;  // beyond it a Timestamp cannot reach

/// Days since the epoch of the first of a month (proleptic Gregorian; March-based year, so that leap days come last).
constexpr std::int64_t first_of_month(int year, int month) {
  const int y = month <= 2 ? year - 1 : year;
  const int m = month <= 2 ? month + 9 : month - 3;
  return 365LL * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 - 719'468;
}

constexpr int weekday_of(std::int64_t day) {
  return static_cast<int>((day + 4) % 7);
}  // 0 = Sunday; days from 1970

constexpr std::int64_t nth_sunday(int year, int month, int n) {
  const std::int64_t first = first_of_month(year, month) + 7 * 521'775;  // any multiple of 7 makes it positive
  return first - 7 * 521'775 + (7 - weekday_of(first)) % 7 + std::int64_t{7} * (n - 1);
}

constexpr std::int64_t last_sunday(int year, int month) {
  const std::int64_t fifth = nth_sunday(year, month, 5);
  return fifth < first_of_month(year, month + 1) ? fifth : fifth - 7;
}

struct Summer {
  std::int64_t from{0};
  std::int64_t to{0};
};

/// 02:00 local: 07:00 UTC going into summer, 06:00 UTC coming out of it.
constexpr Summer summer_of(int year) {
  const std::int64_t first = year >= 2007   ? nth_sunday(year, 3, 2)
                             : year >= 1987 ? nth_sunday(year, 4, 1)
                                            : last_sunday(year, 4);
  const std::int64_t last = year >= 2007 ? nth_sunday(year, 11, 1) : last_sunday(year, 10);
  return {first * kDay + core::hours(7).ns, last * kDay + core::hours(6).ns};
}

constexpr auto kSummers = [] {
  std::array<Summer, kLastYear - kFirstYear> all{};
  for (int year = kFirstYear; year < kLastYear; ++year) {
    all[static_cast<std::size_t>(year - kFirstYear)] = summer_of(year);
  }
  return all;
}();

}  // namespace

core::Duration new_york_offset(Timestamp utc) {
  // The mean year puts moments around New Year into the wrong one at times; both have winter there.
  constexpr std::int64_t kYear = 31'556'952LL * 1'000'000'000;
  constexpr std::int64_t kEpochOffset = 1970 - kFirstYear;
  if (utc.ns < kSummers.front().from || utc.ns >= kSummers.back().to) return kWinter;
  const std::int64_t index = (utc.ns + kEpochOffset * kYear) / kYear;
  const Summer& summer = kSummers[static_cast<std::size_t>(std::clamp<std::int64_t>(index, 0, kSummers.size() - 1))];
  return utc.ns >= summer.from && utc.ns < summer.to ? kSummer : kWinter;
}

Timestamp to_new_york(Timestamp utc) {
  return utc + new_york_offset(utc);
}

Timestamp from_new_york(Timestamp local) {
  const Timestamp as_summer = local - kSummer;
  return new_york_offset(as_summer) == kSummer ? as_summer : local - kWinter;
}

}  // namespace tidemark::pipeline
