#include "pipeline/interval_check.hpp"

#include <gtest/gtest.h>

#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

TEST(CompareIntervals, prices_must_be_equal_and_volumes_within_tolerance) {
  const auto ours = testing::candle({}, 100, 110, 90, 105, 1'000'000);
  EXPECT_FALSE(compare_intervals(ours, ours, 0));
  auto venue = ours;
  venue.high = {111};
  EXPECT_DOUBLE_EQ(compare_intervals(ours, venue, 0)->value, 1.0 / 111);
  venue = ours;
  venue.volume = {1'000'001};
  EXPECT_TRUE(compare_intervals(ours, venue, 0));
  EXPECT_FALSE(compare_intervals(ours, venue, 1e-5));
}

TEST(CompareIntervals, a_partial_candle_cannot_be_compared) {
  auto ours = testing::candle({}, 100, 110, 90, 105, 10);
  const auto venue = testing::candle({}, 100, 120, 90, 105, 20);
  core::set_flag(ours.flags, core::CandleFlag::kPartial);
  EXPECT_FALSE(compare_intervals(ours, venue, 0));
}

}  // namespace
}  // namespace tidemark::pipeline
