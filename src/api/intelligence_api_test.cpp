// The intelligence endpoints: what is known of one instrument, and of many in one call. What goes in is made by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/openapi.hpp"
#include "api/posted_symbols.hpp"
#include "api/testing/decision_fixtures.hpp"
#include "api/testing/schema_check.hpp"

namespace tidemark::api {
namespace {

using testing::code_of;
using testing::kTaken;

class IntelligenceApi : public ::testing::Test {
 protected:
  void expect_schema(const net::JsonValue& value, const std::string& name) {
    EXPECT_EQ(schemas_.check(value, name), "") << name;
  }
  void decide() {
    running_.api.publish(engine::DecisionOutput{.trace = std::make_shared<const decision::Trace>(testing::no_signal()),
                                                .known_at = kTaken});
  }
  void publish_zones(core::Timeframe timeframe, const std::vector<std::pair<double, double>>& price_and_score) {
    auto chart = testing::chart();
    const auto zone = chart.zones.front();
    chart.zones.clear();
    for (const auto& [price, score] : price_and_score) {
      chart.zones.push_back(zone);
      chart.zones.back().price = price;
      chart.zones.back().score.total = score;
    }
    running_.api.publish(engine::ConfluenceOutput{.timeframe = timeframe,
                                                  .confluence = std::make_shared<const decision::Confluence>(chart)});
  }
  net::JsonValue bulk(const std::string& body) {
    const auto reply = running_.request("POST", "/intelligence/bulk-analyze", body);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return net::parse_json(reply.body).value();
  }
  std::string refused(const std::string& body) {
    return code_of(running_.request("POST", "/intelligence/bulk-analyze", body));
  }

