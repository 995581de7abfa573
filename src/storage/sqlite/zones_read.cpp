#include <limits>
#include <optional>
#include <string>

#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/names.hpp"
#include "storage/sqlite/zones.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Timestamp;

namespace {

constexpr std::string_view kColumns = R"sql(
SELECT z.id, z.number, z.zone_type, z.direction, z.formation, z.top_price, z.bottom_price, z.left_time_ns,
       z.right_time_ns, z.impulse_from_ns, z.impulse_to_ns, z.strength_score, z.test_count, z.success_count, z.status,
       z.ended_by, z.magnitude, z.momentum, z.volume_ratio, z.atr_at_creation, z.volume_at_creation, z.created_at_ns,
       z.updated_at_ns, z.ended_at_ns, z.known_at_ns, z.logic_version, z.origin_id, z.successor_id, a.venue, a.symbol,
       z.timeframe_s, z.fibonacci_aligned, z.base_start_index, z.base_end_index, z.impulse_start_index,
       z.impulse_end_index
FROM supply_demand_zones z JOIN assets a ON a.id = z.asset_id
)sql";

// Statuses come as ",active,tested,"; an empty text leaves that column unasked.
constexpr std::string_view kNewest = R"sql(
WHERE z.asset_id = ?1 AND z.timeframe_s = ?2 AND (z.created_at_ns, z.id) < (?3, ?4)
  AND (z.ended_at_ns IS NULL OR z.ended_at_ns >= ?5)
  AND (?6 = '' OR instr(?6, ',' || z.status || ',') > 0) AND (?7 = '' OR z.zone_type = ?7)
ORDER BY z.created_at_ns DESC, z.id DESC LIMIT ?8
)sql";
constexpr int kVenue = 28;
constexpr int kSymbol = 29;
constexpr int kTimeframe = 30;
constexpr int kFibonacci = 31;
constexpr int kIndexes = 32;  ///< the first of four

constexpr std::string_view kTests = R"sql(
SELECT number, test_time_ns, test_type, outcome, test_price, rejection_strength, volume, subsequent_move_pips,
       candle_index
FROM supply_demand_zone_tests WHERE zone_id = ?1 ORDER BY test_time_ns
)sql";

constexpr std::string_view kFirst = R"sql(
SELECT created_at_ns FROM supply_demand_zones WHERE asset_id = ?1 AND timeframe_s = ?2 ORDER BY created_at_ns LIMIT 1
)sql";

std::optional<std::string> text_or_none(const Query& query, int column) {
  if (query.is_null(column)) return std::nullopt;
  return std::string{query.text(column)};
}

std::uint32_t count(const Query& query, int column) {
  return static_cast<std::uint32_t>(query.integer(column));
}

std::optional<ZoneIndexes> indexes_of(const Query& query) {
  if (query.is_null(kIndexes)) return std::nullopt;
  return ZoneIndexes{.base_from = query.integer(kIndexes),
                     .base_to = query.integer(kIndexes + 1),
                     .impulse_from = query.integer(kIndexes + 2),
                     .impulse_to = query.integer(kIndexes + 3)};
}

ZoneRecord zone_of(const Query& query) {
  const auto timeframe = timeframe_of(query.integer(kTimeframe)).value_or(core::Timeframe::k1m);
  return {.id = std::string{query.text(0)},
          .series = {std::string{query.text(kVenue)}, std::string{query.text(kSymbol)}, timeframe},
          .number = count(query, 1),
          .type = std::string{query.text(2)},
          .direction = std::string{query.text(3)},
          .formation = std::string{query.text(4)},
          .top = query.real(5),
          .bottom = query.real(6),
          .left = {query.integer(7)},
          .right = {query.integer(8)},
          .impulse_from = {query.integer(9)},
          .impulse_to = {query.integer(10)},
          .indexes = indexes_of(query),
          .fibonacci = query.integer(kFibonacci) != 0,
          .strength = query.real(11),
          .tests = count(query, 12),
          .successes = count(query, 13),
          .status = std::string{query.text(14)},
          .ended_by = std::string{query.text(15)},
          .magnitude = query.real(16),
          .momentum = query.real(17),
          .volume_ratio = query.real(18),
          .atr = query.real(19),
          .volume = query.real(20),
          .created = {query.integer(21)},
          .updated = {query.integer(22)},
          .ended = query.is_null(23) ? std::nullopt : std::optional{Timestamp{query.integer(23)}},
          .known_at = {query.integer(24)},
          .logic_version = static_cast<int>(query.integer(25)),
          .origin = text_or_none(query, 26),
          .successor = text_or_none(query, 27)};
}

