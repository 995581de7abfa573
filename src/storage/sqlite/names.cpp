#include "storage/sqlite/names.hpp"

#include <array>
#include <utility>

namespace tidemark::storage::sqlite {
namespace {

constexpr std::array<std::string_view, 3> kCalendarNames{"always", "forex_week", "equity_weekdays"};

/// The enumerator in [0, count) whose name is `text`.
template <class Enum>
std::optional<Enum> parse_by_name(std::string_view text, Enum last) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(std::to_underlying(last)); ++i) {
    if (core::name_of(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of_calendar(core::CalendarKind calendar) {
  return kCalendarNames[static_cast<std::size_t>(calendar)];
}

std::optional<core::CalendarKind> parse_calendar(std::string_view text) {
  for (std::size_t i = 0; i < kCalendarNames.size(); ++i) {
    if (kCalendarNames[i] == text) return static_cast<core::CalendarKind>(i);
  }
  return std::nullopt;
}

std::optional<core::FindingCode> parse_finding_code(std::string_view text) {
  return parse_by_name(text, static_cast<core::FindingCode>(core::kFindingCodeCount - 1));
}

std::optional<core::Severity> parse_severity(std::string_view text) {
  return parse_by_name(text, core::Severity::kCritical);
}

std::optional<core::Policy> parse_policy(std::string_view text) {
  return parse_by_name(text, core::Policy::kReject);
}

std::optional<core::GapReason> parse_gap_reason(std::string_view text) {
  return parse_by_name(text, core::GapReason::kSequence);
}

std::optional<core::GapState> parse_gap_state(std::string_view text) {
  return parse_by_name(text, core::GapState::kUnrecoverable);
}

std::int64_t seconds_of(core::Timeframe timeframe) {
  return core::duration_of(timeframe) / core::seconds(1);
}

std::optional<core::Timeframe> timeframe_of(std::int64_t seconds) {
  for (const core::Timeframe tf : core::kAllTimeframes) {
    if (seconds_of(tf) == seconds) return tf;
  }
  return std::nullopt;
}

}  // namespace tidemark::storage::sqlite
