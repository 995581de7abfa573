#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

// The gap ledger: holes among candles, and (trade_gaps.hpp) among trades, which come last when read. Two gaps of one
// series and one reason never overlap: writing one takes the place of what it overlaps. The functions that write run
// inside the caller's write transaction; the series' asset must exist (kNotFound).

[[nodiscard]] core::Status write_gaps(Database& database, const std::vector<GapRecord>& gaps);
/// What reaches out of the range on either side stays, cut off at the range's bounds.
[[nodiscard]] core::Status replace_gaps(Database& database, const SeriesKey& series, core::TimeRange range,
                                        const std::vector<core::Gap>& gaps);
[[nodiscard]] core::Result<std::vector<GapRecord>> read_gaps(Database& database, const std::string& symbol,
                                                             std::optional<core::Timeframe> timeframe);

}  // namespace tidemark::storage::sqlite
