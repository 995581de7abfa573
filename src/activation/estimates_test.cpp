// Every expected number is worked out by hand in the comment beside it.

#include "activation/estimates.hpp"

#include <array>
#include <vector>

#include <gtest/gtest.h>

namespace tidemark::activation {
namespace {

TEST(Estimates, payoff_and_its_interval) {
  // Mean win 3, its sample variance 2: 2 / 2 / 9 = 1/9. The losses do not vary. 1.96 * 1/3 = 0.65333;
  // 3 * e^-0.65333 = 1.5609, 3 * e^0.65333 = 5.7658.
  const auto payoff = payoff_of(std::array{2.0, 4.0}, std::array{1.0, 1.0});
  ASSERT_TRUE(payoff);
  EXPECT_DOUBLE_EQ(payoff->ratio, 3);
  ASSERT_TRUE(payoff->interval);
  EXPECT_NEAR(payoff->interval->low, 1.5609, 1e-4);
  EXPECT_NEAR(payoff->interval->high, 5.7658, 1e-4);
}

TEST(Estimates, both_sides_vary) {
  // Wins 6, 10, 14: mean 10, variance 16, 16 / 3 / 100 = 0.053333. Losses 1, 3: mean 2, variance 2, 2 / 2 / 4 = 0.25.
  // sqrt(0.303333) = 0.550757, times 1.96 = 1.079484; 5 * e^-1.079484 = 1.69885, 5 * e^1.079484 = 14.7159.
  const auto payoff = payoff_of(std::array{6.0, 10.0, 14.0}, std::array{1.0, 3.0});
  ASSERT_TRUE(payoff && payoff->interval);
  EXPECT_DOUBLE_EQ(payoff->ratio, 5);
  EXPECT_NEAR(payoff->interval->low, 1.6989, 1e-3);
  EXPECT_NEAR(payoff->interval->high, 14.716, 1e-2);
}

TEST(Estimates, nothing_is_said_of_what_was_not_seen) {
  EXPECT_FALSE(payoff_of({}, std::array{1.0}));
  EXPECT_FALSE(payoff_of(std::array{1.0}, {}));
  const auto one_each = payoff_of(std::array{3.0}, std::array{2.0});
  ASSERT_TRUE(one_each);
  EXPECT_DOUBLE_EQ(one_each->ratio, 1.5);
  EXPECT_FALSE(one_each->interval) << "of one value nobody knows how much it varies";
  EXPECT_FALSE(drawdown_interval({}));
}

TEST(Estimates, drawdowns_of_trades_drawn_again) {
  const auto only_wins = drawdown_interval(std::vector{0.01, 0.02, 0.03});
  ASSERT_TRUE(only_wins);
  EXPECT_DOUBLE_EQ(only_wins->low, 0);
  EXPECT_DOUBLE_EQ(only_wins->high, 0);
  // One loss of a tenth can only be drawn as it is.
  const auto one_loss = drawdown_interval(std::vector{-0.1});
  ASSERT_TRUE(one_loss);
  EXPECT_NEAR(one_loss->low, 0.1, 1e-12);
  EXPECT_NEAR(one_loss->high, 0.1, 1e-12);
  // Two trades of which one lost a tenth: a quarter of the draws has no loss, a quarter both: 1 - 0.9^2 = 0.19.
  const auto either = drawdown_interval(std::vector{0.0, -0.1});
  ASSERT_TRUE(either);
  EXPECT_NEAR(either->low, 0, 1e-12);
  EXPECT_NEAR(either->high, 0.19, 1e-12);
}

TEST(Estimates, the_same_trades_give_the_same_interval) {
  const std::vector<double> shares{0.01, -0.02, 0.03, -0.01, 0.005};
  const auto first = drawdown_interval(shares);
  const auto second = drawdown_interval(shares);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->low, second->low);
  EXPECT_EQ(first->high, second->high);
  EXPECT_LT(first->low, first->high);
}

TEST(Estimates, ranks_around_a_percentile) {
  // sqrt(0.95 * 0.05 / 1900) = 0.005, times 1.96 = 0.0098.
  const Interval ranks = quantile_ranks(0.95, 1900);
  EXPECT_NEAR(ranks.low, 0.9402, 1e-9);
  EXPECT_NEAR(ranks.high, 0.9598, 1e-9);
  // Of 19: sqrt(0.0475 / 19) = 0.05, times 1.96 = 0.098: beyond the largest there is nothing.
  EXPECT_NEAR(quantile_ranks(0.95, 19).low, 0.852, 1e-9);
  EXPECT_DOUBLE_EQ(quantile_ranks(0.95, 19).high, 1);
}

}  // namespace
}  // namespace tidemark::activation
