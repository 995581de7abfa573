#include "api/api.hpp"

#include <atomic>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "api/testing/fixtures.hpp"

namespace tidemark::api {
namespace {

using testing::candle;
using testing::closed;
using testing::code_of;
using testing::forming;
using ::testing::HasSubstr;

/// 0..99 in the store, 90..109 in memory, 110 forming.
class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    std::vector<core::Candle> candles;
    std::vector<core::Candle> hours;
    for (int n = 0; n < 100; ++n) {
      candles.push_back(candle(n));
      hours.push_back(candle(n, 60));
    }
    store_.put(testing::instrument(0, "BTCUSDT"), candles);
    store_.put(testing::instrument(9, "EURUSD", "file"), hours, core::Timeframe::k1h);
    for (int n = 90; n < 110; ++n) running_.api.publish(closed(0, candle(n)));
    running_.api.publish(forming(0, candle(110)));
  }
  net::test::Reply get(std::string_view target, std::string_view headers = "") { return running_.get(target, headers); }

  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
};

TEST_F(ApiTest, DataIsExactAndInOrder) {
  EXPECT_EQ(get("/api/data/BTCUSDT/1m?limit=2").body,
            R"({"symbol":"BTCUSDT","venue":"sim","timeframe":"1m","candles":[)"
            R"([1704073680000,101.08,101.1,101.07,101.09,1.5],[1704073740000,101.09,101.11,101.08,101.1,1.5]],)"
            R"("forming":[1704073800000,101.1,101.12,101.09,101.11,1.5],"has_more":true,)"
            R"("next":"before:1704073680000"})");
}

TEST_F(ApiTest, DataJoinsStoreAndMemory) {
  const auto all = running_.json("/api/data/BTCUSDT/1m");
  const auto& candles = *all.find("candles")->array();
  ASSERT_EQ(candles.size(), 110U);
  for (std::size_t i = 0; i < candles.size(); ++i) {
    EXPECT_EQ(*(*candles[i].array())[0].integer(), testing::kStart + static_cast<std::int64_t>(i) * testing::kMinute);
  }
  EXPECT_FALSE(*all.find("has_more")->boolean());
}

TEST_F(ApiTest, DataPagesBackwardsThroughAllOfHistory) {
  std::string to;
  std::int64_t seen = 0;
  for (int page = 0; page < 20; ++page) {
    const auto answer = running_.json("/api/data/BTCUSDT/1m?limit=9" + to);
    const auto& candles = *answer.find("candles")->array();
    seen += static_cast<std::int64_t>(candles.size());
    if (!*answer.find("has_more")->boolean()) break;
    to = "&to=" + std::to_string(*(*candles[0].array())[0].integer());
  }
  EXPECT_EQ(seen, 110);
}

TEST_F(ApiTest, DataTakesAliasesAndBothKindsOfTime) {
  EXPECT_EQ(get("/api/data/btc%2Fusdt/M1?limit=1").status, 200);
  EXPECT_EQ(get("/api/data/sim:BTC-USDT/1m?limit=1").status, 200);
  EXPECT_EQ(get("/api/data/BTCUSDT/1m?from=2024-01-01T00:01:00Z&to=2024-01-01T00:02:00Z").body,
            get("/api/data/BTCUSDT/1m?from=1704067260000&to=1704067320000").body);
}

TEST_F(ApiTest, DataOfAStoredInstrumentThatIsNotLive) {
  const auto answer = running_.json("/api/data/EUR_USD/1h");
  EXPECT_EQ(answer.find("candles")->array()->size(), 100U);
  EXPECT_EQ(*answer.find("venue")->text(), "file");
  EXPECT_TRUE(answer.find("forming")->is_null());
}

TEST_F(ApiTest, DataAsCsv) {
  const auto reply = get("/api/data/BTCUSDT/1m?from=1704067200000&limit=1&format=csv");
  EXPECT_EQ(reply.header("content-type"), "text/csv; charset=utf-8");
  EXPECT_EQ(reply.body, "time,open,high,low,close,volume\n2024-01-01T00:00:00Z,100,100.02,99.99,100.01,1.5\n");
}

