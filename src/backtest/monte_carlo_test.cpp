// Cases whose answer does not depend on the order, and one whose orders can be counted by hand.

#include "backtest/monte_carlo.hpp"

#include <gtest/gtest.h>

namespace tidemark::backtest {
namespace {

TEST(MonteCarlo, equal_trades_leave_nothing_to_chance) {
  const std::vector<double> returns(10, -0.1);
  const MonteCarlo result = monte_carlo(returns, 50, 1);
  for (const double total : result.total_return) EXPECT_NEAR(total, 0.3486784401 - 1, 1e-12);  // 0.9 ^ 10
  for (const double drawdown : result.max_drawdown) EXPECT_NEAR(drawdown, 1 - 0.3486784401, 1e-12);
  for (const double losses : result.longest_loss) EXPECT_EQ(losses, 10);
  EXPECT_EQ(result.loss_share, 1);
}

TEST(MonteCarlo, two_trades_have_two_orders) {
  // +100 % and -50 %: either order ends where it began and falls by a half. Drawn twice with repetition they give +300
  // %, 0 (twice as likely) or -75 %: a quarter of the runs loses.
  const MonteCarlo result = monte_carlo(std::vector{1.0, -0.5}, 20'000, 3);
  for (const double drawdown : result.max_drawdown) EXPECT_DOUBLE_EQ(drawdown, 0.5);
  EXPECT_DOUBLE_EQ(result.total_return[0], -0.75);
  EXPECT_DOUBLE_EQ(result.total_return[2], 0);
  EXPECT_DOUBLE_EQ(result.total_return[4], 3);
  EXPECT_NEAR(result.loss_share, 0.25, 0.015);  // five deviations of a share of 20,000
}

TEST(MonteCarlo, the_order_of_wins_and_losses_makes_the_drawdown) {
  // Three losses of 10 % and three wins of 10 %: between one loss at a time (10 %) and three in a row (27.1 %).
  const MonteCarlo result = monte_carlo(std::vector{0.1, 0.1, 0.1, -0.1, -0.1, -0.1}, 5000, 7);
  EXPECT_GE(result.max_drawdown[0], 0.1 - 1e-12);
  EXPECT_NEAR(result.max_drawdown[4], 0.271, 1e-12);  // 4 of 20 orders have all losses together
  EXPECT_EQ(result.longest_loss[4], 3);
}

TEST(MonteCarlo, the_same_seed_says_the_same_and_nothing_is_made_of_nothing) {
  const std::vector<double> returns{0.05, -0.02, 0.01, -0.04, 0.03};
  EXPECT_EQ(monte_carlo(returns, 100, 5).total_return, monte_carlo(returns, 100, 5).total_return);
  EXPECT_NE(monte_carlo(returns, 100, 5).total_return, monte_carlo(returns, 100, 6).total_return);
  EXPECT_EQ(monte_carlo({}, 100, 5).runs, 0U);
}

TEST(Percentile, is_that_of_the_nearest_rank) {
  const std::vector<double> values{15, 20, 35, 40,
                                   50};  // the textbook's example: P30 = 20, P40 = 20, P50 = 35, P100 = 50
  EXPECT_EQ(percentile(values, 5), 15);
  EXPECT_EQ(percentile(values, 30), 20);
  EXPECT_EQ(percentile(values, 40), 20);
  EXPECT_EQ(percentile(values, 50), 35);
  EXPECT_EQ(percentile(values, 100), 50);
}

}  // namespace
}  // namespace tidemark::backtest
