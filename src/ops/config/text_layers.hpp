#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "ops/config.hpp"
#include "ops/config/assignment.hpp"

namespace tidemark::ops {

/// TIDEMARK_SERVER__PORT=9000 as server.port = 9000. Names without the prefix, and those that mean something else
/// (TIDEMARK_CONFIG, TIDEMARK_SHARED, TIDEMARK_TEST_…), are left out.
[[nodiscard]] std::vector<Assignment> environment_layer(const Environment& environment);

/// "server.port=9000"; what has no '=' is an error.
struct OverrideLayer {
  std::vector<Assignment> assignments;
  std::vector<core::Error> errors;
};
[[nodiscard]] OverrideLayer override_layer(const std::vector<std::string>& overrides);

/// The variable's value, or empty.
[[nodiscard]] std::string variable(const Environment& environment, std::string_view name);

}  // namespace tidemark::ops
