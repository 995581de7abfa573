// The market side of the API beyond candles: subscriptions, books, trades, binary pages, cursors, system, UDF.

#include <cstring>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/latency.hpp"
#include "api/testing/fixtures.hpp"

namespace tidemark::api {
namespace {

using testing::candle;
using testing::closed;
using testing::code_of;
using testing::forming;
using ::testing::HasSubstr;

class MarketApi : public ::testing::Test {
 protected:
  testing::FakeSubscriptions subscriptions_;
  testing::RunningApi running_{"",
                               {},
                               {},
                               {testing::instrument(0, "BTCUSDT"), testing::instrument(1, "ETHUSDT")},
                               {.subscriptions = &subscriptions_}};
};

TEST_F(MarketApi, SubscriptionsAreAcceptedAndGoOn) {
  const auto taken = running_.request("POST", "/api/symbols/ETH-USDT/subscription");
  EXPECT_EQ(taken.status, 202);
  EXPECT_EQ(taken.body, R"({"venue":"sim","symbol":"ETHUSDT","base":"ETH","quote":"USDT","subscribed":true,)"
                        R"("state":"subscribing"})");
  EXPECT_THAT(running_.request("DELETE", "/api/symbols/ETHUSDT/subscription").body,
              HasSubstr(R"("subscribed":false,"state":"unsubscribing")"));
  EXPECT_EQ(running_.get("/api/symbols/ETHUSDT/subscription").status, 405);
}

TEST_F(MarketApi, SubscriptionsAreRefusedWithTheReason) {
  EXPECT_EQ(running_.request("POST", "/api/symbols/DOGEUSDT/subscription").status, 404);
  EXPECT_EQ(running_.request("POST", "/api/symbols/%21/subscription").status, 422);
  for (const auto& [kind, status] : {std::pair{core::ErrorKind::kConflict, 409}, {core::ErrorKind::kExhausted, 503}}) {
    subscriptions_.refusal = core::Error{kind, "because", "Because.", ""};
    const auto reply = running_.request("POST", "/api/symbols/ETHUSDT/subscription");
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(code_of(reply), "because");
  }
}

TEST(MarketApiOfAFile, CannotBeSubscribed) {
  testing::RunningApi running;
  const auto reply = running.request("POST", "/api/symbols/BTCUSDT/subscription");
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(code_of(reply), "fixed_source");
  EXPECT_EQ(running.get("/api/symbols/available").body, R"({"symbols":[],"total":0})");
  EXPECT_THAT(running.get("/api/symbols").body, HasSubstr(R"("subscribed":true)"));
}

TEST_F(MarketApi, AvailableSymbolsCanBeSearchedAndAreCounted) {
  EXPECT_EQ(running_.get("/api/symbols/available?search=XRP").body,
            R"({"symbols":[{"venue":"sim","symbol":"XRPUSDT","base":"XRP","quote":"USDT","subscribed":false,)"
            R"("state":"unsubscribed"}],"total":1})");
  const auto one = running_.json("/api/symbols/available?limit=1");
  EXPECT_EQ(one.find("symbols")->array()->size(), 1U);
  EXPECT_EQ(*one.find("total")->integer(), 3);
  EXPECT_EQ(code_of(running_.get("/api/symbols/available?search=" + std::string(33, 'A'))), "bad_text search");
}

TEST_F(MarketApi, SymbolsShowSubscriptionsFeedsAndHoles) {
  running_.api.publish(core::FeedStatus{{0}, {{}, core::Timestamp::from_ms(testing::kStart)}, core::FeedState::kStale});
  running_.api.publish(core::Gap{{0}, core::Timeframe::k1m, {candle(1).open_time, candle(2).open_time}, 1, {}, {}, {}});
  const auto answer = running_.json("/api/symbols");
  const auto& symbols = *answer.find("symbols")->array();
  EXPECT_TRUE(*symbols[0].find("subscribed")->boolean());
  EXPECT_FALSE(*symbols[1].find("subscribed")->boolean());
  EXPECT_EQ(*symbols[0].find("gaps_open")->integer(), 1);
  EXPECT_EQ(*symbols[0].find("feed")->find("state")->text(), "stale");
  EXPECT_EQ(*symbols[0].find("feed")->find("since")->text(), "2024-01-01T00:00:00Z");
}

TEST_F(MarketApi, ABookIsShownOnlyWhileItIsLive) {
  EXPECT_THAT(running_.get("/api/orderbook/BTCUSDT").body, HasSubstr(R"("state":"empty","update_id":null)"));
  engine::BookDepth depth;
  depth.state = engine::BookState::kLive;
  depth.update_id = 42;
  depth.known_at = core::Timestamp::from_ms(testing::kStart);
  depth.bid_count = 2;
  depth.ask_count = 1;
  depth.bid_levels[0] = {{9999}, {50000}};
  depth.bid_levels[1] = {{9998}, {1}};
  depth.ask_levels[0] = {{10001}, {150000}};
  EXPECT_TRUE(running_.api.publish_depth(depth));
  EXPECT_EQ(running_.get("/api/orderbook/BTCUSDT").body,
            R"({"symbol":"BTCUSDT","venue":"sim","state":"live","update_id":42,"known_at":"2024-01-01T00:00:00Z",)"
            R"("spread":0.02,"bids":[[99.99,0.5],[99.98,0.00001]],"asks":[[100.01,1.5]]})");
  EXPECT_THAT(running_.get("/api/orderbook/BTCUSDT?depth=1").body, HasSubstr(R"("bids":[[99.99,0.5]])"));
  EXPECT_EQ(code_of(running_.get("/api/orderbook/BTCUSDT?depth=51")), "bad_number depth");
  EXPECT_EQ(running_.get("/api/orderbook/XRPUSDT").status, 404);
  depth.instrument = {77};
  EXPECT_FALSE(running_.api.publish_depth(depth));
}

TEST_F(MarketApi, TradesAreTheNewestOldestFirst) {
  for (std::uint64_t id = 1; id <= 250; ++id) {
    running_.api.publish(core::Trade{{0},
                                     {core::Timestamp::from_ms(testing::kStart), {}},
                                     {10000},
                                     {150000},
                                     id % 2 == 0 ? core::Side::kBuy : core::Side::kSell,
                                     id,
                                     id});
  }
  EXPECT_EQ(running_.get("/api/trades/BTCUSDT?limit=2").body,
            R"({"symbol":"BTCUSDT","venue":"sim","trades":[{"id":249,"time_ms":1704067200000,"price":100,"qty":1.5,)"
            R"("side":"sell"},{"id":250,"time_ms":1704067200000,"price":100,"qty":1.5,"side":"buy"}]})");
  EXPECT_EQ(running_.json("/api/trades/BTCUSDT?limit=200").find("trades")->array()->size(), 200U);
  EXPECT_EQ(running_.get("/api/trades/ETHUSDT").body, R"({"symbol":"ETHUSDT","venue":"sim","trades":[]})");
}

TEST_F(MarketApi, CursorsLeadThroughAllOfASeriesBothWays) {
  for (int n = 0; n < 25; ++n) running_.api.publish(closed(0, candle(n)));
  for (const std::string from : {"", "&from=2024-01-01"}) {
    std::multiset<std::int64_t> times;
    std::string cursor;
    int pages = 0;
    for (; pages < 10; ++pages) {
      const auto page = running_.json("/api/data/BTCUSDT/1m?limit=10" + from + cursor);
      for (const auto& row : *page.find("candles")->array()) times.insert(*(*row.array())[0].integer());
      const auto* next = page.find("next")->text();
      if (next == nullptr) break;
      cursor = "&cursor=" + *next;
    }
    EXPECT_EQ(pages, 2) << from;
    ASSERT_EQ(times.size(), 25U) << from;
    for (int n = 0; n < 25; ++n) EXPECT_EQ(times.count(candle(n).open_time.ms()), 1U);
  }
  for (const std::string bad :
       {"x", "before:", "before:1x", "after", "after:99999999999999999999", "before:9223372036854775807"}) {
    EXPECT_EQ(code_of(running_.get("/api/data/BTCUSDT/1m?cursor=" + bad)), "bad_cursor cursor") << bad;
  }
}

template <class T>
T at(const std::string& bytes, std::size_t offset) {
  T value{};
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

// The layout is that of the document's description; offsets counted by hand.
TEST_F(MarketApi, BinaryPagesAreAsDocumented) {
  for (int n = 0; n < 3; ++n) running_.api.publish(closed(0, candle(n)));
  running_.api.publish(forming(0, candle(3)));
  const auto reply = running_.get("/api/data/BTCUSDT/1m?format=binary&limit=2");
  EXPECT_EQ(reply.header("content-type"), "application/octet-stream");
  EXPECT_EQ(reply.header("x-next-cursor"), "before:" + std::to_string(candle(1).open_time.ms()));
  const std::string& bytes = reply.body;
  ASSERT_EQ(bytes.size(), 32U + 3 * 48);
  EXPECT_EQ(bytes.substr(0, 4), "TMCB");
  EXPECT_EQ(at<std::uint16_t>(bytes, 4), 1);
  EXPECT_EQ(at<std::uint16_t>(bytes, 6), 32);
  EXPECT_EQ(at<std::uint32_t>(bytes, 8), 48U);
  EXPECT_EQ(at<std::uint32_t>(bytes, 12), 3U);
  EXPECT_EQ(at<std::uint32_t>(bytes, 16), 60U);
  EXPECT_EQ(at<std::uint8_t>(bytes, 20), 2);
  EXPECT_EQ(at<std::uint8_t>(bytes, 21), 5);
  EXPECT_EQ(at<std::uint16_t>(bytes, 22), 3) << "more, and the last one is forming";
  const std::size_t second = 32 + 48;
  EXPECT_EQ(at<std::int64_t>(bytes, second), candle(2).open_time.ms());
  EXPECT_EQ(at<std::int64_t>(bytes, second + 8), 10002);
  EXPECT_EQ(at<std::int64_t>(bytes, second + 16), 10004);
  EXPECT_EQ(at<std::int64_t>(bytes, second + 24), 10001);
  EXPECT_EQ(at<std::int64_t>(bytes, second + 32), 10003);
  EXPECT_EQ(at<std::int64_t>(bytes, second + 40), 150000);
}

TEST_F(MarketApi, LatencyTellsWhatWasMeasured) {
  latency_histogram(*running_.metrics, LatencyStage::kReceivedToEngine).record(2'000'000);
  const auto stages = running_.json("/api/latency");
  const auto& list = *stages.find("stages")->array();
  ASSERT_EQ(list.size(), kLatencyStages);
  EXPECT_TRUE(list[0].find("p99_ms")->is_null());
  EXPECT_EQ(*list[1].find("id")->text(), "received_to_engine");
  EXPECT_EQ(*list[1].find("count")->integer(), 1);
  EXPECT_NEAR(*list[1].find("p99_ms")->number(), 2, 2 * 0.032);
  EXPECT_NEAR(*list[1].find("max_ms")->number(), 2, 1e-9);
  EXPECT_EQ(*(*(*list[1].find("buckets")->array())[0].array())[1].integer(), 1);
}

TEST_F(MarketApi, ServicesNameWhatIsWrong) {
  running_.api.health().report("store", "the disk is full");
  EXPECT_THAT(running_.get("/services/status").body, HasSubstr(R"({"name":"store","state":"degraded","since":")"));
  EXPECT_THAT(running_.get("/services/status").body, HasSubstr(R"("reason":"the disk is full","circuit":null})"));
}

TEST_F(MarketApi, SystemShowsTheProcessAndItsQueues) {
  for (int n = 0; n < 3; ++n) running_.api.publish(closed(0, candle(n)));
  const auto system = running_.json("/api/system");
  EXPECT_GT(*system.find("process")->find("rss_bytes")->integer(), 1'000'000);
  EXPECT_EQ(*system.find("memory")->find("candles")->integer(), 3);
  EXPECT_EQ(*(*system.find("queues")->array())[0].find("name")->text(), "api.reads");
  EXPECT_TRUE(system.find("store")->is_null());
}

// Shapes and meaning by TradingView's documentation of UDF (Datafeed API, "UDF adapter: response formats").
class UdfTest : public MarketApi {
 protected:
  UdfTest() {
    for (int n = 0; n < 10; ++n) running_.api.publish(closed(0, candle(n)));
    running_.api.publish(forming(0, candle(10)));
  }
  static std::string history(const std::string& query) { return "/udf/history?symbol=sim:BTCUSDT&" + query; }
};

TEST_F(UdfTest, HistoryIsColumnsInSeconds) {
  EXPECT_EQ(running_.get(history("resolution=1&from=1704067740&to=1704067860")).body,
            R"({"s":"ok","t":[1704067740,1704067800],"o":[100.09,100.1],"h":[100.11,100.12],"l":[100.08,100.09],)"
            R"("c":[100.1,100.11],"v":[1.5,1.5]})");
}

TEST_F(UdfTest, CountbackGoesBeforeFrom) {
  const auto all = running_.json(history("resolution=1&from=1704067790&to=1704067800&countback=4"));
  EXPECT_EQ(all.find("t")->array()->size(), 4U);
  EXPECT_EQ(*all.find("t")->array()->back().integer(), 1'704'067'740);
}

TEST_F(UdfTest, NothingInTheRangeNamesTheNextTimeBefore) {
  EXPECT_EQ(running_.get(history("resolution=1&from=1704070000&to=1704080000")).body,
            R"({"s":"no_data","nextTime":1704067740})");
  EXPECT_EQ(running_.get(history("resolution=1D&from=0&to=1000")).body, R"({"s":"no_data"})");
}

TEST_F(UdfTest, ErrorsAreThoseOfTheProtocol) {
  for (const auto& [target, status] : std::vector<std::pair<std::string, int>>{
           {"/udf/symbols?symbol=DOGE", 404},
           {"/udf/symbols", 422},
           {"/udf/history?symbol=DOGE&resolution=1&from=0&to=1", 404},
           {history("resolution=7&from=0&to=1"), 422},
           {history("resolution=1&from=1&to=1"), 422},
           {history("resolution=1&from=-1&to=1"), 422},
           {history("resolution=1&from=1&to=9223372037"), 422},
           {history("resolution=1&from=0"), 422},
           {history("resolution=1&from=0&to=1&countback=20001"), 422},
       }) {
    const auto reply = running_.get(target);
    EXPECT_EQ(reply.status, status) << target;
    EXPECT_EQ(reply.header("content-type"), "application/json");
    EXPECT_THAT(reply.body, ::testing::StartsWith(R"({"s":"error","errmsg":")")) << target;
  }
}

TEST_F(UdfTest, SymbolsAreFoundByPartOfTheirName) {
  const auto symbol = running_.json("/udf/symbols?symbol=BTCUSDT&currencyCode=&unitId=");
  EXPECT_EQ(*symbol.find("ticker")->text(), "sim:BTCUSDT");
  EXPECT_EQ(*symbol.find("pricescale")->integer(), 100);
  EXPECT_EQ(*symbol.find("minmov")->integer(), 1);
  EXPECT_EQ(running_.json("/udf/search?query=eth/us&type=&exchange=&limit=30").array()->size(), 1U);
  EXPECT_EQ(running_.json("/udf/search?query=usdt&limit=1").array()->size(), 1U);
  EXPECT_EQ(running_.json("/udf/search?query=usdt&exchange=binance").array()->size(), 0U);
  EXPECT_EQ(running_.json("/udf/search?query=usdt&type=forex").array()->size(), 0U);
  EXPECT_EQ(running_.json("/udf/symbol_info?group=sim").find("symbol")->array()->size(), 2U);
}

TEST_F(UdfTest, TimeIsTheServersInSeconds) {
  const auto reply = running_.get("/udf/time");
  const std::int64_t seconds = std::atoll(reply.body.c_str());
  EXPECT_NEAR(static_cast<double>(seconds), static_cast<double>(running_.clock.now().ms()) / 1000, 5);
}

}  // namespace
}  // namespace tidemark::api
