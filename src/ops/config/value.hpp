#pragma once

#include <string>

#include "core/result.hpp"
#include "ops/config/assignment.hpp"
#include "ops/config/keys.hpp"

namespace tidemark::ops {

/// Reads an assignment into its key's place in `config`; on failure nothing is changed, and the error names place, key
/// and what was expected. A scalar given for a list is taken apart at the key's separator.
[[nodiscard]] core::Status set_value(const KeyInfo& key, const Assignment& assignment, Config& config);

/// The value as it could be written in one line; "(hidden)" for a secret that is set.
[[nodiscard]] std::string value_text(const KeyInfo& key, Config& config);

/// What may be written, for people: "1 .. 100000", "trace, debug, info, warning or error", "a span of time (…)".
[[nodiscard]] std::string expectation(const KeyInfo& key);

}  // namespace tidemark::ops
