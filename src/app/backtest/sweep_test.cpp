// The sweep against single runs, and the choice of a split against scores that are plain to see.

#include "app/backtest/sweep.hpp"

#include <gtest/gtest.h>

#include "backtest/testing.hpp"
#include "core/rng.hpp"

namespace tidemark::app {
namespace {

using backtest::Split;
using backtest::Stretch;

std::vector<core::Candle> walk(int count) {
  core::Rng rng{11};
  std::vector<core::Candle> candles;
  std::int64_t price = 10'000;
  for (int i = 0; i < count; ++i) {
    const std::int64_t open = price;
    price += static_cast<std::int64_t>(rng.below(101)) - 50;
    candles.push_back(backtest::testing::candle(i, open, std::max(open, price) + 5, std::min(open, price) - 5, price));
  }
  return candles;
}

class Sweep : public ::testing::Test {
 protected:
  Sweep() {
    setup_.session = backtest::testing::setup();
    setup_.strategy = *backtest::find_strategy("sma_cross");
    setup_.objective = Objective::kReturn;
    setup_.trades_min = 1;
  }
  double alone(const std::vector<double>& values, Stretch stretch) {
    backtest::SpanSource source{std::span{candles_}.subspan(stretch.from, stretch.size())};
    return backtest::run(setup_.session, *setup_.strategy, values, source, nullptr)->performance.total_return;
  }

  std::vector<core::Candle> candles_ = walk(3000);
  std::vector<std::vector<double>> grid_{{5, 20, 0}, {10, 30, 0}, {3, 50, 1}, {20, 100, 1}, {2, 8, 0}};
  SweepSetup setup_;
};

TEST_F(Sweep, each_set_is_a_run_of_its_own_whatever_the_number_of_threads) {
  const std::vector<Stretch> whole{{0, candles_.size()}};
  for (const std::uint32_t threads : {1U, 2U, 8U}) {
    setup_.threads = threads;
    const auto results = sweep(setup_, grid_, candles_, whole);
    ASSERT_TRUE(results);
    ASSERT_EQ(results->size(), grid_.size());
    for (std::size_t i = 0; i < grid_.size(); ++i) {
      EXPECT_EQ((*results)[i].values, grid_[i]);
      EXPECT_DOUBLE_EQ((*results)[i].total_return, alone(grid_[i], whole[0]));
    }
  }
}

TEST_F(Sweep, is_told_between_runs_how_far_it_is_and_ends_when_that_says_so) {
  const std::vector<Stretch> parts{{0, 1000}, {2000, 2500}};
  for (const std::uint32_t threads : {1U, 3U}) {
    setup_.threads = threads;
    std::vector<std::uint64_t> told;
    const auto all = sweep(setup_, grid_, candles_, parts, [&](std::uint64_t candles) {
      told.push_back(candles);
      return true;
    });
    ASSERT_TRUE(all);
    EXPECT_EQ(told, (std::vector<std::uint64_t>{1500, 3000, 4500, 6000, 7500})) << "1500 candles a set";
    told.clear();
    const auto ended = sweep(setup_, grid_, candles_, parts, [&](std::uint64_t candles) {
      told.push_back(candles);
      return told.size() < 2;
    });
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, core::ErrorKind::kCancelled);
    EXPECT_EQ(told.size(), 2U) << "nobody is told after the end";
  }
}

TEST_F(Sweep, splits_go_on_counting_where_the_one_before_ended) {
  const std::vector<Split> splits{{{{0, 1000}}, {1000, 1500}}, {{{500, 1500}}, {1500, 2000}}};
  std::uint64_t last = 0;
  ASSERT_TRUE(validate(setup_, grid_, candles_, splits, [&](std::uint64_t candles) {
    EXPECT_GT(candles, last);
    last = candles;
    return true;
  }));
  // Five sets train on 1000 candles each and one is tested on 500: 5500 a split; the last test is told of no more.
  EXPECT_EQ(work_of(grid_.size(), splits[0]), 5500U);
  EXPECT_EQ(last, 5500U + 5000U);
}

TEST_F(Sweep, stretches_count_by_their_candles_and_grow_one_after_the_other) {
  const std::vector<Stretch> parts{{0, 1000}, {1500, 3000}};
  const auto results = sweep(setup_, grid_, candles_, parts);
  ASSERT_TRUE(results);
  const double a = alone(grid_[0], parts[0]);
  const double b = alone(grid_[0], parts[1]);
  EXPECT_NEAR(results->front().total_return, (1 + a) * (1 + b) - 1, 1e-12);
  EXPECT_NEAR(*results->front().score, (a * 1000 + b * 1500) / 2500, 1e-12);
}

TEST_F(Sweep, too_few_trades_have_no_score) {
  setup_.trades_min = 1'000'000;
  const auto results = sweep(setup_, grid_, candles_, std::vector<Stretch>{{0, candles_.size()}});
  ASSERT_TRUE(results);
  EXPECT_FALSE(results->front().score);
  EXPECT_EQ(best_of(*results), nullptr);
}

TEST_F(Sweep, what_was_best_in_training_is_tested_on_what_it_has_not_seen) {
  const std::vector<Split> splits{{{{0, 1500}}, {1500, 2000}}};
  const auto results = validate(setup_, grid_, candles_, splits);
  ASSERT_TRUE(results && results->front().chosen);
  std::size_t best = 0;
  for (std::size_t i = 1; i < grid_.size(); ++i) {
    if (alone(grid_[i], {0, 1500}) > alone(grid_[best], {0, 1500})) best = i;
  }
  EXPECT_EQ(results->front().chosen->values, grid_[best]);
  EXPECT_DOUBLE_EQ(results->front().tested->total_return, alone(grid_[best], {1500, 2000}));
}

TEST(Objective, names_go_both_ways) {
  for (const char* name : {"sharpe", "return", "calmar", "profit_factor"}) {
    ASSERT_TRUE(parse_objective(name));
    EXPECT_EQ(name_of(*parse_objective(name)), name);
  }
  EXPECT_FALSE(parse_objective("luck"));
}

}  // namespace
}  // namespace tidemark::app
