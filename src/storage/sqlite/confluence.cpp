#include "storage/sqlite/confluence.hpp"

#include <string>

#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

// What hangs on a zone goes with it; its factors stand for themselves.
constexpr std::string_view kDropZones = R"sql(
DELETE FROM confluence_zones
WHERE asset_id = ?1 AND timeframe_s = ?2 AND (timestamp_ns = ?3 OR timestamp_ns <= ?4)
)sql";
constexpr std::string_view kDropFactors = R"sql(
DELETE FROM confluence_factors
WHERE asset_id = ?1 AND timeframe_s = ?2 AND (timestamp_ns = ?3 OR timestamp_ns <= ?4)
)sql";
constexpr std::string_view kPutZone = R"sql(
INSERT INTO confluence_zones (asset_id, timeframe_s, timestamp_ns, known_at_ns, direction, price_level, top_price,
                              bottom_price, score, bonus, logic_version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
)sql";
constexpr std::string_view kPutFactor = R"sql(
INSERT INTO confluence_factors (asset_id, timeframe_s, timestamp_ns, factor_type, found_on, price_level, strength,
                                confidence, freshness, metadata)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
)sql";
constexpr std::string_view kJoin = R"sql(
INSERT INTO confluence_zone_factors (zone_id, factor_id, place, weight, contribution) VALUES (?1, ?2, ?3, ?4, ?5)
)sql";
constexpr std::string_view kPutFeatures = R"sql(
INSERT INTO confluence_ml_features (zone_id, factor_count, type_count, mean_strength, sd_zone_count,
  sd_zone_strength_avg, sd_fibonacci_alignment_count, sd_fresh_zone_count, sd_tested_zone_count)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
)sql";

constexpr std::string_view kNewestTime = R"sql(
SELECT max(timestamp_ns) FROM confluence_zones WHERE asset_id = ?1 AND timeframe_s = ?2 AND timestamp_ns < ?3
)sql";
constexpr std::string_view kZones = R"sql(
SELECT z.id, z.known_at_ns, z.direction, z.price_level, z.top_price, z.bottom_price, z.score, z.bonus, z.logic_version,
       f.factor_count, f.type_count, f.mean_strength, f.sd_zone_count, f.sd_zone_strength_avg,
       f.sd_fibonacci_alignment_count, f.sd_fresh_zone_count, f.sd_tested_zone_count
FROM confluence_zones z JOIN confluence_ml_features f ON f.zone_id = z.id
WHERE z.asset_id = ?1 AND z.timeframe_s = ?2 AND z.timestamp_ns = ?3 ORDER BY z.score DESC, z.price_level, z.direction
)sql";
constexpr std::string_view kFactors = R"sql(
SELECT f.factor_type, f.found_on, f.price_level, f.strength, f.confidence, f.freshness, j.weight, j.contribution,
       f.metadata
FROM confluence_zone_factors j JOIN confluence_factors f ON f.id = j.factor_id WHERE j.zone_id = ?1 ORDER BY j.place
)sql";

Result<std::int64_t> asset_of(Database& database, const SeriesKey& series) {
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (*asset) return (*asset)->id;
  return fail(ErrorKind::kNotFound, "series_unknown", "the store does not know " + series.venue + ":" + series.symbol,
              database.path());
}

Status drop(Database& database, std::string_view sql, std::int64_t asset, const ConfluenceRecord& record) {
  auto query = database.query(sql);
  if (!query) return forward_error(query);
  const core::Timestamp oldest = record.time - core::duration_of(record.series.timeframe) * kConfluenceCandlesKept;
  return query->bind(asset).bind(seconds_of(record.series.timeframe)).bind(record.time.ns).bind(oldest.ns).run();
}

Status put_factor(Database& database, std::int64_t asset, const ConfluenceRecord& record,
                  const ConfluenceFactorRecord& factor) {
  auto query = database.query(kPutFactor);
  if (!query) return forward_error(query);
  return query->bind(asset)
      .bind(seconds_of(record.series.timeframe))
      .bind(record.time.ns)
      .bind(std::string_view{factor.type})
      .bind(std::string_view{factor.timeframe})
      .bind(factor.price)
      .bind(factor.strength)
      .bind(factor.confidence)
      .bind(factor.freshness)
      .bind(std::string_view{factor.metadata})
      .run();
}

Status join(Database& database, std::int64_t zone, std::int64_t place, const ConfluenceFactorRecord& factor) {
  const std::int64_t id = database.last_row_id();
  auto query = database.query(kJoin);
  if (!query) return forward_error(query);
  return query->bind(zone).bind(id).bind(place).bind(factor.weight).bind(factor.contribution).run();
}

