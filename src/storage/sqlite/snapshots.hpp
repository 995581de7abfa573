#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"

namespace tidemark::storage::sqlite {

/// Inside the caller's write transaction.
[[nodiscard]] core::Status write_snapshot(Database& database, const std::string& name, std::span<const std::byte> data);
/// kCorrupt when the bytes do not match their checksum.
[[nodiscard]] core::Result<std::optional<std::vector<std::byte>>> read_snapshot(Database& database,
                                                                                const std::string& name);

}  // namespace tidemark::storage::sqlite
