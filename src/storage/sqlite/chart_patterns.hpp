#pragma once

#include <optional>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// In the caller's transaction.
[[nodiscard]] core::Status write_chart_patterns(Database& database, const std::vector<ChartPatternRecord>& rows);
[[nodiscard]] core::Result<std::vector<ChartPatternRecord>> read_chart_patterns(Database& database,
                                                                                const ChartPatternQuery& wanted);
[[nodiscard]] core::Result<std::optional<core::Timestamp>> read_first_chart_pattern(Database& database,
                                                                                    const SeriesKey& series);

}  // namespace tidemark::storage::sqlite
