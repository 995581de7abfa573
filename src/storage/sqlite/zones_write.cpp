#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/names.hpp"
#include "storage/sqlite/zones.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Status;

namespace {

// A number names the zone that was last created under it: an engine that had to start anew counts anew. What is known
// of origin and successor stays known.
constexpr std::string_view kUpsert = R"sql(
INSERT INTO supply_demand_zones (id, asset_id, timeframe_s, number, zone_type, direction, formation, top_price,
  bottom_price, left_time_ns, right_time_ns, impulse_from_ns, impulse_to_ns, strength_score, test_count, success_count,
  status, ended_by, magnitude, momentum, volume_ratio, atr_at_creation, volume_at_creation, created_at_ns,
  updated_at_ns, ended_at_ns, known_at_ns, logic_version, origin_id, successor_id, fibonacci_aligned, base_start_index,
  base_end_index, impulse_start_index, impulse_end_index)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
  ?25, ?26, ?27, ?28,
  (SELECT id FROM supply_demand_zones WHERE asset_id = ?2 AND timeframe_s = ?3 AND number = ?29
     AND created_at_ns <= ?25 ORDER BY created_at_ns DESC LIMIT 1),
  (SELECT id FROM supply_demand_zones WHERE asset_id = ?2 AND timeframe_s = ?3 AND number = ?30
     AND created_at_ns <= ?25 ORDER BY created_at_ns DESC LIMIT 1),
  ?31, ?32, ?33, ?34, ?35)
ON CONFLICT (id) DO UPDATE SET
  number = excluded.number, zone_type = excluded.zone_type, formation = excluded.formation,
  top_price = excluded.top_price, bottom_price = excluded.bottom_price, strength_score = excluded.strength_score,
  test_count = excluded.test_count, success_count = excluded.success_count, status = excluded.status,
  ended_by = excluded.ended_by, updated_at_ns = excluded.updated_at_ns,
  ended_at_ns = CASE WHEN excluded.ended_at_ns IS NULL THEN NULL ELSE coalesce(ended_at_ns, excluded.ended_at_ns) END,
  known_at_ns = excluded.known_at_ns, logic_version = excluded.logic_version,
  fibonacci_aligned = excluded.fibonacci_aligned,
  base_start_index = coalesce(excluded.base_start_index, base_start_index),
  base_end_index = coalesce(excluded.base_end_index, base_end_index),
  impulse_start_index = coalesce(excluded.impulse_start_index, impulse_start_index),
  impulse_end_index = coalesce(excluded.impulse_end_index, impulse_end_index),
  origin_id = coalesce(excluded.origin_id, origin_id), successor_id = coalesce(excluded.successor_id, successor_id)
)sql";

constexpr std::string_view kTest = R"sql(
INSERT INTO supply_demand_zone_tests (zone_id, test_time_ns, number, test_type, outcome, test_price, rejection_strength,
                                      volume, subsequent_move_pips, candle_index)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (zone_id, test_time_ns) DO UPDATE
SET number = excluded.number, test_type = excluded.test_type, outcome = excluded.outcome,
    test_price = excluded.test_price, rejection_strength = excluded.rejection_strength, volume = excluded.volume,
    subsequent_move_pips = excluded.subsequent_move_pips,
    candle_index = coalesce(excluded.candle_index, candle_index)
)sql";

// A flip into a zone that made no room for its successor has none, and no row.
constexpr std::string_view kFlip = R"sql(
INSERT INTO supply_demand_zone_flips (original_zone_id, new_zone_id, flip_time_ns, flip_price, confirmation_candles,
                                      volume)
SELECT z.id, z.successor_id, ?2, ?3, (?2 - z.ended_at_ns) / (z.timeframe_s * 1000000000),
       (SELECT o.volume / u.units FROM ohlcv_data o JOIN assets a ON a.id = o.asset_id
          JOIN decimal_units u ON u.decimals = a.qty_decimals
        WHERE o.asset_id = z.asset_id AND o.timeframe_s = z.timeframe_s AND o.open_time_s = ?2 / 1000000000)
