#include "app/compare_series.hpp"

#include <gtest/gtest.h>

namespace tidemark::app {
namespace {

core::Candle candle(std::int64_t minute, std::int64_t price, std::int64_t volume) {
  return {.open_time = core::Timestamp{core::minutes(minute).ns},
          .open = {price},
          .high = {price},
          .low = {price},
          .close = {price},
          .volume = {volume}};
}

TEST(CompareSeries, equal_numbers_in_other_units_are_equal) {
  const storage::CandlePage cents{{2, 0}, {candle(0, 1234, 5)}};
  const storage::CandlePage fine{{4, 3}, {candle(0, 123400, 5000)}};
  const auto result = compare_series(cents, fine);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->equal, 1U);
  EXPECT_TRUE(result->clean());
  EXPECT_EQ(result->scale, (core::Scale{4, 3}));
}

TEST(CompareSeries, one_unit_of_volume_is_a_difference) {
  const auto result = compare_series({{2, 0}, {candle(0, 1, 5)}}, {{2, 0}, {candle(0, 1, 6)}});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->differing, 1U);
  EXPECT_FALSE(result->clean());
  EXPECT_EQ(result->differences.at(0).theirs.volume.lots, 6);
}

TEST(CompareSeries, counts_missing_and_extra_within_their_range) {
  const storage::CandlePage ours{{2, 0}, {candle(0, 1, 1), candle(1, 1, 1), candle(2, 1, 1), candle(9, 1, 1)}};
  const storage::CandlePage theirs{{2, 0}, {candle(1, 1, 1), candle(3, 1, 1)}};
  const auto result = compare_series(ours, theirs);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->compared, 1U);
  EXPECT_EQ(result->missing, 1U);
  EXPECT_EQ(result->missing_times.at(0), (core::Timestamp{core::minutes(3).ns}));
  EXPECT_EQ(result->extra, 1U);
}

TEST(CompareSeries, numbers_too_large_for_the_common_scale_are_refused) {
  const storage::CandlePage huge{{0, 0}, {candle(0, 4'000'000'000'000'000'000, 1)}};
  const storage::CandlePage fine{{8, 0}, {candle(0, 1, 1)}};
  EXPECT_FALSE(compare_series(huge, fine));
}

}  // namespace
}  // namespace tidemark::app
