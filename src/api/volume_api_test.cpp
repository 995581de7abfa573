// What volume shows, as the API serves and streams it. The spike expected is that of tests/cases/volume/spike.case,
// worked out by hand there: 4 times a mean of 1 is strong; (4 - 2) / (5 - 2) = 2/3 of the way and above all 20 before,
// (2/3 + 1) / 2 = 83.3.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/fixtures.hpp"

namespace tidemark::api {
namespace {

using core::Timeframe;
using testing::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

core::Candle candle(std::int64_t n, std::int64_t close, std::int64_t volume, std::int64_t minutes) {
  return {.open_time = core::Timestamp::from_ms(testing::kStart + n * minutes * testing::kMinute),
          .open = {close - 100},
          .high = {close + 50},
          .low = {close - 150},
          .close = {close},
          .volume = {volume}};
}

constexpr std::int64_t kAt = 30;

/// Sixty candles of volume 1, and at kAt one of 4.
std::vector<core::Candle> history(std::int64_t minutes) {
  std::vector<core::Candle> candles;
  for (std::int64_t n = 0; n < 60; ++n) {
    candles.push_back(candle(n, n % 2 == 0 ? 10000 : 10100, n == kAt ? 400'000 : 100'000, minutes));
  }
  return candles;
}

engine::VolumeOutput said(std::int64_t minute, double confidence) {
  const auto time = core::Timestamp::from_ms(testing::kStart + minute * testing::kMinute);
  engine::VolumeOutput output{.instrument = {0}};
  output.finding = {.kind = analysis::volume::Kind::kSpike,
                    .side = analysis::volume::Side::kBullish,
                    .strength = analysis::volume::Strength::kStrong,
                    .confidence = confidence,
                    .volume_ratio = 4,
                    .from = time,
                    .time = time,
                    .known_at = time + core::minutes(1),
                    .price = 100,
                    .from_price = 99};
  output.known_at = time + core::minutes(1) + core::milliseconds(5);
  return output;
}

/// "1m spike bullish strong 83 30 computed" for each.
std::vector<std::string> list(const net::JsonValue& document) {
  std::vector<std::string> rows;
  const auto* patterns = document.find("patterns");
  if (patterns == nullptr || patterns->array() == nullptr) return {"no patterns"};
  for (const auto& p : *patterns->array()) {
    const auto time = core::parse_time(*p.find("time")->text()).value();
    rows.push_back(*p.find("timeframe")->text() + " " + *p.find("type")->text() + " " + *p.find("direction")->text() +
                   " " + *p.find("strength")->text() + " " +
                   std::to_string(static_cast<int>(*p.find("confidence")->number() + 0.5)) + " " +
                   std::to_string((time.ms() - testing::kStart) / testing::kMinute) + " " + *p.find("origin")->text());
  }
  return rows;
}

class VolumeApi : public ::testing::Test {
 protected:
  VolumeApi() {
    store_.put(testing::instrument(0, "BTCUSDT"), history(1));
    store_.put(testing::instrument(0, "BTCUSDT"), history(5), Timeframe::k5m);
  }
  std::vector<std::string> spikes(const std::string& query = "") {
    return list(running_.json("/api/volume/patterns/BTCUSDT?type=spike" + query));
  }
  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
};

TEST_F(VolumeApi, FindsWhatImportedVolumeShowsInEveryTimeframe) {
  EXPECT_THAT(spikes(),
              ElementsAre("1m spike bullish strong 83 30 computed", "5m spike bullish strong 83 150 computed"));
  const auto document = running_.json("/api/volume/patterns/BTCUSDT?type=spike&timeframe=1m");
  const auto& spike = document.find("patterns")->array()->front();
  EXPECT_EQ(spike.find("volume_ratio")->number(), 4);
  EXPECT_EQ(spike.find("price")->number(), 100);
  EXPECT_EQ(*spike.find("known_at")->text(), "2024-01-01T00:31:00Z");
  EXPECT_EQ(*document.find("series")->array()->front().find("candles")->integer(), 60);
}

TEST_F(VolumeApi, FiltersByRangeStrengthAndTimeframe) {
  EXPECT_THAT(spikes("&timeframe=5m"), ElementsAre("5m spike bullish strong 83 150 computed"));
  EXPECT_THAT(spikes("&strength=weak"), IsEmpty());
  EXPECT_EQ(spikes("&strength=strong").size(), 2U);
  EXPECT_THAT(spikes("&from=2024-01-01T00:31:00Z&timeframe=1m"), IsEmpty());
  EXPECT_EQ(spikes("&from=2024-01-01T00:30:00Z&to=2024-01-01T00:31:00Z&timeframe=1m").size(), 1U);
  EXPECT_THAT(spikes("&to=2024-01-01T00:30:00Z"), IsEmpty());
  EXPECT_THAT(spikes("&limit=1"), ElementsAre("5m spike bullish strong 83 150 computed"));
}

TEST_F(VolumeApi, WhatWasSaidLiveOrStoredGoesBeforeWhatIsComputed) {
  const auto time = core::Timestamp::from_ms(testing::kStart + 150 * testing::kMinute);
  storage::VolumePatternRecord row{.series = {"sim", "BTCUSDT", Timeframe::k5m}, .type = "spike"};
  row.direction = "bullish";
  row.time = time;
  row.known_at = time + core::minutes(5);
  row.strength = "extreme";
  row.confidence = 91;
  row.volume_ratio = 4;
  row.price_level = "100";
  row.metadata = R"({"measure":4,"candles":1,"from":"2024-01-01T02:30:00Z","from_price":99})";
  auto unknown = row;
  unknown.type = "telepathy";
  auto unreadable = row;
  unreadable.type = "climax";
  unreadable.metadata = R"({"measure":"?"})";
  ASSERT_TRUE(store_->put_volume_patterns({row, unknown, unreadable}));
  running_.api.publish(said(kAt, 77));
  EXPECT_THAT(spikes(), ElementsAre("1m spike bullish strong 77 30 live", "5m spike bullish extreme 91 150 live"));
  EXPECT_THAT(list(running_.json("/api/volume/patterns/BTCUSDT?type=climax")), IsEmpty());
}

/// All pages of a query, oldest first, each asked for with the cursor of the one before.
std::vector<std::string> pages(const testing::RunningApi& running, const std::string& query) {
  std::vector<std::string> rows;
  std::string cursor;
  for (int page = 0; page < 50; ++page) {
    const auto document =
        running.json("/api/volume/patterns/BTCUSDT?" + query + (cursor.empty() ? "" : "&cursor=" + cursor));
    auto some = list(document);
    rows.insert(rows.begin(), some.begin(), some.end());
    if (document.find("next") == nullptr || document.find("next")->is_null()) return rows;
    cursor = *document.find("next")->text();
  }
  return {"no end of pages"};
}

TEST_F(VolumeApi, PagesNameEveryFindingOnceInOrder) {
  const auto whole = list(running_.json("/api/volume/patterns/BTCUSDT"));
  ASSERT_GT(whole.size(), 2U);
  EXPECT_EQ(pages(running_, "limit=1"), whole);
  EXPECT_EQ(pages(running_, "limit=2&from=2024-01-01"), whole);
  EXPECT_EQ(pages(running_, "limit=1&type=spike").size(), 2U);
}

// 7000 minutes with a spike at each thousandth: more than the 5000 that one page looks at without a beginning, so the
// first page ends there, also for the other timeframe, and the next ones go on.
TEST(VolumePages, GoOnWhereTheCandlesOfAPageEnd) {
  testing::TestStore store;
  std::vector<core::Candle> minutes;
  for (std::int64_t n = 0; n < 7000; ++n) {
    minutes.push_back(candle(n, n % 2 == 0 ? 10000 : 10100, n % 1000 == 999 ? 400'000 : 100'000, 1));
  }
  store.put(testing::instrument(0, "BTCUSDT"), minutes);
  store.put(testing::instrument(0, "BTCUSDT"), history(5), Timeframe::k5m);
  testing::RunningApi running{store.path()};
  const auto first = running.json("/api/volume/patterns/BTCUSDT?type=spike");
  EXPECT_EQ(list(first).size(), 5U);  // minutes 2999 to 6999
  EXPECT_FALSE(first.find("next")->is_null());
  const auto all = pages(running, "type=spike");
  ASSERT_EQ(all.size(), 8U);
  EXPECT_THAT(all.front(), HasSubstr("5m spike bullish strong 83 150 computed"));
  EXPECT_THAT(all[1], HasSubstr("1m spike"));
  EXPECT_EQ(pages(running, "type=spike&limit=1"), all);
}

TEST_F(VolumeApi, RefusesWithTheNameOfTheParameter) {
  const std::vector<std::pair<std::string, std::string>> cases{{"type=telepathy", "bad_choice type"},
                                                               {"strength=huge", "bad_choice strength"},
                                                               {"timeframe=2m", "bad_timeframe timeframe"},
                                                               {"limit=0", "bad_number limit"},
                                                               {"from=soon", "bad_time from"},
                                                               {"cursor=x", "bad_cursor cursor"},
                                                               {"cursor=1:1m", "bad_cursor cursor"},
                                                               {"cursor=1:9m:spike", "bad_cursor cursor"},
                                                               {"cursor=1:1m:telepathy", "bad_cursor cursor"}};
  for (const auto& [query, code] : cases) {
    const auto reply = running_.get("/api/volume/patterns/BTCUSDT?" + query);
    EXPECT_EQ(reply.status, 422) << query;
    EXPECT_EQ(code_of(reply), code) << query;
  }
  EXPECT_EQ(running_.get("/api/volume/patterns/DOGEUSDT").status, 404);
  EXPECT_THAT(list(running_.json("/api/volume/patterns/ETHUSDT")), IsEmpty());
}

TEST_F(VolumeApi, EveryTypeThereIsMayBeAskedFor) {
  const auto catalogue = running_.json("/api/volume/patterns");
  for (const auto& row : *catalogue.find("types")->array()) {
    EXPECT_EQ(running_.get("/api/volume/patterns/BTCUSDT?type=" + *row.find("type")->text()).status, 200);
  }
}

// By hand: after the spike, which closes at 100, the closes are 101, 100, 101 … in turn: 1 % up after one and after
// five candles, nothing after twenty. One event is too few for an interval.
TEST_F(VolumeApi, TheAftermathCountsFromTheCloseThatMadeItKnown) {
  const auto document = running_.json("/api/volume/aftermath/BTCUSDT?timeframe=1m");
  const auto& series = document.find("timeframes")->array()->front();
  EXPECT_EQ(*series.find("candles")->integer(), 60);
  const net::JsonValue* spike = nullptr;
  for (const auto& kind : *series.find("patterns")->array()) {
    if (*kind.find("type")->text() == "spike") spike = &kind;
  }
  ASSERT_NE(spike, nullptr);
  EXPECT_EQ(*spike->find("count")->integer(), 1);
  EXPECT_EQ(*spike->find("direction")->text(), "bullish");
  const auto& after = *spike->find("after")->array();
  ASSERT_EQ(after.size(), 3U);
  const std::vector<std::pair<std::int64_t, double>> expected{{1, 1}, {5, 1}, {20, 0}};
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(*after[i].find("candles")->integer(), expected[i].first);
    EXPECT_EQ(*after[i].find("events")->find("count")->integer(), 1);
    EXPECT_NEAR(*after[i].find("events")->find("mean_percent")->number(), expected[i].second, 1e-9);
    EXPECT_TRUE(after[i].find("difference_percent")->is_null());
  }
  EXPECT_EQ(code_of(running_.get("/api/volume/aftermath/BTCUSDT?candles=199")), "bad_number candles");
  EXPECT_EQ(running_.get("/api/volume/aftermath/DOGEUSDT").status, 404);
}

TEST_F(VolumeApi, TheChannelTellsASnapshotAndThenEachFindingOnce) {
  running_.api.publish(said(1, 50));
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["volume:BTCUSDT:1m"]})");
  EXPECT_THAT(client.read_text(), HasSubstr(R"("channels":["volume:BTCUSDT:1m"])"));
  const auto snapshot = net::parse_json(client.read_text()).value();
  EXPECT_THAT(list(*snapshot.find("data")), ElementsAre("1m spike bullish strong 50 1 live"));
  running_.api.publish(said(2, 60));
  const auto message = net::parse_json(client.read_text()).value();
  EXPECT_EQ(*message.find("type")->text(), "volume_pattern");
  EXPECT_EQ(*message.find("seq")->integer(), *snapshot.find("seq")->integer() + 1);
  EXPECT_THAT(list(*message.find("data")), ElementsAre("1m spike bullish strong 60 2 live"));
}

