#include "app/evidence/chart_outcomes.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/rng.hpp"

namespace tidemark::app::evidence {
namespace {

namespace chart = analysis::chart_patterns;
using ::testing::HasSubstr;

Share count(std::uint64_t hits, std::uint64_t ended) {
  return {hits, ended};
}

// Wilson's 95 % intervals by hand: 60 of 100 from 0.502 to 0.691, 200 of 500 from 0.358 to 0.444, 45 of 100 from 0.356
// to 0.548, 20 of 100 from 0.133 to 0.289.
TEST(ChartOutcomes, are_better_or_worse_only_when_the_intervals_do_not_touch) {
  EXPECT_EQ(verdict_of(count(60, 100), count(200, 500)), Verdict::kBetter);
  EXPECT_EQ(verdict_of(count(45, 100), count(200, 500)), Verdict::kNoBetter);
  EXPECT_EQ(verdict_of(count(20, 100), count(200, 500)), Verdict::kWorse);
  EXPECT_EQ(verdict_of(count(29, 29), count(200, 500)), Verdict::kTooFew);
  EXPECT_EQ(verdict_of(count(60, 100), count(0, 29)), Verdict::kTooFew);
}

chart::ChartPattern complete(chart::OutcomeState state) {
  chart::ChartPattern pattern{.state = chart::State::kComplete};
  pattern.breakout = chart::Breakout{.side = chart::Side::kBullish, .close = 100, .atr = 2};
  pattern.outcome = {.state = state, .candles = 5, .favorable = 6, .adverse = 3};
  return pattern;
}

TEST(ChartOutcomes, a_breakout_is_counted_once_and_then_its_outcome) {
  ChartCount sum;
  sum.add(chart::ChartPattern{});  // still forming
  sum.add(complete(chart::OutcomeState::kOpen));
  sum.add(complete(chart::OutcomeState::kHit));
  sum.add(complete(chart::OutcomeState::kOpen));
  sum.add(complete(chart::OutcomeState::kTimedOut));
  sum.add(complete(chart::OutcomeState::kOpen));
  EXPECT_EQ(sum.complete, 3U);
  EXPECT_EQ(sum.ended, 2U);
  EXPECT_EQ(sum.hits, 1U);
  EXPECT_DOUBLE_EQ(sum.favorable_atr, 6);  // 6 / 2, twice
  EXPECT_DOUBLE_EQ(sum.adverse_atr, 3);
}

// A random walk is its own null: the same seed gives the same numbers, and no kind of it is told to be good.
TEST(ChartOutcomes, of_a_random_walk_are_no_better_than_chance) {
  core::Rng rng{4};
  std::vector<core::CandleF> candles;
  double price = 100;
  for (int i = 0; i < 6000; ++i) {
    const double open = price;
    price = std::max(1.0, price * (1 + 0.004 * rng.normal()));
    candles.push_back({.open_time = core::Timestamp::from_s(std::int64_t{i} * 3600),
                       .open = open,
                       .high = std::max(open, price) * (1 + 0.001 * rng.uniform()),
                       .low = std::min(open, price) * (1 - 0.001 * rng.uniform()),
                       .close = price,
                       .volume = 100 * rng.exponential()});
  }
  const auto one = measure_charts("walk", core::Timeframe::k1h, candles, 1e-6, 7, 3);
  const auto two = measure_charts("walk", core::Timeframe::k1h, candles, 1e-6, 7, 3);
  std::uint64_t complete_in_all = 0;
  for (const auto& row : chart::kind_rows()) {
    const std::size_t i = index_of(row.kind);
    EXPECT_EQ(one.shuffled[i].hits, two.shuffled[i].hits);
    EXPECT_NE(verdict_of(one.market[i].share(), one.shuffled[i].share()), Verdict::kBetter) << row.id;
    complete_in_all += one.market[i].complete;
  }
  EXPECT_GT(complete_in_all, 50U);
  std::ostringstream out;
  write_chart_outcomes(std::vector{one}, out);
  EXPECT_THAT(out.str(), HasSubstr("### All markets, 1h"));
  EXPECT_THAT(out.str(), HasSubstr("| double_top |"));
}

}  // namespace
}  // namespace tidemark::app::evidence
