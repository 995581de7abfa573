// The formulas of the specification's chapter on analysis ("Pattern confidence" to "Signal confidence"), against
// examples worked by hand.
#include <array>
#include <limits>

#include <gtest/gtest.h>

#include "analysis/confidence/agreement.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "analysis/confidence/reliability.hpp"

namespace tidemark::analysis::confidence {
namespace {

using core::Timeframe;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(PatternConfidence, volume_confirms_from_the_mean_to_its_double) {
  EXPECT_DOUBLE_EQ(volume_confirmation(80, 100), 0);
  EXPECT_DOUBLE_EQ(volume_confirmation(150, 100), 0.5);
  EXPECT_DOUBLE_EQ(volume_confirmation(900, 100), 1);
  EXPECT_DOUBLE_EQ(volume_confirmation(900, 0), 0);
  EXPECT_DOUBLE_EQ(volume_boost(0.5), 15);
  EXPECT_DOUBLE_EQ(volume_boost(7), 30);
  EXPECT_DOUBLE_EQ(volume_boost(kNaN), 0);
}

TEST(PatternConfidence, price_follows_through_in_the_patterns_direction_only) {
  EXPECT_DOUBLE_EQ(follow_through(Side::kBullish, 100, 101, 4), 0.25);
  EXPECT_DOUBLE_EQ(follow_through(Side::kBearish, 100, 101, 4), 0);
  EXPECT_DOUBLE_EQ(follow_through(Side::kBearish, 100, 90, 4), 1);
  EXPECT_DOUBLE_EQ(follow_through(Side::kBullish, 100, 101, 0), 0);
  EXPECT_DOUBLE_EQ(price_boost(0.25), 5);
}

TEST(PatternConfidence, other_timeframes_add_up_to_thirty) {
  EXPECT_DOUBLE_EQ(timeframe_boost(2, 3), 20);
  EXPECT_DOUBLE_EQ(timeframe_boost(3, 3), 30);
  EXPECT_DOUBLE_EQ(timeframe_boost(0, 0), 0);
}

TEST(PatternConfidence, a_timeframe_has_its_multiplier) {
  for (const auto timeframe : {Timeframe::k1m, Timeframe::k5m, Timeframe::k15m}) {
    EXPECT_DOUBLE_EQ(timeframe_multiplier(timeframe), 0.8);
  }
  for (const auto timeframe : {Timeframe::k30m, Timeframe::k1h, Timeframe::k4h}) {
    EXPECT_DOUBLE_EQ(timeframe_multiplier(timeframe), 1.0);
  }
  for (const auto timeframe : {Timeframe::k1d, Timeframe::k1w}) EXPECT_DOUBLE_EQ(timeframe_multiplier(timeframe), 1.2);
}

TEST(PatternConfidence, is_the_sum_times_the_multiplier_and_at_most_100) {
  // (50 + 15 + 5 + 20) * 0.8 = 72
  EXPECT_DOUBLE_EQ(confidence_of({.base = 50, .volume = 15, .price = 5, .timeframes = 20, .multiplier = 0.8}), 72);
  // (50 + 30 + 20 + 30) * 1.2 = 156
  EXPECT_DOUBLE_EQ(confidence_of({.base = 50, .volume = 30, .price = 20, .timeframes = 30, .multiplier = 1.2}), 100);
  EXPECT_DOUBLE_EQ(base_strength(1, 100), 30);
  EXPECT_DOUBLE_EQ(base_strength(2, -80), 32);
  EXPECT_DOUBLE_EQ(base_strength(3, -200), 60);
}

TEST(PatternConfidence, labels_change_at_90_75_60_40) {
  EXPECT_EQ(strength_of(100), Strength::kExtreme);
  EXPECT_EQ(strength_of(90), Strength::kExtreme);
  EXPECT_EQ(strength_of(89.9), Strength::kHigh);
  EXPECT_EQ(strength_of(75), Strength::kHigh);
  EXPECT_EQ(strength_of(74.9), Strength::kMedium);
  EXPECT_EQ(strength_of(60), Strength::kMedium);
  EXPECT_EQ(strength_of(59.9), Strength::kLow);
  EXPECT_EQ(strength_of(40), Strength::kLow);
  EXPECT_EQ(strength_of(39.9), Strength::kVeryLow);
  EXPECT_EQ(name_of(Strength::kVeryLow), "very_low");
}

TEST(PatternConfidence, trend_is_net_change_over_path) {
  EXPECT_DOUBLE_EQ(trend_of(std::array{1.0, 2.0, 3.0}), 1);
  EXPECT_DOUBLE_EQ(trend_of(std::array{4.0, 1.0, 3.0}), -0.2);  // -1 over 3 + 2
  EXPECT_DOUBLE_EQ(trend_of(std::array{5.0, 5.0}), 0);
  EXPECT_DOUBLE_EQ(trend_of(std::array{5.0}), 0);
  EXPECT_DOUBLE_EQ(trend_alignment(Side::kBullish, 1), 1);
  EXPECT_DOUBLE_EQ(trend_alignment(Side::kBullish, -0.2), 0.4);
  EXPECT_DOUBLE_EQ(trend_alignment(Side::kBearish, 1), 0);
}

constexpr Side kUp = Side::kBullish;
constexpr Side kDown = Side::kBearish;
constexpr Side kNo = Side::kNone;

TEST(Agreement, weights_rise_linearly_from_1m_to_1w) {
  constexpr std::array kWeights{0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4};
  for (std::size_t i = 0; i < kWeights.size(); ++i) EXPECT_NEAR(weight_of(i), kWeights[i], 1e-15);
}

TEST(Agreement, counts_neighbors_in_the_hierarchy) {
  const auto weak = agreement_of({kNo, kUp, kNo, kNo, kNo, kNo, kNo});
  EXPECT_EQ(weak.strength, AgreementStrength::kWeak);
  EXPECT_NEAR(weak.weight, 0.15, 1e-15);
  const auto medium = agreement_of({kUp, kUp, kNo, kUp, kNo, kNo, kNo});
  EXPECT_EQ(medium.strength, AgreementStrength::kMedium);
  EXPECT_NEAR(medium.weight, 0.1 + 0.15 + 0.25, 1e-15);
  const auto strong = agreement_of({kNo, kNo, kDown, kDown, kDown, kDown, kNo});
  EXPECT_EQ(strong.strength, AgreementStrength::kStrong);
  EXPECT_EQ(strong.side, kDown);
  EXPECT_EQ(strong.consecutive, 4);
  EXPECT_EQ(agreement_of({}), Agreement{});
}

TEST(Agreement, the_longer_timeframe_overrides_the_shorter) {
  const auto overridden = agreement_of({kUp, kUp, kUp, kNo, kNo, kDown, kNo});
  EXPECT_EQ(overridden.side, kDown);
  EXPECT_EQ(overridden.strength, AgreementStrength::kWeak);
  EXPECT_NEAR(overridden.weight, 0.35, 1e-15);
}

// Source: E. B. Wilson's formula by hand for 8 of 10 at z = 2: (0.8 + 0.2 ± 2 * sqrt(0.016 + 0.01)) / 1.4.
TEST(Reliability, wilson_interval_of_a_small_sample) {
  const Interval interval = wilson_interval(8, 10, 2);
  EXPECT_NEAR(interval.low, 0.48394, 1e-5);
  EXPECT_NEAR(interval.high, 0.94463, 1e-5);
  EXPECT_DOUBLE_EQ(wilson_interval(0, 0).low, 0);
  EXPECT_DOUBLE_EQ(wilson_interval(0, 0).high, 1);
  EXPECT_DOUBLE_EQ(wilson_interval(0, 5).low, 0);
  EXPECT_DOUBLE_EQ(wilson_interval(5, 5).high, 1);
}

TEST(Reliability, weighs_forty_thirty_twenty_ten) {
  // 40 * (0.9 + 0.6 + 0.3) / 3 + 30 * 0.5 + 20 * 0.25 + 10 = 24 + 15 + 5 + 10
  EXPECT_DOUBLE_EQ(
      reliability_of(
          {.quality = 0.9, .volume = 0.6, .trend = 0.3, .historical = 0.5, .regime = 0.25, .volume_pattern = 1}),
      54);
}

TEST(SignalConfidence, weighs_thirty_twenty_five_twenty_fifteen_ten) {
  EXPECT_DOUBLE_EQ(signal_confidence_of({1, 1, 1, 1, 1}), 100);
  EXPECT_DOUBLE_EQ(signal_confidence_of({.volume = 0.5, .market_context = 1}), 35);
  EXPECT_DOUBLE_EQ(signal_confidence_of({.trend_alignment = 1, .historical_success = 1, .timeframe_convergence = 0.5}),
                   45);
}

}  // namespace
}  // namespace tidemark::analysis::confidence
