// Every layout in small: what each program writes, as its documentation or a real export shows it.
#include "venues/file/candle_file.hpp"

#include <string>

#include <gtest/gtest.h>

#include "venues/file/byte_source.hpp"
#include "venues/testing.hpp"

namespace tidemark::venues::file {
namespace {

using core::Timeframe;

core::Result<CandleFile> read(std::string_view text, CandleFileRequest request = {.symbol = "BTCUSDT"}) {
  request.path = "case.csv";
  auto source = byte_source_of(text, request.path);
  if (!source) return core::forward_error(source);
  return read_candles(**source, request);
}

std::string code(std::string_view text, CandleFileRequest request = {.symbol = "BTCUSDT"}) {
  const auto file = read(text, std::move(request));
  return file ? "read" : file.error().code;
}

/// "2023-03-16T22:15:00Z o h l c v" of one candle.
std::string show(const CandleFile& file, std::size_t i) {
  const auto& c = file.candles.at(i);
  std::string text = core::format_iso(c.open_time);
  for (const auto price : {c.open, c.high, c.low, c.close}) {
    text += " " + core::format_decimal(price.ticks, file.scale.price_decimals);
  }
  return text + " " + core::format_decimal(c.volume.lots, file.scale.qty_decimals);
}

bool has_note(const CandleFile& file, std::string_view part) {
  for (const auto& note : file.notes) {
    if (note.find(part) != std::string::npos) return true;
  }
  return false;
}

TEST(CandleFile, FreqtradeMilliseconds) {
  const auto file = read(
      "open_time_ms,open,high,low,close,volume\n"
      "1679004900000,24899.18,24943.98,24896.29,24934.2,293.13711\n"
      "1679004960000,24935.6,24946.86,24910.48,24933.42,201.9253\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->layout, "ccxt/freqtrade");
  EXPECT_EQ(file->timeframe, Timeframe::k1m);
  EXPECT_EQ(file->scale, (core::Scale{2, 5}));
  EXPECT_EQ(file->rows_read, 2U);
  EXPECT_EQ(file->order, RowOrder::kOldestFirst);
  EXPECT_EQ(show(*file, 0), "2023-03-16T22:15:00Z 24899.18 24943.98 24896.29 24934.2 293.13711");
}

TEST(CandleFile, BinanceKlinesWithHeader) {
  const auto file = read(
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,"
      "ignore\n"
      "1706745600000,33.1730,33.2780,33.1480,33.2640,31584,1706745659999,1048736.6860,2093,15886,527484.6350,0\n"
      "1706745660000,33.2640,33.2990,33.2180,33.2620,11925,1706745719999,396679.2890,1081,5496,182822.4450,0\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->layout, "Binance klines");
  EXPECT_EQ(file->candles[0].trades, 2093U);
  EXPECT_EQ(file->candles[0].taker_buy, core::Qty{15'886});
  EXPECT_EQ(show(*file, 1), "2024-02-01T00:01:00Z 33.264 33.299 33.218 33.262 11925");
}

TEST(CandleFile, BinanceKlinesWithoutHeaderInMicroseconds) {
  const auto file = read(
      "1735689600000000,93576.00,93610.93,93537.50,93610.93,8.21827,1735689659999999,768978.32,2631,3.95157,369757.3,"
      "0\n"
      "1735689660000000,93610.93,93652.00,93606.20,93652.00,10.1,1735689719999999,946015.67,1500,6.3,590099.0,0\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->layout, "Binance klines, no header");
  EXPECT_EQ(show(*file, 0), "2025-01-01T00:00:00Z 93576 93610.93 93537.5 93610.93 8.21827");
  EXPECT_EQ(file->candles[0].trades, 2631U);
}

TEST(CandleFile, BinanceDailyWithIsoTimesAndRepeatedColumns) {
  const auto file = read(
      "open_time,open,high,low,close,volume,close_time,quote_asset_volume,trades,taker_buy_base,taker_buy_quote,ignore,"
      "open_time.1,open_time\n"
      "2018-04-17 "
      "00:00:00+00:00,0.25551,0.288,0.23983,0.2426,67462293.24,1524009599999,17411823.5715796,42568,28228665.39,"
      "7281513.06,0,,\n"
      "2018-04-18 "
      "00:00:00+00:00,0.2426,0.2646,0.24201,0.262,31328095.79,1524095999999,7922134.28,21684,15082512.84,3818068.82,0,,"
      "\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->timeframe, Timeframe::k1d);
  EXPECT_EQ(show(*file, 0), "2018-04-17T00:00:00Z 0.25551 0.288 0.23983 0.2426 67462293.24");
}

TEST(CandleFile, BybitWithTurnoverInTheSeventhColumn) {
  const auto file = read(
      "open_time_ms,open,high,low,close,volume,turnover\n"
      "1725788580000,10.301,10.302,10.3,10.301,180.5,1859.4161\n1725788640000,10.301,10.303,10.3,10.301,404.1,4162."
      "5443\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(show(*file, 0), "2024-09-08T09:43:00Z 10.301 10.302 10.3 10.301 180.5");
}

TEST(CandleFile, MetaTraderExportCountsTicksAndNotesItsClock) {
  const auto file = read(
      "Date,Open,High,Low,Close,Tickvol,Volume,Spread\n"
      "2022.10.10 00:00:00,0.97312,0.97369,0.97312,0.97357,60,0,20\n2022.10.10 "
      "00:15:00,0.9735,0.97362,0.97328,0.97362,57,0,20\n",
      {.symbol = "EURUSD"});
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->layout, "MetaTrader export");
  EXPECT_EQ(file->timeframe, Timeframe::k15m);
  EXPECT_EQ(show(*file, 0), "2022-10-10T00:00:00Z 0.97312 0.97369 0.97312 0.97357 60");
  EXPECT_TRUE(core::has_flag(file->candles[0].flags, core::CandleFlag::kTickVolume));
  EXPECT_TRUE(has_note(*file, "broker"));
}

TEST(CandleFile, MetaTraderTabsWithDateAndTimeColumns) {
  const auto file = read(
      "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n"
      "2023.01.02\t00:05:00\t1.06994\t1.07000\t1.06990\t1.06995\t12\t0\t10\r\n"
      "2023.01.02\t00:06:00\t1.06995\t1.07001\t1.06991\t1.06996\t15\t0\t10\r\n",
      {.symbol = "EURUSD"});
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(show(*file, 1), "2023-01-02T00:06:00Z 1.06995 1.07001 1.06991 1.06996 15");
  EXPECT_EQ(file->timeframe, Timeframe::k1m);
}

TEST(CandleFile, MetaTraderWithRealVolumeUsesIt) {
  const auto file = read(
      "Date,Open,High,Low,Close,Tickvol,Volume,Spread\n2022.10.10 00:00:00,10,11,9,10,60,500,20\n2022.10.10 "
      "00:15:00,10,11,9,10,60,0,20\n",
      {.symbol = "SBER"});
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->candles[0].volume, core::Qty{500});
  EXPECT_EQ(file->candles[0].flags, 0);
}

TEST(CandleFile, PointsOfEurusdAreDividedExactlyAndFloatNoiseRounded) {
  const auto file = read(
      "Date,open,high,low,close,tick_volume\n"
      "2012-12-04,130583.99999999999,131073.0,130453.0,130935.0,55870\n2012-12-05,130934.0,131253.0,130596.0,130701.0,"
      "54075\n",
      {.symbol = "EURUSD"});
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(show(*file, 0), "2012-12-04T00:00:00Z 1.30584 1.31073 1.30453 1.30935 55870");
  EXPECT_TRUE(has_note(*file, "points"));
}

TEST(CandleFile, PointsOfGoldHaveTwoDecimals) {
  const auto file = read(
      "Date,open,high,low,close,tick_volume\n2012-11-14,172497.0,173400.0,172068.0,172672.0,157114\n2012-11-15,172665."
      "0,172786.0,170468.0,171605.0,1\n",
      {.symbol = "XAUUSD"});
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(show(*file, 0), "2012-11-14T00:00:00Z 1724.97 1734 1720.68 1726.72 157114");
}

TEST(CandleFile, LargeWholePricesOfOtherSymbolsAreNotPoints) {
  const auto file = read(
      "time,open,high,low,close,volume\n2021-01-01,30000,31000,29000,30500,1\n2021-01-02,30500,31000,29000,30500,1\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(show(*file, 0), "2021-01-01T00:00:00Z 30000 31000 29000 30500 1");
  const auto gold =
      read("time,open,high,low,close,volume\n2021-01-01,1900,1910,1890,1905,1\n2021-01-02,1900,1910,1890,1905,1\n",
           {.symbol = "XAUUSD"});
  EXPECT_EQ(show(*gold, 0), "2021-01-01T00:00:00Z 1900 1910 1890 1905 1");
}

TEST(CandleFile, HistDataIsFiveHoursBehindUtc) {
  const auto file = read(
      "20120201 000000;1.306600;1.306600;1.306560;1.306560;0\n20120201 000100;1.306570;1.306570;1.306470;1.306560;0\n",
      {.symbol = "EURUSD"});
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->layout, "HistData candles");
  EXPECT_EQ(show(*file, 0), "2012-02-01T05:00:00Z 1.3066 1.3066 1.30656 1.30656 0");
  EXPECT_TRUE(has_note(*file, "Eastern"));
}

TEST(CandleFile, UnnamedFirstColumnIsTheTime) {
  const auto file = read(
      ",Open,High,Low,Close,Volume\n2017-04-19 09:00:00,1.0716,1.0722,1.07083,1.07219,1413\n2017-04-19 "
      "10:00:00,1.07214,1.07296,1.07214,1.0726,1241\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->timeframe, Timeframe::k1h);
  EXPECT_EQ(show(*file, 0), "2017-04-19T09:00:00Z 1.0716 1.0722 1.07083 1.07219 1413");
}

constexpr std::string_view kCryptoDataDownload =
    "Timestamps are UTC timezone,https://www.CryptoDataDownload.com\n"
    "date,symbol,open,high,low,close,volume_btc,volume\n"
    "2019-10-17 01-PM,BTCUSD,8051,8056.83,8021.23,8035.88,61.25,492394.56\n"
    "2019-10-17 12-PM,BTCUSD,7975.89,8070,7975.89,8051,370.45,2971610.86\n"
    "2019-10-17 11-AM,BTCUSD,7975.89,8070,7975.89,8051,1,2\n";

TEST(CandleFile, TwelveHourClockCommentLineAndNewestFirst) {
  auto file = read(kCryptoDataDownload, {.symbol = "BTCUSD"});
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->layout, "CryptoDataDownload");
  EXPECT_EQ(file->order, RowOrder::kNewestFirst);
  EXPECT_EQ(file->timeframe, Timeframe::k1h);
  EXPECT_EQ(show(*file, 0), "2019-10-17T13:00:00Z 8051 8056.83 8021.23 8035.88 61.25");
  EXPECT_TRUE(has_note(*file, "Timestamps are UTC"));
  sort_oldest_first(*file);
  EXPECT_EQ(core::format_iso(file->candles[0].open_time), "2019-10-17T11:00:00Z");
}

TEST(CandleFile, RowsOutOfOrderKeepFileOrderAndAreCounted) {
  const auto file = read(
      "time,open,high,low,close,volume\n2021-01-01 00:00,1,1,1,1,1\n2021-01-01 00:02,1,1,1,1,1\n2021-01-01 "
      "00:01,1,1,1,1,1\n2021-01-01 00:03,1,1,1,1,1\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->order, RowOrder::kMixed);
  EXPECT_EQ(core::format_iso(file->candles[2].open_time), "2021-01-01T00:01:00Z");
  EXPECT_TRUE(has_note(*file, "1 rows stand out of order"));
}

constexpr std::string_view kSeveral =
    "symbol,time_frame,open_time_s,open,high,low,close,volume\n"
    "XRP/BTC,1m,1531768140,7.092e-05,7.094e-05,7.09e-05,7.09e-05,4185.65975192\n"
    "XRP/BTC,1m,1531768200,7.092e-05,7.092e-05,7.092e-05,7.092e-05,2538.4737\n"
    "XRP/BTC,1M,1530403200,7e-05,7e-05,7e-05,7e-05,1\n"
    "ETH/BTC,1m,1531768200,1,1,1,1,1\n";

TEST(CandleFile, SeveralSymbolsAndTimeframesAreFiltered) {
  const auto file = read(kSeveral, {.symbol = "XRPBTC", .timeframe = Timeframe::k1m});
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->candles.size(), 2U);
  EXPECT_EQ(file->rows_skipped, 2U);
  EXPECT_EQ(show(*file, 0), "2018-07-16T19:09:00Z 0.00007092 0.00007094 0.0000709 0.0000709 4185.65975192");
}

TEST(CandleFile, SeveralSymbolsOrTimeframesWithoutAChoiceAreRefused) {
  EXPECT_EQ(code(kSeveral, {.symbol = "XRPBTC"}), "several_timeframes");
  EXPECT_EQ(code(kSeveral, {.timeframe = Timeframe::k1m}), "several_symbols");
  EXPECT_EQ(code(kSeveral, {.symbol = "DOGEUSDT"}), "symbol_not_in_file");
  EXPECT_EQ(code(kSeveral, {.symbol = "XRPBTC", .timeframe = Timeframe::k1h}), "timeframe_not_in_file");
  EXPECT_EQ(read(kSeveral, {.symbol = "XRPBTC"}).error().place, "case.csv:4");
}

TEST(CandleFile, QuoteCandlesImportTheBidSide) {
  const auto file = read(
      "time_ms,bid_open,bid_high,bid_low,bid_close,bid_size,ask_open,ask_high,ask_low,ask_close,ask_size\n"
      "1670889600000,17207.18,17211.24,17205,17205.01,0.00531,17208.86,17213,17206.29,17206.77,0.00416\n"
      "1670889660000,17205.01,17223.46,17205,17221.63,0.003284,17206.77,17223.47,17206,17223.47,0.458998\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(show(*file, 0), "2022-12-13T00:00:00Z 17207.18 17211.24 17205 17205.01 0");
  EXPECT_TRUE(has_note(*file, "bid side"));
}

TEST(CandleFile, WithoutVolumeItIsZeroAndSaid) {
  const auto file = read(
      "timestamp,open,high,low,close\n2012-02-01 00:00:00+00:00,1.57608,1.57610,1.57585,1.57585\n2012-02-01 "
      "00:01:00+00:00,1,1,1,1\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->candles[0].volume, core::Qty{0});
  EXPECT_TRUE(has_note(*file, "no volume"));
}

TEST(CandleFile, OffsetShiftsTheFilesClock) {
  const auto file = read("time,open,high,low,close,volume\n1502971200000,1,1,1,1,1\n1502985600000,1,1,1,1,1\n",
                         {.symbol = "BTCUSDT", .utc_offset = core::hours(8)});
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(core::format_iso(file->candles[0].open_time), "2017-08-17T04:00:00Z");
  EXPECT_TRUE(has_note(*file, "UTC+8h"));
}

TEST(CandleFile, ByteOrderMarkQuotesBlankLinesAndSemicolons) {
  const auto file = read(
      "\xEF\xBB\xBF"
      "\"time\";\"open\";\"high\";\"low\";\"close\";\"volume\"\r\n\r\n"
      "\"2021-01-01 00:00\";\"1.5\";\"2\";\"1\";\"1.5\";\"10\"\r\n;;;;;\r\n\"2021-01-01 00:05\";1.5;2;1;1.5;10\r\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->candles.size(), 2U);
  EXPECT_EQ(file->timeframe, Timeframe::k5m);
  EXPECT_EQ(file->problem_count, 0U);
}

TEST(CandleFile, BadRowsAreProblemsWithTheirLine) {
  const auto file = read(
      "time,open,high,low,close,volume\n"
      "never,1,1,1,1,1\n"
      "2021-01-01 00:00,1,1,1,1,1\n"
      "2021-01-01 00:01,nan,1,1,1,1\n"
      "2021-01-01 00:02,1,1,1\n"
      "2021-01-01 00:03,1,1,1,1,x\n"
      "2021-01-01 00:04,1,\"1,1,1,1\n"
      "2021-01-01 00:01,1,1,1,1,1\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(file->rows_read, 7U);
  EXPECT_EQ(file->candles.size(), 2U);
  ASSERT_EQ(file->problem_count, 5U);
  EXPECT_EQ(file->problems[0].line, 2U);
  EXPECT_EQ(file->problems[1].line, 4U);
  EXPECT_EQ(file->problems[1].code, core::FindingCode::kNotFinite);
  EXPECT_EQ(file->problems[4].line, 7U);
}

TEST(CandleFile, FloatNoiseInVolumeIsRoundedWhereAWeekWouldNotFit) {
  const auto file = read(
      "time,open,high,low,close,volume\n2021-11-17 "
      "01:00,1.0801,1.09758,1.07654,1.07925,31536946.607359000003\n2021-11-17 01:01,1,1,1,1,1.0709080002\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->scale.qty_decimals, 7);  // 31,536,947 * 10,080 * 10^7 < 9.22e18 < the same * 10^8
  EXPECT_TRUE(has_note(*file, "rounded"));
}

TEST(CandleFile, TimeframesThatDoNotFitAreRefused) {
  const auto two_hours = read("time,open,high,low,close,volume\n1493798400000,1,1,1,1,1\n1493805600000,1,1,1,1,1\n");
  ASSERT_FALSE(two_hours.has_value());
  EXPECT_EQ(two_hours.error().code, "timeframe_not_supported");
  EXPECT_NE(two_hours.error().message.find("2h"), std::string::npos);
  constexpr std::string_view kMinutes =
      "time,open,high,low,close,volume\n2021-01-01 00:00,1,1,1,1,1\n2021-01-01 00:01,1,1,1,1,1\n";
  EXPECT_EQ(code(kMinutes, {.symbol = "A", .timeframe = Timeframe::k5m}), "timeframe_mismatch");
  EXPECT_EQ(code("time,open,high,low,close,volume\n2021-01-01 00:00,1,1,1,1,1\n"), "timeframe_unknown");
  EXPECT_EQ(code("time,open,high,low,close,volume\n2021-01-01 00:00,1,1,1,1,1\n",
                 {.symbol = "A", .timeframe = Timeframe::k5m}),
            "read");
}

TEST(CandleFile, AThinMarketMayHaveMoreHolesThanCandles) {
  EXPECT_EQ(code("time,open,high,low,close,volume\n2021-01-01 00:00,1,1,1,1,1\n2021-01-01 00:03,1,1,1,1,1\n2021-01-01 "
                 "00:05,1,1,1,1,1\n2021-01-01 00:10,1,1,1,1,1\n",
                 {.symbol = "A", .timeframe = Timeframe::k1m}),
            "read");
}

TEST(CandleFile, WhatIsNoCandleFileIsRefusedByReason) {
  EXPECT_EQ(code(""), "empty_file");
  EXPECT_EQ(code("\n\n\n"), "empty_file");
  EXPECT_EQ(code("hello\nworld\n"), "unknown_layout");
  EXPECT_EQ(code("FVG,Top,Bottom,MitigatedIndex\n1,2,3,4\n"), "unknown_layout");
  EXPECT_EQ(code("{\"candles\":[]}"), "json_not_supported");
  EXPECT_EQ(code("[[1679004900000,1,1,1,1,1]]"), "json_not_supported");
  EXPECT_EQ(code("PK\x03\x04zip"), "archive_not_supported");
  EXPECT_EQ(code("time,open,high,low,close,volume\n"), "unknown_layout");
  EXPECT_EQ(code("time,open,high,low,close,volume\nx,1,1,1,1,1\ny,1,1,1,1,1\n"), "unknown_layout");
  EXPECT_EQ(code("timestamp,bid,ask\n2013-01-01 22:00:00.295000+00:00,86.655,86.728\n"), "not_candles");
  EXPECT_EQ(code("1672531436,90.540000,1.10448420\n"), "not_candles");
  EXPECT_EQ(code("0,1.1,1.2,1.0,1.1,0,1.1,1.2,1.0,1.1,0\n60000,1.1,1.2,1.0,1.1,0,1.1,1.2,1.0,1.1,0\n"),
            "time_without_date");
  EXPECT_EQ(code("time,open,high,low,close,volume\n17.10.2019,1,1,1,1,1\n"), "unknown_layout");
}

TEST(CandleFile, HostileInputIsRefusedNotCrashedOn) {
  EXPECT_EQ(code(std::string(3'000'000, 'x')), "line_too_long");
  EXPECT_EQ(code(std::string(500'000, ',')), "unknown_layout");
  EXPECT_EQ(code(std::string(900'000, '"')), "unknown_layout");
  EXPECT_EQ(code(std::string(1'000, '\0')), "unknown_layout");
  std::string many = "time,open,high,low,close,volume\n2021-01-01 00:00,1,1,1,1,1\n2021-01-01 00:01,1,1,1,1,1\n";
  for (int i = 0; i < 30'000; ++i) many += "bad\n";
  const auto file = read(many);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->problem_count, 30'000U);
  EXPECT_EQ(file->problems.size(), kRowProblemsMax);
}

TEST(CandleFile, CutOffGzipSaysSo) {
  const testing::TempFolder folder;
  std::string text = "time,open,high,low,close,volume\n";
  for (int i = 10; i < 60; ++i) text += "2021-01-01 00:" + std::to_string(i) + ",1,1,1,1,1\n";
  const std::string packed = testing::gzip(text);
  EXPECT_EQ(read_candle_file({folder.put("ok.csv.gz", packed), "A"})->candles.size(), 50U);
  const auto cut = read_candle_file({folder.put("cut.csv.gz", packed.substr(0, packed.size() / 2)), "A"});
  ASSERT_FALSE(cut.has_value());
  EXPECT_EQ(cut.error().code, "gzip_truncated");
  EXPECT_EQ(cut.error().kind, core::ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace tidemark::venues::file
