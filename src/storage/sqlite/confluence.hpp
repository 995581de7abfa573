#pragma once

#include <optional>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// In the caller's transaction; removes what is older than kConfluenceCandlesKept candles of the series.
[[nodiscard]] core::Status write_confluence(Database& database, const std::vector<ConfluenceRecord>& rows);
[[nodiscard]] core::Result<std::optional<ConfluenceRecord>> read_confluence(Database& database, const SeriesKey& series,
                                                                            core::Timestamp before);

}  // namespace tidemark::storage::sqlite