Result<Asset> known_asset(Database& database, const SeriesKey& series) {
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (*asset) return **asset;
  return fail(ErrorKind::kNotFound, "series_unknown", "the store does not know " + series.venue + ":" + series.symbol,
              database.path());
}

/// Every row of a bound query through `make`.
template <class Make>
auto rows_of(Query& query, const Make& make) -> Result<std::vector<decltype(make(query))>> {
  std::vector<decltype(make(query))> rows;
  for (;;) {
    auto step = query.step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return rows;
    rows.push_back(make(query));
  }
}

}  // namespace

Result<std::vector<ZoneRecord>> read_zones(Database& database, const ZoneQuery& wanted) {
  auto asset = known_asset(database, wanted.series);
  if (!asset) return forward_error(asset);
  Timestamp before = wanted.to.value_or(Timestamp{std::numeric_limits<std::int64_t>::max()});
  std::string before_id;
  if (wanted.before && wanted.before->created < before) {
    before = wanted.before->created;
    before_id = wanted.before->id;
  }
  std::string statuses;
  for (const std::string& status : wanted.statuses) statuses += (statuses.empty() ? "," : "") + status + ",";
  static const std::string kSql = std::string{kColumns} + std::string{kNewest};
  auto query = database.query(kSql);
  if (!query) return forward_error(query);
  query->bind(asset->id)
      .bind(seconds_of(wanted.series.timeframe))
      .bind(before.ns)
      .bind(std::string_view{before_id})
      .bind(wanted.from ? wanted.from->ns : std::numeric_limits<std::int64_t>::min())
      .bind(std::string_view{statuses})
      .bind(std::string_view{wanted.type})
      .bind(std::int64_t{wanted.limit});
  return rows_of(*query, zone_of);
}

Result<ZoneRecord> read_zone(Database& database, const std::string& id) {
  static const std::string kSql = std::string{kColumns} + "WHERE z.id = ?1";
  auto query = database.query(kSql);
  if (!query) return forward_error(query);
  auto step = query->bind(std::string_view{id}).step();
  if (!step) return forward_error(step);
  if (*step == Step::kDone) {
    return fail(ErrorKind::kNotFound, "zone_unknown", "the store does not know this zone", database.path());
  }
  return zone_of(*query);
}

Result<std::vector<ZoneTestRecord>> read_zone_tests(Database& database, const std::string& id) {
  auto query = database.query(kTests);
  if (!query) return forward_error(query);
  query->bind(std::string_view{id});
  return rows_of(*query, [](const Query& row) {
    return ZoneTestRecord{.number = static_cast<int>(row.integer(0)),
                          .time = {row.integer(1)},
                          .index = row.is_null(8) ? std::nullopt : std::optional{row.integer(8)},
                          .type = std::string{row.text(2)},
                          .outcome = std::string{row.text(3)},
                          .price = row.real(4),
                          .rejection_strength = row.real(5),
                          .volume = row.real(6),
                          .move_pips = row.real(7)};
  });
}

Result<std::optional<Timestamp>> read_first_zone(Database& database, const SeriesKey& series) {
  auto asset = known_asset(database, series);
  if (!asset) return forward_error(asset);
  auto query = database.query(kFirst);
  if (!query) return forward_error(query);
  auto step = query->bind(asset->id).bind(seconds_of(series.timeframe)).step();
  if (!step) return forward_error(step);
  if (*step == Step::kDone) return std::nullopt;
  return Timestamp{query->integer(0)};
}

}  // namespace tidemark::storage::sqlite
