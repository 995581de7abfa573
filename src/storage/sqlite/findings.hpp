#pragma once

#include <optional>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

// Quarantined rows and data quality. The functions that write run inside the caller's write transaction; the series'
// asset must exist (kNotFound).

/// A row already there (same series, time, code and payload) is not written twice.
[[nodiscard]] core::Status write_quarantine(Database& database, const std::vector<QuarantineRecord>& rows);
[[nodiscard]] core::Result<QuarantinePage> read_quarantine(Database& database, const PageRequest& page);

[[nodiscard]] core::Status write_quality(Database& database, const std::vector<QualityRecord>& rows);
[[nodiscard]] core::Result<std::optional<QualityRecord>> read_latest_quality(Database& database,
                                                                             const SeriesKey& series);

}  // namespace tidemark::storage::sqlite
