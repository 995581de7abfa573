#include "storage/sqlite/indicators.hpp"

#include <optional>
#include <string>

#include "storage/sqlite/candles.hpp"
#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kFindType =
    "SELECT id FROM indicator_types WHERE type = ?1 AND output = ?2 AND logic_version = ?3";

constexpr std::string_view kAddType =
    "INSERT INTO indicator_types (type, output, logic_version, metadata) VALUES (?1, ?2, ?3, ?4)";

constexpr std::string_view kUpsert = R"sql(
INSERT INTO indicator_values (asset_id, timeframe_s, time_s, type_id, value) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (asset_id, timeframe_s, time_s, type_id) DO UPDATE SET value = excluded.value
)sql";

constexpr std::string_view kRead = R"sql(
SELECT v.time_s, y.output, v.value, y.logic_version
FROM indicator_values v JOIN indicator_types y ON y.id = v.type_id
WHERE v.asset_id = ? AND v.timeframe_s = ? AND v.time_s >= ? AND v.time_s < ? AND y.type = ?
ORDER BY v.time_s, y.logic_version, y.output
)sql";

Result<Asset> asset_of(Database& database, const SeriesKey& series) {
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (*asset) return **asset;
  return fail(ErrorKind::kNotFound, "series_unknown", "the store does not know " + series.venue + ":" + series.symbol,
              database.path());
}

/// nullopt: not there yet.
Result<std::optional<std::int64_t>> find_type(Database& database, const IndicatorType& type) {
  auto query = database.query(kFindType);
  if (!query) return forward_error(query);
  query->bind(std::string_view{type.type}).bind(std::string_view{type.output}).bind(std::int64_t{type.logic_version});
  auto step = query->step();
  if (!step) return forward_error(step);
  return *step == Step::kRow ? std::optional{query->integer(0)} : std::nullopt;
}

Result<std::int64_t> type_id(Database& database, const IndicatorType& type) {
  auto known = find_type(database, type);
  if (!known) return forward_error(known);
  if (*known) return **known;
  auto query = database.query(kAddType);
  if (!query) return forward_error(query);
  auto done = query->bind(std::string_view{type.type})
                  .bind(std::string_view{type.output})
                  .bind(std::int64_t{type.logic_version})
                  .bind(std::string_view{type.metadata})
                  .run();
  if (!done) return forward_error(done);
  return database.last_row_id();
}

}  // namespace

Status write_indicators(Database& database, const IndicatorBatch& batch) {
  auto asset = asset_of(database, batch.series);
  if (!asset) return forward_error(asset);
  std::vector<std::optional<std::int64_t>> ids(batch.types->size());
  auto upsert = database.query(kUpsert);
  if (!upsert) return forward_error(upsert);
  for (const IndicatorBatch::Row& row : batch.rows) {
    auto& id = ids.at(row.type);
    if (!id) {
      auto found = type_id(database, (*batch.types)[row.type]);
      if (!found) return forward_error(found);
      id = *found;
    }
    auto done = upsert->bind(asset->id)
                    .bind(seconds_of(batch.series.timeframe))
                    .bind(row.time.ns / 1'000'000'000)
                    .bind(*id)
                    .bind(row.value)
                    .run();
    if (!done) return done;
  }
  return {};
}

Result<std::vector<IndicatorValue>> read_indicators(Database& database, const IndicatorQuery& wanted) {
  auto asset = asset_of(database, wanted.series);
  if (!asset) return forward_error(asset);
  auto query = database.query(kRead);
  if (!query) return forward_error(query);
  query->bind(asset->id)
      .bind(seconds_of(wanted.series.timeframe))
      .bind(ceil_seconds(wanted.range.from))
      .bind(ceil_seconds(wanted.range.to))
      .bind(std::string_view{wanted.type});
  std::vector<IndicatorValue> values;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return values;
    values.push_back({.time = core::Timestamp::from_s(query->integer(0)),
                      .output = std::string{query->text(1)},
                      .value = query->real(2),
                      .logic_version = static_cast<int>(query->integer(3))});
  }
}

}  // namespace tidemark::storage::sqlite
