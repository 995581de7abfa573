// Real files with their real defects: each is imported right or refused with the right reason. The facts checked are
// those of the recordings' manifest (row counts, ranges, gaps), found there without this program, and comparisons
// between independent files.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/conformance/recorded.hpp"
#include "venues/file/candle_file.hpp"
#include "venues/file/trade_file.hpp"

namespace tidemark::conformance {
namespace {

using core::Timeframe;
using venues::file::CandleFile;
using venues::file::CandleFileRequest;
using venues::file::RowOrder;

CandleFile import(const std::filesystem::path& path, const std::string& symbol, std::optional<Timeframe> timeframe = {},
                  std::optional<core::Duration> offset = {}) {
  auto file = venues::file::read_candle_file({path.string(), symbol, timeframe, offset});
  EXPECT_TRUE(file.has_value()) << (file ? "" : file.error().text());
  if (!file) return {};
  EXPECT_EQ(file->problem_count, 0U) << path;
  EXPECT_EQ(file->rows_read, file->candles.size() + file->rows_skipped) << path;
  return std::move(*file);
}

core::Error refusal(const std::filesystem::path& path, const std::string& symbol) {
  const auto file = venues::file::read_candle_file({path.string(), symbol, {}, {}});
  EXPECT_FALSE(file.has_value()) << path;
  return file ? core::Error{} : file.error();
}

std::string price(const CandleFile& file, core::Price p) {
  return core::format_decimal(p.ticks, file.scale.price_decimals);
}
std::string volume(const CandleFile& file, core::Qty q) {
  return core::format_decimal(q.lots, file.scale.qty_decimals);
}
/// "2017-08-17T12:00:00Z .. 2022-10-25T00:00:00Z"
std::string span(const CandleFile& file) {
  return core::format_iso(file.candles.front().open_time) + " .. " + core::format_iso(file.candles.back().open_time);
}
/// "lowest..highest" of all candles.
std::string range(const CandleFile& file) {
  const auto low = std::ranges::min(file.candles, {}, &core::Candle::low).low;
  const auto high = std::ranges::max(file.candles, {}, &core::Candle::high).high;
  return price(file, low) + ".." + price(file, high);
}
/// Holes and candles missing in them.
std::pair<int, std::int64_t> gaps(const CandleFile& file) {
  int holes = 0;
  std::int64_t missing = 0;
  const auto length = core::duration_of(file.timeframe);
  for (std::size_t i = 1; i < file.candles.size(); ++i) {
    const auto step = (file.candles[i].open_time - file.candles[i - 1].open_time) / length;
    if (step > 1) {
      ++holes;
      missing += step - 1;
    }
  }
  return {holes, missing};
}
long zero_volumes(const CandleFile& file) {
  return std::ranges::count(file.candles, core::Qty{0}, &core::Candle::volume);
}

TEST(ImportOddities, ShiftedClockIsPutRightByAnOffset) {
  TIDEMARK_NEED_SHARED(data);
  const auto path = data / "bars" / "import_oddities" / "BTCUSDT_4h_timestamps_plus8h.csv.gz";
  const auto as_found = import(path, "BTCUSDT");
  EXPECT_EQ(as_found.candles.size(), 11352U);
  EXPECT_EQ(span(as_found), "2017-08-17T12:00:00Z .. 2022-10-25T00:00:00Z");
  EXPECT_EQ(gaps(as_found), (std::pair{8, std::int64_t{16}}));
  EXPECT_EQ(zero_volumes(as_found), 1);
  // With the offset it is the corrected file, candle for candle.
  const auto corrected = import(data / "bars" / "binance_spot" / "BTCUSDT_4h_2017-08-17_2022-10-24.csv.gz", "BTCUSDT");
  const auto shifted = import(path, "BTCUSDT", {}, core::hours(8));
  EXPECT_EQ(shifted.candles, corrected.candles);
  EXPECT_EQ(shifted.scale, corrected.scale);
}

TEST(ImportOddities, SparseSeriesKeepsItsHoles) {
  TIDEMARK_NEED_SHARED(data);
  const auto path = data / "bars" / "import_oddities" / "bittrex_XRPBTC_sparse_2018-07.csv.gz";
  const auto minutes = import(path, "XRPBTC", Timeframe::k1m);
  EXPECT_EQ(minutes.rows_read, 21622U);
  EXPECT_EQ(minutes.candles.size(), 11248U);
  EXPECT_EQ(gaps(minutes), (std::pair{2168, std::int64_t{3150}}));
  EXPECT_EQ(volume(minutes, minutes.candles[0].volume), "4185.65975192");
  const auto five = import(path, "XRPBTC", Timeframe::k5m);
  EXPECT_EQ(five.candles.size(), 5701U);
  EXPECT_EQ(gaps(five), (std::pair{54, std::int64_t{59}}));
  EXPECT_EQ(import(path, "XRPBTC", Timeframe::k30m).candles.size(), 1920U);
  EXPECT_EQ(import(path, "XRPBTC", Timeframe::k1h).candles.size(), 1440U);
  const auto days = import(path, "XRPBTC", Timeframe::k1d);
  EXPECT_EQ(days.candles.size(), 1313U);
  EXPECT_EQ(volume(days, days.candles.back().volume), "2552890.72856257");
  EXPECT_EQ(refusal(path, "XRPBTC").code, "several_timeframes");
}

TEST(ImportOddities, PagingHolesAreAllThere) {
  TIDEMARK_NEED_SHARED(data);
  const auto folder = data / "bars" / "import_oddities";
  const auto link = import(folder / "bybit_LINKUSDT_1m_paging_holes_2024-09_10.csv.gz", "LINKUSDT");
  EXPECT_EQ(link.candles.size(), 15500U);
  EXPECT_EQ(span(link), "2024-09-08T09:43:00Z .. 2024-10-31T23:59:00Z");
  EXPECT_EQ(gaps(link), (std::pair{77, std::int64_t{61677}}));
  EXPECT_EQ(range(link), "10.164..12.94");
  const auto testnet = import(folder / "bybit_testnet_BTCUSDT_1m_2025-07_08.csv.gz", "BTCUSDT");
  EXPECT_EQ(testnet.candles.size(), 9000U);
  EXPECT_EQ(gaps(testnet), (std::pair{44, std::int64_t{35244}}));
  EXPECT_EQ(zero_volumes(testnet), 2310);
}

TEST(ImportOddities, TwoHourCandlesAreRefusedByTheirStep) {
  TIDEMARK_NEED_SHARED(data);
  const auto error =
      refusal(data / "bars" / "import_oddities" / "coinbase_BTCUSDT_2h_2017-05-03_2022-10-25.csv.gz", "BTCUSDT");
  EXPECT_EQ(error.kind, core::ErrorKind::kUnsupported);
  EXPECT_EQ(error.code, "timeframe_not_supported");
  EXPECT_NE(error.message.find("2h"), std::string::npos);
}

TEST(ImportOddities, NewestFirstTwelveHourClock) {
  TIDEMARK_NEED_SHARED(data);
  auto file = import(data / "bars" / "import_oddities" / "coinbase_BTCUSD_1h_2017-2019_newest_first.csv.gz", "BTCUSD");
  EXPECT_EQ(file.candles.size(), 20111U);
  EXPECT_EQ(file.order, RowOrder::kMixed);  // newest first, but one night is out of order
  venues::file::sort_oldest_first(file);
  EXPECT_EQ(span(file), "2017-07-01T11:00:00Z .. 2019-10-17T09:00:00Z");
  EXPECT_EQ(gaps(file), (std::pair{0, std::int64_t{0}}));
  EXPECT_EQ(zero_volumes(file), 28);
  EXPECT_EQ(range(file), "1758.2..19891.99");                    // the manifest gives six digits: 1758.2..19892
  EXPECT_EQ(volume(file, file.candles.back().volume), "61.25");  // bitcoin, not dollars
}

TEST(ImportMtf, FourteenTimeframesInOneFile) {
  TIDEMARK_NEED_SHARED(data);
  const auto path = data / "bars" / "mtf" / "binance_BTCUSDT_14tf_2018-04-28.csv.gz";
  const std::map<Timeframe, std::size_t> rows{{Timeframe::k1m, 502},  {Timeframe::k5m, 500}, {Timeframe::k15m, 500},
                                              {Timeframe::k30m, 500}, {Timeframe::k1h, 500}, {Timeframe::k4h, 500},
                                              {Timeframe::k1d, 255},  {Timeframe::k1w, 37}};
  for (const auto& [timeframe, count] : rows) {
    const auto file = import(path, "BTCUSDT", timeframe);
    EXPECT_EQ(file.candles.size(), count) << core::name_of(timeframe);
    EXPECT_EQ(file.rows_read, 5388U);
    for (const auto& candle : file.candles) ASSERT_TRUE(core::is_aligned(candle.open_time, timeframe));
  }
  EXPECT_EQ(gaps(import(path, "BTCUSDT", Timeframe::k1m)), (std::pair{1, std::int64_t{1}}));
  EXPECT_EQ(gaps(import(path, "BTCUSDT", Timeframe::k4h)), (std::pair{1, std::int64_t{7}}));
  EXPECT_EQ(refusal(path, "BTCUSDT").code, "several_timeframes");
}

TEST(ImportMtf, FourSymbolsInOneFile) {
  TIDEMARK_NEED_SHARED(data);
  const auto path = data / "bars" / "mtf" / "binance_4sym_4h_2024-03-22.csv.gz";
  for (const char* symbol : {"BNBUSDT", "BTCUSDT", "ETHUSDT", "SOLUSDT"}) {
    const auto file = import(path, symbol);
    EXPECT_EQ(file.candles.size(), 500U);
    EXPECT_EQ(span(file), "2023-12-30T08:00:00Z .. 2024-03-22T12:00:00Z");
  }
  EXPECT_EQ(refusal(path, "DOGEUSDT").code, "symbol_not_in_file");
}

TEST(ImportForex, MetaTraderAndUnnamedColumns) {
  TIDEMARK_NEED_SHARED(data);
  const auto forex = data / "forex";
  const auto quarter = import(forex / "EURUSD_15m_mt5_20221010_20231002.csv.gz", "EURUSD");
  EXPECT_EQ(quarter.candles.size(), 24424U);
  EXPECT_EQ(quarter.timeframe, Timeframe::k15m);
  EXPECT_EQ(span(quarter), "2022-10-10T00:00:00Z .. 2023-10-02T06:45:00Z");
  EXPECT_TRUE(core::has_flag(quarter.candles[0].flags, core::CandleFlag::kTickVolume));
  const auto hour = import(forex / "EURUSD_1h_2017_2018.csv.gz", "EURUSD");
  EXPECT_EQ(hour.candles.size(), 5000U);
  EXPECT_EQ(span(hour), "2017-04-19T09:00:00Z .. 2018-02-07T15:00:00Z");
  const auto goog = import(forex / "GOOG_1d_2004_2013.csv", "GOOG");
  EXPECT_EQ(goog.candles.size(), 2148U);
  EXPECT_EQ(span(goog), "2004-08-19T00:00:00Z .. 2013-03-01T00:00:00Z");
}

TEST(ImportForex, PointsBecomePrices) {
  TIDEMARK_NEED_SHARED(data);
  const auto forex = data / "forex";
  const auto days = import(forex / "EURUSD_d1_points.csv.gz", "EURUSD");
  EXPECT_EQ(days.candles.size(), 2400U);
  EXPECT_EQ(price(days, days.candles[0].open), "1.30584");  // written 130583.99999999999
  EXPECT_EQ(price(days, days.candles.back().close), "1.09305");
  const auto hours = import(forex / "EURUSD_h4_points.csv.gz", "EURUSD");
  EXPECT_EQ(hours.candles.size(), 14400U);
  EXPECT_EQ(span(hours), "2012-11-26T20:00:00Z .. 2022-03-04T20:00:00Z");
  const auto gold = import(forex / "XAUUSD_d1_points.csv", "XAUUSD");
  EXPECT_EQ(gold.candles.size(), 2400U);
  EXPECT_EQ(price(gold, gold.candles[0].open), "1724.97");
  const auto gold_hours = import(forex / "XAUUSD_h1_points_2012_2022.csv.gz", "XAUUSD");
  EXPECT_EQ(gold_hours.candles.size(), 57600U);
  EXPECT_EQ(span(gold_hours), "2012-05-17T08:00:00Z .. 2022-03-04T23:00:00Z");
  EXPECT_EQ(gold_hours.scale.price_decimals, 2);
}

TEST(ImportForex, PointFilesOfTwoTimeframesAgree) {
  TIDEMARK_NEED_SHARED(data);
  const auto days = import(data / "forex" / "EURUSD_d1_points.csv.gz", "EURUSD");
  const auto hours = import(data / "forex" / "EURUSD_h4_points.csv.gz", "EURUSD");
  ASSERT_EQ(days.scale.price_decimals, hours.scale.price_decimals);
  std::map<core::Timestamp, std::vector<core::Candle>> by_day;
  for (const auto& candle : hours.candles)
    by_day[core::open_time_of(candle.open_time, Timeframe::k1d)].push_back(candle);
  int compared = 0;
  int equal = 0;
  for (const auto& day : days.candles) {
    const auto found = by_day.find(day.open_time);
    if (found == by_day.end() || found->second.size() != 6) continue;
    ++compared;
    const auto& parts = found->second;
    const bool same = parts.front().open == day.open && parts.back().close == day.close &&
                      std::ranges::max(parts, {}, &core::Candle::high).high == day.high &&
                      std::ranges::min(parts, {}, &core::Candle::low).low == day.low;
    if (same) ++equal;
  }
  EXPECT_GT(compared, 2300);
  EXPECT_EQ(equal, compared);
}

TEST(ImportForex, BidAndAskFilesCrossInTheKnownMinutes) {
  TIDEMARK_NEED_SHARED(data);
  const auto bid = import(data / "forex" / "GBPUSD_m1_bid_fxcm_201202.csv.gz", "GBPUSD");
  const auto ask = import(data / "forex" / "GBPUSD_m1_ask_fxcm_201202.csv.gz", "GBPUSD");
  ASSERT_EQ(bid.candles.size(), 30117U);
  ASSERT_EQ(ask.candles.size(), 30117U);
  ASSERT_EQ(bid.scale, ask.scale);
  EXPECT_EQ(span(bid), "2012-02-01T00:00:00Z .. 2012-03-01T00:00:00Z");
  int crossed = 0;
  for (std::size_t i = 0; i < bid.candles.size(); ++i) {
    ASSERT_EQ(bid.candles[i].open_time, ask.candles[i].open_time);
    if (ask.candles[i].close < bid.candles[i].close) ++crossed;
  }
  EXPECT_EQ(crossed, 347);
}

TEST(ImportForex, TicksAreQuotes) {
  TIDEMARK_NEED_SHARED(data);
  const auto histdata = data / "forex" / "EURUSD_ticks_histdata_ascii_20200101.csv.gz";
  const auto ticks = venues::file::read_trade_file(
      {.path = histdata.string(), .symbol = "EURUSD", .instrument = {}, .utc_offset = {}});
  ASSERT_TRUE(ticks.has_value()) << ticks.error().text();
  ASSERT_EQ(ticks->quotes.size(), 9500U);
  // 17:00 to 23:00 Eastern Standard Time is 22:00 to 04:00 UTC.
  EXPECT_EQ(core::format_iso(ticks->quotes.front().times.exchange), "2020-01-01T22:00:00.065Z");
  EXPECT_EQ(core::format_iso(ticks->quotes.back().times.exchange), "2020-01-02T04:00:52.125Z");
  EXPECT_EQ(refusal(histdata, "EURUSD").code, "not_candles");
  const auto truefx = data / "forex" / "USDJPY_ticks_truefx_20130101.csv";
  const auto yen =
      venues::file::read_trade_file({.path = truefx.string(), .symbol = "USDJPY", .instrument = {}, .utc_offset = {}});
  ASSERT_TRUE(yen.has_value());
  EXPECT_EQ(yen->quotes.size(), 1000U);
  EXPECT_EQ(core::format_iso(yen->quotes.back().times.exchange), "2013-01-01T22:35:13.494Z");
}

TEST(ImportForex, ArchivesJsonAndResultTablesAreRefusedByReason) {
  TIDEMARK_NEED_SHARED(data);
  int zips = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data / "forex" / "lean_oanda")) {
    EXPECT_EQ(refusal(entry.path(), "EURUSD").code, "archive_not_supported") << entry.path();
    ++zips;
  }
  EXPECT_EQ(zips, 13);
  for (const auto& entry : std::filesystem::directory_iterator(data / "forex" / "dukascopy")) {
    EXPECT_EQ(refusal(entry.path(), "EURUSD").code, "json_not_supported") << entry.path();
  }
  for (const auto& entry : std::filesystem::directory_iterator(data / "forex" / "smc_expected")) {
    EXPECT_EQ(refusal(entry.path(), "EURUSD").code, "unknown_layout") << entry.path();
  }
}

