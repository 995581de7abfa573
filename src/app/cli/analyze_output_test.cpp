#include "app/cli/analyze_output.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/analyze_reading.hpp"

namespace tidemark::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

AnalyzeInput input_of(const std::vector<double>& closes) {
  AnalyzeInput input{.name = "file.csv",
                     .symbol = "BTCUSDT",
                     .timeframe = core::Timeframe::k1h,
                     .scale = {1, 0},
                     .candles = {},
                     .gaps = {},
                     .notes = {}};
  for (const double close : closes) {
    const auto hour = static_cast<std::int64_t>(input.candles.size());
    input.candles.push_back({.open_time = core::Timestamp::from_s(1'672'531'200 + hour * 3600),
                             .open = close,
                             .high = close,
                             .low = close,
                             .close = close,
                             .volume = 10});
  }
  return input;
}

std::vector<Analyzed> analyze(std::string_view indicators, const AnalyzeInput& input) {
  std::vector<Analyzed> analyzed;
  const auto specs = analysis::parse_indicators(indicators);
  EXPECT_TRUE(specs) << specs.error().text();
  for (const auto& spec : *specs) analyzed.push_back({spec, analysis::compute(spec, input.candles)});
  return analyzed;
}

std::string report_of(std::string_view indicators, const AnalyzeInput& input) {
  std::ostringstream out;
  write_report(input, analyze(indicators, input), out);
  return out.str();
}

TEST(AnalyzeColumns, are_named_by_function_and_output) {
  const auto input = input_of({1, 2, 3});
  EXPECT_THAT(column_names(analyze("RSI;MACD", input)),
              ElementsAre("RSI", "MACD.MACD", "MACD.MACDSignal", "MACD.MACDHist"));
}

TEST(AnalyzeColumns, carry_their_parameters_where_a_function_occurs_twice) {
  const auto input = input_of({1, 2, 3});
  EXPECT_THAT(column_names(analyze("SMA:period=2;OBV;SMA:period=3", input)),
              ElementsAre("SMA:period=2", "OBV", "SMA:period=3"));
  const auto names = column_names(analyze("MACD;MACD:fast_period=5", input));
  EXPECT_EQ(names[3], "MACD:fast_period=5 slow_period=26 signal_period=9.MACD");
}

TEST(AnalyzeCsv, has_an_index_and_empty_cells_before_warm_up_and_every_digit) {
  const auto input = input_of({0.1, 0.2, 0.3});
  std::ostringstream out;
  write_csv(analyze("SMA:period=2;OBV", input), input.candles.size(), out);
  // (0.1+0.2)/2 and (0.3+0.2)/2 as doubles, %.17g: 0.30000000000000004/2; the running sum then holds
  // 0.20000000000000004.
  EXPECT_EQ(out.str(), "index,SMA,OBV\n0,,10\n1,0.15000000000000002,20\n2,0.25,30\n");
}

TEST(AnalyzeJson, holds_series_times_and_columns_with_null_before_warm_up) {
  auto input = input_of({1, 2, 4});
  input.notes.emplace_back("a \"note\"");
  std::ostringstream out;
  write_json(input, analyze("SMA:period=2", input), out);
  EXPECT_EQ(
      out.str(),
      R"({"input":"file.csv","symbol":"BTCUSDT","timeframe":"1h","candles":3,"from":"2023-01-01T00:00:00Z",)"
      R"("last":"2023-01-01T02:00:00Z","notes":["a \"note\""],"times":[1672531200000,1672534800000,1672538400000],)"
      R"("columns":[{"name":"SMA","indicator":"SMA:period=2","output":"Real","unit":"price","warm_up":1,)"
      R"("values":[null,1.5,3]}]})"
      "\n");
}

TEST(AnalyzeReport, gives_last_values_with_their_unit_and_what_they_say) {
  const auto report = report_of("SMA:period=2;RSI:period=2", input_of({10, 11, 12, 10}));
  EXPECT_THAT(report, HasSubstr("4 candles, 2023-01-01T00:00:00Z to 2023-01-01T03:00:00Z"));
  EXPECT_THAT(report, HasSubstr("close 10.0"));
  // (12+10)/2 = 11; 10 is 1/11 = 9.09 % below; (11+12)/2 = 11.5 before.
  EXPECT_THAT(report, HasSubstr("close is 9.09 % below the average; it falls"));
  // gains 1, 1, 0: (1*1+0)/2; losses (0*1+2)/2 = 1: 100*0.5/1.5 = 33.33.
  EXPECT_THAT(report, HasSubstr("33.33 %"));
  EXPECT_THAT(report, HasSubstr("losses outweigh gains"));
}