TEST_F(ApiTest, BadInputNamesTheField) {
  std::string many = "OBV";
  for (int i = 2; i < 62; ++i) many += ";SMA:period=" + std::to_string(i);
  const std::vector<std::tuple<std::string, int, std::string>> cases{
      {"/api/data/XRPUSDT/1m", 404, "unknown_symbol"},
      {"/api/data/bybit:BTCUSDT/1m", 404, "unknown_symbol"},
      {"/api/data/BTCUSDT/1m?limit=0", 422, "bad_number limit"},
      {"/api/data/BTCUSDT/1m?limit=20001", 422, "bad_number limit"},
      {"/api/data/BTCUSDT/1m?limit=1e3", 422, "bad_number limit"},
      {"/api/data/BTCUSDT/1m?limit=", 422, "bad_number limit"},
      {"/api/data/BTCUSDT/1m?limit=99999999999999999999", 422, "bad_number limit"},
      {"/api/data/BTCUSDT/1m?format=xml", 422, "bad_choice format"},
      {"/api/data/BTCUSDT/1m?from=5&to=4", 422, ""},
      {"/api/data/BTCUSDT/1m?from=1704067260000&to=1704067260000", 422, "empty_range from"},
      {"/api/data/BTCUSDT/1m?limit=1&limit=1", 422, "repeated_parameter limit"},
      {"/api/data/BTCUSDT/1m?colour=blue", 422, "unknown_parameter colour"},
      {"/api/indicators/BTCUSDT/1m", 422, "missing_parameter names"},
      {"/api/indicators/BTCUSDT/1m?limit=20000&names=" + many, 422, "too_many_values names"},
      {"/api/gaps/XRPUSDT", 404, "unknown_symbol"},
      {"/api/quality/XRPUSDT/1m", 404, "unknown_symbol"},
      {"/api/quarantine?cursor=-1", 422, "bad_number cursor"},
      {"/api/quarantine?limit=1001", 422, "bad_number limit"},
      {"/api/nothing", 404, "not_found"},
  };
  for (const auto& [target, status, code] : cases) {
    const auto reply = get(target);
    EXPECT_EQ(reply.status, status) << target;
    EXPECT_EQ(reply.header("content-type"), "application/problem+json") << target;
    EXPECT_THAT(code_of(reply), ::testing::StartsWith(code)) << target;
  }
}

TEST_F(ApiTest, BadSymbolsTimeframesAndTimesNameTheField) {
  for (const auto& [target, field] : std::vector<std::pair<std::string, std::string>>{
           {"/api/data/%21%21/1m", "symbol"},
           {"/api/data/BTCUSDT/7m", "timeframe"},
           {"/api/data/BTCUSDT/1m?from=yesterday", "from"},
           {"/api/data/BTCUSDT/1m?to=2024-13-01", "to"},
           {"/api/indicators/BTCUSDT/1m?names=RSIX", "names"},
           {"/api/indicators/BTCUSDT/1m?names=RSI:period=0", "names"},
           {"/api/gaps/BTCUSDT?timeframe=1M", "timeframe"},
       }) {
    const auto reply = get(target);
    EXPECT_EQ(reply.status, 422) << target;
    EXPECT_THAT(reply.body, HasSubstr("\"field\":\"" + field + "\"")) << target;
  }
}

TEST_F(ApiTest, BadIndicatorParametersAreRefusedNamingParameterValueAndRange) {
  for (const auto& [names, words] : std::vector<std::pair<std::string, std::string>>{
           {"RSI:period=0", "parameter period is 0, but must be a whole number from 2 to 100000"},
           {"RSI:period=-14", "parameter period is -14, but must be"},
           {"RSI:period=100001", "parameter period is 100001, but must be"},
           {"RSI:period=nan", "parameter period is nan, but must be"},
           {"MA:ma_type=9", "parameter ma_type is 9, but must be one of SMA, EMA,"},
       }) {
    const auto reply = get("/api/indicators/BTCUSDT/1m?names=" + names);
    EXPECT_EQ(reply.status, 422) << names;
    EXPECT_THAT(reply.body, HasSubstr(words)) << names;
  }
}

