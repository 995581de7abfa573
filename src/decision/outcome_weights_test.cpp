#include "decision/outcome_weights.hpp"

#include <gtest/gtest.h>

namespace tidemark::decision {
namespace {

Signal ended(bool hit, std::initializer_list<FactorType> types) {
  Signal signal{.type = SignalType::kBuy, .side = Side::kBullish, .entry = 100, .stop = 98, .exit = hit ? 104.0 : 98.0};
  signal.status = hit ? SignalStatus::kTarget : SignalStatus::kStopped;
  for (const FactorType type : types) signal.types |= 1U << index_of(type);
  return signal;
}

// By hand: of 20 signals 10 hit. Fibonacci took part in 10, all hits: (10 + 25) / (10 + 50) = 7/12, over 1/2 a lift of
// 7/6. Volume took part in the other 10: 25 / 60 over 1/2, 5/6. RSI took part in none: 1.
TEST(OutcomeWeights, lifts_are_shrunk_towards_the_given_weights) {
  OutcomeWeights weights{default_weights()};
  for (int i = 0; i < 10; ++i) {
    weights.add(ended(true, {FactorType::kFibonacci}));
    if (i < 9) weights.add(ended(false, {FactorType::kVolume}));
  }
  EXPECT_EQ(weights.now(), default_weights());  // 19 ended: nothing derived yet
  weights.add(ended(false, {FactorType::kVolume}));
  const double sum = 1 + 5.0 / 21 / 6 - 1.0 / 7 / 6;
  EXPECT_NEAR(weights.now().of(FactorType::kFibonacci), 5.0 / 21 * 7 / 6 / sum, 1e-15);
  EXPECT_NEAR(weights.now().of(FactorType::kVolume), 1.0 / 7 * 5 / 6 / sum, 1e-15);
  EXPECT_NEAR(weights.now().of(FactorType::kRsi), 1.0 / 126 / sum, 1e-15);
  EXPECT_EQ(weights.now().source, WeightSource::kMeasured);
  EXPECT_EQ(weights.now().outcomes, 20U);
}

TEST(OutcomeWeights, they_change_only_with_every_twentieth_outcome) {
  OutcomeWeights weights{default_weights()};
  for (int i = 0; i < 20; ++i) weights.add(ended(i % 2 == 0, {FactorType::kFibonacci}));
  const Weights first = weights.now();
  for (int i = 0; i < 19; ++i) weights.add(ended(true, {FactorType::kVolume}));
  EXPECT_EQ(weights.now(), first);
  weights.add(ended(true, {FactorType::kVolume}));
  EXPECT_NE(weights.now(), first);
  EXPECT_EQ(weights.now().outcomes, 40U);
}

TEST(OutcomeWeights, without_a_single_hit_nothing_was_learned) {
  OutcomeWeights weights{default_weights()};
  for (int i = 0; i < 25; ++i) weights.add(ended(false, {FactorType::kFibonacci}));
  EXPECT_EQ(weights.now(), default_weights());
}

}  // namespace
}  // namespace tidemark::decision
