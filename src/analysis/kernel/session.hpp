#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analysis/kernel/parameters.hpp"
#include "core/time.hpp"

namespace tidemark::analysis {

enum class SessionLength : std::uint8_t { kDay, kWeek, kMonth };
/// By value of SessionLength.
inline constexpr std::array<std::string_view, 3> kSessionNames{"day", "week", "month"};

/// The hour of the day in UTC at which sessions begin.
[[nodiscard]] constexpr ParameterInfo start_hour_option() {
  ParameterInfo parameter = number_parameter("start_hour", "Session start", "", 0, 0, 23, "h UTC");
  parameter.integer = true;
  return as_option(parameter);
}

/// The longest that `sessions` of that length can last, in seconds.
[[nodiscard]] constexpr std::int64_t session_reach_s(double length, int sessions) {
  constexpr std::array<std::int64_t, kSessionNames.size()> kDays{1, 7, 31};
  return kDays[static_cast<std::size_t>(length)] * 86'400 * sessions;
}

/// Number of the session that `time` lies in: equal within one session, rising from one to the next. Weeks begin on
/// Monday, months on the first.
[[nodiscard]] inline std::int64_t session_number(core::Timestamp time, SessionLength length, int start_hour) {
  constexpr std::int64_t kDaySeconds = 86'400;
  const core::Timestamp shifted{time.ns - std::int64_t{start_hour} * 3'600 * 1'000'000'000};
  const std::int64_t seconds = shifted.ns / 1'000'000'000;
  const std::int64_t day = seconds >= 0 ? seconds / kDaySeconds : (seconds + 1) / kDaySeconds - 1;
  switch (length) {
    case SessionLength::kDay:
      return day;
    case SessionLength::kWeek:
      return (day + 3 + 7'000'000) / 7;  // 1970-01-01 was a Thursday; kept above zero
    case SessionLength::kMonth:
      break;
  }
  const core::CivilTime civil = core::civil_of(shifted);
  return std::int64_t{civil.year} * 12 + civil.month;
}

}  // namespace tidemark::analysis
