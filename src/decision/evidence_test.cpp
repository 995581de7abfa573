#include "decision/evidence.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/rng.hpp"
#include "decision/confluence.hpp"

namespace tidemark::decision {
namespace {

using analysis::structure::Event;
using analysis::structure::Kind;
using analysis::structure::State;
using StructureSide = analysis::structure::Side;

constexpr core::Timestamp hour(int n) {
  return core::Timestamp::from_s(3600LL * n);
}

/// Factors around a price with everything in reach.
std::vector<Factor> around(const TimeframeEvidence& evidence, double price, core::Timestamp now, double slack = 0) {
  std::vector<Factor> out;
  evidence.collect(price, 1000, slack, now, out);
  return out;
}

std::vector<Factor> only(const std::vector<Factor>& all, FactorType type) {
  std::vector<Factor> some;
  std::ranges::copy_if(all, std::back_inserter(some), [type](const Factor& one) { return one.type == type; });
  return some;
}

// A leg from 100 up to 110: 0.618 back lies at 103.82 and holds from below, 1.618 on at 116.18 from above. From 105 the
// retracements 0.236 and 0.382 (107.64, 106.18) are behind, 0.5 (105) is not.
TEST(Evidence, fibonacci_levels_of_a_leg) {
  TimeframeEvidence evidence{core::Timeframe::k1h};
  evidence.on(Event{.kind = Kind::kFibonacci,
                    .state = State::kFormed,
                    .side = StructureSide::kBullish,
                    .id = 4,
                    .top = 110,
                    .bottom = 100,
                    .confidence = 0.8},
              hour(10));
  const auto factors = around(evidence, 105, hour(10));
  ASSERT_EQ(factors.size(), 7U);
  EXPECT_NEAR(factors[0].price, 105, 1e-9);
  EXPECT_NEAR(factors[1].price, 103.82, 1e-9);
  EXPECT_EQ(factors[1].side, Side::kBullish);
  EXPECT_EQ(factors[1].strength, 1);
  EXPECT_EQ(factors[1].confidence, 0.8);
  EXPECT_EQ(factors[1].finding.id, 4U);
  EXPECT_EQ(factors[1].finding.known_at, hour(10));
  EXPECT_EQ(factors[1].finding.kind, static_cast<std::uint8_t>(Kind::kFibonacci));
  EXPECT_NEAR(factors[4].price, 116.18, 1e-9);
  EXPECT_EQ(factors[4].side, Side::kBearish);
  // 200 candles later it is worth half.
  EXPECT_DOUBLE_EQ(around(evidence, 105, hour(210))[1].freshness, 0.5);
  evidence.on(Event{.kind = Kind::kFibonacci, .state = State::kInvalidated, .side = StructureSide::kBullish, .id = 4},
              hour(11));
  EXPECT_TRUE(around(evidence, 105, hour(11)).empty());
}

TEST(Evidence, a_broken_level_acts_from_the_other_side) {
  TimeframeEvidence evidence{core::Timeframe::k1h};
  const Event formed{.kind = Kind::kSupportResistance,
                     .state = State::kFormed,
                     .side = StructureSide::kBearish,
                     .id = 1,
                     .top = 101,
                     .bottom = 99,
                     .price = 100,
                     .measure = 2,
                     .confidence = 0.5};
  evidence.on(formed, hour(1));
  ASSERT_EQ(around(evidence, 95, hour(1)).size(), 1U);
  EXPECT_EQ(around(evidence, 95, hour(1))[0].side, Side::kBearish);
  Event broken = formed;
  broken.state = State::kBroken;
  broken.price = 103;  // the close that broke it
  evidence.on(broken, hour(2));
  const auto after = around(evidence, 103, hour(2));
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].side, Side::kBullish);
  EXPECT_EQ(after[0].price, 100);
  Event over = formed;
  over.state = State::kExpired;
  evidence.on(over, hour(3));
  EXPECT_TRUE(around(evidence, 103, hour(3)).empty());
}

