#include "analysis/aftermath/aftermath.hpp"

#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/aftermath/shuffled.hpp"
#include "core/rng.hpp"

namespace tidemark::analysis::aftermath {
namespace {

using ::testing::HasSubstr;

/// Closes rise by 1 a candle from 100 on; range 2, so that the average true range is 2.
std::vector<core::CandleF> rising(std::size_t count) {
  std::vector<core::CandleF> candles;
  for (std::size_t i = 0; i < count; ++i) {
    const double close = 100 + static_cast<double>(i);
    candles.push_back({.open_time = core::Timestamp::from_s(static_cast<std::int64_t>(i) * 3600),
                       .open = close - 0.5,
                       .high = close + 1,
                       .low = close - 1,
                       .close = close,
                       .volume = 1});
  }
  return candles;
}

std::vector<core::CandleF> random_market(std::uint64_t seed, std::size_t count) {
  core::Rng rng{seed};
  std::vector<core::CandleF> candles;
  double price = 100;
  for (std::size_t i = 0; i < count; ++i) {
    core::CandleF c{.open_time = core::Timestamp::from_s(static_cast<std::int64_t>(i) * 3600), .open = price};
    c.close = std::round(price * std::exp(0.01 * rng.normal()) * 100) / 100;
    c.high = std::max(c.open, c.close) + 0.01 * static_cast<double>(rng.below(50));
    c.low = std::min(c.open, c.close) - 0.01 * static_cast<double>(rng.below(50));
    c.volume = static_cast<double>(rng.below(1000));
    price = c.close;
    candles.push_back(c);
  }
  return candles;
}

// By hand: from 120 and 130, one candle on +1 (0.5 ATR), five +5, twenty +20. 100/120 = 0.8333 and 100/130 = 0.7692 %.
TEST(Aftermath, moves_are_told_in_percent_and_in_average_true_ranges) {
  const auto candles = rising(200);
  const Study study{candles, {}};
  const std::vector<std::size_t> events{20, 30};
  const auto after = study.after(events);
  EXPECT_EQ(after[0].horizon, 1);
  EXPECT_EQ(after[0].events.count, 2U);
  EXPECT_NEAR(after[0].events.mean_percent, (100.0 / 120 + 100.0 / 130) / 2, 1e-12);
  EXPECT_NEAR(after[0].events.median_percent, (100.0 / 120 + 100.0 / 130) / 2, 1e-12);
  EXPECT_NEAR(after[0].events.mean_atr, 0.5, 1e-12);
  EXPECT_NEAR(after[1].events.mean_atr, 2.5, 1e-12);
  EXPECT_NEAR(after[2].events.median_atr, 10, 1e-12);
  EXPECT_EQ(after[2].events.share_up, 1);
}

TEST(Aftermath, events_without_a_past_or_a_future_do_not_count) {
  const auto candles = rising(60);
  const Study study{candles, {}};
  const std::vector<std::size_t> events{3, 30, 45, 59, 99};
  const auto after = study.after(events);
  EXPECT_EQ(after[0].events.count, 2U);  // 30 and 45; 3 comes before the 14 ranges, 59 has no next
  EXPECT_EQ(after[2].events.count, 1U);  // 45 + 20 is not there
  EXPECT_EQ(after[0].control.count, 60U - 14 - 1);
}

TEST(Aftermath, medians_and_shares_are_of_what_moved) {
  auto candles = rising(80);
  candles[31].close = 100;  // after 130: down
  candles[41].close = 140;  // after 140: nothing
  const Study study{candles, {}};
  const std::vector<std::size_t> events{30, 40, 50};
  const Moves next = study.after(events)[0].events;
  EXPECT_EQ(next.count, 3U);
  EXPECT_EQ(next.median_percent, 0);
  EXPECT_NEAR(next.share_up, 1.0 / 3, 1e-12);
}

// By hand: 40 events 20 apart whose next move is 1 ATR up or down in turn against a control that never moves: means 0
// and 0. s^2 = 40/39 of 1; the interval is +- 1.96 sqrt(40/39/40) = 1.96 / sqrt(39).
TEST(Aftermath, the_interval_is_welchs_with_the_normal_quantile) {
  std::vector<core::CandleF> candles;
  for (std::size_t i = 0; i < 900; ++i) candles.push_back({.open = 100, .high = 101, .low = 99, .close = 100});
  std::vector<std::size_t> events;
  for (std::size_t i = 0; i < 40; ++i) {
    events.push_back(50 + 20 * i);
    candles[events.back() + 1].close = i % 2 == 0 ? 102 : 98;
    candles[events.back() + 1].high = 102;
    candles[events.back() + 1].low = 98;
  }
  // Without the average true range being disturbed: hold events against percent, which needs none.
  const auto after = Study{candles, {.control = 100'000}}.after(events);
  ASSERT_TRUE(after[0].percent);
  const double control = after[0].control.mean_percent;
  EXPECT_NEAR(after[0].percent->mean, 0 - control, 1e-12);
  const double width = after[0].percent->high - after[0].percent->mean;
  EXPECT_GT(width, 2 * 1.96 / std::sqrt(39.0));  // the control adds its own, small part
  EXPECT_LT(width, 2 * 1.96 / std::sqrt(39.0) * 1.05);
  EXPECT_TRUE(after[0].percent->holds_zero());
}

TEST(Aftermath, overlapping_moves_do_not_count_as_independent) {
  const auto candles = random_market(1, 500);
  std::vector<std::size_t> events(35);
  std::iota(events.begin(), events.end(), 100U);
  const auto after = Study{candles, {}}.after(events);
  EXPECT_TRUE(after[0].atr.has_value());   // 35 moves of one candle
  EXPECT_FALSE(after[1].atr.has_value());  // 7 of five
  EXPECT_EQ(after[1].events.count, 35U);
}

TEST(Aftermath, the_control_is_drawn_by_the_seed_alone) {
  const auto candles = random_market(2, 3000);
  const std::vector<std::size_t> events{100, 200, 300};
  const auto mean_of = [&](std::uint64_t seed) {
    return Study{candles, {.seed = seed, .control = 500}}.after(events)[0].control.mean_atr;
  };
  EXPECT_EQ(mean_of(7), mean_of(7));
  EXPECT_NE(mean_of(7), mean_of(8));
  EXPECT_EQ((Study{candles, {.control = 500}}.after(events)[0].control.count), 500U);
}

TEST(Aftermath, a_flat_or_empty_series_gives_no_numbers_that_are_none) {
  const std::vector<core::CandleF> flat(100, {.open = 1, .high = 1, .low = 1, .close = 1});
  const std::vector<std::size_t> events{50};
  EXPECT_EQ(Study(flat, {}).after(events)[0].events.count, 0U);
  EXPECT_EQ(Study(flat, {}).after(events)[0].events.mean_atr, 0);
  EXPECT_EQ(Study({}, {}).after(events)[0].control.count, 0U);
}

TEST(Aftermath, options_out_of_range_are_refused_by_name) {
  EXPECT_TRUE(check_options({}));
  EXPECT_THAT(check_options({.control = 3}).error().message,
              HasSubstr("aftermath: parameter control is 3, but must be a whole number from 100 to 1000000"));
  EXPECT_THAT(check_options({.atr_period = 0}).error().message, HasSubstr("atr_period is 0"));
}

TEST(Shuffled, keeps_the_shapes_and_the_end_and_loses_the_order) {
  const auto candles = random_market(3, 400);
  core::Rng rng{5};
  const auto mixed = shuffled(candles, 0.01, rng);
  ASSERT_EQ(mixed.size(), candles.size());
  std::vector<double> volumes;
  std::vector<double> mixed_volumes;
  double moves = 0;
  double mixed_moves = 0;
  for (std::size_t i = 0; i < candles.size(); ++i) {
    EXPECT_EQ(mixed[i].open_time, candles[i].open_time);
    EXPECT_LE(mixed[i].low, std::min(mixed[i].open, mixed[i].close));
    EXPECT_GE(mixed[i].high, std::max(mixed[i].open, mixed[i].close));
    volumes.push_back(candles[i].volume);
    mixed_volumes.push_back(mixed[i].volume);
    moves += std::fabs(std::log(candles[i].close / candles[i].open));
    mixed_moves += std::fabs(std::log(mixed[i].close / mixed[i].open));
  }
  EXPECT_NE(volumes, mixed_volumes);
  EXPECT_THAT(mixed_volumes, ::testing::UnorderedElementsAreArray(volumes));
  EXPECT_NEAR(mixed_moves, moves, 0.01 * moves);  // ticks round
  EXPECT_NEAR(mixed.back().close, candles.back().close, 0.011);
}

TEST(Shuffled, of_one_candle_is_that_candle_and_of_none_none) {
  const auto candles = random_market(3, 1);
  core::Rng rng{5};
  const auto mixed = shuffled(candles, 0.01, rng);
  ASSERT_EQ(mixed.size(), 1U);
  EXPECT_NEAR(mixed[0].close, candles[0].close, 1e-9);
  EXPECT_TRUE(shuffled({}, 0.01, rng).empty());
}

// One series alone is what the study says of it; twice the same series has the same means, twice the observations, and
// an interval narrower by the root of two.
TEST(Aftermath, series_taken_together_are_their_observations_together) {
  const auto candles = random_market(3, 3000);
  const Study study{candles, {}};
  std::vector<std::vector<std::size_t>> events(2);
  for (std::size_t i = 50; i < candles.size(); i += 7) events[i % 2].push_back(i);
  Pool one{2};
  one.add(study, events);
  Pool two{2};
  two.add(study, events);
  two.add(study, events);
  const auto alone = one.after();
  const auto together = two.after();
  for (std::size_t kind = 0; kind < events.size(); ++kind) {
    const auto said = study.after(events[kind]);
    for (std::size_t h = 0; h < kHorizons.size(); ++h) {
      EXPECT_EQ(alone[kind][h].events.median_atr, said[h].events.median_atr);
      EXPECT_EQ(alone[kind][h].control.count, said[h].control.count);
      ASSERT_TRUE(alone[kind][h].percent);
      EXPECT_EQ(alone[kind][h].percent->low, said[h].percent->low);
      EXPECT_EQ(together[kind][h].events.count, 2 * said[h].events.count);
      EXPECT_NEAR(together[kind][h].events.mean_percent, said[h].events.mean_percent, 1e-12);
      const double wide = said[h].percent->high - said[h].percent->low;
      const double narrow = together[kind][h].percent->high - together[kind][h].percent->low;
      EXPECT_NEAR(wide / narrow, std::sqrt(2), 0.01);
    }
  }
}

}  // namespace
}  // namespace tidemark::analysis::aftermath
