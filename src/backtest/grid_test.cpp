// Combinations and stretches counted by hand.

#include "backtest/grid.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backtest/splits.hpp"
#include "backtest/strategies/catalogue.hpp"

namespace tidemark::backtest {
namespace {

using ::testing::ElementsAre;

core::Result<std::vector<std::vector<double>>> grid(const std::vector<std::string>& texts) {
  return make_grid(*find_strategy("sma_cross").value(), texts);
}

TEST(Grid, has_every_combination_and_defaults_for_the_rest) {
  const auto all = grid({"fast=5:15:5", "slow=20,50"});
  ASSERT_TRUE(all);
  EXPECT_THAT(*all, ElementsAre(ElementsAre(5, 20, 0), ElementsAre(5, 50, 0), ElementsAre(10, 20, 0),
                                ElementsAre(10, 50, 0), ElementsAre(15, 20, 0), ElementsAre(15, 50, 0)));
  EXPECT_THAT(*grid({}), ElementsAre(ElementsAre(10, 30, 0)));
  EXPECT_THAT(*grid({"sides=long,both"}), ElementsAre(ElementsAre(10, 30, 0), ElementsAre(10, 30, 1)));
}

TEST(Grid, steps_do_not_lose_their_end_to_rounding) {
  const auto all = make_grid(*find_strategy("breakout").value(), std::vector<std::string>{"stop=0.1:0.7:0.1"});
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 7U);
  EXPECT_NEAR(all->back()[2], 0.7, 1e-12);
}

TEST(Grid, what_is_no_grid_is_refused) {
  EXPECT_EQ(grid({"fast"}).error().code, "bad_grid");
  EXPECT_EQ(grid({"fast=1:2"}).error().code, "bad_grid");
  EXPECT_EQ(grid({"fast=9:2:1"}).error().code, "bad_grid");
  EXPECT_EQ(grid({"fast=1:2:0"}).error().code, "bad_grid");
  EXPECT_EQ(grid({"fast=nan:2:1"}).error().code, "bad_grid");
  EXPECT_EQ(grid({"fast=1:inf:1"}).error().code, "bad_grid");
  EXPECT_EQ(grid({"fast=1:2:nan"}).error().code, "bad_grid");
  EXPECT_EQ(grid({"quick=1"}).error().code, "unknown_parameter");
  EXPECT_EQ(grid({"fast=1:10000:1", "slow=2:1000:1"}).error().code, "too_many_combinations");
}

TEST(WalkForward, goes_on_by_the_length_of_a_test) {
  EXPECT_EQ(*walk_forward(10, 4, 2), (std::vector<Split>{{{{0, 4}}, {4, 6}}, {{{2, 6}}, {6, 8}}, {{{4, 8}}, {8, 10}}}));
  EXPECT_EQ(walk_forward(11, 4, 2)->size(), 3U) << "the last candle does not make a test";
  EXPECT_FALSE(walk_forward(5, 4, 2));
  EXPECT_FALSE(walk_forward(5, 0, 2));
}

TEST(PurgedFolds, leave_out_what_touches_the_test) {
  const auto folds = purged_folds(12, 3, 1, 2);
  ASSERT_TRUE(folds);
  EXPECT_EQ(*folds, (std::vector<Split>{{{{6, 12}}, {0, 4}}, {{{0, 3}, {10, 12}}, {4, 8}}, {{{0, 7}}, {8, 12}}}));
  EXPECT_FALSE(purged_folds(12, 1, 0, 0));
  EXPECT_FALSE(purged_folds(12, 2, 6, 6)) << "nothing would be left to train on";
}

}  // namespace
}  // namespace tidemark::backtest