TEST_F(ApiTest, TheCatalogueSaysWhatAChoiceMeans) {
  const auto answer = running_.json("/api/indicators");
  for (const auto& row : *answer.find("indicators")->array()) {
    if (*row.find("id")->text() != "MA") continue;
    const auto& parameters = *row.find("parameters")->array();
    ASSERT_EQ(parameters.size(), 3U);
    EXPECT_EQ(*(*parameters[1].find("choices")->array())[8].text(), "T3");
    EXPECT_EQ(*parameters[2].find("name")->text(), "source");
    return;
  }
  FAIL() << "no MA";
}

// What docs/backtesting.md says of them.
TEST_F(ApiTest, TheStrategiesSayWhatTheyMayBeTold) {
  const auto answer = running_.json("/api/strategies");
  const auto texts = [](const net::JsonValue& row, std::string_view list, std::string_view member) {
    std::string all;
    for (const auto& one : *row.find(list)->array()) {
      all += (all.empty() ? "" : " ") + *(member.empty() ? one : *one.find(member)).text();
    }
    return all;
  };
  const auto& rows = *answer.find("strategies")->array();
  EXPECT_EQ(texts(answer, "strategies", "id"), "breakout decision sma_cross zone_bounce");
  EXPECT_EQ(texts(rows[0], "parameters", "name"), "lookback atr stop target sides");
  EXPECT_EQ(texts(rows[1], "timeframes", ""), "1m 5m");
  EXPECT_EQ(texts(rows[2], "timeframes", ""), "1m 5m 15m 30m 1h 4h 1d 1w");
  EXPECT_EQ(*rows[3].find("needs")->text(), "zones");
  const auto& parameters = *rows[2].find("parameters")->array();
  EXPECT_EQ(texts(rows[2], "parameters", "name"), "fast slow sides");
  EXPECT_EQ(parameters[0].find("default")->number(), 10);
  EXPECT_EQ(parameters[1].find("default")->number(), 30);
  EXPECT_EQ(texts(parameters[2], "choices", ""), "long both");
  EXPECT_EQ(*(*rows[3].find("parameters")->array())[1].find("unit")->text(), "ATR");
  EXPECT_EQ(running_.get("/api/strategies?id=decision").status, 422) << "takes no parameter";
}

TEST_F(ApiTest, SymbolsListLiveAndStored) {
  const auto answer = running_.json("/api/symbols");
  const auto& symbols = *answer.find("symbols")->array();
  ASSERT_EQ(symbols.size(), 3U);
  EXPECT_EQ(*symbols[0].find("symbol")->text(), "BTCUSDT");
  EXPECT_EQ(symbols[0].find("last")->number(), 101.11);
  EXPECT_TRUE(symbols[1].find("last")->is_null());
  EXPECT_EQ(*symbols[2].find("symbol")->text(), "EURUSD");
  EXPECT_EQ(*symbols[2].find("feed_state")->text(), "closed");
  EXPECT_EQ(*answer.find("source")->find("label")->text(), "Simulated exchange (not real prices)");
}

// SMA of closes 10001 + n over 3 candles is 10000 + n in ticks: (n-1 + n + n+1)/3 around the middle one. By hand for
// the candle 105: closes 10104, 10105, 10106 -> 101.05. The one forming is 110: closes 10109, 10110, 10111 -> 101.10.
TEST_F(ApiTest, IndicatorsAreWarmFromTheFirstCandleShown) {
  const auto answer = running_.json("/api/indicators/BTCUSDT/1m?names=SMA:period=3;OBV&from=1704073500000&limit=3");
  ASSERT_EQ(answer.find("times")->array()->size(), 3U);
  EXPECT_EQ((*answer.find("times")->array())[0].integer()[0], testing::kStart + 105 * testing::kMinute);
  const auto& sma = (*answer.find("indicators")->array())[0];
  EXPECT_EQ(*sma.find("name")->text(), "SMA:period=3");
  const auto& values = *(*sma.find("outputs")->array())[0].find("values")->array();
  EXPECT_NEAR(*values[0].number(), 101.05, 1e-9);
  EXPECT_NEAR(*values[2].number(), 101.07, 1e-9);
  EXPECT_TRUE(sma.find("forming")->is_null()) << "more candles follow";
  const auto newest = running_.json("/api/indicators/BTCUSDT/1m?names=SMA:period=3&limit=2");
  EXPECT_NEAR(*(*(*newest.find("indicators")->array())[0].find("forming")->array())[0].number(), 101.10, 1e-9);
}