TEST(ImportTrades, AllTradeFiles) {
  TIDEMARK_NEED_SHARED(data);
  const auto read = [&](const std::string& name, const std::string& symbol) {
    auto file = venues::file::read_trade_file(
        {.path = (data / "trades" / name).string(), .symbol = symbol, .instrument = {}, .utc_offset = {}});
    EXPECT_TRUE(file.has_value()) << (file ? "" : file.error().text());
    return file ? std::move(*file) : venues::file::TradeFile{};
  };
  const auto eth = read("binance_ETHUSDT_perp_trades_2023-02-02.csv.gz", "ETHUSDT");
  ASSERT_EQ(eth.trades.size(), 1000U);
  EXPECT_EQ(eth.trades.front().first_id, 1206419187U);
  EXPECT_EQ(eth.trades.back().first_id, 1206420186U);
  const auto xrp = read("binance_XRPETH_trades_2019-10.csv.gz", "XRPETH");
  ASSERT_EQ(xrp.trades.size(), 12477U);
  for (std::size_t i = 1; i < xrp.trades.size(); ++i) {
    ASSERT_EQ(xrp.trades[i].first_id, xrp.trades[i - 1].first_id + 1);
    ASSERT_LE(xrp.trades[i - 1].times.exchange, xrp.trades[i].times.exchange);
  }
  EXPECT_EQ(read("kraken_BCHEUR_2023q1.csv", "BCHEUR").trades.size(), 148U);
  EXPECT_EQ(read("mtgox_BTCUSD_2013-01-01.csv.gz", "BTCUSD").trades.size(), 2331U);
}

}  // namespace
}  // namespace tidemark::conformance
