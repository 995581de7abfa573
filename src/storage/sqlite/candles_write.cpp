#include "storage/sqlite/candle_row.hpp"
#include "storage/sqlite/candles.hpp"
#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {

using core::forward_error;
using core::Result;
using core::Status;

namespace {

// Two statements instead of one upsert: a new row, the usual case, costs one, and changes() then tells an inserted from
// a replaced row, which an upsert cannot.
constexpr std::string_view kInsert = R"sql(
INSERT INTO ohlcv_data VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (asset_id, timeframe_s, open_time_s) DO NOTHING
)sql";

constexpr std::string_view kReplace = R"sql(
UPDATE ohlcv_data
SET open = ?4, body = ?5, upper_wick = ?6, lower_wick = ?7, volume = ?8, taker_buy = ?9, trades = ?10, source_id = ?11,
    flags = ?12
WHERE asset_id = ?1 AND timeframe_s = ?2 AND open_time_s = ?3
  AND (open <> ?4 OR body <> ?5 OR upper_wick <> ?6 OR lower_wick <> ?7 OR volume <> ?8 OR taker_buy <> ?9
       OR trades <> ?10 OR flags <> ?12)
)sql";

constexpr std::string_view kCountUp = R"sql(
INSERT INTO series (asset_id, timeframe_s, candles) VALUES (?1, ?2, ?3)
ON CONFLICT (asset_id, timeframe_s) DO UPDATE SET candles = candles + excluded.candles
)sql";

// Not the statement above with a negative number: its insert would break the table's own condition first.
constexpr std::string_view kCountDown =
    "UPDATE series SET candles = candles - ?3 WHERE asset_id = ?1 AND timeframe_s = ?2";

Result<std::int64_t> source_id(Database& database, std::string_view name) {
  auto find = database.query("SELECT id FROM sources WHERE name = ?");
  if (!find) return forward_error(find);
  auto step = find->bind(name).step();
  if (!step) return forward_error(step);
  if (*step == Step::kRow) return find->integer(0);
  auto insert = database.query("INSERT INTO sources (name) VALUES (?)");
  if (!insert) return forward_error(insert);
  if (auto done = insert->bind(name).run(); !done) return forward_error(done);
  return database.last_row_id();
}

struct RowKey {
  std::int64_t asset_id;
  std::int64_t timeframe_s;
  std::int64_t source_id;
};

Status run_row(Query& query, const RowKey& key, const CandleRow& row) {
  return query.bind(key.asset_id)
      .bind(key.timeframe_s)
      .bind(row.open_time_s)
      .bind(row.open)
      .bind(row.body)
      .bind(row.upper_wick)
      .bind(row.lower_wick)
      .bind(row.volume)
      .bind(row.taker_buy)
      .bind(row.trades)
      .bind(key.source_id)
      .bind(row.flags)
      .run();
}

Status write_rows(Database& database, const CandleBatch& batch, const RowKey& key, ScaleUp up, WriteResult& result) {
  auto insert = database.query(kInsert);
  if (!insert) return forward_error(insert);
  auto replace = database.query(kReplace);
  if (!replace) return forward_error(replace);
  for (const core::Candle& candle : batch.candles) {
    auto row = to_row(candle, batch.timeframe, up);
    if (!row) return forward_error(row);
    if (auto done = run_row(*insert, key, *row); !done) return done;
    if (database.changes() != 0) {
      ++result.inserted;
      continue;
    }
    if (auto done = run_row(*replace, key, *row); !done) return done;
    ++(database.changes() != 0 ? result.replaced : result.unchanged);
  }
  return {};
}

Status change_count(Database& database, std::string_view sql, const RowKey& key, std::uint64_t candles) {
  auto query = database.query(sql);
  if (!query) return forward_error(query);
  return query->bind(key.asset_id).bind(key.timeframe_s).bind(static_cast<std::int64_t>(candles)).run();
}

}  // namespace

Result<WriteResult> write_candles(Database& database, const CandleBatch& batch) {
  WriteResult result;
  auto asset = ensure_asset(database, batch.instrument, Facts::kKeep);
  if (!asset) return forward_error(asset);
  if (batch.candles.empty()) return result;
  auto source = source_id(database, batch.source);
  if (!source) return forward_error(source);
  const RowKey key{.asset_id = asset->id, .timeframe_s = seconds_of(batch.timeframe), .source_id = *source};
  const ScaleUp up{.price_by = asset->scale.price_decimals - batch.instrument.scale.price_decimals,
                   .qty_by = asset->scale.qty_decimals - batch.instrument.scale.qty_decimals};
  if (auto written = write_rows(database, batch, key, up, result); !written) {
    core::Error error = std::move(written.error());
    if (error.place.empty()) error.place = batch.instrument.key() + " " + std::string(core::name_of(batch.timeframe));
    return std::unexpected(std::move(error));
  }
  if (result.inserted != 0) {
    if (auto counted = change_count(database, kCountUp, key, result.inserted); !counted) return forward_error(counted);
  }
  return result;
}

namespace {

/// What was found on candles goes with them.
Status remove_analysis(Database& database, std::int64_t asset_id, std::int64_t timeframe_s, core::TimeRange range) {
  auto patterns = database.query(
      "DELETE FROM candlestick_patterns WHERE asset_id = ? AND timeframe_s = ? AND time_ns >= ? AND time_ns < ?");
  if (!patterns) return forward_error(patterns);
  auto done = patterns->bind(asset_id).bind(timeframe_s).bind(range.from.ns).bind(range.to.ns).run();
  if (!done) return done;
  auto volume = database.query(
      "DELETE FROM volume_patterns WHERE asset_id = ? AND timeframe_s = ? AND time_ns >= ? AND time_ns < ?");
  if (!volume) return forward_error(volume);
  done = volume->bind(asset_id).bind(timeframe_s).bind(range.from.ns).bind(range.to.ns).run();
  if (!done) return done;
  auto values = database.query(
      "DELETE FROM indicator_values WHERE asset_id = ? AND timeframe_s = ? AND time_s >= ? AND time_s < ?");
  if (!values) return forward_error(values);
  return values->bind(asset_id).bind(timeframe_s).bind(ceil_seconds(range.from)).bind(ceil_seconds(range.to)).run();
}

}  // namespace

Result<std::uint64_t> remove_candles(Database& database, const Asset& asset, core::Timeframe timeframe,
                                     core::TimeRange range) {
  auto remove = database.query(
      "DELETE FROM ohlcv_data WHERE asset_id = ? AND timeframe_s = ? AND open_time_s >= ? AND open_time_s < ?");
  if (!remove) return forward_error(remove);
  const std::int64_t timeframe_s = seconds_of(timeframe);
  auto done =
      remove->bind(asset.id).bind(timeframe_s).bind(ceil_seconds(range.from)).bind(ceil_seconds(range.to)).run();
  if (!done) return forward_error(done);
  const std::uint64_t removed = database.changes();
  if (removed != 0) {
    const RowKey key{.asset_id = asset.id, .timeframe_s = timeframe_s, .source_id = 0};
    if (auto counted = change_count(database, kCountDown, key, removed); !counted) return forward_error(counted);
  }
  if (auto cleared = remove_analysis(database, asset.id, timeframe_s, range); !cleared) return forward_error(cleared);
  return removed;
}

}  // namespace tidemark::storage::sqlite
