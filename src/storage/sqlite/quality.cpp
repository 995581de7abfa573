#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/findings.hpp"
#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kUpsert = R"sql(
INSERT INTO data_quality (asset_id, timeframe_s, time_ns, completeness, consistency, timeliness, plausibility, score,
                          candles, expected)
SELECT id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM assets WHERE venue = ?1 AND symbol = ?2
ON CONFLICT (asset_id, timeframe_s, time_ns) DO UPDATE
SET completeness = excluded.completeness, consistency = excluded.consistency, timeliness = excluded.timeliness,
    plausibility = excluded.plausibility, score = excluded.score, candles = excluded.candles, expected = excluded.expected
)sql";

constexpr std::string_view kLatest = R"sql(
SELECT time_ns, completeness, consistency, timeliness, plausibility, score, candles, expected FROM data_quality
WHERE asset_id = ? AND timeframe_s = ? ORDER BY time_ns DESC LIMIT 1
)sql";

Status upsert(Database& database, Query& query, const QualityRecord& record) {
  const core::QualityScore& q = record.quality;
  auto done = query.bind(std::string_view{record.series.venue})
                  .bind(std::string_view{record.series.symbol})
                  .bind(seconds_of(record.series.timeframe))
                  .bind(record.time.ns)
                  .bind(q.completeness)
                  .bind(q.consistency)
                  .bind(q.timeliness)
                  .bind(q.plausibility)
                  .bind(q.score)
                  .bind(static_cast<std::int64_t>(q.candles))
                  .bind(static_cast<std::int64_t>(q.expected))
                  .run();
  if (!done || database.changes() != 0) return done;
  return fail(ErrorKind::kNotFound, "series_unknown",
              "the store does not know " + record.series.venue + ":" + record.series.symbol, database.path());
}

}  // namespace

Status write_quality(Database& database, const std::vector<QualityRecord>& rows) {
  auto query = database.query(kUpsert);
  if (!query) return forward_error(query);
  for (const QualityRecord& record : rows) {
    if (auto done = upsert(database, *query, record); !done) return done;
  }
  return {};
}

Result<std::optional<QualityRecord>> read_latest_quality(Database& database, const SeriesKey& series) {
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (!*asset) return std::nullopt;
  auto query = database.query(kLatest);
  if (!query) return forward_error(query);
  auto step = query->bind((*asset)->id).bind(seconds_of(series.timeframe)).step();
  if (!step) return forward_error(step);
  if (*step == Step::kDone) return std::nullopt;
  QualityRecord record{.series = series, .time = {query->integer(0)}, .quality = {}};
  core::QualityScore& q = record.quality;
  q.completeness = query->real(1);
  q.consistency = query->real(2);
  q.timeliness = query->real(3);
  q.plausibility = query->real(4);
  q.score = query->real(5);
  q.candles = static_cast<std::uint64_t>(query->integer(6));
  q.expected = static_cast<std::uint64_t>(query->integer(7));
  return record;
}

}  // namespace tidemark::storage::sqlite