TEST(Evidence, swings_that_price_is_beyond_are_behind_it_but_for_the_slack) {
  TimeframeEvidence evidence{core::Timeframe::k15m};
  Event low{.kind = Kind::kSwing,
            .state = State::kConfirmed,
            .side = StructureSide::kBullish,
            .id = 1,
            .price = 100,
            .confidence = 0.7};
  evidence.on(low, hour(1));
  low.state = State::kFormed;
  low.id = 2;
  low.price = 90;  // not yet final: no level
  evidence.on(low, hour(1));
  EXPECT_EQ(around(evidence, 101, hour(1)).size(), 1U);
  EXPECT_TRUE(around(evidence, 99.5, hour(1)).empty());
  EXPECT_EQ(around(evidence, 99.5, hour(1), 0.5).size(), 1U);
}

// 0.5 given back: 1 - |0.5 - 0.618| / 0.5 = 0.764; unconfirmed 0.6.
TEST(Evidence, an_abc_stands_at_its_c) {
  TimeframeEvidence evidence{core::Timeframe::k1h};
  Event abc{.kind = Kind::kAbcPattern,
            .state = State::kFormed,
            .side = StructureSide::kBullish,
            .id = 3,
            .top = 110,
            .bottom = 105,
            .price = 115,
            .measure = 0.5};
  evidence.on(abc, hour(1));
  auto factors = around(evidence, 106, hour(1));
  ASSERT_EQ(factors.size(), 1U);
  EXPECT_EQ(factors[0].price, 105);
  EXPECT_NEAR(factors[0].strength, 0.764, 1e-12);
  EXPECT_EQ(factors[0].confidence, 0.6);
  abc.state = State::kConfirmed;
  evidence.on(abc, hour(2));
  EXPECT_EQ(around(evidence, 106, hour(2))[0].confidence, 1);
  abc.state = State::kCompleted;
  evidence.on(abc, hour(3));
  EXPECT_TRUE(around(evidence, 106, hour(3)).empty());
}

TEST(Evidence, zones_carry_their_facts_until_they_break) {
  using namespace analysis::zones;
  TimeframeEvidence evidence{core::Timeframe::k4h};
  Zone zone{.id = 9, .kind = ZoneKind::kSupply, .top = 120, .bottom = 118, .strength = 0.7, .tests = 0};
  evidence.on(zone, hour(4));
  auto factors = around(evidence, 110, hour(8));
  ASSERT_EQ(factors.size(), 1U);
  EXPECT_EQ(factors[0].side, Side::kBearish);
  EXPECT_EQ(factors[0].price, 118);
  EXPECT_EQ(factors[0].zone->distance(110), 8);
  EXPECT_EQ(factors[0].freshness, 1);
  EXPECT_EQ(factors[0].finding.id, 9U);
  zone.status = ZoneStatus::kTested;
  zone.tests = 1;
  evidence.on(zone, hour(9));
  factors = around(evidence, 110, hour(9));
  EXPECT_EQ(factors[0].freshness, 0.75);
  EXPECT_EQ(factors[0].finding.known_at, hour(4));
  zone.status = ZoneStatus::kBroken;
  evidence.on(zone, hour(10));
  EXPECT_TRUE(around(evidence, 110, hour(10)).empty());
}

TEST(Evidence, patterns_and_volume_fade_within_ten_candles) {
  TimeframeEvidence evidence{core::Timeframe::k1h};
  evidence.on(analysis::candlesticks::Pattern::kEngulfing, -100,
              {.price = 50, .strength = 0.5, .confidence = 0.6, .finding = {.time = hour(0), .known_at = hour(1)}});
  evidence.on(analysis::volume::Finding{.kind = analysis::volume::Kind::kSpike,
                                        .side = Side::kBullish,
                                        .strength = analysis::volume::Strength::kStrong,
                                        .confidence = 70,
                                        .price = 51},
              hour(1));
  auto factors = around(evidence, 50, hour(1));
  ASSERT_EQ(factors.size(), 2U);
  EXPECT_EQ(factors[0].side, Side::kBearish);
  EXPECT_DOUBLE_EQ(factors[0].value(), 0.3);
  EXPECT_DOUBLE_EQ(factors[1].value(), 0.75 * 0.7);
  EXPECT_DOUBLE_EQ(around(evidence, 50, hour(4))[0].freshness, 0.5);
  EXPECT_TRUE(around(evidence, 50, hour(12)).empty());
}

