#pragma once

#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// Runs inside the caller's write transaction; the series' asset must exist (kNotFound). A row already there (same
/// series, time and type) is replaced.
[[nodiscard]] core::Status write_volume_patterns(Database& database, const std::vector<VolumePatternRecord>& rows);
[[nodiscard]] core::Result<std::vector<VolumePatternRecord>> read_volume_patterns(Database& database,
                                                                                  const VolumePatternQuery& query);

}  // namespace tidemark::storage::sqlite
