#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"

namespace tidemark::app {

/// The range a command works on, as typed.
struct RangeArguments {
  std::string from;
  std::string to;
  std::string timerange;
};

/// --from/--to win over the side they name; --timerange fills the rest. kInvalidArgument when from >= to.
[[nodiscard]] core::Result<core::OpenRange> parse_range(const RangeArguments& arguments);

/// "+8", "-5", "+05:30", "8h": the file clock's distance from UTC.
[[nodiscard]] core::Result<std::optional<core::Duration>> parse_utc_offset(const std::string& text);

}  // namespace tidemark::app
