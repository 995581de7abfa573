// What is refused, and by which rule; hostile bytes. A refused message leaves nothing behind.
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "venues/binance/parser.hpp"

namespace tidemark::venues::binance {
namespace {

class RefusalTest : public ::testing::Test {
 protected:
  RefusalTest() {
    core::Instrument instrument;
    instrument.venue = venue_of(Market::kSpot);
    instrument.symbol = "BTCUSDT";
    instrument.scale = {2, 5};
    instruments.add(instrument);
  }
  ParseRule rule(std::string_view text) {
    const std::size_t before = batch.size();
    const auto outcome = parser.parse(text, core::Timestamp{1}, batch);
    EXPECT_TRUE(outcome.rule == ParseRule::kParsed || batch.size() == before) << text.substr(0, 200);
    EXPECT_EQ(batch.size() - before, outcome.events);
    return outcome.rule;
  }
  static std::string trade(std::string_view price, std::string_view qty = "\"1\"", std::string_view maker = "true") {
    return std::string{R"({"e":"aggTrade","E":1,"s":"BTCUSDT","p":)"} + std::string{price} + R"(,"q":)" +
           std::string{qty} + R"(,"f":1,"l":1,"T":1616202009188,"m":)" + std::string{maker} + "}";
  }
  static std::string depth(std::string_view bids) {
    return std::string{R"({"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"a":[],"b":)"} + std::string{bids} + "}";
  }

  core::InstrumentTable instruments;
  Parser parser{{.market = Market::kSpot}, instruments};
  EventBatch batch;
};

TEST_F(RefusalTest, NumbersThatAreNot) {
  EXPECT_EQ(rule(trade("\"58665.00\"")), ParseRule::kParsed);
  EXPECT_EQ(rule(trade("58665.5")), ParseRule::kParsed);  // bare numbers are exact text too
  EXPECT_EQ(rule(trade("\"58,665\"")), ParseRule::kBadDecimal);
  EXPECT_EQ(rule(trade("\"\"")), ParseRule::kBadDecimal);
  EXPECT_EQ(rule(trade("\"NaN\"")), ParseRule::kBadDecimal);
  EXPECT_EQ(rule(trade("null")), ParseRule::kBadDecimal);
  EXPECT_EQ(rule(trade("[1]")), ParseRule::kBadDecimal);
  EXPECT_EQ(rule(trade("\"58665.001\"")), ParseRule::kTooPrecise);
  EXPECT_EQ(rule(trade("\"1\"", "\"0.000001\"")), ParseRule::kTooPrecise);
  EXPECT_EQ(rule(trade("\"92233720368547758.08\"")), ParseRule::kOverflow);
  EXPECT_EQ(rule(trade("\"1e400\"")), ParseRule::kOverflow);
  EXPECT_EQ(rule(trade("\"1\"", "\"1\"", "1")), ParseRule::kWrongType);
}

TEST_F(RefusalTest, MissingFields) {
  EXPECT_EQ(rule(R"({"e":"aggTrade","E":1,"s":"BTCUSDT","q":"1","f":1,"l":1,"T":1,"m":true})"),
            ParseRule::kMissingField);
  EXPECT_EQ(rule(R"({"e":"aggTrade","E":1,"p":"1","q":"1","f":1,"l":1,"T":1,"m":true})"), ParseRule::kMissingSymbol);
  EXPECT_EQ(rule(R"({"e":"kline","E":1,"s":"BTCUSDT"})"), ParseRule::kMissingField);
  EXPECT_EQ(rule(R"({"e":"forceOrder","E":1})"), ParseRule::kMissingField);
  EXPECT_EQ(rule(R"({"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[]})"), ParseRule::kMissingField);
}

TEST_F(RefusalTest, Times) {
  EXPECT_EQ(rule(R"({"e":"aggTrade","s":"BTCUSDT","p":"1","q":"1","f":1,"l":1,"T":99999999999999,"m":true})"),
            ParseRule::kBadTime);
  EXPECT_EQ(rule(R"({"e":"aggTrade","s":"BTCUSDT","p":"1","q":"1","f":1,"l":1,"T":99999999999999999999999,"m":true})"),
            ParseRule::kBadTime);
  EXPECT_EQ(rule(R"({"e":"aggTrade","s":"BTCUSDT","p":"1","q":"1","f":1,"l":1,"T":-5,"m":true})"),
            ParseRule::kWrongType);
  EXPECT_EQ(rule(R"({"e":"aggTrade","s":"BTCUSDT","p":"1","q":"1","f":1,"l":1,"T":"x","m":true})"),
            ParseRule::kWrongType);
}

TEST_F(RefusalTest, Levels) {
  EXPECT_EQ(rule(depth(R"([["1.5","2",[]],["1.4","1","x]",{"y":[1]}]])")),
            ParseRule::kParsed);  // more entries than two
  EXPECT_EQ(rule(depth(R"([["1.5"]])")), ParseRule::kWrongType);
  EXPECT_EQ(rule(depth(R"([[]])")), ParseRule::kWrongType);
  EXPECT_EQ(rule(depth(R"([["1.5","2"] ["1.4","1"]])")), ParseRule::kWrongType);
  EXPECT_EQ(rule(depth(R"([["1.5","2"],])")), ParseRule::kWrongType);
  EXPECT_EQ(rule(depth(R"([["x","2"]])")), ParseRule::kBadDecimal);
  EXPECT_EQ(rule(depth(R"("no")")), ParseRule::kWrongType);
  std::string huge = "[";
  for (int i = 0; i < 100'001; ++i) huge += i == 0 ? "[\"1\",\"1\"]" : ",[\"1\",\"1\"]";
  EXPECT_EQ(rule(depth(huge + "]")), ParseRule::kTooManyLevels);
}

TEST_F(RefusalTest, Symbols) {
  EXPECT_EQ(rule(R"({"e":"aggTrade","s":"btcusdt","p":"1","q":"1","f":1,"l":1,"T":1,"m":true})"),
            ParseRule::kBadSymbol);
  EXPECT_EQ(rule(R"({"e":"aggTrade","s":"BTC\u0055SDT","p":"1","q":"1","f":1,"l":1,"T":1,"m":true})"),
            ParseRule::kBadSymbol);
  EXPECT_EQ(rule(R"({"e":"aggTrade","s":"","p":"1","q":"1","f":1,"l":1,"T":1,"m":true})"), ParseRule::kMissingSymbol);
  EXPECT_EQ(
      rule(R"({"e":"aggTrade","s":")" + std::string(5000, 'A') + R"(","p":"1","q":"1","f":1,"l":1,"T":1,"m":true})"),
      ParseRule::kBadSymbol);
}

TEST_F(RefusalTest, Shapes) {
  EXPECT_EQ(rule(""), ParseRule::kBadJson);
  EXPECT_EQ(rule("   "), ParseRule::kBadJson);
  EXPECT_EQ(rule("null"), ParseRule::kUnknownShape);
  EXPECT_EQ(rule("42"), ParseRule::kUnknownShape);
  EXPECT_EQ(rule("{}"), ParseRule::kUnknownShape);
  EXPECT_EQ(rule(R"({"stream":"btcusdt@trade"})"), ParseRule::kUnknownShape);
  EXPECT_EQ(rule(R"({"e":"somethingNew","E":1,"s":"BTCUSDT"})"), ParseRule::kUnknownEvent);
  EXPECT_EQ(rule(R"({"e":7})"), ParseRule::kUnknownShape);
  EXPECT_EQ(rule("[1,2]"), ParseRule::kWrongType);
  EXPECT_EQ(rule("{\"e\":\"\xFF\xFE\"}"), ParseRule::kBadUtf8);
  EXPECT_EQ(rule(trade("\"1\"") + "x"), ParseRule::kBadJson);
  EXPECT_EQ(rule(trade("\"1\"") + trade("\"1\"")), ParseRule::kBadJson);
}

TEST_F(RefusalTest, DeepNestingIsHarmless) {
  for (const std::string_view open : {"[", "{\"data\":", "{\"k\":", "{\"error\":", "{\"x\":["}) {
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += open;
    EXPECT_TRUE(is_refusal(rule(text)));
    EXPECT_TRUE(is_refusal(rule(R"({"e":"aggTrade","zz":)" + text)));
  }
}

TEST_F(RefusalTest, EveryTruncationOfAMessageIsRefused) {
  const std::string whole =
      R"({"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[["1.5","2"]],"a":[["2.5","1"]]}})";
  ASSERT_EQ(rule(whole), ParseRule::kParsed);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(is_refusal(rule(whole.substr(0, size)))) << whole.substr(0, size);
  }
}

