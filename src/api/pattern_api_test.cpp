// Candlestick patterns as the API serves and streams them. The candles and the numbers expected of them are those of
// tests/cases/candlesticks/cdlengulfing.case, worked out by hand there and in engine/pattern_bank_test.cpp.

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/fixtures.hpp"
#include "core/rng.hpp"

namespace tidemark::api {
namespace {

using analysis::candlesticks::Pattern;
using core::Timeframe;
using testing::code_of;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

core::Candle candle(std::int64_t minute, double open, double high, double low, double close, std::int64_t volume) {
  const auto ticks = [](double price) { return core::Price{static_cast<std::int64_t>(price * 100 + 0.5)}; };
  return {.open_time = core::Timestamp::from_ms(testing::kStart + minute * testing::kMinute),
          .open = ticks(open),
          .high = ticks(high),
          .low = ticks(low),
          .close = ticks(close),
          .volume = {volume}};
}

/// Body 1, range 2, white and black in turn.
core::Candle calm(std::int64_t n) {
  return n % 2 == 0 ? candle(n, 100, 101.5, 99.5, 101, 100000) : candle(n, 101, 101.5, 99.5, 100, 100000);
}
/// White around the black candle before: CDLENGULFING 100.
core::Candle engulfing(std::int64_t n) {
  return candle(n, 99.5, 102, 99, 101.5, 150000);
}

constexpr std::int64_t kAt = 40;  ///< the minute of the engulfing candle

std::vector<core::Candle> history() {
  std::vector<core::Candle> candles;
  for (std::int64_t n = 0; n < kAt; ++n) candles.push_back(calm(n));
  candles.push_back(engulfing(kAt));
  for (std::int64_t n = kAt + 1; n < 60; ++n) candles.push_back(calm(n));
  return candles;
}

/// A random walk, for the many patterns that are in any.
std::vector<core::Candle> wandering(std::int64_t count) {
  core::Rng rng{7};
  std::vector<core::Candle> candles;
  double close = 100;
  for (std::int64_t n = 0; n < count; ++n) {
    const double open = close;
    close += static_cast<double>(rng.below(201)) / 100 - 1;
    const double high = std::max(open, close) + static_cast<double>(rng.below(60)) / 100;
    const double low = std::min(open, close) - static_cast<double>(rng.below(60)) / 100;
    candles.push_back(candle(5 * n, open, high, low, close, 100000));
  }
  return candles;
}

engine::PatternOutput said(std::int64_t minute, Pattern pattern, int value, double timeframes) {
  engine::PatternOutput output{.instrument = {0}, .pattern = pattern, .value = static_cast<std::int16_t>(value)};
  output.open_time = core::Timestamp::from_ms(testing::kStart + minute * testing::kMinute);
  output.known_at = output.open_time + core::minutes(1) + core::milliseconds(7);
  output.price = {10150};
  output.confidence = {.base = 40, .volume = 15, .price = 0, .timeframes = timeframes, .multiplier = 0.8};
  return output;
}

/// "CDLENGULFING 100 40 live 44" for each: name, value, minute, origin, confidence.
std::vector<std::string> list(const net::JsonValue& page) {
  std::vector<std::string> rows;
  const auto* patterns = page.find("patterns");
  if (patterns == nullptr || patterns->array() == nullptr) return {"no patterns"};
  for (const auto& p : *patterns->array()) {
    const auto time = core::parse_time(*p.find("time")->text()).value();
    rows.push_back(*p.find("name")->text() + " " + std::to_string(*p.find("value")->integer()) + " " +
                   std::to_string((time.ms() - testing::kStart) / testing::kMinute) + " " + *p.find("origin")->text() +
                   " " + std::to_string(static_cast<int>(*p.find("confidence")->number() + 0.5)));
  }
  return rows;
}

std::string next_of(const net::JsonValue& page) {
  const auto* next = page.find("next");
  return next == nullptr || next->text() == nullptr ? "" : *next->text();
}

class PatternApi : public ::testing::Test {
 protected:
  PatternApi() {
    store_.put(testing::instrument(0, "BTCUSDT"), history());
    store_.put(testing::instrument(1, "ETHUSDT"), wandering(100), Timeframe::k5m);
  }
  /// Every page, from the first to the one without a cursor.
  std::vector<std::string> walk(const std::string& target) {
    std::vector<std::string> all;
    std::string cursor;
    for (int pages = 0; pages < 1000; ++pages) {
      const auto page = running_.json(target + (cursor.empty() ? "" : "&cursor=" + cursor));
      for (auto& row : list(page)) all.push_back(std::move(row));
      cursor = next_of(page);
      if (cursor.empty()) return all;
    }
    return {"too many pages"};
  }

  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
};

// By hand, as in pattern_bank_test.cpp: level 2 is worth 40; 1500 over a mean of 1000 is half confirmed, 15 of 30; 1m
// multiplies by 0.8: 44, which is low. Imported candles say nothing of other timeframes.
TEST_F(PatternApi, FindsPatternsInImportedHistory) {
  const auto page = running_.json("/api/patterns/BTCUSDT/1m?names=engulfing");
  EXPECT_THAT(list(page), ElementsAre("CDLENGULFING 100 40 computed 44"));
  const auto& pattern = page.find("patterns")->array()->front();
  EXPECT_EQ(*pattern.find("title")->text(), "Engulfing Pattern");
  EXPECT_EQ(*pattern.find("direction")->text(), "bullish");
  EXPECT_EQ(*pattern.find("label")->text(), "low");
  EXPECT_EQ(pattern.find("price")->number(), 101.5);
  EXPECT_EQ(*pattern.find("time")->text(), "2024-01-01T00:40:00Z");
  EXPECT_EQ(*pattern.find("known_at")->text(), "2024-01-01T00:41:00Z");
  EXPECT_EQ(pattern.find("parts")->find("base")->number(), 40);
  EXPECT_EQ(pattern.find("parts")->find("volume")->number(), 15);
  EXPECT_EQ(pattern.find("parts")->find("timeframes")->number(), 0);
  EXPECT_EQ(pattern.find("volume_confirmation")->number(), 0.5);
  EXPECT_EQ(*page.find("candles")->integer(), 60);
}

TEST_F(PatternApi, WhatWasSaidLiveGoesBeforeWhatIsComputed) {
  running_.api.publish(said(kAt, Pattern::kEngulfing, 100, 30));
  const auto page = running_.json("/api/patterns/BTCUSDT/1m?names=engulfing");
  // (40 + 15 + 30) * 0.8
  EXPECT_THAT(list(page), ElementsAre("CDLENGULFING 100 40 live 68"));
  EXPECT_EQ(*page.find("patterns")->array()->front().find("known_at")->text(), "2024-01-01T00:41:00.007Z");
}

TEST_F(PatternApi, SoDoesWhatIsStored) {
  const storage::SeriesKey series{"sim", "BTCUSDT", Timeframe::k1m};
  const auto at = core::Timestamp::from_ms(testing::kStart + kAt * testing::kMinute);
  storage::PatternRecord row{.series = series, .pattern = "CDLENGULFING", .value = 100, .open_time = at};
  row.known_at = at + core::minutes(1);
  row.price_level = "101.50";
  row.confidence = 56;
  row.strength = "low";
  row.metadata = R"({"level":2,"base":40,"volume":15,"price":0,"timeframes":15,"multiplier":0.8})";
  auto unknown = row;  // of a program that knew another pattern
  unknown.pattern = "CDLOFTOMORROW";
  auto unreadable = row;
  unreadable.pattern = "CDLDOJI";
  unreadable.metadata = R"({"base":"?"})";
  ASSERT_TRUE(store_->put_patterns({row, unknown, unreadable}));
  EXPECT_THAT(list(running_.json("/api/patterns/BTCUSDT/1m?names=engulfing,doji")),
              ElementsAre("CDLENGULFING 100 40 live 56"));
}

TEST_F(PatternApi, FiltersByConfidenceDirectionAndRange) {
  const auto rows = [&](const std::string& query) {
    return list(running_.json("/api/patterns/BTCUSDT/1m?names=engulfing&" + query)).size();
  };
  EXPECT_EQ(rows("min_confidence=44"), 1U);
  EXPECT_EQ(rows("min_confidence=45"), 0U);
  EXPECT_EQ(rows("direction=bullish"), 1U);
  EXPECT_EQ(rows("direction=bearish"), 0U);
  EXPECT_EQ(rows("from=2024-01-01T00:40:00Z"), 1U);
  EXPECT_EQ(rows("from=2024-01-01T00:41:00Z"), 0U);
  EXPECT_EQ(rows("to=2024-01-01T00:40:00Z"), 0U);
  EXPECT_EQ(rows("to=2024-01-01T00:41:00Z"), 1U);
}

TEST_F(PatternApi, PagesOfAnySizeGiveEveryPatternOnceInBothDirections) {
  const auto whole = walk("/api/patterns/ETHUSDT/5m?limit=20000");
  ASSERT_GT(whole.size(), 20U);
  const auto sorted = [](std::vector<std::string> rows) {
    return std::multiset<std::string>(rows.begin(), rows.end());
  };
  for (const char* limit : {"1", "7", "1000"}) {
    EXPECT_EQ(sorted(walk(std::string{"/api/patterns/ETHUSDT/5m?limit="} + limit)), sorted(whole)) << limit;
    EXPECT_EQ(walk(std::string{"/api/patterns/ETHUSDT/5m?from=2024-01-01&limit="} + limit), whole) << limit;
  }
}

// More candles than are read at once: what lies on both sides of where a block ends is found all the same, and once.
TEST(PatternApiOfALongHistory, ReadsOnFromBlockToBlock) {
  testing::TestStore store;
  std::vector<core::Candle> candles;
  std::vector<std::string> expected;
  for (std::int64_t n = 0; n < 11'000; ++n) {
    const bool marked = n % 500 == 0 && n != 0;  // among them the first and last of blocks of 5000 from either end
    candles.push_back(marked ? engulfing(n) : calm(n));
    if (marked) expected.push_back("CDLENGULFING 100 " + std::to_string(n) + " computed 44");
  }
  store.put(testing::instrument(0, "BTCUSDT"), candles);
  testing::RunningApi running{store.path()};
  EXPECT_EQ(list(running.json("/api/patterns/BTCUSDT/1m?names=engulfing&direction=bullish")), expected);
  EXPECT_EQ(list(running.json("/api/patterns/BTCUSDT/1m?names=engulfing&direction=bullish&from=2024-01-01")), expected);
}

TEST_F(PatternApi, RefusesWithTheNameOfTheParameter) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"names=HAMER", "unknown_pattern names"},
      {"names=DOJI,doji", "duplicate_pattern names"},
      {"names=", "bad_text names"},
      {"min_confidence=101", "bad_number min_confidence"},
      {"min_confidence=-1", "bad_number min_confidence"},
      {"min_confidence=NaN", "bad_number min_confidence"},
      {"direction=up", "bad_choice direction"},
      {"limit=0", "bad_number limit"},
      {"cursor=before:1", "bad_cursor cursor"},
      {"cursor=after:1:62", "bad_cursor cursor"},
      {"cursor=before:99999999999999999999:1", "bad_cursor cursor"},
      {"from=2024-01-02&to=2024-01-01", "empty_range from"}};
  for (const auto& [query, code] : cases) {
    const auto reply = running_.get("/api/patterns/BTCUSDT/1m?" + query);
    EXPECT_EQ(reply.status, 422) << query;
    EXPECT_EQ(code_of(reply), code) << query;
  }
  EXPECT_THAT(running_.get("/api/patterns/BTCUSDT/1m?names=HAMER").body, HasSubstr("CDLHAMMER"));
  EXPECT_EQ(code_of(running_.get("/api/patterns/BTCUSDT/2m")), "bad_timeframe timeframe");
  EXPECT_EQ(running_.get("/api/patterns/DOGEUSDT/1m").status, 404);
  EXPECT_EQ(running_.get("/api/patterns/statistics?symbol=DOGEUSDT").status, 404);
  EXPECT_EQ(code_of(running_.get("/api/patterns/statistics?candles=99")), "bad_number candles");
}

