#include "pipeline/series_check.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::Candle;
using core::FindingCode;
using core::Timeframe;
using testing::at;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const core::Timestamp kStart = at("2024-01-01T00:00Z");

std::vector<FindingCode> codes(const SeriesCheckResult& result) {
  std::vector<FindingCode> all;
  for (const auto& f : result.findings) all.push_back(f.code);
  return all;
}

TEST(SeriesCheck, a_clean_series_passes_whole) {
  const auto candles = testing::run(kStart, kStart + core::hours(2), Timeframe::k1m);
  const auto result = check_series(testing::bitcoin(), Timeframe::k1m, candles, {});
  EXPECT_EQ(result.accepted, candles);
  EXPECT_THAT(codes(result), IsEmpty());
  EXPECT_EQ(result.quality.score, 1.0);
  EXPECT_EQ(result.quality.expected, 120u);
}

TEST(SeriesCheck, empty_input_is_an_empty_result) {
  const auto result = check_series(testing::bitcoin(), Timeframe::k1m, {}, {});
  EXPECT_TRUE(result.accepted.empty());
  EXPECT_TRUE(result.gaps.empty());
}

TEST(SeriesCheck, a_newest_first_file_is_turned_without_complaint) {
  auto candles = testing::run(kStart, kStart + core::hours(2), Timeframe::k1m);
  const auto sorted = candles;
  std::ranges::reverse(candles);
  const auto result = check_series(testing::bitcoin(), Timeframe::k1m, candles, {});
  EXPECT_EQ(result.accepted, sorted);
  EXPECT_THAT(codes(result), IsEmpty());
}

TEST(SeriesCheck, candles_out_of_place_are_sorted_and_said) {
  auto candles = testing::run(kStart, kStart + core::hours(2), Timeframe::k1m);
  const auto sorted = candles;
  std::swap(candles[30], candles[31]);
  const auto result = check_series(testing::bitcoin(), Timeframe::k1m, candles, {});
  EXPECT_EQ(result.accepted, sorted);
  ASSERT_THAT(codes(result), ElementsAre(FindingCode::kOutOfOrder));
  EXPECT_EQ(result.findings[0].policy, core::Policy::kAccept);
  EXPECT_EQ(result.findings[0].time, sorted[30].open_time);
}

TEST(SeriesCheck, repeats_are_dropped_and_of_two_different_ones_the_first_stays) {
  auto candles = testing::run(kStart, kStart + core::minutes(10), Timeframe::k1m);
  const auto clean = candles;
  candles.push_back(candles[3]);
  Candle other = candles[5];
  other.volume.lots += 1;
  candles.push_back(other);
  const auto result = check_series(testing::bitcoin(), Timeframe::k1m, candles, {});
  EXPECT_EQ(result.accepted, clean);
  ASSERT_EQ(result.rejected.size(), 2u);
  EXPECT_EQ(result.rejected[0].finding.code, FindingCode::kDuplicate);
  EXPECT_EQ(result.rejected[1].finding.code, FindingCode::kConflictingDuplicate);
  EXPECT_EQ(result.rejected[1].candle, other);
}

TEST(SeriesCheck, a_refused_candle_leaves_a_gap) {
  auto candles = testing::run(kStart, kStart + core::minutes(10), Timeframe::k1m);
  candles[4].low = {0};
  const auto result = check_series(testing::bitcoin(), Timeframe::k1m, candles, {});
  EXPECT_EQ(result.accepted.size(), 9u);
  ASSERT_EQ(result.gaps.size(), 1u);
  EXPECT_EQ(result.gaps[0].range, (core::TimeRange{kStart + core::minutes(4), kStart + core::minutes(5)}));
  EXPECT_LT(result.quality.score, 1.0);
  EXPECT_DOUBLE_EQ(result.quality.completeness, 0.9);
  EXPECT_DOUBLE_EQ(result.quality.consistency, 0.9);
}

TEST(SeriesCheck, the_candle_still_open_when_fetched_is_not_stored) {
  const auto candles = testing::run(kStart, kStart + core::minutes(10), Timeframe::k1m);
  SeriesCheckOptions options;
  options.now = kStart + core::minutes(9) + core::seconds(30);
  const auto result = check_series(testing::bitcoin(), Timeframe::k1m, candles, options);
  EXPECT_EQ(result.accepted.size(), 9u);
  ASSERT_EQ(result.rejected.size(), 1u);
  EXPECT_EQ(result.rejected[0].finding.code, FindingCode::kUnclosedCandle);
  EXPECT_EQ(result.quality.score, 1.0);
}

TEST(SeriesCheck, what_was_asked_for_and_is_missing_at_the_ends_is_a_gap) {
  const auto candles = testing::run(kStart + core::minutes(5), kStart + core::minutes(8), Timeframe::k1m);
  SeriesCheckOptions options;
  options.requested = core::TimeRange{kStart, kStart + core::minutes(20)};
  options.now = kStart + core::minutes(12) + core::seconds(10);  // minutes 12.. are not over yet
  const auto result = check_series(testing::bitcoin(), Timeframe::k1m, candles, options);
  ASSERT_EQ(result.gaps.size(), 2u);
  EXPECT_EQ(result.gaps[0].candles, 5u);
  EXPECT_EQ(result.gaps[1].range, (core::TimeRange{kStart + core::minutes(8), kStart + core::minutes(12)}));
}

/// Two broker weeks, Monday 00:00 to Friday 23:45, as MetaTrader exports them.
std::vector<Candle> broker_weeks() {
  auto candles = testing::run(at("2023-06-05T00:00Z"), at("2023-06-10T00:00Z"), Timeframe::k15m);
  for (const Candle& c : testing::run(at("2023-06-12T00:00Z"), at("2023-06-17T00:00Z"), Timeframe::k15m)) {
    candles.push_back(c);
  }
  for (Candle& c : candles) c.volume = {50};
  return candles;
}

TEST(SeriesCheck, weekends_of_a_broker_file_are_not_gaps_and_a_missing_candle_is) {
  auto candles = broker_weeks();
  auto result = check_series(testing::forex(), Timeframe::k15m, candles, {});
  EXPECT_EQ(result.clock, SessionClock::kBroker);
  EXPECT_THAT(codes(result), IsEmpty());
  candles.erase(candles.begin() + 200);
  result = check_series(testing::forex(), Timeframe::k15m, candles, {});
  ASSERT_EQ(result.gaps.size(), 1u);
  EXPECT_EQ(result.gaps[0].candles, 1u);
  EXPECT_EQ(result.quality.expected, 2u * (5 * 96 - 8));  // the edge hours of a week are not counted
}

TEST(SeriesCheck, the_clock_may_be_told) {
  SeriesCheckOptions options;
  options.clock = ClockChoice::kUtc;
  const auto result = check_series(testing::forex(), Timeframe::k15m, broker_weeks(), options);
  EXPECT_EQ(result.clock, SessionClock::kUtc);
  EXPECT_EQ(result.gaps.size(), 1u);  // Sunday evening, New York
  EXPECT_THAT(codes(result), ::testing::Contains(FindingCode::kMarketClosed));
}

}  // namespace
}  // namespace tidemark::pipeline
