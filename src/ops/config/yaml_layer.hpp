#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ops/config/assignment.hpp"

namespace tidemark::ops {

/// What one YAML file says, nested keys joined with dots, list items of maps numbered ("instruments[0].symbol").
struct YamlLayer {
  std::vector<Assignment> assignments;
  std::vector<core::Error> errors;  ///< each with "name:line:column"
};

/// Most that one file may hold: a configuration is small, and aliases could otherwise unfold without end.
inline constexpr std::size_t kYamlBytesMax = 1024 * 1024;
inline constexpr std::size_t kYamlNodesMax = 20'000;
inline constexpr std::size_t kYamlDepthMax = 8;

/// `name` is the file's name in messages. Anything may be fed to it; it never throws.
[[nodiscard]] YamlLayer read_yaml(std::string_view text, const std::string& name);

}  // namespace tidemark::ops