TEST_F(PatternApi, ASeriesWithoutCandlesHasNone) {
  const auto page = running_.json("/api/patterns/ETHUSDT/1m");
  EXPECT_THAT(list(page), ElementsAre());
  EXPECT_EQ(*page.find("candles")->integer(), 0);
  EXPECT_TRUE(page.find("next")->is_null());
}

// One engulfing in 60 candles: 1000 / 60 = 16.67 a thousand, of a confidence of 44.
TEST_F(PatternApi, StatisticsCountOverTheSampleTheyName) {
  for (const std::string filter : {"symbol=BTCUSDT&", ""}) {
    const auto document = running_.json("/api/patterns/statistics?" + filter + "timeframe=1m&names=engulfing");
    const auto& timeframes = *document.find("timeframes")->array();
    ASSERT_EQ(timeframes.size(), 1U);
    EXPECT_EQ(*timeframes[0].find("timeframe")->text(), "1m");
    EXPECT_EQ(*timeframes[0].find("candles")->integer(), 60);
    EXPECT_EQ(*timeframes[0].find("instruments")->integer(), 1);
    const auto& row = timeframes[0].find("patterns")->array()->front();
    EXPECT_EQ(*row.find("count")->integer(), 1);
    EXPECT_EQ(*row.find("bullish")->integer(), 1);
    EXPECT_NEAR(*row.find("per_1000")->number(), 16.67, 0.01);
    EXPECT_NEAR(*row.find("mean_confidence")->number(), 44, 1e-9);
    // What followed that one candle, by the closes of the candles themselves.
    ASSERT_EQ(row.find("after")->array()->size(), 1U);
    const auto& followed = row.find("after")->array()->front();
    EXPECT_EQ(*followed.find("direction")->text(), "bullish");
    const auto candles = running_.json("/api/data/BTCUSDT/1m?limit=60");
    const auto close = [&](std::size_t n) { return *(*(*candles.find("candles")->array())[n].array())[4].number(); };
    const auto times = running_.json("/api/patterns/BTCUSDT/1m?names=engulfing");
    const auto time = core::parse_time(*times.find("patterns")->array()->front().find("time")->text()).value();
    const auto at = static_cast<std::size_t>((time.ms() - testing::kStart) / testing::kMinute);
    for (const auto& one : *followed.find("after")->array()) {
      const auto later = at + static_cast<std::size_t>(*one.find("candles")->integer());
      if (later >= 60) continue;
      EXPECT_NEAR(*one.find("events")->find("mean_percent")->number(), 100 * (close(later) / close(at) - 1), 1e-9);
      EXPECT_EQ(*one.find("events")->find("count")->integer(), 1);
      EXPECT_TRUE(one.find("difference_percent")->is_null());
    }
    EXPECT_EQ(timeframes[0].find("control")->array()->size(), 3U);
  }
  const auto none = running_.json("/api/patterns/statistics?symbol=BTCUSDT&names=tristar");
  EXPECT_TRUE(
      none.find("timeframes")->array()->front().find("patterns")->array()->front().find("mean_confidence")->is_null());
}

