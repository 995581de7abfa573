#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace tidemark::venues::file {

/// How a file writes its times.
enum class TimeShape : std::uint8_t {
  kEpoch,         ///< Unix seconds (10 to 11 digits), milliseconds (13), microseconds (16) or nanoseconds (19)
  kIso,           ///< 2018-04-17[ 00:00[:00[.123]]][+00:00]
  kDotted,        ///< 2022.10.10[ 00:00[:00]] (MetaTrader)
  kSlashed,       ///< 2022/10/10[ 00:00[:00]]
  kCompact,       ///< 20120201 000000[123] (HistData)
  kCompactClock,  ///< 20120201[ 00:00[:00[.123]]]
  kTwelveHour,    ///< 2019-10-17 09-AM, 2019-10-17 09:00 AM
};

[[nodiscard]] std::string_view name_of(TimeShape shape) noexcept;

struct FileTime {
  core::Timestamp time;
  TimeShape shape{TimeShape::kIso};
};

/// Reads a time of any of these shapes; the shape is recognized anew for each text. A text without zone is taken as
/// UTC. Empty for anything else, also for dates with the day or month first, which are ambiguous.
[[nodiscard]] std::optional<FileTime> parse_file_time(std::string_view text) noexcept;

/// "14:30" or "14:30:05": a clock time of a separate column.
[[nodiscard]] bool looks_like_clock(std::string_view text) noexcept;

/// A small integer that can only be a time since midnight (LEAN minute files).
[[nodiscard]] bool looks_like_time_of_day(std::string_view text) noexcept;

}  // namespace tidemark::venues::file