TEST_F(ApiTest, IndicatorsAreNullBeforeHistoryBegins) {
  const auto answer = running_.json("/api/indicators/BTCUSDT/1m?names=SMA:period=3&from=1704067200000&limit=3");
  const auto& values = *(*(*answer.find("indicators")->array())[0].find("outputs")->array())[0].find("values")->array();
  EXPECT_TRUE(values[0].is_null());
  EXPECT_TRUE(values[1].is_null());
  EXPECT_NEAR(*values[2].number(), 100.02, 1e-9);
}

TEST_F(ApiTest, QualityComesFromMemoryFirst) {
  EXPECT_EQ(get("/api/quality/BTCUSDT/1m").body,
            R"({"symbol":"BTCUSDT","venue":"sim","timeframe":"1m","time":null,"quality":null})");
  ASSERT_TRUE(store_->put_quality({{{"sim", "BTCUSDT", core::Timeframe::k1m}, candle(1).open_time, {.score = 0.25}}}));
  EXPECT_THAT(get("/api/quality/BTCUSDT/1m").body, HasSubstr("\"score\":0.25"));
  running_.api.publish(engine::QualityOutput{{0}, core::Timeframe::k1m, {.score = 0.5}, candle(2).open_time});
  EXPECT_THAT(get("/api/quality/BTCUSDT/1m").body, HasSubstr("\"score\":0.5"));
}

TEST_F(ApiTest, GapsOfStoreAndMemoryAreOneLedger) {
  const storage::SeriesKey key{"sim", "BTCUSDT", core::Timeframe::k1m};
  const core::Gap stored{{0}, core::Timeframe::k1m, {candle(3).open_time, candle(5).open_time}, 2, {}, {}, {}};
  ASSERT_TRUE(store_->put_gaps({{key, stored}}));
  core::Gap filled = stored;
  filled.state = core::GapState::kFilled;
  running_.api.publish(filled);
  running_.api.publish(core::Gap{{0}, core::Timeframe::k5m, {candle(0).open_time, candle(5).open_time}, 1, {}, {}, {}});
  EXPECT_EQ(running_.json("/api/gaps/BTCUSDT").find("gaps")->array()->size(), 2U);
  const auto one = get("/api/gaps/BTCUSDT?timeframe=1m").body;
  EXPECT_EQ(one, R"({"symbol":"BTCUSDT","venue":"sim","gaps":[{"timeframe":"1m","from":"2024-01-01T00:03:00Z",)"
                 R"("to":"2024-01-01T00:05:00Z","candles":2,"reason":"missing","state":"filled"}]})");
}

TEST_F(ApiTest, QuarantineIsPaged) {
  std::vector<storage::QuarantineRecord> rows;
  for (int n = 0; n < 5; ++n) {
    core::Finding finding;
    finding.time = candle(n).open_time;
    rows.push_back({{"sim", "BTCUSDT", core::Timeframe::k1m}, finding, "row " + std::to_string(n)});
  }
  ASSERT_TRUE(store_->put_quarantine(rows));
  std::string cursor;
  std::vector<std::string> seen;
  for (int page = 0; page < 10; ++page) {
    const auto answer = running_.json("/api/quarantine?symbol=BTCUSDT&limit=2" + cursor);
    for (const auto& row : *answer.find("rows")->array()) seen.push_back(*row.find("payload")->text());
    if (answer.find("next")->is_null()) break;
    cursor = "&cursor=" + std::to_string(*answer.find("next")->integer());
  }
  EXPECT_THAT(seen, ::testing::UnorderedElementsAre("row 0", "row 1", "row 2", "row 3", "row 4"));
  EXPECT_TRUE(running_.json("/api/quarantine?symbol=XRPUSDT").find("rows")->array()->empty());
}

