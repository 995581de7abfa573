#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

// Holes among trades: the part of the gap ledger that stands by trade ids. Imports and repairs of candles do not touch
// it.

/// Adds or updates by (asset, first id). Runs inside the caller's write transaction.
[[nodiscard]] core::Status write_trade_gap(Database& database, std::int64_t asset_id, const core::Gap& gap);
/// Those of one symbol on all venues, ascending by venue and time.
[[nodiscard]] core::Result<std::vector<GapRecord>> read_trade_gaps(Database& database, const std::string& symbol);

}  // namespace tidemark::storage::sqlite
