#include "venues/binance/history.hpp"

#include <gtest/gtest.h>

namespace tidemark::venues::binance {
namespace {

core::Timestamp at(std::string_view text) {
  return core::parse_time(text).value();
}

// Forms of source-apis.md section 1: exchangeInfo, klines, and the error body.
constexpr const char* kFacts = R"({"timezone":"UTC","serverTime":1,"rateLimits":[],"symbols":[{"symbol":"BTCUSDT",
"status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[
{"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000.00","tickSize":"0.01000000"},
{"filterType":"LOT_SIZE","minQty":"0.00001","maxQty":"9000.0","stepSize":"0.00001000"}]}]})";
constexpr const char* kKlines = R"([[1700000040000,"100.10","101.00","99.50","100.50","12.5",1700000099999,"1250.0",7,
"6.0","600.0","0"],[1700000100000,"100.50","100.60","100.40","100.55","1.5",1700000159999,"150.0",2,"1.0","100.0","0"]])";

TEST(History, asks_for_pages_as_documented) {
  const History spot{Market::kSpot};
  EXPECT_EQ(spot.facts("BTCUSDT").path, "/api/v3/exchangeInfo?symbol=BTCUSDT");
  const auto page =
      spot.candles("BTCUSDT", core::Timeframe::k1h, {at("2023-11-14T00:00:00Z"), at("2023-11-15T00:00:00Z")});
  EXPECT_EQ(page.path,
            "/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=1699920000000&endTime=1700006399999&limit=1000");
  EXPECT_EQ(page.weight, 2U);
  const History usdm{Market::kUsdm};
  EXPECT_EQ(usdm.facts("BTCUSDT").path, "/fapi/v1/exchangeInfo");
  EXPECT_EQ(usdm.candles("BTCUSDT", core::Timeframe::k1m, {{}, at("2023-11-15T00:00:00Z")}).weight, 5U);
}

TEST(History, reads_facts_and_closed_candles_but_not_the_forming_one) {
  History history{Market::kSpot};
  const auto facts = history.take_facts("BTCUSDT", kFacts);
  ASSERT_TRUE(facts) << facts.error().text();
  EXPECT_EQ(facts->venue, "binance");
  const auto page = history.candles("BTCUSDT", core::Timeframe::k1m, {});
  const auto candles = history.take_candles(page, kKlines, at("2023-11-14T22:15:30Z"));
  ASSERT_TRUE(candles) << candles.error().text();
  ASSERT_EQ(candles->size(), 1U);
  EXPECT_EQ(core::to_double(candles->front().close, facts->scale), 100.5);
  EXPECT_EQ(candles->front().trades, 7U);
  EXPECT_TRUE(history.take_candles(page, "[]", {})->empty());
}

TEST(History, tells_an_unknown_symbol_from_an_answer_that_is_none) {
  History history{Market::kSpot};
  EXPECT_EQ(history.take_facts("NOPE", R"({"code":-1121,"msg":"Invalid symbol."})").error().kind,
            core::ErrorKind::kNotFound);
  EXPECT_EQ(history.take_facts("ETHUSDT", kFacts).error().kind, core::ErrorKind::kNotFound);
  EXPECT_EQ(history.take_facts("BTCUSDT", "<html>").error().kind, core::ErrorKind::kParse);
  EXPECT_EQ(history.take_facts("BTCUSDT", R"({"code":-1003,"msg":"Too many requests."})").error().kind,
            core::ErrorKind::kRefused);
}

}  // namespace
}  // namespace tidemark::venues::binance