TEST_F(ApiTest, HealthNamesTheProblems) {
  EXPECT_EQ(get("/health").body, R"({"live":true,"ready":true,"reasons":[]})");
  running_.api.health().report("disk", "no space left");
  const auto reply = get("/health");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.body, R"({"live":true,"ready":false,"reasons":[{"part":"disk","problem":"no space left"}]})");
  running_.api.health().clear("disk");
  EXPECT_EQ(get("/health").status, 200);
}

TEST_F(ApiTest, StatusAndMetrics) {
  const auto status = running_.json("/api/status");
  EXPECT_EQ(*status.find("version")->text(), "9.8.7");
  EXPECT_EQ(status.find("streams")->array()->size(), 2U);
  EXPECT_THAT(get("/metrics").body, HasSubstr("tidemark_http_responses_total{class=\"2xx\"}"));
}

TEST_F(ApiTest, AnswersAreTaggedAndNotSentTwice) {
  const auto first = get("/api/data/BTCUSDT/1m");
  ASSERT_FALSE(first.header("etag").empty());
  const auto again = get("/api/data/BTCUSDT/1m", "If-None-Match: " + first.header("etag") + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  running_.api.publish(closed(0, candle(110)));
  EXPECT_EQ(get("/api/data/BTCUSDT/1m", "If-None-Match: " + first.header("etag") + "\r\n").status, 200);
}

std::string gunzip(const std::string& packed) {
  std::string out(10'000'000, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST_F(ApiTest, LargeAnswersArePackedWhenTheClientTakesIt) {
  for (const std::string target : {"/api/data/BTCUSDT/1m", "/api/indicators", "/openapi.json"}) {
    const auto plain = get(target);
    const auto packed = get(target, "Accept-Encoding: br, gzip;q=0.5\r\n");
    EXPECT_EQ(packed.header("content-encoding"), "gzip") << target;
    EXPECT_LT(packed.body.size(), plain.body.size());
    EXPECT_EQ(gunzip(packed.body), plain.body);
    EXPECT_EQ(get(target, "Accept-Encoding: gzip;q=0\r\n").header("content-encoding"), "");
  }
  EXPECT_EQ(get("/health", "Accept-Encoding: gzip\r\n").header("content-encoding"), "");
}

TEST_F(ApiTest, HeadAnswersWithoutBody) {
  net::test::Socket socket{running_.port()};
  socket.send(net::test::request_text("HEAD", "/api/symbols") + net::test::request_text("GET", "/health"));
  EXPECT_EQ(net::test::read_reply(socket, net::test::WithBody::kNo).status, 200);
  EXPECT_EQ(net::test::read_reply(socket).status, 200);
}

TEST(ApiWithoutStore, ServesWhatIsInMemory) {
  testing::RunningApi running;
  for (int n = 0; n < 5; ++n) running.api.publish(closed(0, candle(n)));
  EXPECT_EQ(running.json("/api/data/BTCUSDT/1m").find("candles")->array()->size(), 5U);
  EXPECT_EQ(running.json("/api/symbols").find("symbols")->array()->size(), 2U);
  EXPECT_EQ(code_of(running.get("/api/quarantine")), "no_database");
  EXPECT_EQ(running.get("/api/quarantine").status, 503);
}

TEST(ApiWithABrokenStore, SaysSoAndServesMemory) {
  testing::RunningApi running{"/nonexistent/folder/no.db"};
  for (int n = 0; n < 5; ++n) running.api.publish(closed(0, candle(n)));
  EXPECT_EQ(running.json("/api/data/BTCUSDT/1m?limit=2").find("candles")->array()->size(), 2U);
  const auto reply = running.get("/api/data/BTCUSDT/1m?limit=100");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(code_of(reply), "database_unavailable");
  EXPECT_EQ(running.get("/health").status, 503);
}

TEST(ApiReader, RefusesWhenTooManyWait) {
  testing::TestStore store;
  Limits limits;
  limits.reads_waiting = 0;
  testing::RunningApi running{store.path(), limits};
  const auto reply = running.get("/api/symbols");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(code_of(reply), "too_busy");
  EXPECT_EQ(reply.header("retry-after"), "1");
  const auto queues = running.queues.list();
  ASSERT_EQ(queues.size(), 2U);
  EXPECT_EQ(queues[1].name, "api.analyses");
  EXPECT_EQ(queues[0].name, "api.reads");
  EXPECT_EQ(queues[0].policy, bus::OverflowPolicy::kRefuse);
  EXPECT_EQ(queues[0].lost, 1U);
}

TEST(ApiStream, SnapshotThenEveryClosedCandleOverTheWire) {
  testing::RunningApi running;
  for (int n = 0; n < 10; ++n) running.api.publish(closed(0, candle(n)));
  net::test::WebSocket client{running.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"]})");
  EXPECT_THAT(client.read_text(), HasSubstr("\"type\":\"subscribed\""));
  const auto snapshot = net::parse_json(client.read_text()).value();
  std::int64_t seq = *snapshot.find("seq")->integer();
  EXPECT_EQ(snapshot.find("data")->find("candles")->array()->size(), 10U);
  std::jthread publisher{[&] {
    for (int n = 10; n < 500; ++n) {
      running.api.publish(forming(0, candle(n)));
      running.api.publish(closed(0, candle(n)));
    }
  }};
  std::int64_t expected = 10;
  while (expected < 500) {
    const std::string text = client.read_text();
    ASSERT_FALSE(text.empty());
    const auto message = net::parse_json(text).value();
    ASSERT_EQ(*message.find("seq")->integer(), ++seq) << text;
    const auto& data = *message.find("data");
    if (*data.find("state")->text() != "closed") continue;
    EXPECT_EQ(*(*data.find("candle")->array())[0].integer(), testing::kStart + expected * testing::kMinute);
    ++expected;
  }
}

TEST(ApiStream, ASlowConsumerIsClosedWithAReasonAndOthersGoOn) {
  net::ServerOptions options;
  options.limits.ws_queue_frames = 50;
  Limits limits;
  limits.candles_per_series = 20'000;
  limits.lag_max = {};
  testing::RunningApi running{"", limits, options};
  net::test::WebSocket slow{running.port(), "/ws/stream", "", 2048};
  net::test::WebSocket good{running.port(), "/ws/stream"};
  for (auto* client : {&slow, &good}) {
    client->send_text(R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"]})");
    client->read_text();
    client->read_text();
  }
  auto& dropped = running.metrics->counter("tidemark_ws_slow_clients_total", "");
  // The good client's reading is the pace: never more in flight than its own queue holds.
  for (int n = 0; dropped.value() == 0 && n < 15'000; ++n) {
    running.api.publish(closed(0, candle(n)));
    ASSERT_THAT(good.read_text(), HasSubstr("\"type\":\"candle\""));
  }
  EXPECT_EQ(dropped.value(), 1U);
  EXPECT_EQ(slow.read_until_close(), 1013);
}

TEST(ApiStream, PublishFromAnotherThreadWhileClientsComeAndGo) {
  testing::RunningApi running;
  // What a client may find in flight stays below its queue's bound: one that reads slowly would rightly be closed.
  constexpr int kPerClient = 300;
  std::atomic<int> allowed{0};
  std::jthread publisher{[&](const std::stop_token& stop) {
    for (int n = 0; !stop.stop_requested(); ++n) {
      if (n >= allowed.load()) {
        std::this_thread::yield();
        --n;
        continue;
      }
      running.api.publish(closed(n % 2 == 0 ? 0 : 1, candle(n)));
      running.api.publish(core::FeedStatus{{0}, {}, n % 3 == 0 ? core::FeedState::kLive : core::FeedState::kStale});
    }
  }};
  for (int i = 0; i < 20; ++i) {
    allowed += kPerClient;
    net::test::WebSocket client{running.port(), "/ws/stream"};
    client.send_text(R"({"action":"subscribe","channels":["candles:BTCUSDT:1m","candles:ETHUSDT:1m","system"]})");
    for (int n = 0; n < 4; ++n) EXPECT_FALSE(client.read_text().empty());
    EXPECT_EQ(running.get("/api/data/ETHUSDT/1m?limit=5").status, 200);
    EXPECT_EQ(running.get("/api/status").status, 200);
  }
}

}  // namespace
}  // namespace tidemark::api