TEST_F(RefusalTest, AnyByteChangedNeverBreaksTheContract) {
  const std::string whole =
      R"({"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1,"s":"BTCUSDT","k":{"t":1653818760000,"i":"1m","o":"1","c":"1","h":"1","l":"1","v":"1","n":1,"x":true,"V":"1"}}})";
  EXPECT_TRUE(rc::check("a few bytes changed", [&] {
    std::string text = whole;
    const int changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes; ++i) {
      text[*rc::gen::inRange<std::size_t>(0, text.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
    }
    RC_ASSERT(static_cast<std::size_t>(rule(text)) < kParseRuleCount);
  }));
}

TEST_F(RefusalTest, AListIsTakenWholeOrNotAtAll) {
  EXPECT_EQ(rule("[" + trade("\"1\"") + "," + trade("\"x\"") + "]"), ParseRule::kBadDecimal);
  EXPECT_TRUE(batch.empty());
}

TEST_F(RefusalTest, EveryRuleAndKindHasItsName) {
  for (std::size_t i = 0; i < kParseRuleCount; ++i) EXPECT_FALSE(name_of(static_cast<ParseRule>(i)).empty());
  for (std::size_t i = 0; i < kMessageKindCount; ++i) EXPECT_FALSE(name_of(static_cast<MessageKind>(i)).empty());
  EXPECT_EQ(name_of(ParseRule::kUnknownShape), "unknown_shape");
  EXPECT_EQ(name_of(ParseRule::kTooPrecise), "too_precise");
  EXPECT_EQ(name_of(MessageKind::kRestStatistics), "rest_statistics");
  EXPECT_EQ(name_of(MessageKind::kOpenInterest), "open_interest");
}

}  // namespace
}  // namespace tidemark::venues::binance
