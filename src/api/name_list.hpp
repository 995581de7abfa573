#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace tidemark::api {

/// "a,b" as its names, each of which `check` has passed; none of an empty text. The first error of `check` is the
/// answer.
[[nodiscard]] inline core::Result<std::vector<std::string>> parse_names(
    std::string_view text, const std::function<core::Status(std::string_view)>& check) {
  std::vector<std::string> names;
  while (!text.empty() || !names.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view name = text.substr(0, comma);
    if (auto status = check(name); !status) return core::forward_error(status);
    names.emplace_back(name);
    if (comma == std::string_view::npos) return names;
    text.remove_prefix(comma + 1);
  }
  return names;
}

}  // namespace tidemark::api