// By hand: the newest candles of 1h and 4h engulf upwards, that of 15m downwards, 1d shows nothing. The longest with a
// pattern is 4h, up; 1h beside it agrees: two in a row, medium, weights 0.1 + 0.3 * 3/6 = 0.25 and 0.1 + 0.3 * 4/6 =
// 0.3.
TEST_F(PatternApi, TimeframesThatPointTheSameWayAgree) {
  const auto put = [&](Timeframe timeframe, std::optional<core::Candle> newest) {
    const auto step = core::duration_of(timeframe);
    std::vector<core::Candle> candles;
    for (std::int64_t n = 0; n < 20; ++n) candles.push_back(calm(n));
    if (newest) candles.push_back(*newest);
    for (std::size_t n = 0; n < candles.size(); ++n) {
      candles[n].open_time = core::Timestamp::from_ms(testing::kStart) + step * static_cast<std::int64_t>(n);
    }
    store_.put(testing::instrument(5, "XRPUSDT"), candles, timeframe);
  };
  put(Timeframe::k15m, candle(0, 101.5, 102, 99, 99.5, 100000));  // after a white candle it would engulf; here not
  put(Timeframe::k1h, engulfing(0));
  put(Timeframe::k4h, engulfing(0));
  const auto document = running_.json("/api/patterns/agreement?symbol=XRPUSDT");
  EXPECT_EQ(*document.find("direction")->text(), "bullish");
  EXPECT_EQ(*document.find("strength")->text(), "medium");
  EXPECT_EQ(*document.find("consecutive")->integer(), 2);
  EXPECT_NEAR(*document.find("weight")->number(), 0.55, 1e-9);
  const auto& words = *document.find("timeframes")->array();
  ASSERT_EQ(words.size(), 7U);
  EXPECT_TRUE(words[0].find("time")->is_null());
  EXPECT_EQ(*words[3].find("timeframe")->text(), "1h");
  EXPECT_EQ(*words[3].find("direction")->text(), "bullish");
  EXPECT_EQ(running_.get("/api/patterns/agreement?symbol=DOGEUSDT").status, 404);
  EXPECT_EQ(code_of(running_.get("/api/patterns/agreement")), "missing_parameter symbol");
}

