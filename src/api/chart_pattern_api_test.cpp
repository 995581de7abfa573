// Chart patterns as the API serves and streams them. The candles are those of testing/chart_pattern_fixtures.hpp, whose
// pattern is worked out by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/chart_pattern_record.hpp"
#include "api/testing/chart_pattern_fixtures.hpp"

namespace tidemark::api {
namespace {

using core::Timeframe;
using testing::code_of;

const std::string kPath = "/api/chart-patterns/BTCUSDT/1m?";
const std::string kTop = "kind=double_top&";
const std::string kDay = "from=2024-01-01&to=2024-01-02";
constexpr std::string_view kId = "1704070980000:double_top";  // 2024-01-01T01:03:00Z

net::JsonValue::Array patterns_of(const net::JsonValue& page) {
  return *page.find("chart_patterns")->array();
}

class ChartPatternApi : public ::testing::Test {
 protected:
  ChartPatternApi() { store_.put(btc_, candles_); }

  [[nodiscard]] std::size_t rows(const std::string& query) const {
    return patterns_of(running_.json(kPath + query)).size();
  }
  void keep(const engine::ChartPatternOutput& said) {
    ASSERT_TRUE(store_->put_chart_patterns(
        {chart_pattern_record(series_, *said.pattern, said.confidence, said.known_at, btc_.scale)}));
  }

