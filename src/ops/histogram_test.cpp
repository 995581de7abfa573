#include "ops/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::ops {
namespace {

constexpr std::int64_t kTop = std::int64_t{1} << 40;

/// Nearest-rank quantile of the values themselves.
std::int64_t exact_quantile(std::vector<std::int64_t> values, double q) {
  std::ranges::sort(values);
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

TEST(Histogram, is_empty_at_first_and_after_reset) {
  Histogram histogram;
  EXPECT_EQ(histogram.quantile_ns(0.5), 0);
  histogram.record(123);
  histogram.reset();
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.max_ns(), 0);
  EXPECT_EQ(histogram.sum_ns(), 0);
  EXPECT_EQ(histogram.quantile_ns(1), 0);
}

TEST(Histogram, is_exact_for_small_values) {
  Histogram histogram;
  for (int ns = 0; ns < 64; ++ns) histogram.record(ns);
  EXPECT_EQ(histogram.quantile_ns(0.5), 31);  // nearest rank: the 32nd of 0..63
  EXPECT_EQ(histogram.quantile_ns(0), 0);
  EXPECT_EQ(histogram.quantile_ns(1), 63);
  EXPECT_EQ(histogram.sum_ns(), 64.0 * 63 / 2);
}

TEST(Histogram, never_reports_more_than_the_largest_value_seen) {
  Histogram histogram;
  histogram.record(1'000'001);
  EXPECT_EQ(histogram.quantile_ns(0.5), 1'000'001);
  EXPECT_EQ(histogram.quantile_ns(1), 1'000'001);
}

TEST(Histogram, counts_a_step_back_of_the_clock_as_no_time) {
  Histogram histogram;
  histogram.record(-5);
  EXPECT_EQ(histogram.count(), 1U);
  EXPECT_EQ(histogram.quantile_ns(1), 0);
  EXPECT_EQ(histogram.max_ns(), 0);
}

TEST(Histogram, puts_what_is_longer_than_its_range_in_the_last_bucket) {
  Histogram histogram;
  histogram.record(5 * kTop);
  histogram.record(1);
  EXPECT_EQ(histogram.quantile_ns(0.9), kTop - 1);
  EXPECT_EQ(histogram.max_ns(), 5 * kTop);
}

TEST(Histogram, treats_quantiles_outside_zero_to_one_as_the_ends) {
  Histogram histogram;
  histogram.record(10);
  histogram.record(20);
  EXPECT_EQ(histogram.quantile_ns(-1), 10);
  EXPECT_EQ(histogram.quantile_ns(7), 20);
}

TEST(Histogram, gives_quantiles_of_the_sorted_values_within_its_resolution) {
  EXPECT_TRUE(rc::check([] {
    const auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
        rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 200), rc::gen::inRange<std::int64_t>(0, 1'000'000),
                       rc::gen::inRange<std::int64_t>(0, kTop))));
    const double q = *rc::gen::inRange(0, 1001) / 1000.0;
    Histogram histogram;
    double sum = 0;
    for (const std::int64_t value : values) {
      histogram.record(value);
      sum += static_cast<double>(value);
    }
    const std::int64_t exact = exact_quantile(values, q);
    const std::int64_t given = histogram.quantile_ns(q);
    RC_ASSERT(given >= exact);
    RC_ASSERT(static_cast<double>(given) <= static_cast<double>(exact) * (1 + 1.0 / 32));
    RC_ASSERT(histogram.count() == values.size());
    RC_ASSERT(histogram.sum_ns() == sum);
    RC_ASSERT(histogram.max_ns() == *std::ranges::max_element(values));
  }));
}

TEST(Histogram, loses_nothing_when_several_threads_record) {
  Histogram histogram;
  constexpr int kEach = 50'000;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&histogram] {
        for (int i = 0; i < kEach; ++i) histogram.record(i);
      });
    }
  }
  EXPECT_EQ(histogram.count(), 4U * kEach);
  EXPECT_EQ(histogram.sum_ns(), 4.0 * kEach * (kEach - 1) / 2);
  EXPECT_EQ(histogram.max_ns(), kEach - 1);
}

// By hand: 5 = 101b has 3 bits (up to 7), 9 = 1001b has 4 (up to 15), 70 = 1000110b has 7 (up to 127).
TEST(Histogram, octaves_are_powers_of_two_without_a_hole) {
  Histogram histogram;
  EXPECT_TRUE(histogram.octaves().empty());
  for (const std::int64_t ns : {5, 9, 10, 70}) histogram.record(ns);
  std::vector<std::pair<std::int64_t, std::uint64_t>> seen;
  for (const auto& bucket : histogram.octaves()) seen.emplace_back(bucket.upper_ns, bucket.count);
  EXPECT_EQ(seen, (std::vector<std::pair<std::int64_t, std::uint64_t>>{{7, 1}, {15, 2}, {31, 0}, {63, 0}, {127, 1}}));
}

// histogram.hpp: durations count up to 2^40 - 1 ns, about 18 minutes; longer ones with the longest.
TEST(Histogram, the_longest_durations_stand_in_the_last_octave) {
  Histogram histogram;
  for (const std::int64_t ns : {std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::max()}) histogram.record(ns);
  const auto octaves = histogram.octaves();
  ASSERT_EQ(octaves.size(), 1U);
  EXPECT_EQ(octaves[0].upper_ns, (std::int64_t{1} << 40) - 1);
  EXPECT_EQ(octaves[0].count, 2U);
}

}  // namespace
}  // namespace tidemark::ops