TEST_F(PatternApi, TheCatalogueHasAll61) {
  const auto catalogue = running_.json("/api/patterns");
  const auto& rows = *catalogue.find("patterns")->array();
  EXPECT_EQ(rows.size(), 61U);
  for (const auto& row : rows) EXPECT_FALSE(row.find("definition")->text()->empty());
}

TEST_F(PatternApi, TheChannelTellsASnapshotAndThenEachPatternOnce) {
  running_.api.publish(said(1, Pattern::kDoji, 100, 0));
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["patterns:BTC/USDT:M1"]})");
  EXPECT_THAT(client.read_text(), HasSubstr(R"("channels":["patterns:BTCUSDT:1m"])"));
  const auto snapshot = net::parse_json(client.read_text()).value();
  EXPECT_EQ(*snapshot.find("type")->text(), "snapshot");
  EXPECT_THAT(list(*snapshot.find("data")), ElementsAre("CDLDOJI 100 1 live 44"));
  const std::int64_t seq = *snapshot.find("seq")->integer();

  running_.api.publish(said(2, Pattern::kEngulfing, -100, 30));
  const auto message = net::parse_json(client.read_text()).value();
  EXPECT_EQ(*message.find("type")->text(), "pattern_update");
  EXPECT_EQ(*message.find("channel")->text(), "patterns:BTCUSDT:1m");
  EXPECT_EQ(*message.find("seq")->integer(), seq + 1);
  EXPECT_THAT(list(*message.find("data")), ElementsAre("CDLENGULFING -100 2 live 68"));

  // Another timeframe's is another channel's.
  auto other = said(3, Pattern::kDoji, 100, 0);
  other.timeframe = Timeframe::k5m;
  running_.api.publish(other);
  running_.api.publish(said(3, Pattern::kHammer, 100, 0));
  EXPECT_THAT(list(*net::parse_json(client.read_text()).value().find("data")), ElementsAre("CDLHAMMER 100 3 live 44"));
}

