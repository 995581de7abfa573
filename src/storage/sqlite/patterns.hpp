#pragma once

#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// Runs inside the caller's write transaction; the series' asset must exist (kNotFound). A row already there (same
/// series, time and pattern) is replaced.
[[nodiscard]] core::Status write_patterns(Database& database, const std::vector<PatternRecord>& rows);
[[nodiscard]] core::Result<std::vector<PatternRecord>> read_patterns(Database& database, const PatternQuery& query);

}  // namespace tidemark::storage::sqlite
