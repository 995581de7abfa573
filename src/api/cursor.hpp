#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"

namespace tidemark::api {

/// Where a page of things ends that have a time, and a name among those of that time.
struct CursorPlace {
  core::Timestamp time;  ///< of whole milliseconds
  std::string name;      ///< not empty
};

/// "MS:NAME".
[[nodiscard]] std::string cursor_text(core::Timestamp time, std::string_view name);
[[nodiscard]] core::Error bad_cursor();
/// nullopt of an empty text. Errors: kInvalidArgument "bad_cursor" with the place "cursor".
[[nodiscard]] core::Result<std::optional<CursorPlace>> parse_cursor(std::string_view text);

}  // namespace tidemark::api
