#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// kNotFound: a row came, or was asked for, of an instrument that the store does not know.
[[nodiscard]] inline std::unexpected<core::Error> unknown_series(const Database& database, const SeriesKey& series) {
  return core::fail(core::ErrorKind::kNotFound, "series_unknown",
                    "the store does not know " + series.venue + ":" + series.symbol, database.path());
}

/// All rows of a query that gives the newest first, the oldest first. `row_of(query)` makes a record of the current
/// one.
template <class RowOf>
[[nodiscard]] auto read_oldest_first(Query& query, RowOf row_of)
    -> core::Result<std::vector<decltype(row_of(std::as_const(query)))>> {
  std::vector<decltype(row_of(std::as_const(query)))> rows;
  for (;;) {
    auto step = query.step();
    if (!step) return core::forward_error(step);
    if (*step == Step::kDone) break;
    rows.push_back(row_of(std::as_const(query)));
  }
  std::ranges::reverse(rows);
  return rows;
}

}  // namespace tidemark::storage::sqlite
