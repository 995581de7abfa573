#pragma once

#include <string>

#include "core/result.hpp"

namespace tidemark::app {

/// The store a command works on: the given one, else what the configuration says (ops::load_config). Creates the folder
/// it lies in.
[[nodiscard]] core::Result<std::string> resolve_store_path(const std::string& given);

}  // namespace tidemark::app
