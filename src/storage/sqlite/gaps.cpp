#include "storage/sqlite/gaps.hpp"

#include <algorithm>

#include "storage/sqlite/assets.hpp"
#include "storage/sqlite/names.hpp"
#include "storage/sqlite/trade_gaps.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Gap;
using core::Result;
using core::Status;
using core::TimeRange;

namespace {

constexpr std::string_view kUpsert = R"sql(
INSERT INTO gaps (asset_id, timeframe_s, from_ns, to_ns, candles, reason, state, known_at_ns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (asset_id, timeframe_s, from_ns) DO UPDATE
SET to_ns = excluded.to_ns, candles = excluded.candles, reason = excluded.reason, state = excluded.state,
    known_at_ns = excluded.known_at_ns
)sql";

constexpr std::string_view kDropOverlapped = R"sql(
DELETE FROM gaps
WHERE asset_id = ?1 AND timeframe_s = ?2 AND from_ns < ?4 AND to_ns > ?3 AND from_ns <> ?3 AND reason = ?5
)sql";

constexpr std::string_view kWithin = R"sql(
SELECT from_ns, to_ns, candles, reason, state, known_at_ns FROM gaps
WHERE asset_id = ?1 AND timeframe_s = ?2 AND from_ns < ?4 AND to_ns > ?3
)sql";

constexpr std::string_view kDropWithin =
    "DELETE FROM gaps WHERE asset_id = ?1 AND timeframe_s = ?2 AND from_ns < ?4 AND to_ns > ?3";

constexpr std::string_view kRead = R"sql(
SELECT g.from_ns, g.to_ns, g.candles, g.reason, g.state, g.known_at_ns, a.venue, a.symbol, g.timeframe_s
FROM gaps g JOIN assets a ON a.id = g.asset_id
WHERE a.symbol = ?1 AND (?2 IS NULL OR g.timeframe_s = ?2)
ORDER BY a.venue, g.timeframe_s, g.from_ns
)sql";

struct SeriesRow {
  std::int64_t asset_id;
  std::int64_t timeframe_s;
};

Result<SeriesRow> series_row(Database& database, const SeriesKey& series) {
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (!*asset) {
    return fail(ErrorKind::kNotFound, "series_unknown", "the store does not know " + series.venue + ":" + series.symbol,
                database.path());
  }
  return SeriesRow{.asset_id = (*asset)->id, .timeframe_s = seconds_of(series.timeframe)};
}

Result<Gap> gap_of(const Query& row, const std::string& place) {
  const auto reason = parse_gap_reason(row.text(3));
  const auto state = parse_gap_state(row.text(4));
  if (!reason || !state) {
    return fail(ErrorKind::kCorrupt, "unknown_name", "a gap has a reason or state this program does not know", place);
  }
  Gap gap;
  gap.range = {.from = {row.integer(0)}, .to = {row.integer(1)}};
  gap.candles = static_cast<std::uint32_t>(row.integer(2));
  gap.reason = *reason;
  gap.state = *state;
  gap.known_at = {row.integer(5)};
  return gap;
}

Status upsert(Database& database, const SeriesRow& series, const Gap& gap) {
  auto query = database.query(kUpsert);
  if (!query) return forward_error(query);
  return query->bind(series.asset_id)
      .bind(series.timeframe_s)
      .bind(gap.range.from.ns)
      .bind(gap.range.to.ns)
      .bind(std::int64_t{gap.candles})
      .bind(core::name_of(gap.reason))
      .bind(core::name_of(gap.state))
      .bind(gap.known_at.ns)
      .run();
}

Status write_gap(Database& database, const GapRecord& record) {
  auto series = series_row(database, record.series);
  if (!series) return forward_error(series);
  if (record.gap.trades) return write_trade_gap(database, series->asset_id, record.gap);
  auto drop = database.query(kDropOverlapped);
  if (!drop) return forward_error(drop);
  auto dropped = drop->bind(series->asset_id)
                     .bind(series->timeframe_s)
                     .bind(record.gap.range.from.ns)
                     .bind(record.gap.range.to.ns)
                     .bind(core::name_of(record.gap.reason))
                     .run();
  if (!dropped) return dropped;
  return upsert(database, *series, record.gap);
}

