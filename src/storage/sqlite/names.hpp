#pragma once

#include <optional>
#include <string_view>

#include "core/finding.hpp"
#include "core/instrument.hpp"

namespace tidemark::storage::sqlite {

/// How enumerations stand in the database: core's names, and back. A name this program does not know gives nullopt.
[[nodiscard]] std::string_view name_of_calendar(core::CalendarKind calendar);
[[nodiscard]] std::optional<core::CalendarKind> parse_calendar(std::string_view text);
[[nodiscard]] std::optional<core::FindingCode> parse_finding_code(std::string_view text);
[[nodiscard]] std::optional<core::Severity> parse_severity(std::string_view text);
[[nodiscard]] std::optional<core::Policy> parse_policy(std::string_view text);
[[nodiscard]] std::optional<core::GapReason> parse_gap_reason(std::string_view text);
[[nodiscard]] std::optional<core::GapState> parse_gap_state(std::string_view text);

/// Length in seconds, and back.
[[nodiscard]] std::int64_t seconds_of(core::Timeframe timeframe);
[[nodiscard]] std::optional<core::Timeframe> timeframe_of(std::int64_t seconds);

}  // namespace tidemark::storage::sqlite