TEST(Evidence, sweeps_and_breaks_are_remembered_and_swept_pools_forgotten) {
  TimeframeEvidence evidence{core::Timeframe::k15m};
  Event pool{
      .kind = Kind::kLiquidityPool, .state = State::kFormed, .side = StructureSide::kBullish, .id = 1, .price = 100};
  evidence.on(pool, hour(1));
  EXPECT_EQ(evidence.pools().size(), 1U);
  pool.state = State::kMitigated;
  pool.part = 1;
  pool.price = 99.5;
  evidence.on(pool, hour(2));
  EXPECT_TRUE(evidence.pools().empty());
  ASSERT_TRUE(evidence.last_sweep());
  EXPECT_TRUE(evidence.last_sweep()->reclaimed);
  EXPECT_EQ(evidence.last_sweep()->side, Side::kBullish);
  evidence.on(Event{.kind = Kind::kChangeOfCharacter, .side = StructureSide::kBearish}, hour(3));
  EXPECT_EQ(evidence.last_break()->side, Side::kBearish);
  EXPECT_TRUE(evidence.last_break()->change);
  EXPECT_FALSE(evidence.trend_known());
  evidence.on(Event{.kind = Kind::kTrend, .side = StructureSide::kBullish}, hour(3));
  EXPECT_EQ(evidence.trend(), Side::kBullish);
}

TEST(Evidence, momentum_gives_rsi_and_momentum_at_the_newest_close) {
  TimeframeEvidence evidence{core::Timeframe::k1h};
  for (int i = 0; i < 60; ++i) {
    const double price = 200 - i;
    evidence.on_candle({hour(i), price, price, price, price, 1}, hour(i + 1));
  }
  const auto factors = around(evidence, 141, hour(60));
  // RSI 0: as oversold as can be.
  const auto rsi = only(factors, FactorType::kRsi);
  ASSERT_EQ(rsi.size(), 1U);
  EXPECT_EQ(rsi[0].side, Side::kBullish);
  EXPECT_NEAR(rsi[0].strength, 1, 1e-12);
  EXPECT_EQ(rsi[0].price, 141);
  const auto momentum = only(factors, FactorType::kMomentum);
  ASSERT_EQ(momentum.size(), 1U);
  EXPECT_EQ(momentum[0].side, Side::kBearish);
}

/// Tells something new at random: a level, a leg, a zone or a pattern near 100, or a candle.
void tell_anything(TimeframeEvidence& evidence, core::Rng& rng, core::Timestamp now) {
  const double price = 95 + 10 * rng.uniform();
  const std::uint64_t id = 1 + rng.below(20);
  const auto side = rng.chance(0.5) ? StructureSide::kBullish : StructureSide::kBearish;
  constexpr std::array kKinds{Kind::kSwing, Kind::kSupportResistance, Kind::kFibonacci, Kind::kAbcPattern};
  switch (rng.below(4)) {
    case 0:
      evidence.on(Event{.kind = kKinds[rng.below(kKinds.size())],
                        .state = rng.chance(0.2)   ? State::kExpired
                                 : rng.chance(0.5) ? State::kConfirmed
                                                   : State::kFormed,
                        .side = side,
                        .id = id,
                        .top = price + rng.uniform(),
                        .bottom = price - rng.uniform(),
                        .price = price,
                        .measure = rng.uniform(),
                        .confidence = rng.uniform()},
                  now);
      break;
    case 1: {
      analysis::zones::Zone zone{.id = id, .top = price + rng.uniform(), .bottom = price, .strength = rng.uniform()};
      zone.kind = rng.chance(0.5) ? analysis::zones::ZoneKind::kDemand : analysis::zones::ZoneKind::kSupply;
      evidence.on(zone, now);
      break;
    }
    case 2:
      evidence.on(analysis::candlesticks::Pattern::kEngulfing, rng.chance(0.5) ? 100 : -100,
                  {.price = price,
                   .strength = static_cast<double>(rng.below(3)) / 2,
                   .confidence = 0.5,
                   .finding = {.time = now, .known_at = now}});
      break;
    default:
      evidence.on_candle({now, price, price + 1, price - 1, price, 1}, now);
      break;
  }
}

