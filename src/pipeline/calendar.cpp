#include "pipeline/calendar.hpp"

#include <algorithm>
#include <utility>

#include "pipeline/new_york.hpp"

namespace tidemark::pipeline {
namespace {

using core::Timeframe;
using core::TimeRange;
using core::Timestamp;

constexpr int kDayMinutes = 24 * 60;
constexpr int kMonday = 1;
constexpr int kFriday = 5;
constexpr int kSaturday = 6;
/// Forex days are counted from 17:00 New York, so that a week is Monday to Friday: New York's clock plus seven hours.
constexpr core::Duration kForexShift = core::hours(7);
/// All sessions begin and end on a half hour, so a candle of up to 30 minutes lies wholly on one side.
constexpr Timeframe kFinestSession = Timeframe::k30m;
constexpr std::int64_t kSearchDays = 9999;

std::int64_t day_of(Timestamp local) {
  const std::int64_t day = core::days(1).ns;
  return local.ns / day - (local.ns % day < 0 ? 1 : 0);
}

int minute_of(Timestamp local) {
  return static_cast<int>((local.ns - core::days(day_of(local)).ns) / core::minutes(1).ns);
}

int weekday_of(std::int64_t day) {
  return static_cast<int>(((day + 4) % 7 + 7) % 7);  // day 0 was a Thursday
}

bool is_weekday(int weekday) {
  return weekday >= kMonday && weekday <= kFriday;
}

/// 25 December and 1 January: most forex venues are closed, some are not.
bool is_forex_festival(std::int64_t day) {
  const core::CivilTime date = core::civil_of({core::days(day).ns});
  return (date.month == 12 && date.day == 25) || (date.month == 1 && date.day == 1);
}

Timestamp at(std::int64_t local_day, int minute) {
  return {core::days(local_day).ns + core::minutes(minute).ns};
}

}  // namespace

Calendar::Calendar(core::CalendarKind kind, core::MarketType market, CalendarOptions options)
    : kind_{kind}, market_{market}, options_{std::move(options)} {}

Timestamp Calendar::local_of(Timestamp t) const {
  const bool forex = kind_ == core::CalendarKind::kForexWeek;
  if (options_.clock == SessionClock::kBroker) return forex ? t : t - kForexShift;
  return forex ? to_new_york(t) + kForexShift : to_new_york(t);
}

Timestamp Calendar::label_of(Timestamp local) const {
  const bool forex = kind_ == core::CalendarKind::kForexWeek;
  if (options_.clock == SessionClock::kBroker) return forex ? local : local + kForexShift;
  return from_new_york(forex ? local - kForexShift : local);
}

bool Calendar::is_holiday(std::int64_t local_day) const {
  return std::ranges::any_of(options_.holidays, [&](Timestamp t) { return day_of(t) == local_day; });
}

Calendar::Minutes Calendar::open_minutes(std::int64_t local_day) const {
  const int weekday = weekday_of(local_day);
  if (!is_weekday(weekday) || is_holiday(local_day)) return {};
  if (kind_ == core::CalendarKind::kEquityWeekdays) return {9 * 60 + 30, 16 * 60};
  if (is_forex_festival(local_day)) return {};
  const bool broker = options_.clock == SessionClock::kBroker;
  const bool metal = market_ == core::MarketType::kMetal;
  Minutes open{0, kDayMinutes};
  if (metal || (broker && weekday == kMonday)) open.from = 60;
  if (broker && (metal || weekday == kFriday)) open.to = kDayMinutes - 60;
  return open;
}

bool Calendar::is_edge(Timestamp local) const {
  const std::int64_t day = day_of(local);
  const int weekday = weekday_of(day);
  const int minute = minute_of(local);
  if (kind_ == core::CalendarKind::kEquityWeekdays) {
    return is_weekday(weekday) && !is_holiday(day) && minute >= 4 * 60 && minute < 20 * 60;
  }
  if (is_weekday(weekday)) return !is_holiday(day);
  if (options_.clock != SessionClock::kBroker) return false;
  return weekday == kSaturday ? minute < 60 : minute >= kDayMinutes - 60;
}

Session Calendar::session_at(Timestamp t) const {
  if (kind_ == core::CalendarKind::kAlways) return Session::kOpen;
  const Timestamp local = local_of(t);
  const Minutes open = open_minutes(day_of(local));
  const int minute = minute_of(local);
  if (minute >= open.from && minute < open.to) return Session::kOpen;
  return is_edge(local) ? Session::kEdge : Session::kClosed;
}

bool Calendar::expects(Timestamp open_time, Timeframe timeframe) const {
  if (kind_ == core::CalendarKind::kAlways) return true;
  if (timeframe <= kFinestSession) return is_open(open_time);
  return next_open(open_time) < open_time + core::duration_of(timeframe);
}

bool Calendar::permits(Timestamp open_time, Timeframe timeframe) const {
  if (session_at(open_time) != Session::kClosed) return true;
  if (timeframe <= kFinestSession) return false;
  const Timestamp last = open_time + core::duration_of(timeframe) - core::nanoseconds(1);
  return session_at(last) != Session::kClosed || expects(open_time, timeframe);
}

std::uint64_t Calendar::expected_candles(TimeRange range, Timeframe timeframe) const {
  const core::Duration step = core::duration_of(timeframe);
  const auto align_up = [&](Timestamp t) {
    const Timestamp open = core::open_time_of(t, timeframe);
    return open == t ? t : open + step;
  };
  const Timestamp from = align_up(range.from);
  const Timestamp to = align_up(range.to);
  if (from >= to) return 0;
  if (kind_ == core::CalendarKind::kAlways) return static_cast<std::uint64_t>((to - from) / step);

  std::uint64_t count = 0;
  Timestamp next = from;  // the first candle not yet looked at
  const std::int64_t last_day = day_of(local_of(to));
  for (std::int64_t day = day_of(local_of(from)); day <= last_day && next < to; ++day) {
    const Minutes open = open_minutes(day);
    if (open.from == open.to) continue;
    const Timestamp first = std::max(next, core::open_time_of(label_of(at(day, open.from)), timeframe));
    const Timestamp end = std::min(to, align_up(label_of(at(day, open.to))));
    if (first >= end) continue;
    count += static_cast<std::uint64_t>((end - first) / step);
    next = end;
  }
  return count;
}

Timestamp Calendar::next_open(Timestamp t) const {
  if (is_open(t)) return t;
  const std::int64_t today = day_of(local_of(t));
  for (std::int64_t day = today; day < today + kSearchDays; ++day) {
    const Minutes open = open_minutes(day);
    if (open.from == open.to) continue;
    if (label_of(at(day, open.to)) > t) return std::max(t, label_of(at(day, open.from)));
  }
  return t + core::days(kSearchDays);
}

Calendar calendar_for(const core::Instrument& instrument, CalendarOptions options) {
  return Calendar{instrument.calendar, instrument.market_type, std::move(options)};
}

SessionClock detect_session_clock(std::span<const Timestamp> open_times) {
  if (open_times.empty()) return SessionClock::kUtc;
  bool friday_night = false;
  for (const Timestamp t : open_times) {
    const int weekday = weekday_of(day_of(t));
    if (weekday == 0) return SessionClock::kUtc;
    friday_night |= weekday == kFriday && minute_of(t) >= 22 * 60;
  }
  const std::int64_t first = day_of(open_times.front());
  const std::int64_t next_sunday = first + (7 - weekday_of(first)) % 7;
  const bool spans_sunday = next_sunday < day_of(open_times.back());
  return friday_night || spans_sunday ? SessionClock::kBroker : SessionClock::kUtc;
}

}  // namespace tidemark::pipeline
