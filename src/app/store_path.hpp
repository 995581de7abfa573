#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/result.hpp"

namespace tidemark::app {

/// The store a command works on: the given one, else what the configuration says (ops::load_config). Creates the folder
/// it lies in.
[[nodiscard]] core::Result<std::string> resolve_store_path(const std::string& given);

/// Where what is kept beside a store lies: the folder of its file, whether it is named by a path, with or without a
/// folder in it, or by a URL. Nothing for a store in memory.
[[nodiscard]] std::optional<std::filesystem::path> folder_of_store(const std::string& store);

}  // namespace tidemark::app
