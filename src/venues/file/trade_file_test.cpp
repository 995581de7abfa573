#include "venues/file/trade_file.hpp"

#include <string>

#include <gtest/gtest.h>

#include "venues/file/byte_source.hpp"

namespace tidemark::venues::file {
namespace {

core::Result<TradeFile> read(std::string_view text, const std::string& symbol = "BTCUSDT") {
  auto source = byte_source_of(text, "case.csv");
  if (!source) return core::forward_error(source);
  return read_trades(**source, {.path = "case.csv", .symbol = symbol, .instrument = {7}, .utc_offset = {}});
}

std::string show(const TradeFile& file, std::size_t i) {
  const auto& t = file.trades.at(i);
  return core::format_iso(t.times.exchange) + (t.taker == core::Side::kBuy ? " buy " : " sell ") +
         core::format_decimal(t.qty.lots, file.scale.qty_decimals) + " at " +
         core::format_decimal(t.price.ticks, file.scale.price_decimals) + " #" + std::to_string(t.first_id);
}

TEST(TradeFile, FreqtradeWithIndexColumnAndSide) {
  const auto file = read(
      ",timestamp,id,type,side,price,amount,cost,date\n"
      "0,1675329600138,1206419187,,buy,1666.8,26.062,43440.1416,2023-02-02 09:20:00.138000+00:00\n"
      "1,1675329600214,1206419188,,sell,1666.79,0.152,253.35208,2023-02-02 09:20:00.214000+00:00\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(show(*file, 0), "2023-02-02T09:20:00.138Z buy 26.062 at 1666.8 #1206419187");
  EXPECT_EQ(show(*file, 1), "2023-02-02T09:20:00.214Z sell 0.152 at 1666.79 #1206419188");
  EXPECT_EQ(file->trades[0].instrument, core::InstrumentId{7});
  EXPECT_TRUE(file->quotes.empty());
}

TEST(TradeFile, BinanceTradesWithAndWithoutHeader) {
  const auto with = read("id,price,qty,quote_qty,time,is_buyer_maker\n5,100.5,2,201,1675329600138,true\n");
  ASSERT_TRUE(with.has_value()) << with.error().text();
  EXPECT_EQ(show(*with, 0), "2023-02-02T09:20:00.138Z sell 2 at 100.5 #5");
  const auto without = read("5,100.5,2,201,1675329600138,False,True\n");
  ASSERT_TRUE(without.has_value()) << without.error().text();
  EXPECT_EQ(show(*without, 0), "2023-02-02T09:20:00.138Z buy 2 at 100.5 #5");
  const auto aggregate = read("9,100.5,2,11,14,1675329600138,True,True\n");
  ASSERT_TRUE(aggregate.has_value()) << aggregate.error().text();
  EXPECT_EQ(show(*aggregate, 0), "2023-02-02T09:20:00.138Z sell 2 at 100.5 #11");
  EXPECT_EQ(aggregate->trades[0].last_id, 14U);
}

TEST(TradeFile, KrakenHasNoSidesTickRuleFillsThem) {
  const auto file = read(
      "1672531436,90.540000,1.10448420\n1672531471,90.450000,1.00000000\n1672531647,90.450000,0.286\n1672531650,90.5,"
      "1\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(show(*file, 0), "2023-01-01T00:03:56Z buy 1.1044842 at 90.54 #0");
  EXPECT_EQ(file->trades[1].taker, core::Side::kSell);
  EXPECT_EQ(file->trades[2].taker, core::Side::kSell);
  EXPECT_EQ(file->trades[3].taker, core::Side::kBuy);
  EXPECT_NE(file->notes.back().find("tick rule"), std::string::npos);
}

TEST(TradeFile, MtGoxIdsAreMicroseconds) {
  const auto file =
      read("id,price,amount,type\n1356998659486096,13.51001,36.87430786,ask\n1356998739290677,13.6,0.01,bid\n");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  EXPECT_EQ(show(*file, 0), "2013-01-01T00:04:19.486096Z sell 36.87430786 at 13.51001 #1356998659486096");
  EXPECT_EQ(file->trades[1].taker, core::Side::kBuy);
}

TEST(TradeFile, HistDataTicksAreFiveHoursBehindUtc) {
  const auto file = read("20200101 170000065,1.121200,1.121720,0\n20200101 170010447,1.121200,1.121920,0\n", "EURUSD");
  ASSERT_TRUE(file.has_value()) << file.error().text();
  ASSERT_EQ(file->quotes.size(), 2U);
  EXPECT_EQ(core::format_iso(file->quotes[0].times.received), "2020-01-01T22:00:00.065Z");
  EXPECT_EQ(file->scale.price_decimals, 5);
  EXPECT_EQ(file->quotes[0].bid, core::Price{112'120});
  EXPECT_EQ(file->quotes[1].ask, core::Price{112'192});
}

TEST(TradeFile, TrueFxWithHeaderAndAsDownloaded) {
  const auto with = read("timestamp,bid,ask\n2013-01-01 22:00:00.295000+00:00,86.655,86.728\n", "USDJPY");
  ASSERT_TRUE(with.has_value()) << with.error().text();
  EXPECT_EQ(core::format_iso(with->quotes.at(0).times.exchange), "2013-01-01T22:00:00.295Z");
  constexpr std::string_view kRaw =
      "EUR/USD,20090501 00:00:00.296,1.32377,1.32391\nEUR/USD,20090501 00:00:00.299,1.32377,1.32392\n";
  EXPECT_EQ(read(kRaw, "EURUSD")->quotes.size(), 2U);
  EXPECT_EQ(read(kRaw, "USDJPY").error().code, "symbol_not_in_file");
}

TEST(TradeFile, BadRowsAreProblemsAndCandlesAreRefused) {
  const auto file = read(
      "timestamp,id,side,price,amount\n1675329600138,1,buy,10,1\n1675329600139,2,hold,10,1\n1675329600140,3,buy,x,1\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->trades.size(), 1U);
  ASSERT_EQ(file->problems.size(), 2U);
  EXPECT_EQ(file->problems[0].line, 3U);
  EXPECT_EQ(read("time,open,high,low,close,volume\n2021-01-01,1,1,1,1,1\n").error().code, "not_trades");
  EXPECT_EQ(read("timestamp,side,price,amount\n1675329600138,x,1,1\n").error().code, "no_rows");
}

}  // namespace
}  // namespace tidemark::venues::file