  const core::Instrument btc_ = testing::instrument(0, "BTCUSDT");
  const std::vector<core::Candle> candles_ = testing::double_top();
  const std::vector<engine::ChartPatternOutput> said_ = testing::said_of_double_top(btc_, candles_);
  const storage::SeriesKey series_{"sim", "BTCUSDT", Timeframe::k1m};
  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
};

TEST_F(ChartPatternApi, FindsPatternsInImportedHistoryWithTheirOutcome) {
  const auto page = running_.json(kPath + kTop + kDay);
  ASSERT_EQ(patterns_of(page).size(), 1U);
  const auto top = patterns_of(page).front();
  EXPECT_EQ(*top.find("id")->text(), kId);
  EXPECT_EQ(*top.find("title")->text(), "Double top");
  EXPECT_EQ(*top.find("direction")->text(), "bearish");
  EXPECT_EQ(*top.find("state")->text(), "complete");
  EXPECT_EQ(top.find("completion")->number(), 100);
  EXPECT_EQ(*top.find("began_at")->text(), "2024-01-01T01:03:00Z");
  EXPECT_EQ(*top.find("known_at")->text(), "2024-01-01T01:21:00Z");  // the end of candle 80
  EXPECT_EQ(top.find("target")->number(), 90);
  EXPECT_EQ(top.find("invalidation")->number(), 111.5);
  EXPECT_EQ(*top.find("breakout")->find("time")->text(), "2024-01-01T01:11:00Z");
  EXPECT_EQ(top.find("breakout")->find("price")->number(), 99);
  EXPECT_EQ(*top.find("outcome")->find("state")->text(), "hit_target");
  EXPECT_EQ(*top.find("outcome")->find("candles")->integer(), 9);
  EXPECT_EQ(*top.find("origin")->text(), "computed");
  EXPECT_EQ(top.find("anchors")->array()->back().find("price")->number(), 110);
  EXPECT_EQ(*page.find("candles")->integer(), 86);
}

TEST_F(ChartPatternApi, ChoosesByLifeStateKindAndPage) {
  EXPECT_EQ(rows(kTop + kDay + "&state=complete"), 1U);
  EXPECT_EQ(rows(kTop + kDay + "&state=complete,failed"), 1U);
  EXPECT_EQ(rows(kTop + kDay + "&state=forming,failed,expired"), 0U);
  EXPECT_EQ(rows("kind=cup_and_handle&" + kDay), 0U);
  EXPECT_EQ(rows("kind=cup_and_handle,double_top&" + kDay), 1U);
  EXPECT_EQ(rows(kTop + "from=2024-01-01T01:21:00Z&to=2024-01-02"), 1U);
  EXPECT_EQ(rows(kTop + "from=2024-01-01T01:22:00Z&to=2024-01-02"), 0U);  // it is over
  EXPECT_EQ(rows(kTop + "from=2024-01-01&to=2024-01-01T01:03:00Z"), 0U);  // not yet known
  // As of minute 64 it forms, and nothing is known of what follows.
  const auto early = running_.json(kPath + kTop + "from=2024-01-01&to=2024-01-01T01:04:00Z");
  ASSERT_EQ(patterns_of(early).size(), 1U);
  EXPECT_EQ(*patterns_of(early).front().find("state")->text(), "forming");
  EXPECT_TRUE(patterns_of(early).front().find("breakout")->is_null());
}

TEST_F(ChartPatternApi, PagesNameEveryPatternOnce) {
  std::vector<std::string> all;
  for (const auto& one : patterns_of(running_.json(kPath + kDay))) all.push_back(*one.find("id")->text());
  ASSERT_GT(all.size(), 1U);
  std::vector<std::string> paged;
  std::string cursor;
  for (std::size_t page = 0; page <= all.size(); ++page) {
    const auto answer = running_.json(kPath + "limit=1&" + kDay + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const auto& one : patterns_of(answer)) paged.push_back(*one.find("id")->text());
    if (answer.find("next")->is_null()) break;
    cursor = *answer.find("next")->text();
  }
  EXPECT_EQ(paged, all);
}

// The engine followed this series from the start: what it kept is its word, also where computing would say more; and
// what it has said since goes before what the writer has not written yet.
TEST_F(ChartPatternApi, WhatWasSaidLiveGoesBeforeWhatIsStoredAndThatBeforeWhatIsComputed) {
  ASSERT_GE(said_.size(), 3U);
  keep(said_.front());
  const auto now = [&] { return patterns_of(running_.json(kPath + kTop + kDay)).front(); };
  EXPECT_EQ(*now().find("state")->text(), "forming");
  EXPECT_EQ(*now().find("origin")->text(), "live");
  EXPECT_EQ(rows(kTop + kDay), 1U);
  for (const auto& one : said_) running_.api.publish(one);
  EXPECT_EQ(*now().find("state")->text(), "complete");
  EXPECT_EQ(*now().find("id")->text(), kId);
  EXPECT_EQ(rows(kTop + kDay), 1U);
  EXPECT_EQ(rows(kTop + kDay + "&state=forming"), 0U);
  EXPECT_EQ(rows(kTop + kDay + "&state=complete"), 1U);
  // The writer catches up, and an older word does not come back.
  keep(said_.back());
  keep(said_.front());
  EXPECT_EQ(*now().find("outcome")->find("state")->text(), "hit_target");
}

TEST_F(ChartPatternApi, NamesTheKinds) {
  const auto page = running_.json("/api/chart-patterns");
  EXPECT_EQ(page.find("kinds")->array()->size(), 20U);
  const auto& first = page.find("kinds")->array()->front();
  EXPECT_EQ(*first.find("kind")->text(), "head_and_shoulders");
  EXPECT_EQ(*first.find("direction")->text(), "bearish");
  EXPECT_EQ(*first.find("nature")->text(), "reversal");
}

TEST_F(ChartPatternApi, RefusesBadParameters) {
  const auto code = [&](const std::string& query) { return code_of(running_.get(kPath + query)); };
  EXPECT_EQ(code_of(running_.get("/api/chart-patterns/NOPE/1m")), "unknown_symbol");
  EXPECT_EQ(code_of(running_.get("/api/chart-patterns/BTCUSDT/7m")).substr(0, 4), "bad_");
  EXPECT_EQ(code("state=gone"), "bad_state state");
  EXPECT_EQ(code("state=forming,"), "bad_state state");
  EXPECT_EQ(code("kind=ghost"), "bad_kind kind");
  EXPECT_EQ(code("kind=double_top,,rectangle"), "bad_kind kind");
  for (const char* cursor : {"x", ":", "1", "1:", "99999999999999999999:double_top", "-:a"}) {
    EXPECT_EQ(code(std::string{"cursor="} + cursor), "bad_cursor cursor") << cursor;
  }
  EXPECT_EQ(code("limit=0"), "bad_number limit");
  EXPECT_EQ(code("limit=5001"), "bad_number limit");
  EXPECT_EQ(code("from=yesterday").substr(0, 4), "bad_");
  EXPECT_EQ(code("from=2024-02-01&to=2024-01-01"), "empty_range from");
  EXPECT_EQ(code("from=2200-01-01"), "empty_range from");
  EXPECT_EQ(code("colour=blue"), "unknown_parameter colour");
}

TEST_F(ChartPatternApi, StreamsTheLifeOfAPatternAndGoesOnAfterALostConnection) {
  const auto next = [](net::test::WebSocket& client) { return net::parse_json(client.read_text()).value(); };
  const std::string subscribe = R"({"action":"subscribe","channels":["chart-patterns:BTCUSDT:1m"])";
  std::int64_t heard = 0;
  {
    net::test::WebSocket client{running_.port(), "/ws/stream"};
    ASSERT_TRUE(client.open());
    client.send_text(subscribe + "}");
    EXPECT_EQ(*next(client).find("type")->text(), "subscribed");
    const auto snapshot = next(client);
    EXPECT_EQ(*snapshot.find("channel")->text(), "chart-patterns:BTCUSDT:1m");
    EXPECT_TRUE(patterns_of(*snapshot.find("data")).empty());
    running_.api.publish(said_.front());
    const auto formed = next(client);
    EXPECT_EQ(*formed.find("type")->text(), "pattern_update");
    EXPECT_EQ(*patterns_of(*formed.find("data")).front().find("id")->text(), kId);
    EXPECT_EQ(*patterns_of(*formed.find("data")).front().find("state")->text(), "forming");
    heard = *formed.find("seq")->integer();
  }
  running_.api.publish(said_.back());
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(subscribe + R"(,"resume":{"chart-patterns:BTCUSDT:1m":)" + std::to_string(heard) + "}}");
  const auto answer = next(client);
  ASSERT_EQ(answer.find("data")->find("resumed")->array()->size(), 1U);
  const auto missed = next(client);
  EXPECT_EQ(*missed.find("type")->text(), "pattern_update");
  EXPECT_EQ(*missed.find("seq")->integer(), heard + 1);
  const auto now = patterns_of(*missed.find("data")).front();
  EXPECT_EQ(*now.find("id")->text(), kId);
  EXPECT_EQ(*now.find("outcome")->find("state")->text(), "hit_target");
  // Who comes new is shown what was said so far.
  net::test::WebSocket other{running_.port(), "/ws/stream"};
  ASSERT_TRUE(other.open());
  other.send_text(subscribe + "}");
  static_cast<void>(next(other));
  EXPECT_EQ(patterns_of(*next(other).find("data")).size(), 2U);
}

TEST(ChartPatternsOff, AnswerPlainlyAndTheRestWorks) {
  testing::RunningApi running{"", {}, {}, {testing::instrument(0, "BTCUSDT")}, {.chart_patterns = std::nullopt}};
  const auto reply = running.get("/api/chart-patterns/BTCUSDT/1m");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(code_of(reply), "chart_patterns_off");
  EXPECT_EQ(running.get("/api/chart-patterns").status, 200);
  EXPECT_EQ(running.get("/api/patterns/BTCUSDT/1m").status, 200);
}

}  // namespace
}  // namespace tidemark::api
