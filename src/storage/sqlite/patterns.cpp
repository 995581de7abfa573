#include "storage/sqlite/patterns.hpp"

#include <limits>
#include <string>

#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/names.hpp"
#include "storage/sqlite/series_rows.hpp"

namespace tidemark::storage::sqlite {

using core::forward_error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kUpsert = R"sql(
INSERT INTO candlestick_patterns (asset_id, timeframe_s, time_ns, pattern_name, value, confidence, strength, price_level,
                                  volume_confirmation, trend_alignment, metadata, known_at_ns, logic_version)
SELECT id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14 FROM assets WHERE venue = ?1 AND symbol = ?2
ON CONFLICT (asset_id, timeframe_s, time_ns, pattern_name) DO UPDATE
SET value = excluded.value, confidence = excluded.confidence, strength = excluded.strength,
    price_level = excluded.price_level, volume_confirmation = excluded.volume_confirmation,
    trend_alignment = excluded.trend_alignment, metadata = excluded.metadata, known_at_ns = excluded.known_at_ns,
    logic_version = excluded.logic_version
)sql";

constexpr std::string_view kNewest = R"sql(
SELECT time_ns, pattern_name, value, confidence, strength, price_level, volume_confirmation, trend_alignment, metadata,
       known_at_ns, logic_version
FROM candlestick_patterns
WHERE asset_id = ? AND timeframe_s = ? AND time_ns >= ? AND time_ns < ?
ORDER BY time_ns DESC, pattern_name DESC LIMIT ?
)sql";

Status upsert(Database& database, Query& query, const PatternRecord& r) {
  auto done = query.bind(std::string_view{r.series.venue})
                  .bind(std::string_view{r.series.symbol})
                  .bind(seconds_of(r.series.timeframe))
                  .bind(r.open_time.ns)
                  .bind(std::string_view{r.pattern})
                  .bind(std::int64_t{r.value})
                  .bind(r.confidence)
                  .bind(std::string_view{r.strength})
                  .bind(std::string_view{r.price_level})
                  .bind(r.volume_confirmation)
                  .bind(r.trend_alignment)
                  .bind(std::string_view{r.metadata})
                  .bind(r.known_at.ns)
                  .bind(std::int64_t{r.logic_version})
                  .run();
  if (!done || database.changes() != 0) return done;
  return unknown_series(database, r.series);
}

PatternRecord row_of(const Query& query, const SeriesKey& series) {
  return {.series = series,
          .pattern = std::string{query.text(1)},
          .value = static_cast<int>(query.integer(2)),
          .open_time = {query.integer(0)},
          .known_at = {query.integer(9)},
          .price_level = std::string{query.text(5)},
          .confidence = query.real(3),
          .strength = std::string{query.text(4)},
          .volume_confirmation = query.real(6),
          .trend_alignment = query.real(7),
          .metadata = std::string{query.text(8)},
          .logic_version = static_cast<int>(query.integer(10))};
}

}  // namespace

Status write_patterns(Database& database, const std::vector<PatternRecord>& rows) {
  auto query = database.query(kUpsert);
  if (!query) return forward_error(query);
  for (const PatternRecord& record : rows) {
    if (auto done = upsert(database, *query, record); !done) return done;
  }
  return {};
}

Result<std::vector<PatternRecord>> read_patterns(Database& database, const PatternQuery& wanted) {
  const SeriesKey& series = wanted.series;
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (!*asset) return unknown_series(database, series);
  auto query = database.query(kNewest);
  if (!query) return forward_error(query);
  query->bind((*asset)->id)
      .bind(seconds_of(series.timeframe))
      .bind(wanted.from ? wanted.from->ns : std::numeric_limits<std::int64_t>::min())
      .bind(wanted.to ? wanted.to->ns : std::numeric_limits<std::int64_t>::max())
      .bind(std::int64_t{wanted.limit});
  return read_oldest_first(*query, [&series](const Query& row) { return row_of(row, series); });
}

}  // namespace tidemark::storage::sqlite
