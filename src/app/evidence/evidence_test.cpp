#include "app/evidence/evidence.hpp"

#include <cmath>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/volume/finding.hpp"
#include "app/evidence/report.hpp"
#include "core/rng.hpp"

namespace tidemark::app::evidence {
namespace {

using ::testing::HasSubstr;

enum class Planted : std::uint8_t { kNothing, kRiseAfterSpike };

/// A random walk on a 0.01 tick with an independent spike of volume every 50 candles; planted, the market rises for
/// five candles after each.
std::vector<core::CandleF> market(std::uint64_t seed, std::size_t count, Planted planted) {
  core::Rng rng{seed};
  std::vector<core::CandleF> candles;
  double price = 1000;
  for (std::size_t i = 0; i < count; ++i) {
    core::CandleF c{.open_time = core::Timestamp::from_s(1'672'531'200 + static_cast<std::int64_t>(i) * 3600)};
    const bool follows = planted == Planted::kRiseAfterSpike && i > 50 && (i - 1) % 50 < 5;
    c.open = price;
    c.close = std::round(price * std::exp(0.002 * rng.normal() + (follows ? 0.003 : 0)) * 100) / 100;
    c.high = std::max(c.open, c.close) + 0.01 * static_cast<double>(rng.below(100));
    c.low = std::min(c.open, c.close) - 0.01 * static_cast<double>(rng.below(100));
    c.volume = i % 50 == 0 ? 1000 : 90 + static_cast<double>(rng.below(20));
    price = c.close;
    candles.push_back(c);
  }
  return candles;
}

Market measured(const std::vector<core::CandleF>& candles, const Options& options = {}) {
  return measure("test", {.timeframe = core::Timeframe::k1h, .candles = candles}, 0.01, options);
}

const Row* find(const Market& market, std::string_view kind, Side side) {
  for (const Row& row : market.rows) {
    if (row.kind.id == kind && row.side == side) return &row;
  }
  return nullptr;
}

// By hand: a spike every 50 candles is 20 per 1000, less the first, which falls into the warm-up.
TEST(Evidence, counts_what_occurs_in_the_market_and_in_any_order_of_it) {
  const auto candles = market(1, 5000, Planted::kNothing);
  const Market result = measured(candles);
  std::size_t spikes = 0;
  double shuffled = 0;
  for (const Side side : {Side::kBearish, Side::kNone, Side::kBullish}) {
    const Row* row = find(result, "spike", side);
    if (row == nullptr) continue;
    spikes += row->count;
    shuffled += row->shuffled_per_1000;
  }
  EXPECT_EQ(spikes, 99U);
  EXPECT_NEAR(shuffled, 19.8, 4);  // by chance two fall within 20 candles, and the second is not ten times the mean
}

TEST(Evidence, finds_what_was_planted_and_not_what_was_not) {
  const Market with = measured(market(2, 6000, Planted::kRiseAfterSpike));
  const Row* planted = find(with, "spike", Side::kBullish);
  ASSERT_NE(planted, nullptr);
  const auto& five = planted->after[1];
  EXPECT_EQ(five.horizon, 5);
  ASSERT_TRUE(five.atr);
  EXPECT_GT(five.atr->low, 0);
  EXPECT_GT(five.events.share_up, 0.9);
  // In another order nothing follows: an effect a tenth as large at most.
  EXPECT_LT(std::fabs(planted->shuffled_atr[1]), 0.1 * five.atr->mean);

  std::size_t intervals = 0;
  std::size_t missed = 0;
  for (std::uint64_t seed = 3; seed < 8; ++seed) {
    for (const Row& row : measured(market(seed, 6000, Planted::kNothing), {.shuffles = 1}).rows) {
      for (const auto& after : row.after) {
        if (!after.atr) continue;
        ++intervals;
        missed += after.atr->holds_zero() ? 0U : 1U;
      }
    }
  }
  ASSERT_GT(intervals, 300U);
  // 5 % of independent intervals would; these share controls and candles, so the share scatters more.
  EXPECT_LT(static_cast<double>(missed), 0.12 * static_cast<double>(intervals));
}

TEST(Evidence, the_seed_alone_decides_what_is_drawn) {
  const auto candles = market(4, 2000, Planted::kNothing);
  const auto json = [&](const Options& options) {
    std::ostringstream out;
    const std::vector markets{measured(candles, options)};
    write_json(markets, options, out);
    return out.str();
  };
  EXPECT_EQ(json({.seed = 5}), json({.seed = 5}));
  EXPECT_NE(json({.seed = 5}), json({.seed = 6}));
}

TEST(Evidence, options_out_of_range_are_refused_by_name) {
  EXPECT_TRUE(check_options({}));
  EXPECT_THAT(check_options({.shuffles = 0}).error().message,
              HasSubstr("evidence: parameter shuffles is 0, but must be a whole number from 1 to 1000"));
  EXPECT_THAT(check_options({.control = 5}).error().message, HasSubstr("parameter control is 5"));
}

TEST(Evidence, the_document_says_what_is_measured_and_how_much_is_chance) {
  const std::vector markets{measured(market(2, 6000, Planted::kRiseAfterSpike), {.shuffles = 1})};
  std::ostringstream out;
  write_document(markets, {}, out);
  for (const char* words :
       {"# Evidence", "## Summary", "## test, 1h", "### Candlestick patterns", "### Volume patterns and divergences",
        "| spike | bullish |", "no better than chance", "6000 candles, 2023-01-01T00:00:00Z to "}) {
    EXPECT_THAT(out.str(), HasSubstr(words));
  }
}

TEST(Evidence, of_too_few_candles_says_so_with_dashes) {
  const std::vector markets{measured(market(2, 60, Planted::kNothing))};
  std::ostringstream out;
  write_tables(markets, out);
  EXPECT_THAT(out.str(), HasSubstr("| - | - | - |"));
}

TEST(Evidence, tells_of_each_of_its_parts) {
  const Options options{.shuffles = 2};
  const auto candles = market(1, 300, Planted::kNothing);
  const Series series{.timeframe = core::Timeframe::k1h, .candles = candles};
  std::size_t steps = 0;
  const auto ignored = measure("test", series, 0.01, options, [&] { ++steps; });
  EXPECT_EQ(steps, steps_of(options));
}

}  // namespace
}  // namespace tidemark::app::evidence