TEST(AnalyzeReport, says_how_many_candles_are_wanting) {
  const auto report = report_of("MACD", input_of({1, 2, 3}));
  EXPECT_THAT(report, HasSubstr("no value yet: it needs 34 candles"));
}

TEST(AnalyzeReport, tells_of_gaps_and_of_rows_left_out) {
  auto input = input_of({1, 2, 3});
  input.gaps.push_back({.instrument = {}, .timeframe = {}, .range = {}, .candles = 17});
  input.notes.emplace_back("2 candles were left out as invalid");
  const auto report = report_of("OBV", input);
  EXPECT_THAT(report, HasSubstr("1 gap (17 candles missing)"));
  EXPECT_THAT(report, HasSubstr("note: 2 candles were left out"));
}

std::string reading_of(std::string_view indicator, const std::vector<double>& closes) {
  const auto input = input_of(closes);
  const auto analyzed = analyze(indicator, input);
  return read_last_values(analyzed[0].spec, analyzed[0].columns, input.candles);
}

TEST(AnalyzeReading, uses_wilders_thresholds_for_rsi) {
  EXPECT_THAT(reading_of("RSI:period=2", {1, 2, 3}), HasSubstr("overbought"));
  EXPECT_THAT(reading_of("RSI:period=2", {3, 2, 1}), HasSubstr("oversold"));
}

TEST(AnalyzeReading, says_momentum_and_regime_in_words) {
  std::vector<double> rising;
  for (int i = 0; i < 140; ++i) rising.push_back(100 + i);
  const std::vector<double> falling{rising.rbegin(), rising.rend()};
  const std::vector<double> flat(140, 7);
  EXPECT_THAT(reading_of("MOMENTUM", rising), HasSubstr("strong upward momentum"));
  EXPECT_THAT(reading_of("MOMENTUM", falling), HasSubstr("strong downward momentum"));
  EXPECT_EQ(reading_of("MOMENTUM", flat), "no momentum");
  EXPECT_THAT(reading_of("REGIME", rising), HasSubstr("a rising trend"));
  EXPECT_THAT(reading_of("REGIME", falling), HasSubstr("a falling trend"));
  EXPECT_THAT(reading_of("REGIME", flat), HasSubstr("a range with low volatility"));
  EXPECT_THAT(reading_of("KAMA:period=5", rising), HasSubstr("above the average; it rises"));
}

TEST(AnalyzeReading, places_the_close_in_the_bands) {
  // Mean 5, sigma 2 (see bbands.case): 9 is the upper band of two deviations, so at 100 %.
  EXPECT_THAT(reading_of("BBANDS:period=8", {2, 4, 4, 4, 5, 5, 7, 9}), HasSubstr("at 100 % of the way"));
  EXPECT_THAT(reading_of("BBANDS:period=8,deviations_up=1", {2, 4, 4, 4, 5, 5, 7, 9}),
              HasSubstr("above the upper band"));
  EXPECT_THAT(reading_of("BBANDS:period=3", {4, 4, 4}), HasSubstr("no width"));
}

TEST(AnalyzeReading, notices_a_cross_of_the_signal_only_at_its_candle) {
  // Hist of macd.case is 0 or negative throughout; the last rise turns it.
  const std::string macd = "MACD:fast_period=2,slow_period=3,signal_period=2";
  EXPECT_THAT(reading_of(macd, {10, 16, 10, 13, 14, 13, 12, 11, 10}), HasSubstr("below its signal, below zero"));
  EXPECT_THAT(reading_of(macd, {10, 16, 10, 13, 14, 13, 12, 11, 10, 16}), HasSubstr("crossed above its signal"));
}

TEST(AnalyzeReading, is_silent_before_there_is_a_value) {
  EXPECT_EQ(reading_of("SMA:period=5", {1, 2}), "");
  EXPECT_EQ(reading_of("OBV", {1, 2}), "");
}

TEST(FixedText, stays_readable_for_tiny_and_huge_numbers) {
  EXPECT_EQ(fixed_text(1.25, 1), "1.2");  // ties to even
  EXPECT_EQ(fixed_text(0, 2), "0.00");
  EXPECT_EQ(fixed_text(1.5e-7, 2), "1.5e-07");
  EXPECT_EQ(fixed_text(0.00557877, 2), "0.0056");
  EXPECT_EQ(fixed_text(-0.000680272, 3), "-0.00068");
  EXPECT_EQ(fixed_text(2e20, 2), "2e+20");
}

}  // namespace
}  // namespace tidemark::app
