// `tidemark explain`: a decision taken again from stored candles, and a stored trace, in words and as JSON.
#include "app/cli/explain_command.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/analyze_command.hpp"
#include "app/cli/testing/walk.hpp"
#include "net/json_reader.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using ::testing::HasSubstr;

const core::Timestamp kStart = core::parse_time("2024-01-01T00:00Z").value();
constexpr int kMinutes = 3000;

core::Instrument btc() {
  core::Instrument instrument;
  instrument.venue = "binance";
  instrument.symbol = "BTCUSDT";
  instrument.scale = {2, 3};
  return instrument;
}

class Explain : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = storage::open_store(path(), storage::OpenMode::kCreate).value();
    ASSERT_TRUE(store_->put_candles({btc(), core::Timeframe::k1m, "test", testing::random_walk(kMinutes)}));
  }
  [[nodiscard]] std::string path() const { return (folder_.path() / "t.db").string(); }
  struct Run {
    int code{-1};
    std::string out;
    std::string err;
  };
  [[nodiscard]] Run run(ExplainOptions options) const {
    options.store = path();
    std::ostringstream out;
    std::ostringstream err;
    const int code = run_explain(options, Console{out, err});
    return {code, out.str(), err.str()};
  }

  ops::testing::TemporaryFolder folder_;
  std::unique_ptr<storage::Store> store_;
};

TEST_F(Explain, a_symbol_by_its_newest_candle_in_words) {
  const Run told = run({.what = "BTCUSDT"});
  ASSERT_EQ(told.code, 0) << told.err;
  // The last candle ends at minute 3000: two days and two hours.
  EXPECT_THAT(told.out, HasSubstr("binance:BTCUSDT at 2024-01-03T02:00:00Z"));
  for (const char* part :
       {"score ", "structure ", "gates", "warm_up: ", "entry filters", "news_blackout: does not apply",
        "session: does not apply", "decision logic 1", "weights default"}) {
    EXPECT_THAT(told.out, HasSubstr(part));
  }
}

TEST_F(Explain, at_a_time_it_knows_only_what_had_closed_by_then) {
  const core::Timestamp at = kStart + core::minutes(2000) + core::seconds(30);
  const Run told = run({.what = "BTCUSDT", .at = at, .format = OutputFormat::kJson});
  ASSERT_EQ(told.code, 0) << told.err;
  const auto trace = net::parse_json(told.out).value();
  EXPECT_EQ(*trace.find("candle")->text(), core::format_iso(kStart + core::minutes(1999)));
  EXPECT_EQ(*trace.find("known_at")->text(), core::format_iso(kStart + core::minutes(2000)));
  EXPECT_EQ(trace.find("gates")->array()->size(), 9U);
  // The same when nothing later is stored at all.
  storage::CandleBatch early{btc(), core::Timeframe::k1m, "test", testing::random_walk(kMinutes)};
  early.candles.resize(2000);
  ops::testing::TemporaryFolder other;
  const std::string file = (other.path() / "t.db").string();
  ASSERT_TRUE(storage::open_store(file, storage::OpenMode::kCreate).value()->put_candles(early));
  std::ostringstream out;
  std::ostringstream err;
  ExplainOptions options{.what = "BTCUSDT", .store = file, .format = OutputFormat::kJson};
  ASSERT_EQ(run_explain(options, Console{out, err}), 0) << err.str();
  EXPECT_EQ(out.str(), told.out);
}

TEST_F(Explain, a_trace_is_read_from_the_store) {
  ASSERT_TRUE(store_->put_traces({{.instrument = {"binance", "BTCUSDT"},
                                   .known_at = core::Timestamp::from_ms(1'704'070'000'123),
                                   .verdict = "signal",
                                   .type = "weak_buy",
                                   .configuration = "0123456789abcdef",
                                   .trace = R"({"verdict":"signal","type":"weak_buy","id":"binance:BTCUSDT@1"})"}}));
  const Run told = run({.what = "BTCUSDT@1704070000123"});
  ASSERT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("binance:BTCUSDT@1"));
  EXPECT_THAT(told.out, HasSubstr("weak_buy"));
  EXPECT_EQ(run({.what = "binance:BTCUSDT@1704070000123", .format = OutputFormat::kJson}).out,
            "{\"verdict\":\"signal\",\"type\":\"weak_buy\",\"id\":\"binance:BTCUSDT@1\"}\n");
}

