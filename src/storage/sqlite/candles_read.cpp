#include <algorithm>
#include <limits>

#include "storage/sqlite/candle_row.hpp"
#include "storage/sqlite/candles.hpp"
#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Timestamp;

namespace {

// The primary key is the order in both directions: neither statement sorts.
constexpr std::string_view kOldest = R"sql(
SELECT open_time_s, open, body, upper_wick, lower_wick, volume, taker_buy, trades, flags FROM ohlcv_data
WHERE asset_id = ? AND timeframe_s = ? AND open_time_s >= ? AND open_time_s < ? ORDER BY open_time_s LIMIT ?
)sql";

constexpr std::string_view kNewest = R"sql(
SELECT open_time_s, open, body, upper_wick, lower_wick, volume, taker_buy, trades, flags FROM ohlcv_data
WHERE asset_id = ? AND timeframe_s = ? AND open_time_s >= ? AND open_time_s < ? ORDER BY open_time_s DESC LIMIT ?
)sql";

constexpr std::string_view kSeries = R"sql(
SELECT a.venue, a.symbol, s.timeframe_s, a.price_decimals, a.qty_decimals, s.candles,
       (SELECT min(open_time_s) FROM ohlcv_data o WHERE o.asset_id = s.asset_id AND o.timeframe_s = s.timeframe_s),
       (SELECT max(open_time_s) FROM ohlcv_data o WHERE o.asset_id = s.asset_id AND o.timeframe_s = s.timeframe_s)
FROM series s JOIN assets a ON a.id = s.asset_id
WHERE s.candles > 0
ORDER BY a.venue, a.symbol, s.timeframe_s
)sql";

constexpr std::string_view kSource = R"sql(
SELECT s.name FROM ohlcv_data o JOIN sources s ON s.id = o.source_id
WHERE o.asset_id = ? AND o.timeframe_s = ? AND o.open_time_s = ?
)sql";

CandleRow row_of(const Query& row) {
  return {.open_time_s = row.integer(0),
          .open = row.integer(1),
          .body = row.integer(2),
          .upper_wick = row.integer(3),
          .lower_wick = row.integer(4),
          .volume = row.integer(5),
          .taker_buy = row.integer(6),
          .trades = row.integer(7),
          .flags = row.integer(8)};
}

core::Status collect(Query& query, std::vector<core::Candle>& out, const std::string& place) {
  for (;;) {
    auto step = query.step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return {};
    const auto candle = to_candle(row_of(query));
    if (!candle) return fail(ErrorKind::kCorrupt, "bad_row", "a stored candle does not fit its units", place);
    out.push_back(*candle);
  }
}

std::unexpected<core::Error> no_such_series(const SeriesKey& series, const std::string& place) {
  return fail(ErrorKind::kNotFound, "series_unknown",
              "there are no candles of " + series.venue + ":" + series.symbol + " " +
                  std::string(core::name_of(series.timeframe)),
              place);
}

}  // namespace

std::int64_t ceil_seconds(Timestamp t) {
  constexpr std::int64_t kNsPerSecond = 1'000'000'000;
  return t.ns / kNsPerSecond + (t.ns % kNsPerSecond > 0 ? 1 : 0);
}

Result<CandlePage> read_candles(Database& database, const CandleQuery& request) {
  auto transaction = Transaction::begin(database, Intent::kRead);
  if (!transaction) return forward_error(transaction);
  auto asset = find_asset(database, request.series.venue, request.series.symbol);
  if (!asset) return forward_error(asset);
  CandlePage page;
  if (!*asset) return no_such_series(request.series, database.path());
  page.scale = (*asset)->scale;

  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  constexpr std::uint32_t kReserveMax = 1U << 16U;
  page.candles.reserve(std::min(request.limit, kReserveMax));
  auto query = database.query(request.order == Order::kNewestFirst ? kNewest : kOldest);
  if (!query) return forward_error(query);
  query->bind((*asset)->id)
      .bind(seconds_of(request.series.timeframe))
      .bind(request.from ? ceil_seconds(*request.from) : -kMax)
      .bind(request.to ? ceil_seconds(*request.to) : kMax)
      .bind(std::int64_t{request.limit});
  if (auto read = collect(*query, page.candles, database.path()); !read) return forward_error(read);
  query->reset();
  if (request.order == Order::kNewestFirst) std::ranges::reverse(page.candles);
  if (auto done = transaction->commit(); !done) return forward_error(done);
  return page;
}

Result<std::vector<SeriesInfo>> read_series(Database& database) {
  auto query = database.query(kSeries);
  if (!query) return forward_error(query);
  std::vector<SeriesInfo> all;
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return all;
    const auto timeframe = timeframe_of(query->integer(2));
    if (!timeframe) return fail(ErrorKind::kCorrupt, "bad_row", "a series has an unknown timeframe", database.path());
    SeriesInfo info;
    info.series = {
        .venue = std::string(query->text(0)), .symbol = std::string(query->text(1)), .timeframe = *timeframe};
    info.scale = {static_cast<std::uint8_t>(query->integer(3)), static_cast<std::uint8_t>(query->integer(4))};
    info.candles = static_cast<std::uint64_t>(query->integer(5));
    if (!query->is_null(6)) info.first = Timestamp::from_s(query->integer(6));
    if (!query->is_null(7)) info.last = Timestamp::from_s(query->integer(7));
    all.push_back(std::move(info));
  }
}

Result<Source> read_source(Database& database, const SeriesKey& series, Timestamp open_time) {
  auto asset = find_asset(database, series.venue, series.symbol);
  if (!asset) return forward_error(asset);
  if (!*asset) return no_such_series(series, database.path());
  auto query = database.query(kSource);
  if (!query) return forward_error(query);
  auto step = query->bind((*asset)->id).bind(seconds_of(series.timeframe)).bind(ceil_seconds(open_time)).step();
  if (!step) return forward_error(step);
  if (*step == Step::kDone) return no_such_series(series, database.path());
  return std::string(query->text(0));
}

}  // namespace tidemark::storage::sqlite