  testing::RunningApi running_;
  net::JsonValue document_ = net::parse_json(openapi_schemas()).value();
  testing::SchemaCheck schemas_{document_};
};

TEST_F(IntelligenceApi, an_instrument_of_which_nothing_is_known_yet_has_an_analysis_that_says_so) {
  const auto analysis = running_.json("/intelligence/analyze/BTCUSDT");
  expect_schema(analysis, "MarketAnalysis");
  EXPECT_TRUE(analysis.find("decision")->is_null());
  EXPECT_TRUE(analysis.find("timeframes")->array()->empty());
  EXPECT_EQ(code_of(running_.get("/intelligence/analyze/NOPE")), "unknown_symbol");
}

TEST_F(IntelligenceApi, an_analysis_names_the_decision_and_what_each_timeframe_shows) {
  decide();
  publish_zones(core::Timeframe::k1h, {{99.5, 0.3}, {98, 0.2}});
  running_.api.publish(engine::PatternOutput{
      .timeframe = core::Timeframe::k5m, .value = 100, .open_time = kTaken, .price = {10000}, .known_at = kTaken});
  const auto analysis = running_.json("/intelligence/analyze/sim:BTCUSDT");
  expect_schema(analysis, "MarketAnalysis");
  const auto& decision = *analysis.find("decision");
  EXPECT_EQ(*decision.find("trace_id")->text(), "sim:BTCUSDT@1704067260123");
  EXPECT_EQ(*decision.find("verdict")->text(), "no_signal");
  EXPECT_EQ(*decision.find("direction")->text(), "bullish");
  ASSERT_EQ(decision.find("missed")->array()->size(), 1U);
  EXPECT_EQ(*decision.find("missed")->array()->front().text(), "direction");
  const auto& timeframes = *analysis.find("timeframes")->array();
  ASSERT_EQ(timeframes.size(), 2U);
  EXPECT_EQ(*timeframes[0].find("timeframe")->text(), "5m");
  EXPECT_TRUE(timeframes[0].find("confluence")->is_null());
  EXPECT_EQ(*timeframes[0].find("pattern")->find("direction")->text(), "bullish");
  EXPECT_EQ(timeframes[1].find("confluence")->find("score")->number(), 0.3);
}

// The price is 100.01 (the fixture's candle). Levels of the charts from 5m to 4h; 101 stands in two charts and counts
// once, with the better score.
TEST_F(IntelligenceApi, market_context_gives_the_nearest_levels_on_each_side) {
  decide();
  running_.api.publish(testing::closed(0, testing::candle(0)));
  publish_zones(core::Timeframe::k1h, {{101, 0.3}, {99, 0.2}, {95, 0.1}});
  publish_zones(core::Timeframe::k15m, {{101, 0.4}, {100.5, 0.1}});
  publish_zones(core::Timeframe::k1m, {{100.1, 0.9}});  // not of these charts
  const auto context = running_.json("/intelligence/market/BTCUSDT");
  expect_schema(context, "MarketContext");
  const auto& above = *context.find("levels_above")->array();
  ASSERT_EQ(above.size(), 2U);
  EXPECT_EQ(above[0].find("price")->number(), 100.5);
  EXPECT_EQ(above[1].find("price")->number(), 101);
  EXPECT_EQ(above[1].find("score")->number(), 0.4);
  const auto& below = *context.find("levels_below")->array();
  ASSERT_EQ(below.size(), 2U);
  EXPECT_EQ(below[0].find("price")->number(), 99);
  EXPECT_EQ(below[1].find("price")->number(), 95);
  EXPECT_EQ(context.find("readings")->array()->size(), 4U);
  EXPECT_TRUE(context.find("book_lean")->is_null());
}

// Bids of 3 against asks of 1: (3 - 1) / (3 + 1).
TEST_F(IntelligenceApi, a_live_book_leans) {
  engine::BookDepth depth;
  depth.state = engine::BookState::kLive;
  depth.bid_levels[0] = {{9999}, {2}};
  depth.bid_levels[1] = {{9998}, {1}};
  depth.ask_levels[0] = {{10001}, {1}};
  depth.bid_count = 2;
  depth.ask_count = 1;
  ASSERT_TRUE(running_.api.publish_depth(depth));
  EXPECT_EQ(running_.json("/intelligence/market/BTCUSDT").find("book_lean")->number(), 0.5);
  depth.state = engine::BookState::kStale;
  ASSERT_TRUE(running_.api.publish_depth(depth));
  EXPECT_TRUE(running_.json("/intelligence/market/BTCUSDT").find("book_lean")->is_null());
}

TEST_F(IntelligenceApi, patterns_of_every_timeframe_are_given_together) {
  for (int i = 0; i < 3; ++i) {
    running_.api.publish(testing::closed(0, testing::candle(i)));
    running_.api.publish(engine::PatternOutput{
        .value = 100, .open_time = testing::candle(i).open_time, .price = {10000}, .known_at = kTaken});
  }
  const auto found = running_.json("/intelligence/patterns/BTCUSDT?limit=2");
  expect_schema(found, "PatternAnalysis");
  EXPECT_EQ(found.find("candlesticks")->array()->size(), core::kTimeframeCount);
  EXPECT_EQ(found.find("chart_patterns")->array()->size(), core::kTimeframeCount);
  const auto& minutes = found.find("candlesticks")->array()->front();
  EXPECT_EQ(*minutes.find("timeframe")->text(), "1m");
  EXPECT_EQ(minutes.find("patterns")->array()->size(), 2U);
  EXPECT_EQ(code_of(running_.get("/intelligence/patterns/BTCUSDT?limit=0")), "bad_number limit");
  EXPECT_EQ(code_of(running_.get("/intelligence/patterns/NOPE")), "unknown_symbol");
}

TEST_F(IntelligenceApi, a_bad_symbol_spoils_only_its_own_answer) {
  decide();
  const auto all = bulk(R"({"symbols":["BTCUSDT","NOPE","sim:ETHUSDT","","BTC/USDT"]})");
  expect_schema(all, "BulkAnalysis");
  EXPECT_EQ(*all.find("analyzed")->integer(), 3);
  EXPECT_EQ(*all.find("failed")->integer(), 2);
  const auto& results = *all.find("results")->array();
  ASSERT_EQ(results.size(), 5U);
  EXPECT_FALSE(results[0].find("analysis")->find("decision")->is_null());
  EXPECT_TRUE(results[1].find("analysis")->is_null());
  EXPECT_EQ(*results[1].find("symbol")->text(), "NOPE");
  EXPECT_EQ(*results[1].find("error")->find("code")->text(), "unknown_symbol");
  EXPECT_EQ(*results[2].find("analysis")->find("row")->find("symbol")->text(), "ETHUSDT");
  EXPECT_FALSE(results[3].find("error")->is_null());
  EXPECT_EQ(*results[4].find("symbol")->text(), "BTC/USDT");  // as asked
  EXPECT_EQ(*results[4].find("analysis")->find("row")->find("symbol")->text(), "BTCUSDT");
}

// More than fit into one job: they come back in the order asked, each once.
TEST_F(IntelligenceApi, as_many_as_may_be_asked_come_back_in_order) {
  std::string body = R"({"symbols":[)";
  for (std::size_t i = 0; i < kBulkSymbolsMax; ++i) {
    body += (i == 0 ? "\"" : ",\"") + (i % 3 == 0 ? "BTCUSDT" : "S" + std::to_string(i)) + "\"";
  }
  const auto all = bulk(body + "]}");
  const auto& results = *all.find("results")->array();
  ASSERT_EQ(results.size(), kBulkSymbolsMax);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(*results[i].find("symbol")->text(), i % 3 == 0 ? "BTCUSDT" : "S" + std::to_string(i));
    EXPECT_EQ(results[i].find("analysis")->is_null(), i % 3 != 0);
  }
  EXPECT_EQ(*all.find("analyzed")->integer(), (static_cast<std::int64_t>(kBulkSymbolsMax) + 2) / 3);
}

TEST_F(IntelligenceApi, what_is_no_list_of_symbols_is_refused_with_its_place) {
  EXPECT_EQ(refused(""), "bad_json body");
  EXPECT_EQ(refused("{"), "bad_json body");
  EXPECT_EQ(refused("[]"), "bad_body body");
  EXPECT_EQ(refused("{}"), "missing_member symbols");
  EXPECT_EQ(refused(R"({"symbols":[]})"), "bad_symbols symbols");
  EXPECT_EQ(refused(R"({"symbols":"BTCUSDT"})"), "bad_symbols symbols");
  EXPECT_EQ(refused(R"({"symbols":["BTCUSDT",7]})"), "bad_symbols symbols[1]");
  EXPECT_EQ(refused(R"({"symbols":["BTCUSDT"],"depth":3})"), "unknown_member depth");
  std::string many = R"({"symbols":["A")";
  for (std::size_t i = 0; i < kBulkSymbolsMax; ++i) many += ",\"A\"";
  EXPECT_EQ(refused(many + "]}"), "too_many_symbols symbols");
  net::test::Socket socket{running_.port()};
  socket.send(net::test::request_text("POST", "/intelligence/bulk-analyze", "Content-Length: 2000000\r\n"));
  EXPECT_EQ(net::test::read_reply(socket).status, 413);
}

}  // namespace
}  // namespace tidemark::api