TEST_F(PatternApi, TheChannelTellsWhatTheFormingCandleShowsUntilItCloses) {
  running_.api.publish(testing::closed(0, calm(0)));
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["patterns:BTCUSDT:1m"]})");
  client.read_text();
  client.read_text();
  const auto show = [&](std::int64_t minute, analysis::candlesticks::PatternSet bullish) {
    const core::Candle candle = engulfing(minute);
    running_.api.publish(testing::forming(0, candle));
    running_.api.publish(engine::FormingPatternsOutput{
        .instrument = {0}, .hits = {.ready = bullish, .bullish = bullish}, .open_time = candle.open_time});
  };
  const auto next = [&] { return net::parse_json(client.read_text()).value(); };

  show(1, 0);  // nothing is shown, and so nothing is said
  show(1, set_of(Pattern::kEngulfing));
  const auto shown = next();
  EXPECT_EQ(*shown.find("type")->text(), "pattern_forming");
  EXPECT_EQ(*shown.find("channel")->text(), "patterns:BTCUSDT:1m");
  EXPECT_EQ(*shown.find("data")->find("state")->text(), "provisional");
  EXPECT_EQ(*shown.find("data")->find("time")->text(), "2024-01-01T00:01:00Z");
  const auto& pattern = shown.find("data")->find("patterns")->array()->front();
  EXPECT_EQ(*pattern.find("name")->text(), "CDLENGULFING");
  EXPECT_EQ(*pattern.find("direction")->text(), "bullish");
  EXPECT_EQ(*pattern.find("value")->integer(), 100);

  // Who comes now is told, too, and so are the others again.
  net::test::WebSocket late{running_.port(), "/ws/stream"};
  ASSERT_TRUE(late.open());
  late.send_text(R"({"action":"subscribe","channels":["patterns:BTCUSDT:1m"]})");
  late.read_text();
  late.read_text();
  EXPECT_THAT(late.read_text(), HasSubstr("CDLENGULFING"));
  EXPECT_THAT(client.read_text(), HasSubstr("CDLENGULFING"));

  // The candle closes without it: what was shown is taken back, and no pattern_update comes.
  running_.api.publish(testing::closed(0, calm(1)));
  const auto gone = next();
  EXPECT_EQ(*gone.find("type")->text(), "pattern_forming");
  EXPECT_TRUE(gone.find("data")->find("time")->is_null());
  EXPECT_TRUE(gone.find("data")->find("patterns")->array()->empty());
  // What was provisional is in no snapshot and on no page.
  EXPECT_THAT(list(running_.json("/api/patterns/BTCUSDT/1m")), Not(Contains(HasSubstr("CDLENGULFING 100 1 "))));
  // A word on a candle that has closed comes too late.
  running_.api.publish(engine::FormingPatternsOutput{
      .instrument = {0}, .hits = {.ready = 1, .bullish = 1}, .open_time = calm(1).open_time});
  running_.api.publish(said(2, Pattern::kHammer, 100, 0));
  EXPECT_EQ(*next().find("type")->text(), "pattern_update");
}

TEST_F(PatternApi, WhoComesBackHearsWhatWasMissed) {
  net::test::WebSocket first{running_.port(), "/ws/stream"};
  ASSERT_TRUE(first.open());
  first.send_text(R"({"action":"subscribe","channels":["patterns:BTCUSDT:1m"]})");
  first.read_text();
  const std::int64_t seq = *net::parse_json(first.read_text()).value().find("seq")->integer();
  running_.api.publish(said(1, Pattern::kDoji, 100, 0));
  first.read_text();
  net::test::WebSocket second{running_.port(), "/ws/stream"};
  ASSERT_TRUE(second.open());
  second.send_text(R"({"action":"subscribe","channels":["patterns:BTCUSDT:1m"],"resume":{"patterns:BTCUSDT:1m":)" +
                   std::to_string(seq) + "}}");
  EXPECT_THAT(second.read_text(), HasSubstr(R"("resumed":["patterns:BTCUSDT:1m"])"));
  const auto missed = net::parse_json(second.read_text()).value();
  EXPECT_EQ(*missed.find("type")->text(), "pattern_update");
  EXPECT_EQ(*missed.find("seq")->integer(), seq + 1);
}

}  // namespace
}  // namespace tidemark::api
