#pragma once

#include <cstdint>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

// The candles of ohlcv_data. The functions that write run inside the caller's write transaction.

[[nodiscard]] core::Result<WriteResult> write_candles(Database& database, const CandleBatch& batch);
/// Reads in one read transaction, so that units and candles belong together.
[[nodiscard]] core::Result<CandlePage> read_candles(Database& database, const CandleQuery& query);
[[nodiscard]] core::Result<std::vector<SeriesInfo>> read_series(Database& database);
/// Removes the candles of one series that open in [from, to).
[[nodiscard]] core::Result<std::uint64_t> remove_candles(Database& database, const Asset& asset,
                                                         core::Timeframe timeframe, core::TimeRange range);
[[nodiscard]] core::Result<Source> read_source(Database& database, const SeriesKey& series, core::Timestamp open_time);

/// First whole second at or after `t`: candles open on whole seconds.
[[nodiscard]] std::int64_t ceil_seconds(core::Timestamp t);

}  // namespace tidemark::storage::sqlite
