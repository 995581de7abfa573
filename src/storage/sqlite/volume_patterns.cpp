#include "storage/sqlite/volume_patterns.hpp"

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
INSERT INTO volume_patterns (asset_id, timeframe_s, time_ns, pattern_type, direction, strength, confidence, volume_ratio,
                             price_change, price_level, metadata, known_at_ns, logic_version)
SELECT id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14 FROM assets WHERE venue = ?1 AND symbol = ?2
ON CONFLICT (asset_id, timeframe_s, time_ns, pattern_type) DO UPDATE
SET direction = excluded.direction, strength = excluded.strength, confidence = excluded.confidence,
    volume_ratio = excluded.volume_ratio, price_change = excluded.price_change, price_level = excluded.price_level,
    metadata = excluded.metadata, known_at_ns = excluded.known_at_ns, logic_version = excluded.logic_version
)sql";

// An empty type or strength leaves that column unasked.
constexpr std::string_view kNewest = R"sql(
SELECT time_ns, pattern_type, direction, strength, confidence, volume_ratio, price_change, price_level, metadata,
       known_at_ns, logic_version
FROM volume_patterns
WHERE asset_id = ?1 AND timeframe_s = ?2 AND time_ns >= ?3 AND time_ns < ?4
  AND (?5 = '' OR pattern_type = ?5) AND (?6 = '' OR strength = ?6)
ORDER BY time_ns DESC, pattern_type DESC LIMIT ?7
)sql";

Status upsert(Database& database, Query& query, const VolumePatternRecord& r) {
  auto done = query.bind(std::string_view{r.series.venue})
                  .bind(std::string_view{r.series.symbol})
                  .bind(seconds_of(r.series.timeframe))
                  .bind(r.time.ns)
                  .bind(std::string_view{r.type})
                  .bind(std::string_view{r.direction})
                  .bind(std::string_view{r.strength})
                  .bind(r.confidence)
                  .bind(r.volume_ratio)
                  .bind(r.price_change)
                  .bind(std::string_view{r.price_level})
                  .bind(std::string_view{r.metadata})
                  .bind(r.known_at.ns)
                  .bind(std::int64_t{r.logic_version})
                  .run();
  if (!done || database.changes() != 0) return done;
  return unknown_series(database, r.series);
}

VolumePatternRecord row_of(const Query& query, const SeriesKey& series) {
  return {.series = series,
          .type = std::string{query.text(1)},
          .direction = std::string{query.text(2)},
          .time = {query.integer(0)},
          .known_at = {query.integer(9)},
          .strength = std::string{query.text(3)},
          .confidence = query.real(4),
          .volume_ratio = query.real(5),
          .price_change = query.real(6),
          .price_level = std::string{query.text(7)},
          .metadata = std::string{query.text(8)},
          .logic_version = static_cast<int>(query.integer(10))};
}

}  // namespace

Status write_volume_patterns(Database& database, const std::vector<VolumePatternRecord>& rows) {
  auto query = database.query(kUpsert);
  if (!query) return forward_error(query);
  for (const VolumePatternRecord& record : rows) {
    if (auto done = upsert(database, *query, record); !done) return done;
  }
  return {};
}

Result<std::vector<VolumePatternRecord>> read_volume_patterns(Database& database, const VolumePatternQuery& wanted) {
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
      .bind(std::string_view{wanted.type})
      .bind(std::string_view{wanted.strength})
      .bind(std::int64_t{wanted.limit});
  return read_oldest_first(*query, [&series](const Query& row) { return row_of(row, series); });
}

}  // namespace tidemark::storage::sqlite
