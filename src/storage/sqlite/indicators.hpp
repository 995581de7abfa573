#pragma once

#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// Runs inside the caller's write transaction; the series' asset must exist (kNotFound). A value already there (same
/// series, time and type) is replaced.
[[nodiscard]] core::Status write_indicators(Database& database, const IndicatorBatch& batch);
[[nodiscard]] core::Result<std::vector<IndicatorValue>> read_indicators(Database& database,
                                                                        const IndicatorQuery& query);

}  // namespace tidemark::storage::sqlite
