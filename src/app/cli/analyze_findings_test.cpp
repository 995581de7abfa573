// `tidemark analyze --structure` and `--zones`: the fields of a finding, and that settings arrive.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/analyze_command.hpp"
#include "ops/testing/temporary_folder.hpp"

namespace tidemark::app {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AnalyzeFindings : public ::testing::Test {
 protected:
  /// The hourly market of src/analysis/zones/zones_test.cpp: a demand zone from 100.0 to 100.4.
  void SetUp() override {
    std::ofstream out{file_};
    out << "time,open,high,low,close,volume\n";
    for (int i = 0; i < 20; ++i) add(out, "100,101,99,100");
    for (const char* candle :
         {"100.0,100.4,99.6,99.8", "99.8,100.3,99.6,99.9", "99.9,102.0,99.8,101.9", "101.9,103.5,101.8,103.4",
          "103.4,104.5,103.3,104.4", "104.4,104.5,100.2,100.8", "100.8,103.0,100.6,102.9"}) {
      add(out, candle);
    }
  }

  void add(std::ofstream& out, const char* candle) {
    const int day = 2 + hour_ / 24;
    out << "2023-01-0" << day << "T" << (hour_ % 24 < 10 ? "0" : "") << hour_ % 24 << ":00:00Z," << candle << ",1000\n";
    ++hour_;
  }
  struct Run {
    int code{-1};
    std::string out;
    std::string err;
  };
  [[nodiscard]] Run run(AnalyzeOptions options) const {
    options.input = file_;
    options.symbol = "EURUSD";
    std::ostringstream out;
    std::ostringstream err;
    const int code = run_analyze(options, out, err);
    return {code, out.str(), err.str()};
  }

  ops::testing::TemporaryFolder folder_;  // of this test alone: tests run side by side
  std::string file_{folder_.file("analyze_findings.csv")};
  int hour_{0};
};

const std::vector<std::string> kSpecification{"consolidation_threshold=0.5", "body_size_threshold=0.3",
                                              "max_base_range=0.8", "pip_size=0.01"};

TEST_F(AnalyzeFindings, zones_have_the_names_of_the_tables) {
  const auto result = run({.what = AnalyzeWhat::kZones, .output = AnalyzeOutput::kJson, .set = kSpecification});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("[{"));
  EXPECT_THAT(result.out, EndsWith("}]\n"));
  for (const char* words : {R"("kind":"supply_demand_zone")",
                            R"("symbol":"EURUSD")",
                            R"("timeframe":"1h")",
                            R"("zone_type":"demand")",
                            R"("direction":"bullish")",
                            R"("top_price":100.4)",
                            R"("bottom_price":100,)",
                            R"("status":"tested")",
                            R"("left_time":"2023-01-02T20:00:00Z")",
                            R"("right_time":"2023-01-02T21:00:00Z")",
                            R"("test_count":1)",
                            R"("success_count":1)",
                            R"("known_at":"2023-01-03T01:00:00Z")",
                            R"("base_start_index":20)",
                            R"("impulse_end_index":24)",
                            R"("test_type":"penetration")",
                            R"("outcome":"bounce")",
                            R"("test_price":100.2)",
                            R"("formation":"drop_base_rally")",
                            R"("move_threshold":2)",
                            R"("breakout_confirmation":"base")"}) {
    EXPECT_THAT(result.out, HasSubstr(words));
  }
}

TEST_F(AnalyzeFindings, a_report_says_what_a_thousand_candles_yield) {
  const auto result = run({.what = AnalyzeWhat::kZones, .set = kSpecification});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("supply and demand zones: 1 (1 demand), 37.0 per 1000 candles"));  // 1 of 27
  EXPECT_THAT(result.out, HasSubstr("1 tests, 1 bounced (100.0 %)"));
  EXPECT_THAT(result.out, HasSubstr("live zones: 1"));
}

TEST_F(AnalyzeFindings, structure_is_an_array_of_events) {
  const auto result = run({.what = AnalyzeWhat::kStructure, .output = AnalyzeOutput::kJson});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("[{"));
  // The four hours before candle 4, known when it has closed.
  for (const char* words : {R"("kind":"previous_high_low")", R"("part":"4h")", R"("known_at":"2023-01-02T05:00:00Z")",
                            R"("state":"formed")", R"("kind":"session")", R"("rule":)", R"("parameters":{)"}) {
    EXPECT_THAT(result.out, HasSubstr(words));
  }
}

TEST_F(AnalyzeFindings, a_rule_set_and_its_parameters_are_named_in_each_event) {
  const auto result = run({.what = AnalyzeWhat::kStructure,
                           .rule = "smart_money",
                           .output = AnalyzeOutput::kJson,
                           .set = {"gap_join=join"}});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr(R"("previous_period":"smart_money")"));
  EXPECT_THAT(result.out, Not(HasSubstr(R"("gap_join":"separate")")));
}

TEST_F(AnalyzeFindings, wrong_parameters_exit_2_and_say_what_was_meant) {
  const auto misspelled = run({.what = AnalyzeWhat::kZones, .set = {"move_treshold=1"}});
  EXPECT_EQ(misspelled.code, 2);
  EXPECT_THAT(misspelled.err, HasSubstr("did you mean move_threshold?"));
  EXPECT_THAT(run({.what = AnalyzeWhat::kZones, .set = {"move_threshold=-1"}}).err,
              HasSubstr("parameter move_threshold is -1"));
  EXPECT_THAT(run({.what = AnalyzeWhat::kStructure, .set = {"break_by=tail"}}).err, HasSubstr("must be close, wick"));
  EXPECT_THAT(run({.what = AnalyzeWhat::kStructure, .rule = "smc"}).err, HasSubstr("tidemark, smart_money"));
}

}  // namespace
}  // namespace tidemark::app
