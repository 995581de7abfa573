#include "decision/plan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "decision/testing.hpp"

namespace tidemark::decision {
namespace {

using testing::factor;
using testing::zone;

Factor level(Side side, double price, core::Timeframe timeframe = core::Timeframe::k1h) {
  Factor made = factor(FactorType::kSwingLevel, side, price);
  made.timeframe = timeframe;
  return made;
}

Plan buy_at_100(const std::vector<Factor>& factors) {
  const auto levels = levels_of(factors);
  return plan_of({.side = Side::kBullish, .price = 100, .atr = 2, .tick = 0.1, .confidence = 50, .levels = levels}, {});
}

// ATR 2: stops lie 1 to 6 away, 0.5 beyond their level; without one 3 away.
TEST(Plan, without_levels_by_the_atr_alone) {
  const Plan plan = buy_at_100({});
  EXPECT_DOUBLE_EQ(plan.stop, 97);
  ASSERT_EQ(plan.targets.size(), 1U);
  EXPECT_DOUBLE_EQ(plan.targets.front(), 106);
  EXPECT_DOUBLE_EQ(plan.risk_reward, 2);
  EXPECT_FALSE(plan.stop_at_level);
  EXPECT_FALSE(plan.target_at_level);
  // 1 % at confidence 100: half of it here; lost over 3 of 100, that is a sixth of equity.
  EXPECT_DOUBLE_EQ(plan.risk_percent, 0.5);
  EXPECT_DOUBLE_EQ(plan.size_hint, 0.005 * 100 / 3);
}

TEST(Plan, the_stop_goes_beyond_the_nearest_level_that_is_far_enough) {
  const std::vector<Factor> levels{level(Side::kBullish, 99.8), level(Side::kBullish, 98.5), level(Side::kBullish, 97),
                                   level(Side::kBearish, 99)};
  // 99.8 would leave 0.7, less than 1; 98.5 leaves 2.
  EXPECT_DOUBLE_EQ(buy_at_100(levels).stop, 98);
  const std::vector<Factor> demand{zone(Side::kBullish, 96.5, 99.9)};
  EXPECT_DOUBLE_EQ(buy_at_100(demand).stop, 96);
  const std::vector<Factor> far{level(Side::kBullish, 94)};
  EXPECT_DOUBLE_EQ(buy_at_100(far).stop, 97);
}

TEST(Plan, targets_are_levels_ahead_that_pay_the_risk) {
  const std::vector<Factor> levels{level(Side::kBearish, 102),
                                   level(Side::kBearish, 104),
                                   level(Side::kBearish, 105),
                                   level(Side::kBearish, 105.5),
                                   level(Side::kBearish, 108),
                                   level(Side::kBearish, 112),
                                   level(Side::kBearish, 103.5, core::Timeframe::k5m)};
  const Plan plan = buy_at_100(levels);
  // Risk 3: from 103 on, 1.5 apart; 5m does not count.
  ASSERT_EQ(plan.targets.size(), 3U);
  EXPECT_DOUBLE_EQ(plan.targets[0], 104);
  EXPECT_DOUBLE_EQ(plan.targets[1], 105.5);
  EXPECT_DOUBLE_EQ(plan.targets[2], 108);
  EXPECT_TRUE(plan.target_at_level);
  EXPECT_DOUBLE_EQ(plan.risk_reward, 4.0 / 3);
}

RC_GTEST_PROP(Plan, stop_behind_targets_ahead_and_in_order, (std::uint64_t seed)) {
  core::Rng rng{seed};
  const auto levels = levels_of(testing::any_factors(rng));
  const Side side = rng.chance(0.5) ? Side::kBullish : Side::kBearish;
  const double way = sign_of(side);
  const PlanInputs in{
      .side = side, .price = 100, .atr = 0.1 + 5 * rng.uniform(), .tick = 0.05, .confidence = 60, .levels = levels};
  const Plan plan = plan_of(in, {});
  const double risk = way * (plan.entry - plan.stop);
  RC_ASSERT(risk >= 0.5 * in.atr - 1e-9);
  RC_ASSERT(risk <= 3 * in.atr + in.tick);
  double before = 100;
  for (const double target : plan.targets.items()) {
    RC_ASSERT(way * (target - before) > 0);
    before = target;
  }
  RC_ASSERT(plan.risk_reward > 0);
}

}  // namespace
}  // namespace tidemark::decision
