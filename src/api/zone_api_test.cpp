// Supply and demand zones as the API serves them. The candles are those of testing/zone_fixtures.hpp, whose zones are
// worked out by hand in analysis/zones/zones_test.cpp.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/zone_fixtures.hpp"
#include "storage/zone_id.hpp"

namespace tidemark::api {
namespace {

using core::Timeframe;
using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kBaseAndRally;
using testing::kBreak;
using testing::kFlip;
using testing::posted;
using testing::zone_market;

constexpr std::string_view kPost = "/api/supply-demand-zones/detect-realtime";
const std::string kJanuary = "start_time=2024-01-01&end_time=2024-02-01";

/// "demand flipped 100-100.4 tests 1 computed" for each.
std::vector<std::string> list(const net::JsonValue& page) {
  std::vector<std::string> rows;
  const auto* zones = page.find("zones");
  if (zones == nullptr || zones->array() == nullptr) return {"no zones"};
  for (const auto& zone : *zones->array()) {
    const auto price = [&](const char* name) {
      std::string text = std::to_string(*zone.find(name)->number());
      text.erase(text.find_last_not_of('0') + 1);
      return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
    };
    rows.push_back(*zone.find("zone_type")->text() + " " + *zone.find("status")->text() + " " + price("bottom_price") +
                   "-" + price("top_price") + " tests " + std::to_string(zone.find("tests")->array()->size()) + " " +
                   *zone.find("origin")->text());
  }
  return rows;
}

class ZoneApi : public ::testing::Test {
 protected:
  ZoneApi() {
    store_.put(testing::instrument(0, "BTCUSDT"), testing::candles_of(zone_market({kBaseAndRally, kBreak, kFlip})));
  }
  std::string refusal(const std::string& body) {
    const auto reply = running_.request("POST", kPost, body);
    EXPECT_EQ(reply.status, 422) << reply.body;
    return code_of(reply);
  }

  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
  const storage::SeriesKey series_{"sim", "BTCUSDT", Timeframe::k1m};
};

TEST_F(ZoneApi, FindsZonesInImportedHistoryWithTheirLife) {
  const auto page = running_.json("/api/supply-demand-zones/BTCUSDT/1m?" + kJanuary);
  ASSERT_THAT(list(page),
              ElementsAre("supply active 100-100.4 tests 0 computed", "demand flipped 100-100.4 tests 1 computed"));
  const auto& zones = *page.find("zones")->array();
  const auto& demand = zones[1];
  EXPECT_EQ(*demand.find("formation")->text(), "drop_base_rally");
  EXPECT_EQ(*demand.find("left_time")->text(), "2024-01-01T00:20:00Z");
  EXPECT_EQ(*demand.find("created_at")->text(), "2024-01-01T00:24:00Z");
  EXPECT_EQ(*demand.find("ended_at")->text(), "2024-01-01T00:27:00Z");    // broke
  EXPECT_EQ(*demand.find("updated_at")->text(), "2024-01-01T00:32:00Z");  // flipped
  EXPECT_EQ(*demand.find("successor")->text(), *zones[0].find("id")->text());
  EXPECT_EQ(*zones[0].find("flipped_from")->text(), *demand.find("id")->text());
  EXPECT_NEAR(*demand.find("magnitude_atr")->number(), 2.243439, 1e-6);
  EXPECT_EQ(*demand.find("base_start_index")->integer(), 20);
  EXPECT_EQ(*demand.find("base_end_index")->integer(), 21);
  EXPECT_EQ(*demand.find("impulse_start_index")->integer(), 22);
  EXPECT_EQ(*demand.find("impulse_end_index")->integer(), 24);
  EXPECT_FALSE(*demand.find("fibonacci_aligned")->boolean());
  const auto& test = demand.find("tests")->array()->front();
  EXPECT_EQ(*test.find("time")->text(), "2024-01-01T00:25:00Z");
  EXPECT_EQ(*test.find("candle_index")->integer(), 25);
  EXPECT_EQ(*test.find("test_type")->text(), "break");
  EXPECT_EQ(*test.find("outcome")->text(), "flip");
  EXPECT_EQ(test.find("price")->number(), 98.4);
  EXPECT_EQ(*page.find("candles")->integer(), 33);
}

TEST_F(ZoneApi, ChoosesByLifeStatusTypeAndPage) {
  const auto rows = [&](const std::string& query) {
    return list(running_.json("/api/supply-demand-zones/BTCUSDT/1m?" + query)).size();
  };
  EXPECT_EQ(rows(kJanuary + "&status_filter=flipped"), 1U);
  EXPECT_EQ(rows(kJanuary + "&status_filter=live"), 1U);
  EXPECT_EQ(rows(kJanuary + "&status_filter=active,flipped"), 2U);
  EXPECT_EQ(rows(kJanuary + "&status_filter=expired"), 0U);
  EXPECT_EQ(rows(kJanuary + "&zone_type=supply"), 1U);
  EXPECT_EQ(rows("start_time=2024-01-01T00:28:00Z&end_time=2024-02-01"), 1U);  // the broken one has ended
  EXPECT_EQ(rows("start_time=2024-01-01&end_time=2024-01-01T00:24:00Z"), 0U);  // not yet known
  EXPECT_EQ(rows("start_time=2024-01-01&end_time=2024-01-01T00:25:00Z"), 1U);
  const auto first = running_.json("/api/supply-demand-zones/BTCUSDT/1m?limit=1&" + kJanuary);
  EXPECT_THAT(list(first), ElementsAre("supply active 100-100.4 tests 0 computed"));
  const auto second = running_.json(
      "/api/supply-demand-zones/BTCUSDT/1m?limit=1&cursor=" + *first.find("next")->text() + "&" + kJanuary);
  EXPECT_THAT(list(second), ElementsAre("demand flipped 100-100.4 tests 1 computed"));
  EXPECT_TRUE(second.find("next")->is_null());
}

// The engine followed this series from minute 24 on: what it kept is its word, also where computing would say more.
TEST_F(ZoneApi, WhatIsStoredGoesBeforeWhatIsComputed) {
  ASSERT_TRUE(store_->put_zones({testing::stored_zone(series_)}));
  EXPECT_THAT(list(running_.json("/api/supply-demand-zones/BTCUSDT/1m?" + kJanuary)),
              ElementsAre("demand tested 100-100.4 tests 1 live"));
}

TEST_F(ZoneApi, TellsTheTestsOfAStoredZone) {
  ASSERT_TRUE(store_->put_zones({testing::stored_zone(series_)}));
  const auto page = running_.json("/api/supply-demand-zones/0123456789abcdef/tests");
  EXPECT_EQ(*page.find("symbol")->text(), "BTCUSDT");
  ASSERT_EQ(page.find("tests")->array()->size(), 1U);
  EXPECT_EQ(page.find("tests")->array()->front().find("subsequent_move_pips")->number(), 12);
  const auto unknown = running_.get("/api/supply-demand-zones/ffffffffffffffff/tests");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(code_of(unknown), "unknown_zone");
}

// A zone that, after one test, broke three minutes after it came to be, and its successor.
TEST_F(ZoneApi, CountsWhatEachDaySaw) {
  const auto page = running_.json("/api/supply-demand-statistics/BTCUSDT/1m?days_back=3650");
  ASSERT_EQ(page.find("days")->array()->size(), 1U);
  const auto& day = page.find("days")->array()->front();
  EXPECT_EQ(*day.find("date")->text(), "2024-01-01");
  EXPECT_EQ(*day.find("created")->integer(), 2);
  EXPECT_EQ(*day.find("tested")->integer(), 1);
  EXPECT_EQ(*day.find("successful")->integer(), 0);
  EXPECT_EQ(*day.find("broken")->integer(), 1);
  EXPECT_EQ(*day.find("flipped")->integer(), 1);
  EXPECT_EQ(*day.find("fibonacci_alignment_count")->integer(), 0);  // so flat a market has no legs
  EXPECT_TRUE(day.find("fibonacci_success_rate")->is_null());
  EXPECT_EQ(day.find("success_rate")->number(), 0);
  EXPECT_NEAR(*day.find("average_lifespan_hours")->number(), 0.05, 1e-12);
  EXPECT_EQ(*page.find("total")->find("created")->integer(), 2);
}

TEST_F(ZoneApi, DetectsInPostedCandlesAndKeepsNothing) {
  const auto reply = running_.request("POST", kPost, posted(zone_market({kBaseAndRally, kBreak})));
  ASSERT_EQ(reply.status, 422);  // 28 candles
  const auto page =
      net::parse_json(running_.request("POST", kPost, posted(zone_market({kBaseAndRally, kBreak, kFlip}))).body);
  ASSERT_TRUE(page);
  EXPECT_THAT(list(*page),
              ElementsAre("supply active 100-100.4 tests 0 computed", "demand flipped 100-100.4 tests 1 computed"));
  const auto strict = net::parse_json(running_
                                          .request("POST", kPost,
                                                   posted(zone_market({kBaseAndRally, kBreak, kFlip}),
                                                          R"(,"symbol":"BTC/USDT","parameters":{"move_threshold":3})"))
                                          .body);
  ASSERT_TRUE(strict);
  EXPECT_THAT(list(*strict), IsEmpty());  // the rally reached 2.24 ATR
  EXPECT_EQ(*strict->find("symbol")->text(), "BTCUSDT");
  EXPECT_TRUE(store_->zones({.series = {"posted", "BTCUSDT", Timeframe::k1m}}).error().kind ==
              core::ErrorKind::kNotFound);
}

TEST_F(ZoneApi, RefusesWhatCannotBeCandles) {
  const auto rows = zone_market({kBaseAndRally, kBreak, kFlip});
  EXPECT_EQ(refusal("{"), "bad_json body");
  EXPECT_EQ(refusal(""), "bad_json body");
  EXPECT_EQ(refusal("[]"), "bad_body body");
  EXPECT_EQ(refusal("{}"), "missing_member timeframe");
  EXPECT_EQ(refusal(R"({"timeframe":"1h"})"), "missing_member candles");
  EXPECT_EQ(refusal(R"({"timeframe":"1h","candles":"all"})"), "missing_member candles");
  EXPECT_EQ(refusal(R"({"timeframe":"1h","candles":[]})"), "too_few_candles candles");
  EXPECT_EQ(refusal(posted(rows, R"(,"colour":"blue")")), "unknown_member colour");
  EXPECT_EQ(refusal(posted(rows, R"(,"market_type":"casino")")), "bad_market market_type");
  EXPECT_EQ(refusal(posted(rows, R"(,"pip_size":0)")), "bad_number pip_size");
  EXPECT_EQ(refusal(posted(rows, R"(,"parameters":{"move_treshold":3})")), "unknown_parameter parameters");
  EXPECT_EQ(refusal(posted(rows, R"(,"parameters":{"move_threshold":-3})")), "bad_parameter parameters");
  EXPECT_EQ(refusal(posted(rows, R"(,"parameters":{"move_threshold":"3"})")),
            "bad_parameter parameters.move_threshold");
  const auto with_row = [&](const std::string& row) {
    std::string body = posted(rows);
    return body.replace(body.find('[', body.find('[') + 1), body.find(']') - body.find('[', body.find('[') + 1) + 1,
                        row);
  };
  const std::string time = std::to_string(testing::kStart);
  EXPECT_EQ(refusal(with_row("[" + time + ",1,1,1,1]")), "bad_candle candles[0]");
  EXPECT_EQ(refusal(with_row("[" + time + ",NaN,1,1,1,1]")), "bad_json body");
  EXPECT_EQ(refusal(with_row("[" + time + ",1e999,1,1,1,1]")).substr(0, 4), "bad_");
  EXPECT_EQ(refusal(with_row("[" + time + ",null,1,1,1,1]")), "bad_candle candles[0]");
  EXPECT_EQ(refusal(with_row("[" + time + ",1,1,2,1,1]")), "bad_candle candles[0]");
  EXPECT_EQ(refusal(with_row("[" + time + ",0,0,0,0,1]")), "bad_candle candles[0]");
  EXPECT_EQ(refusal(with_row("[" + time + ",1,1,1,1,-1]")), "bad_candle candles[0]");
  EXPECT_EQ(refusal(with_row("[" + time + ",1e300,1e300,1e300,1e300,1]")), "bad_candle candles[0]");
  EXPECT_EQ(refusal(with_row("[1.5,1,1,1,1,1]")), "bad_candle candles[0]");
  EXPECT_EQ(refusal(with_row("[-1,1,1,1,1,1]")), "bad_candle candles[0]");
  EXPECT_EQ(refusal(with_row("[" + std::to_string(testing::kStart + testing::kMinute) + ",1,1,1,1,1]")),
            "unsorted_candles candles[1]");
  std::string many = R"({"timeframe":"1m","candles":[[0,1,1,1,1,1])";
  for (int i = 0; i < 10'000; ++i) many += ",0";
  EXPECT_EQ(refusal(many + "]}"), "too_many_candles candles");
  net::test::Socket socket{running_.port()};
  socket.send(net::test::request_text("POST", kPost, "Content-Length: 2000000\r\n"));
  EXPECT_EQ(net::test::read_reply(socket).status, 413);
  EXPECT_EQ(running_.get("/health").status, 200);
}

TEST_F(ZoneApi, RefusesBadParameters) {
  const auto code = [&](const std::string& target) { return code_of(running_.get(target)); };
  const std::string zones = "/api/supply-demand-zones/BTCUSDT/1m?";
  EXPECT_EQ(code("/api/supply-demand-zones/NOPE/1m"), "unknown_symbol");
  EXPECT_EQ(code(zones + "status_filter=gone"), "bad_status status_filter");
  EXPECT_EQ(code(zones + "status_filter=active,"), "bad_status status_filter");
  EXPECT_EQ(code(zones + "zone_type=blue"), "bad_choice zone_type");
  EXPECT_EQ(code(zones + "cursor=x"), "bad_cursor cursor");
  EXPECT_EQ(code(zones + "cursor=99999999999999999999:x"), "bad_cursor cursor");
  EXPECT_EQ(code(zones + "limit=0"), "bad_number limit");
  EXPECT_EQ(code(zones + "start_time=yesterday").substr(0, 4), "bad_");
  EXPECT_EQ(code(zones + "start_time=2024-02-01&end_time=2024-01-01"), "empty_range from");
  EXPECT_EQ(code(zones + "start_time=2200-01-01"), "empty_range start_time");
  EXPECT_EQ(code("/api/supply-demand-statistics/BTCUSDT/1m?days_back=0"), "bad_number days_back");
}

TEST_F(ZoneApi, StreamsWhatBecomesOfAZone) {
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["zones:BTCUSDT:1m"]})");
  const auto next = [&] { return net::parse_json(client.read_text()).value(); };
  EXPECT_EQ(*next().find("type")->text(), "subscribed");
  EXPECT_EQ(*next().find("type")->text(), "snapshot");
  using enum analysis::zones::ZoneEventKind;
  const auto candles = testing::candles_of(zone_market({kBaseAndRally, kBreak}));
  running_.api.publish(testing::closed(0, candles[24]));
  running_.api.publish(testing::said_of_zone(kCreated, 24));
  const auto created = next();
  EXPECT_EQ(*created.find("type")->text(), "sd_zone_created");
  const auto zone = created.find("data")->find("zones")->array()->front();
  // The id it has in the database too.
  EXPECT_EQ(*zone.find("id")->text(),
            storage::zone_id_of({series_, "bullish", candles[20].open_time, candles[24].open_time}));
  running_.api.publish(testing::closed(0, candles[25]));
  auto tested = testing::said_of_zone(kTested, 25);
  tested.status = analysis::zones::ZoneStatus::kTested;
  tested.tests = 1;
  running_.api.publish(tested);
  engine::ZoneTestOutput test;
  test.zone = test.number = 1;
  test.time = candles[25].open_time;
  test.price = 99.4;
  running_.api.publish(test);
  const auto told = next();
  EXPECT_EQ(*told.find("type")->text(), "sd_zone_tested");
  const auto& now = told.find("data")->find("zones")->array()->front();
  EXPECT_EQ(*now.find("id")->text(), *zone.find("id")->text());
  EXPECT_EQ(*now.find("updated_at")->text(), "2024-01-01T00:25:00Z");
  ASSERT_EQ(now.find("tests")->array()->size(), 1U);
  EXPECT_EQ(now.find("tests")->array()->front().find("price")->number(), 99.4);
  EXPECT_EQ(*now.find("tests")->array()->front().find("outcome")->text(), "open");
}

TEST(ZonesOff, AnswerPlainlyAndTheRestWorks) {
  testing::TestStore store;
  store.put(testing::instrument(0, "BTCUSDT"), testing::candles_of(zone_market({kBaseAndRally})));
  testing::RunningApi running{store.path(), {}, {}, {testing::instrument(0, "BTCUSDT")}, {.zones = std::nullopt}};
  for (const char* target : {"/api/supply-demand-zones/BTCUSDT/1m", "/api/supply-demand-statistics/BTCUSDT/1m",
                             "/api/supply-demand-zones/0123456789abcdef/tests"}) {
    const auto reply = running.get(target);
    EXPECT_EQ(reply.status, 404) << target;
    EXPECT_EQ(code_of(reply), "zones_off") << target;
  }
  EXPECT_EQ(code_of(running.request("POST", kPost, testing::posted_candles())), "zones_off");
  EXPECT_EQ(running.get("/api/data/BTCUSDT/1m").status, 200);
  EXPECT_EQ(running.get("/api/structure/BTCUSDT/1m").status, 200);
}

}  // namespace
}  // namespace tidemark::api