TEST(VolumeSettings, AreThoseOfTheConfiguration) {
  testing::TestStore store;
  store.put(testing::instrument(0, "BTCUSDT"), history(1));
  const auto spikes = [&](std::optional<analysis::volume::Settings> settings) {
    testing::RunningApi running{
        store.path(), {}, {}, {testing::instrument(0, "BTCUSDT")}, {.volume = std::move(settings)}};
    return list(running.json("/api/volume/patterns/BTCUSDT?timeframe=1m&type=spike"));
  };
  EXPECT_THAT(spikes(analysis::volume::Settings{}), ElementsAre(HasSubstr("1m spike bullish strong 83 30")));
  analysis::volume::Settings strict;
  strict.spike_flag = 4.5;  // it is 4 times the mean
  EXPECT_THAT(spikes(strict), IsEmpty());
}

TEST(VolumeOff, AnswersPlainlyAndTheRestWorks) {
  testing::RunningApi running{"", {}, {}, {testing::instrument(0, "BTCUSDT")}, {.volume = std::nullopt}};
  for (const char* target : {"/api/volume/patterns/BTCUSDT", "/api/volume/aftermath/BTCUSDT"}) {
    const auto reply = running.get(target);
    EXPECT_EQ(reply.status, 404) << target;
    EXPECT_EQ(code_of(reply), "volume_off") << target;
  }
  EXPECT_EQ(running.get("/api/volume/patterns").status, 200);
  EXPECT_EQ(running.get("/api/patterns/BTCUSDT/1m").status, 200);
}

}  // namespace
}  // namespace tidemark::api