// The law: what counts at a price scores there as everything does, from the same factors.
RC_GTEST_PROP(EvidenceLaws, what_counts_at_a_price_scores_as_everything_does, (std::uint64_t seed)) {
  core::Rng rng{seed};
  TimeframeEvidence evidence{core::Timeframe::k5m};
  core::Timestamp now = hour(100);
  double price = 100;
  for (int step = 0; step < 300; ++step) {
    now = now + core::minutes(1);
    if (rng.chance(0.5)) tell_anything(evidence, rng, now);
    price = std::clamp(price + rng.uniform() - 0.5, 95.0, 105.0);
    Frame frame{.present = price, .pip = 0.02 + 0.02 * rng.uniform(), .weights = default_weights()};
    frame.settings.max_distance_pips = 3;
    const double reach = 0.05 + rng.uniform();
    const double slack = frame.settings.tolerance_pips * frame.pip;
    std::vector<Factor> all;
    Counting counting;
    evidence.collect(price, reach, slack, now, all);
    std::vector<PlanLevel> levels;
    evidence.collect_levels(price, reach, slack, levels);
    RC_ASSERT(levels == levels_of(all));
    evidence.count_at(
        price, {.level = std::min(reach, slack), .zone = std::min(reach, frame.settings.max_distance_pips * frame.pip)},
        now, counting);
    for (const Side side : kBothSides) {
      const Score a = score_at(all, side, price, frame);
      const Score b = score_at(counting.factors(), side, price, frame);
      RC_ASSERT(a.total == b.total);
      RC_ASSERT(a.bonus == b.bonus);
      for (std::size_t type = 0; type < kFactorTypeCount; ++type) {
        RC_ASSERT(a.strongest[type].has_value() == b.strongest[type].has_value());
        if (a.strongest[type]) RC_ASSERT(all[*a.strongest[type]] == counting.factors()[*b.strongest[type]]);
      }
    }
  }
}

TEST(Evidence, restored_it_knows_the_same) {
  TimeframeEvidence one{core::Timeframe::k1h};
  one.on_candle({hour(0), 1, 2, 1, 2, 1}, hour(1));
  one.on(Event{.kind = Kind::kFibonacci,
               .state = State::kFormed,
               .side = StructureSide::kBullish,
               .id = 4,
               .top = 110,
               .bottom = 100,
               .confidence = 0.8},
         hour(1));
  one.on(analysis::candlesticks::Pattern::kDoji, 100, {.price = 2, .strength = 0.5, .confidence = 0.5});
  one.on(analysis::zones::Zone{.id = 2, .top = 3, .bottom = 1, .strength = 0.4}, hour(1));
  core::ByteWriter writer;
  one.snapshot(writer);
  TimeframeEvidence two{core::Timeframe::k1h};
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(two.restore(reader));
  EXPECT_EQ(reader.remaining(), 0U);
  EXPECT_EQ(around(two, 105, hour(2)), around(one, 105, hour(2)));
  core::ByteWriter again;
  two.snapshot(again);
  EXPECT_TRUE(std::ranges::equal(writer.bytes(), again.bytes()));
}

}  // namespace
}  // namespace tidemark::decision
