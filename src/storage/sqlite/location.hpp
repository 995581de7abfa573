#pragma once

#include <string>

#include "core/result.hpp"

namespace tidemark::storage::sqlite {

inline constexpr const char* kMemoryPath = ":memory:";

/// The file behind what a user calls a store: a path, "sqlite:PATH", "sqlite:///absolute/path", or ":memory:".
/// Other URL schemes are refused as kUnsupported.
[[nodiscard]] core::Result<std::string> file_of(const std::string& path_or_url);

}  // namespace tidemark::storage::sqlite
