#include "analysis/volume/slot_means.hpp"

#include <gtest/gtest.h>

namespace tidemark::analysis::volume {
namespace {

using core::Timeframe;

Settings by_time_of_day(int days, int warm_up) {
  Settings settings;
  settings.basis = Basis::kTimeOfDay;
  settings.slot_days = days;
  settings.slot_warm_up = warm_up;
  return settings;
}

core::CandleF at(int day, int minute, double volume) {
  const core::Timestamp monday = core::parse_time("2023-01-02").value();
  return {.open_time = monday + core::days(day) + core::minutes(minute), .volume = volume};
}

// By hand: the slot of 08:00 has seen 100 and 300, mean 200; 600 is three times that. The third day's 600 makes the
// mean 333.33; then 1000 is three times it.
TEST(SlotMeans, volume_is_held_against_the_same_time_of_earlier_days) {
  SlotMeans means{by_time_of_day(20, 2), Timeframe::k1h};
  EXPECT_EQ(means.next(at(0, 480, 100)), std::nullopt);
  EXPECT_EQ(means.next(at(0, 540, 9000)), std::nullopt);  // another slot
  EXPECT_EQ(means.next(at(1, 480, 300)), std::nullopt);
  EXPECT_EQ(means.next(at(2, 480, 600)), 3);
  EXPECT_DOUBLE_EQ(means.next(at(3, 480, 1000)).value(), 3);
}

// By hand, memory of 2 days: 100, 300 give 200; 600 moves the mean by half the way to 400.
TEST(SlotMeans, old_days_are_forgotten) {
  SlotMeans means{by_time_of_day(2, 1), Timeframe::k1h};
  EXPECT_EQ(means.next(at(0, 0, 100)), std::nullopt);
  EXPECT_EQ(means.next(at(1, 0, 300)), 3);
  EXPECT_EQ(means.next(at(2, 0, 600)), 3);
  EXPECT_EQ(means.next(at(3, 0, 400)), 1);
}

// By hand: 15-minute candles share slots of 30 minutes in twos, and a day is two candles.
TEST(SlotMeans, shorter_candles_share_a_slot) {
  SlotMeans means{by_time_of_day(20, 1), Timeframe::k15m};
  EXPECT_EQ(means.next(at(0, 0, 100)), std::nullopt);
  EXPECT_EQ(means.next(at(0, 15, 200)), std::nullopt);
  EXPECT_EQ(means.next(at(0, 30, 100)), std::nullopt);
  EXPECT_EQ(means.next(at(1, 0, 300)), 2);
}

TEST(SlotMeans, a_slot_without_volume_is_no_yardstick) {
  SlotMeans means{by_time_of_day(20, 1), Timeframe::k1h};
  EXPECT_EQ(means.next(at(0, 0, 0)), std::nullopt);
  EXPECT_EQ(means.next(at(1, 0, 50)), std::nullopt);
  EXPECT_EQ(means.next(at(2, 0, 50)), 2);  // the mean of 0 and 50
  EXPECT_EQ(means.next(at(3, 0, 0)), 0);
}

TEST(SlotMeans, raw_volume_and_whole_days_stay_as_they_are) {
  SlotMeans raw{Settings{}, Timeframe::k1h};
  EXPECT_EQ(raw.next(at(0, 0, 100)), 100);
  SlotMeans daily{by_time_of_day(20, 1), Timeframe::k1d};
  EXPECT_EQ(daily.next(at(0, 0, 100)), 100);
}

TEST(SlotMeans, times_before_1970_have_a_time_of_day_too) {
  SlotMeans means{by_time_of_day(20, 1), Timeframe::k1h};
  EXPECT_EQ(means.next(at(-30'000, 480, 100)), std::nullopt);
  EXPECT_EQ(means.next(at(-29'999, 480, 200)), 2);
}

}  // namespace
}  // namespace tidemark::analysis::volume