TEST_F(Explain, what_was_decided_goes_before_what_would_be_now) {
  const core::Timestamp at = kStart + core::minutes(2000);
  const Run again = run({.what = "BTCUSDT", .at = at});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("taken again from 2000 stored 1m candles since 2024-01-01T00:00:00Z"));
  ASSERT_TRUE(store_->put_traces({{.instrument = {"binance", "BTCUSDT"},
                                   .known_at = at,
                                   .verdict = "signal",
                                   .type = "weak_buy",
                                   .configuration = "0123456789abcdef",
                                   .trace = R"({"verdict":"signal","type":"weak_buy","id":"as it was"})"}}));
  const Run told = run({.what = "BTCUSDT", .at = at});
  EXPECT_THAT(told.out, HasSubstr("as it was"));
  EXPECT_EQ(told.err, "");
}

// 2024-01-01T00:46:40.124Z is 40 seconds after a candle; 00:47:00.250Z is when a live one would be known.
TEST_F(Explain, a_trace_without_a_signal_is_taken_again) {
  const Run told = run({.what = "binance:BTCUSDT@1704070020250"});
  ASSERT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("binance:BTCUSDT at 2024-01-01T00:47:00Z"));
  EXPECT_THAT(told.err, HasSubstr("taken again from 47 stored 1m candles"));
  const Run none = run({.what = "BTCUSDT@1704070000124"});
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.err, HasSubstr("tidemark explain binance:BTCUSDT --at 2024-01-01T00:46:40.124Z"));
}

TEST_F(Explain, what_is_not_there_is_said_plainly) {
  EXPECT_EQ(run({.what = "BTCUSDT@1704070000124"}).code, 3);
  EXPECT_EQ(run({.what = "NOPEUSDT"}).code, 3);
  EXPECT_THAT(run({.what = "NOPEUSDT"}).err, HasSubstr("no 1m candles of NOPEUSDT are stored"));
  EXPECT_EQ(run({.what = "BTCUSDT", .at = kStart}).code, 3);
  EXPECT_NE(run({.what = "BTCUSDT@soon"}).code, 0);
}

TEST_F(Explain, confluence_of_a_stored_symbol_is_an_array_of_findings) {
  std::ostringstream out;
  std::ostringstream err;
  const AnalyzeOptions options{.input = "BTCUSDT",
                               .timeframe = "1m",
                               .what = AnalyzeWhat::kConfluence,
                               .output = AnalyzeOutput::kJson,
                               .store = path(),
                               .set = {"fibonacci=0.5"}};
  ASSERT_EQ(run_analyze(options, out, err), 0) << err.str();
  const auto found = net::parse_json(out.str()).value();
  ASSERT_FALSE(found.array()->empty());
  const auto& zone = found.array()->front();
  EXPECT_EQ(*zone.find("kind")->text(), "confluence_zone");
  double sum = zone.find("bonus")->number().value();
  for (const auto& factor : *zone.find("factors")->array()) sum += factor.find("contribution")->number().value();
  EXPECT_NEAR(sum, zone.find("score")->number().value(), 1e-12);
  // 0.5 of 1.05 + 0.25.
  for (const auto& factor : *zone.find("factors")->array()) {
    if (*factor.find("factor_type")->text() != "fibonacci") continue;
    EXPECT_NEAR(factor.find("weight")->number().value(), 0.5 / 1.3, 1e-12);
  }
  AnalyzeOptions misspelled = options;
  misspelled.set = {"fibonaci=1"};
  EXPECT_EQ(run_analyze(misspelled, out, err), 2);
}

}  // namespace
}  // namespace tidemark::app