FROM supply_demand_zones z WHERE z.id = ?1 AND z.successor_id IS NOT NULL
ON CONFLICT (original_zone_id) DO UPDATE
SET new_zone_id = excluded.new_zone_id, flip_time_ns = excluded.flip_time_ns, flip_price = excluded.flip_price,
    confirmation_candles = excluded.confirmation_candles, volume = excluded.volume
)sql";

constexpr std::string_view kFlippedTest =
    "UPDATE supply_demand_zone_tests SET outcome = 'flip' WHERE zone_id = ?1 AND outcome = 'break'";

void bind_measures(Query& query, const ZoneRecord& z) {
  query.bind(z.top)
      .bind(z.bottom)
      .bind(z.left.ns)
      .bind(z.right.ns)
      .bind(z.impulse_from.ns)
      .bind(z.impulse_to.ns)
      .bind(z.strength)
      .bind(std::int64_t{z.tests})
      .bind(std::int64_t{z.successes})
      .bind(std::string_view{z.status})
      .bind(std::string_view{z.ended_by})
      .bind(z.magnitude)
      .bind(z.momentum)
      .bind(z.volume_ratio)
      .bind(z.atr)
      .bind(z.volume);
}

void bind_indexes(Query& query, const std::optional<ZoneIndexes>& indexes) {
  if (!indexes) {
    query.bind_null().bind_null().bind_null().bind_null();
    return;
  }
  query.bind(indexes->base_from).bind(indexes->base_to).bind(indexes->impulse_from).bind(indexes->impulse_to);
}

Status upsert(Database& database, std::int64_t asset, const ZoneChange& change) {
  auto query = database.query(kUpsert);
  if (!query) return forward_error(query);
  const ZoneRecord& z = change.zone;
  query->bind(std::string_view{z.id})
      .bind(asset)
      .bind(seconds_of(z.series.timeframe))
      .bind(std::int64_t{z.number})
      .bind(std::string_view{z.type})
      .bind(std::string_view{z.direction})
      .bind(std::string_view{z.formation});
  bind_measures(*query, z);
  query->bind(z.created.ns).bind(z.updated.ns);
  if (z.ended) {
    query->bind(z.ended->ns);
  } else {
    query->bind_null();
  }
  query->bind(z.known_at.ns)
      .bind(std::int64_t{z.logic_version})
      .bind(std::int64_t{change.origin_number})
      .bind(std::int64_t{change.successor_number})
      .bind(std::int64_t{z.fibonacci ? 1 : 0});
  bind_indexes(*query, z.indexes);
  return query->run();
}

Status put_test(Database& database, const std::string& zone, const ZoneTestRecord& test) {
  auto query = database.query(kTest);
  if (!query) return forward_error(query);
  query->bind(std::string_view{zone})
      .bind(test.time.ns)
      .bind(std::int64_t{test.number})
      .bind(std::string_view{test.type})
      .bind(std::string_view{test.outcome})
      .bind(test.price)
      .bind(test.rejection_strength)
      .bind(test.volume)
      .bind(test.move_pips);
  return (test.index ? query->bind(*test.index) : query->bind_null()).run();
}

Status put_flip(Database& database, const ZoneRecord& zone, double price) {
  auto flip = database.query(kFlip);
  if (!flip) return forward_error(flip);
  if (auto done = flip->bind(std::string_view{zone.id}).bind(zone.updated.ns).bind(price).run(); !done) return done;
  auto test = database.query(kFlippedTest);
  if (!test) return forward_error(test);
  return test->bind(std::string_view{zone.id}).run();
}

}  // namespace

Status write_zones(Database& database, const std::vector<ZoneChange>& changes) {
  for (const ZoneChange& change : changes) {
    const SeriesKey& series = change.zone.series;
    auto asset = find_asset(database, series.venue, series.symbol);
    if (!asset) return forward_error(asset);
    if (!*asset) {
      return fail(ErrorKind::kNotFound, "series_unknown",
                  "the store does not know " + series.venue + ":" + series.symbol, database.path());
    }
    if (auto done = upsert(database, (*asset)->id, change); !done) return done;
    if (change.test) {
      if (auto done = put_test(database, change.zone.id, *change.test); !done) return done;
    }
    if (change.flip_price) {
      if (auto done = put_flip(database, change.zone, *change.flip_price); !done) return done;
    }
  }
  return {};
}

}  // namespace tidemark::storage::sqlite