/// The part of a gap that lies in `range`, if any. How many candles are missing in a part of it only the calendar
/// knows; the whole count is kept where the part could hold it.
std::optional<Gap> part_of(Gap gap, TimeRange range, std::int64_t timeframe_s) {
  gap.range.from = std::max(gap.range.from, range.from);
  gap.range.to = std::min(gap.range.to, range.to);
  if (gap.range.from >= gap.range.to) return std::nullopt;
  const std::int64_t room = (gap.range.to - gap.range.from) / core::seconds(timeframe_s);
  gap.candles = static_cast<std::uint32_t>(std::min<std::int64_t>(gap.candles, room));
  return gap;
}

/// Gaps that reach into the range, as they are now.
Result<std::vector<Gap>> gaps_within(Database& database, const SeriesRow& series, TimeRange range) {
  auto query = database.query(kWithin);
  if (!query) return forward_error(query);
  query->bind(series.asset_id).bind(series.timeframe_s).bind(range.from.ns).bind(range.to.ns);
  std::vector<Gap> found;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return found;
    auto gap = gap_of(*query, database.path());
    if (!gap) return forward_error(gap);
    found.push_back(*gap);
  }
}

}  // namespace

Status write_gaps(Database& database, const std::vector<GapRecord>& gaps) {
  for (const GapRecord& record : gaps) {
    if (auto done = write_gap(database, record); !done) return done;
  }
  return {};
}

Status replace_gaps(Database& database, const SeriesKey& key, TimeRange range, const std::vector<Gap>& gaps) {
  auto series = series_row(database, key);
  if (!series) return forward_error(series);
  auto old = gaps_within(database, *series, range);
  if (!old) return forward_error(old);
  auto drop = database.query(kDropWithin);
  if (!drop) return forward_error(drop);
  auto dropped = drop->bind(series->asset_id).bind(series->timeframe_s).bind(range.from.ns).bind(range.to.ns).run();
  if (!dropped) return dropped;

  std::vector<Gap> present = gaps;
  for (const Gap& gap : *old) {
    const auto before = part_of(gap, {.from = gap.range.from, .to = range.from}, series->timeframe_s);
    const auto after = part_of(gap, {.from = range.to, .to = gap.range.to}, series->timeframe_s);
    if (before) present.push_back(*before);
    if (after) present.push_back(*after);
  }
  for (const Gap& gap : present) {
    if (auto done = upsert(database, *series, gap); !done) return done;
  }
  return {};
}

Result<std::vector<GapRecord>> read_gaps(Database& database, const std::string& symbol,
                                         std::optional<core::Timeframe> timeframe) {
  auto query = database.query(kRead);
  if (!query) return forward_error(query);
  query->bind(std::string_view{symbol});
  if (timeframe) {
    query->bind(seconds_of(*timeframe));
  } else {
    query->bind_null();
  }
  std::vector<GapRecord> all;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) break;
    auto gap = gap_of(*query, database.path());
    if (!gap) return forward_error(gap);
    const auto tf = timeframe_of(query->integer(8));
    if (!tf) return fail(ErrorKind::kCorrupt, "bad_row", "a gap has an unknown timeframe", database.path());
    gap->timeframe = *tf;
    all.push_back(
        {.series = {.venue = std::string(query->text(6)), .symbol = std::string(query->text(7)), .timeframe = *tf},
         .gap = *gap});
  }
  // Holes among trades belong to the base series.
  if (timeframe && *timeframe != core::Timeframe::k1m) return all;
  auto trades = read_trade_gaps(database, symbol);
  if (!trades) return forward_error(trades);
  all.insert(all.end(), trades->begin(), trades->end());
  return all;
}

}  // namespace tidemark::storage::sqlite