Status put_features(Database& database, std::int64_t id, const ConfluenceZoneRecord& zone) {
  auto query = database.query(kPutFeatures);
  if (!query) return forward_error(query);
  return query->bind(id)
      .bind(std::int64_t{zone.factor_count})
      .bind(std::int64_t{zone.type_count})
      .bind(zone.mean_strength)
      .bind(std::int64_t{zone.sd_zone_count})
      .bind(zone.sd_zone_strength_avg)
      .bind(std::int64_t{zone.sd_fibonacci_alignment_count})
      .bind(std::int64_t{zone.sd_fresh_zone_count})
      .bind(std::int64_t{zone.sd_tested_zone_count})
      .run();
}

Status put_zone(Database& database, std::int64_t asset, const ConfluenceRecord& record,
                const ConfluenceZoneRecord& zone) {
  auto query = database.query(kPutZone);
  if (!query) return forward_error(query);
  auto done = query->bind(asset)
                  .bind(seconds_of(record.series.timeframe))
                  .bind(record.time.ns)
                  .bind(record.known_at.ns)
                  .bind(std::string_view{zone.direction})
                  .bind(zone.price)
                  .bind(zone.top)
                  .bind(zone.bottom)
                  .bind(zone.score)
                  .bind(zone.bonus)
                  .bind(std::int64_t{record.logic_version})
                  .run();
  if (!done) return done;
  const std::int64_t id = database.last_row_id();
  if (done = put_features(database, id, zone); !done) return done;
  std::int64_t place = 0;
  for (const ConfluenceFactorRecord& factor : zone.factors) {
    if (done = put_factor(database, asset, record, factor); !done) return done;
    if (done = join(database, id, place++, factor); !done) return done;
  }
  return {};
}

Status read_factors(Database& database, std::int64_t zone, std::vector<ConfluenceFactorRecord>& out) {
  auto query = database.query(kFactors);
  if (!query) return forward_error(query);
  query->bind(zone);
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return {};
    out.push_back({.type = std::string{query->text(0)},
                   .timeframe = std::string{query->text(1)},
                   .price = query->real(2),
                   .strength = query->real(3),
                   .confidence = query->real(4),
                   .freshness = query->real(5),
                   .weight = query->real(6),
                   .contribution = query->real(7),
                   .metadata = std::string{query->text(8)}});
  }
}

ConfluenceZoneRecord zone_of(const Query& query) {
  return {.direction = std::string{query.text(2)},
          .price = query.real(3),
          .top = query.real(4),
          .bottom = query.real(5),
          .score = query.real(6),
          .bonus = query.real(7),
          .factor_count = static_cast<int>(query.integer(9)),
          .type_count = static_cast<int>(query.integer(10)),
          .mean_strength = query.real(11),
          .sd_zone_count = static_cast<int>(query.integer(12)),
          .sd_zone_strength_avg = query.real(13),
          .sd_fibonacci_alignment_count = static_cast<int>(query.integer(14)),
          .sd_fresh_zone_count = static_cast<int>(query.integer(15)),
          .sd_tested_zone_count = static_cast<int>(query.integer(16)),
          .factors = {}};
}

}  // namespace

Status write_confluence(Database& database, const std::vector<ConfluenceRecord>& rows) {
  for (const ConfluenceRecord& record : rows) {
    auto asset = asset_of(database, record.series);
    if (!asset) return forward_error(asset);
    for (const std::string_view sql : {kDropZones, kDropFactors}) {
      if (auto done = drop(database, sql, *asset, record); !done) return done;
    }
    for (const ConfluenceZoneRecord& zone : record.zones) {
      if (auto done = put_zone(database, *asset, record, zone); !done) return done;
    }
  }
  return {};
}

Result<std::optional<ConfluenceRecord>> read_confluence(Database& database, const SeriesKey& series,
                                                        core::Timestamp before) {
  auto asset = asset_of(database, series);
  if (!asset) return forward_error(asset);
  ConfluenceRecord record{.series = series};
  {
    auto newest = database.query(kNewestTime);
    if (!newest) return forward_error(newest);
    auto step = newest->bind(*asset).bind(seconds_of(series.timeframe)).bind(before.ns).step();
    if (!step) return forward_error(step);
    if (newest->is_null(0)) return std::nullopt;
    record.time = {newest->integer(0)};
  }
  std::vector<std::int64_t> ids;
  auto query = database.query(kZones);
  if (!query) return forward_error(query);
  query->bind(*asset).bind(seconds_of(series.timeframe)).bind(record.time.ns);
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) break;
    ids.push_back(query->integer(0));
    record.known_at = {query->integer(1)};
    record.logic_version = static_cast<int>(query->integer(8));
    record.zones.push_back(zone_of(*query));
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (auto done = read_factors(database, ids[i], record.zones[i].factors); !done) return forward_error(done);
  }
  return record;
}

}  // namespace tidemark::storage::sqlite
