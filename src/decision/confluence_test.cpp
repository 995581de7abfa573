#include "decision/confluence.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "decision/testing.hpp"

namespace tidemark::decision {
namespace {

using testing::factor;
using testing::frame;
using testing::zone;

constexpr Side kUp = Side::kBullish;
constexpr Side kDown = Side::kBearish;

double sum_of(const Score& score) {
  double sum = 0;
  for (const double contribution : score.contributions) sum += contribution;
  return sum + score.bonus;
}

// By hand. Weights: fibonacci 5/21, abc 4/21, swing level 1/126. Fibonacci at strength 0.8 and confidence 0.5 is worth
// 0.4; the weaker second one adds nothing; the swing level lies 5 pips away and counts, the one at 5.01 does not.
TEST(Confluence, a_score_by_hand) {
  std::vector<Factor> factors{factor(FactorType::kFibonacci, kUp, 101),
                              factor(FactorType::kFibonacci, kUp, 99),
                              factor(FactorType::kAbcPattern, kUp, 100),
                              factor(FactorType::kSwingLevel, kUp, 105),
                              factor(FactorType::kSupportResistance, kUp, 105.01),
                              factor(FactorType::kVolume, kDown, 100)};
  factors[0].strength = 0.8;
  factors[0].confidence = 0.5;
  factors[1].strength = 0.3;
  factors[2].freshness = 0.5;
  const Score score = score_at(factors, kUp, 100, frame(100));
  EXPECT_DOUBLE_EQ(score.contributions[index_of(FactorType::kFibonacci)], 5.0 / 21 * 0.4);
  EXPECT_DOUBLE_EQ(score.contributions[index_of(FactorType::kAbcPattern)], 4.0 / 21 * 0.5);
  EXPECT_DOUBLE_EQ(score.contributions[index_of(FactorType::kSwingLevel)], 1.0 / 126);
  EXPECT_EQ(score.contributions[index_of(FactorType::kSupportResistance)], 0);
  EXPECT_EQ(score.strongest[index_of(FactorType::kFibonacci)], 0U);
  EXPECT_EQ(score.bonus, 0);
  EXPECT_NEAR(score.total, 12.0 / 126 + 12.0 / 126 + 1.0 / 126, 1e-15);
  EXPECT_DOUBLE_EQ(score_at(factors, kDown, 100, frame(100)).total, 1.0 / 7);
}

// spec/03-analysis.md: a Fibonacci level within 2 pips of a supply or demand level multiplies by 1.2, capped at 1.
TEST(Confluence, a_fibonacci_level_within_two_pips_of_a_zone_earns_the_bonus) {
  std::vector<Factor> factors{zone(kUp, 90, 98), factor(FactorType::kFibonacci, kUp, 100)};
  Score score = score_at(factors, kUp, 100, frame(200));
  EXPECT_NEAR(score.total, 10.0 / 21 * 1.2, 1e-15);
  EXPECT_NEAR(score.bonus, 2.0 / 21, 1e-15);
  factors[1].price = 100.01;
  score = score_at(factors, kUp, 100, frame(200));
  EXPECT_NEAR(score.total, 10.0 / 21, 1e-15);
  EXPECT_EQ(score.bonus, 0);
  factors[1].price = 95;  // inside
  EXPECT_NEAR(score_at(factors, kUp, 97, frame(200)).total, 10.0 / 21 * 1.2, 1e-15);
}

TEST(Confluence, the_bonus_does_not_carry_beyond_one) {
  std::vector<Factor> factors{zone(kUp, 99, 101)};
  for (std::size_t type = 0; type < kFactorTypeCount; ++type) {
    if (type != index_of(FactorType::kSupplyDemand)) factors.push_back(factor(static_cast<FactorType>(type), kUp, 100));
  }
  const Score score = score_at(factors, kUp, 100, frame(100));
  EXPECT_EQ(score.total, 1);
  EXPECT_EQ(sum_of(score), score.total);
}

// spec/03-analysis.md: a zone counts if price is inside or within max_distance_pips, 5.
TEST(Confluence, a_zone_counts_inside_and_within_five_pips) {
  const std::vector<Factor> factors{zone(kDown, 110, 120)};
  const double weight = 5.0 / 21;
  EXPECT_DOUBLE_EQ(score_at(factors, kDown, 115, frame(0)).total, weight);
  EXPECT_DOUBLE_EQ(score_at(factors, kDown, 105, frame(0)).total, weight);
  EXPECT_EQ(score_at(factors, kDown, 104.9, frame(0)).total, 0);
  EXPECT_DOUBLE_EQ(score_at(factors, kDown, 125, frame(0)).total, weight);
  EXPECT_EQ(score_at(factors, kDown, 125.1, frame(0)).total, 0);
  EXPECT_EQ(score_at(factors, kUp, 115, frame(0)).total, 0);
}

TEST(Confluence, a_state_of_the_market_bears_at_the_present_price_only) {
  const std::vector<Factor> factors{factor(FactorType::kRsi, kUp, 50)};
  EXPECT_DOUBLE_EQ(score_at(factors, kUp, 100, frame(100)).total, 1.0 / 126);
  EXPECT_EQ(score_at(factors, kUp, 50, frame(100)).total, 0);
}

TEST(Confluence, a_fresher_zone_scores_higher) {
  Factor old = zone(kUp, 90, 98, 3);
  old.freshness = 0.625;  // (1 + 1 / (1 + 3)) / 2, as collect() has it
  const std::vector<Factor> tested{old};
  const std::vector<Factor> fresh{zone(kUp, 90, 98)};
  EXPECT_GT(score_at(fresh, kUp, 95, frame(0)).total, score_at(tested, kUp, 95, frame(0)).total);
}

// Three levels within 5 pips of 100 (the swing level of 106 hides none of them, being 6 away), one of the other side.
TEST(Confluence, levels_cluster_about_the_best_of_them) {
  const std::vector<Factor> factors{
      factor(FactorType::kSwingLevel, kUp, 97),    factor(FactorType::kFibonacci, kUp, 100),
      factor(FactorType::kAbcPattern, kUp, 102),   factor(FactorType::kSwingLevel, kUp, 106),
      factor(FactorType::kSwingLevel, kDown, 120), zone(kUp, 90, 98, 2)};
  ConfluenceFinder finder;
  Confluence found;
  finder.find(factors, frame(200), found);
  ASSERT_EQ(found.zones.size(), 3U);
  const ConfluenceZone& best = found.zones[0];
  // 100 sees 97, 100 and 102; 97 as well (102 is 5 away); of equal ones the lower stays.
  EXPECT_EQ(best.price, 97);
  EXPECT_EQ(best.side, kUp);
  EXPECT_EQ(best.bottom, 97);
  EXPECT_EQ(best.top, 102);
  EXPECT_EQ(best.count, 4U);
  EXPECT_NEAR(best.score.total, (5.0 / 21 + 4.0 / 21 + 1.0 / 126 + 5.0 / 21) * 1.2, 1e-15);
  EXPECT_EQ(found.factors_of(best).size(), 4U);
  EXPECT_EQ(best.features.factor_count, 4);
  EXPECT_EQ(best.features.type_count, 4);
  EXPECT_EQ(best.features.sd_zone_count, 1);
  EXPECT_EQ(best.features.sd_tested_zone_count, 1);
  EXPECT_EQ(best.features.sd_fresh_zone_count, 0);
  EXPECT_EQ(best.features.sd_fibonacci_alignment_count, 1);
  EXPECT_EQ(best.features.mean_strength, 1);
  EXPECT_EQ(found.zones[1].price, 106);
  EXPECT_EQ(found.zones[2].side, kDown);
}

TEST(Confluence, nothing_gives_nothing) {
  ConfluenceFinder finder;
  Confluence found;
  finder.find({}, frame(100), found);
  EXPECT_TRUE(found.zones.empty());
  EXPECT_EQ(score_at({}, kUp, 100, frame(100)).total, 0);
}

// ---- laws

RC_GTEST_PROP(ConfluenceLaws, more_agreeing_evidence_never_lowers_the_score, (std::uint64_t seed)) {
  core::Rng rng{seed};
  auto factors = testing::any_factors(rng);
  const double price = 80 + 40 * rng.uniform();
  const Frame at = frame(rng.chance(0.5) ? price : 100);
  const Score before = score_at(factors, kUp, price, at);
  Factor more = testing::any_factor(rng);
  more.side = kUp;
  factors.insert(factors.begin() + static_cast<std::ptrdiff_t>(rng.below(factors.size() + 1)), more);
  RC_ASSERT(score_at(factors, kUp, price, at).total >= before.total);
  // Nor does making one of them stronger, surer or fresher.
  auto better = factors;
  Factor& one = better[rng.below(better.size())];
  one.strength += (1 - one.strength) * rng.uniform();
  one.confidence += (1 - one.confidence) * rng.uniform();
  one.freshness += (1 - one.freshness) * rng.uniform();
  for (const Side side : kBothSides) {
    RC_ASSERT(score_at(better, side, price, at).total >= score_at(factors, side, price, at).total);
  }
}

RC_GTEST_PROP(ConfluenceLaws, contributions_and_bonus_sum_to_the_score_exactly, (std::uint64_t seed)) {
  core::Rng rng{seed};
  const auto factors = testing::any_factors(rng);
  ConfluenceFinder finder;
  Confluence found;
  finder.find(factors, frame(100), found);
  for (const ConfluenceZone& one : found.zones) {
    RC_ASSERT(sum_of(one.score) == one.score.total);
    RC_ASSERT(one.score.total > 0);
    RC_ASSERT(one.score.total <= 1);
    RC_ASSERT(one.bottom <= one.price && one.price <= one.top);
    for (const Factor& each : found.factors_of(one)) RC_ASSERT(each.side == one.side);
  }
}

// spec/03-analysis.md: works the same with supply/demand switched off.
RC_GTEST_PROP(ConfluenceLaws, without_zones_everything_is_the_same_but_their_own_part, (std::uint64_t seed)) {
  core::Rng rng{seed};
  const auto with = testing::any_factors(rng);
  auto without = with;
  std::erase_if(without, [](const Factor& one) { return one.zone.has_value(); });
  ConfluenceFinder finder;
  Confluence a;
  Confluence b;
  finder.find(with, frame(100), a);
  finder.find(without, frame(100), b);
  RC_ASSERT(a.zones.size() == b.zones.size());
  for (const ConfluenceZone& one : a.zones) {
    const auto same = std::ranges::find_if(
        b.zones, [&](const ConfluenceZone& other) { return other.price == one.price && other.side == one.side; });
    RC_ASSERT(same != b.zones.end());
    for (std::size_t type = 0; type < kFactorTypeCount; ++type) {
      if (type == index_of(FactorType::kSupplyDemand)) continue;
      RC_ASSERT(one.score.contributions[type] == same->score.contributions[type]);
    }
    RC_ASSERT(same->score.bonus == 0);
    RC_ASSERT(one.score.total >= same->score.total);
  }
}

}  // namespace
}  // namespace tidemark::decision
