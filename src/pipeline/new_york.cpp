#include "pipeline/new_york.hpp"

namespace tidemark::pipeline {
namespace {

using core::hours;
using core::Timestamp;

constexpr core::Duration kWinter = core::hours(-5);
constexpr core::Duration kSummer = core::hours(-4);

Timestamp midnight(int year, int month, int day) {
  core::CivilTime civil;
  civil.year = year;
  civil.month = month;
  civil.day = day;
  return core::timestamp_of(civil);
}

/// Midnight of the n-th Sunday of a month (n >= 1).
Timestamp nth_sunday(int year, int month, int n) {
  const Timestamp first = midnight(year, month, 1);
  const int weekday = core::civil_of(first).weekday;
  return first + core::days((7 - weekday) % 7 + 7 * (n - 1));
}

/// Midnight of the last Sunday of a month of 30 or 31 days.
Timestamp last_sunday(int year, int month, int last_day) {
  const Timestamp last = midnight(year, month, last_day);
  return last - core::days(core::civil_of(last).weekday);
}

}  // namespace

core::Duration new_york_offset(Timestamp utc) {
  const int year = core::civil_of(utc).year;
  if (year < 1967) return kWinter;
  const Timestamp first_day = year >= 2007   ? nth_sunday(year, 3, 2)
                              : year >= 1987 ? nth_sunday(year, 4, 1)
                                             : last_sunday(year, 4, 30);
  const Timestamp last_day = year >= 2007 ? nth_sunday(year, 11, 1) : last_sunday(year, 10, 31);
  // 02:00 local: 07:00 UTC going into summer, 06:00 UTC coming out of it.
  const bool summer = utc >= first_day + hours(7) && utc < last_day + hours(6);
  return summer ? kSummer : kWinter;
}

Timestamp to_new_york(Timestamp utc) {
  return utc + new_york_offset(utc);
}

Timestamp from_new_york(Timestamp local) {
  const Timestamp as_summer = local - kSummer;
  return new_york_offset(as_summer) == kSummer ? as_summer : local - kWinter;
}

}  // namespace tidemark::pipeline
