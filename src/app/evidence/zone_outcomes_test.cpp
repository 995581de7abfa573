#include "app/evidence/zone_outcomes.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/rng.hpp"

namespace tidemark::app::evidence {
namespace {

using analysis::zones::Formation;
using ::testing::HasSubstr;

const ZoneCount& of(const ZoneCounts& counts, Formation formation) {
  return counts[static_cast<std::size_t>(formation)];
}

std::vector<core::CandleF> timed(std::vector<core::CandleF> candles) {
  for (std::size_t i = 0; i < candles.size(); ++i) {
    candles[i].open_time = core::Timestamp::from_s(static_cast<std::int64_t>(i) * 60);
    candles[i].volume = 1;
  }
  return candles;
}

core::CandleF candle(double open, double high, double low, double close) {
  return {.open_time = {}, .open = open, .high = high, .low = low, .close = close};
}

/// Worked out by hand in analysis/zones/zones_test.cpp: a demand zone 100.0 … 100.4 that breaks at its first test and
/// flips into a supply zone.
std::vector<core::CandleF> broken_zone() {
  std::vector<core::CandleF> all(20, candle(100, 101, 99, 100));
  for (const auto& one :
       {candle(100.0, 100.4, 99.6, 99.8), candle(99.8, 100.3, 99.6, 99.9), candle(99.9, 102.0, 99.8, 101.9),
        candle(101.9, 103.5, 101.8, 103.4), candle(103.4, 104.5, 103.3, 104.4), candle(104.4, 104.5, 99.4, 99.5),
        candle(99.5, 99.8, 98.9, 99.0), candle(99.0, 99.2, 98.4, 98.5), candle(98.5, 100.0, 98.4, 99.5),
        candle(99.5, 99.9, 99, 99.4), candle(99.4, 99.6, 99, 99.1), candle(99.1, 99.3, 98, 98.2),
        candle(98.2, 98.5, 97, 97.5)}) {
    all.push_back(one);
  }
  return timed(std::move(all));
}

TEST(ZoneOutcomes, count_a_zone_once_its_first_test_and_its_end) {
  const auto candles = broken_zone();
  const auto counts = count_zones({core::Timeframe::k1m, core::MarketType::kCryptoSpot, candles});
  const ZoneCount& demand = of(counts, Formation::kDropBaseRally);
  EXPECT_EQ(demand.created, 1U);
  EXPECT_EQ(demand.first.ended, 1U);
  EXPECT_EQ(demand.first.hits, 0U);
  EXPECT_EQ(demand.tests.ended, 1U);
  EXPECT_EQ(demand.broken.hits, 1U);
  EXPECT_EQ(demand.broken.ended, 1U);
  EXPECT_EQ(of(counts, Formation::kFlip).created, 1U);
  EXPECT_EQ(of(counts, Formation::kFlip).first.ended, 0U);
}

// A random walk is its own null: the same seed gives the same numbers, and no formation of it is told to be good.
TEST(ZoneOutcomes, of_a_random_walk_are_no_better_than_chance) {
  core::Rng rng{6};
  std::vector<core::CandleF> candles;
  double price = 100;
  for (int i = 0; i < 12'000; ++i) {
    const double open = price;
    price = std::max(1.0, price * (1 + 0.004 * rng.normal()));
    candles.push_back({.open_time = core::Timestamp::from_s(std::int64_t{i} * 3600),
                       .open = open,
                       .high = std::max(open, price) * (1 + 0.001 * rng.uniform()),
                       .low = std::min(open, price) * (1 - 0.001 * rng.uniform()),
                       .close = price,
                       .volume = 100 * rng.exponential()});
  }
  const Series series{core::Timeframe::k1h, core::MarketType::kCryptoSpot, candles};
  const auto one = measure_zones("walk", series, 1e-6, 7, 3);
  const auto two = measure_zones("walk", series, 1e-6, 7, 3);
  std::uint64_t created = 0;
  for (std::size_t i = 0; i < one.market.size(); ++i) {
    EXPECT_EQ(one.shuffled[i].first.hits, two.shuffled[i].first.hits);
    EXPECT_NE(verdict_of(one.market[i].first, one.shuffled[i].first), Verdict::kBetter)
        << analysis::zones::kFormationNames[i];
    created += one.market[i].created;
  }
  EXPECT_GT(created, 100U);
  std::ostringstream out;
  write_zone_outcomes(std::vector{one}, out);
  EXPECT_THAT(out.str(), HasSubstr("### All markets' zones, 1h"));
  EXPECT_THAT(out.str(), HasSubstr("| rally_base_drop | "));
}

}  // namespace
}  // namespace tidemark::app::evidence
