#include "pipeline/gap_detector.hpp"

#include <gtest/gtest.h>

#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::Timeframe;
using testing::at;

GapDetector always(Timeframe timeframe = Timeframe::k1m) {
  return GapDetector{{7}, timeframe, Calendar{core::CalendarKind::kAlways}};
}

// Binance's outage of 2023-03-24: the last candle before it opens 12:39, the first after it 14:00.
TEST(GapDetector, binance_outage_of_march_2023_has_exact_bounds) {
  GapDetector gaps = always();
  EXPECT_FALSE(gaps.next(at("2023-03-24T12:38Z"), {}));
  EXPECT_FALSE(gaps.next(at("2023-03-24T12:39Z"), {}));
  const auto gap = gaps.next(at("2023-03-24T14:00Z"), at("2023-03-24T14:01Z"));
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->range, (core::TimeRange{at("2023-03-24T12:40Z"), at("2023-03-24T14:00Z")}));
  EXPECT_EQ(gap->candles, 80u);
  EXPECT_EQ(gap->instrument.value, 7u);
  EXPECT_EQ(gap->state, core::GapState::kOpen);
  EXPECT_EQ(gap->known_at, at("2023-03-24T14:01Z"));
  EXPECT_FALSE(gaps.next(at("2023-03-24T14:01Z"), {}));
}

TEST(GapDetector, a_weekend_is_no_gap_and_a_candle_missing_in_the_week_is_one) {
  GapDetector gaps{{}, Timeframe::k15m, Calendar{core::CalendarKind::kForexWeek}};
  EXPECT_FALSE(gaps.next(at("2024-01-05T21:45Z"), {}));  // the last of Friday
  EXPECT_FALSE(gaps.next(at("2024-01-07T22:00Z"), {}));  // the first of Sunday
  const auto gap = gaps.next(at("2024-01-07T22:30Z"), {});
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->candles, 1u);
  EXPECT_EQ(gap->range.from, at("2024-01-07T22:15Z"));
}

TEST(GapDetector, over_a_weekend_only_open_hours_count_and_the_gap_begins_where_the_market_was_open) {
  GapDetector gaps{{}, Timeframe::k1h, Calendar{core::CalendarKind::kForexWeek}};
  EXPECT_FALSE(gaps.next(at("2024-01-05T21:00Z"), {}));
  const auto gap = gaps.next(at("2024-01-08T01:00Z"), {});
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->candles, 3u);  // Sunday 22:00, 23:00, Monday 00:00
  EXPECT_EQ(gap->range.from, at("2024-01-07T22:00Z"));
}

TEST(GapDetector, periods_accounted_for_are_no_gap) {
  GapDetector gaps = always();
  EXPECT_FALSE(gaps.next(at("2024-01-01T00:00Z"), {}));
  gaps.skip_to(at("2024-01-01T00:10Z"));
  EXPECT_FALSE(gaps.next(at("2024-01-01T00:10Z"), {}));
}

TEST(GapDetector, restored_it_remembers_where_it_was) {
  GapDetector gaps = always();
  (void)gaps.next(at("2024-01-01T00:00Z"), {});
  core::ByteWriter out;
  gaps.snapshot(out);
  GapDetector copy = always();
  core::ByteReader in{out.bytes()};
  ASSERT_TRUE(copy.restore(in));
  EXPECT_EQ(copy.next(at("2024-01-01T00:02Z"), {}), gaps.next(at("2024-01-01T00:02Z"), {}));
}

}  // namespace
}  // namespace tidemark::pipeline
