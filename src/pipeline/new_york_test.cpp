#include "pipeline/new_york.hpp"

#include <gtest/gtest.h>

#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using testing::at;

// Changes of the clock from the IANA time zone database, zone America/New_York (zdump -v).
TEST(NewYork, changes_at_the_second_of_the_rule) {
  struct Change {
    const char* first_moment;
    int hours;
  };
  for (const auto& [moment, hours] :
       {Change{"2023-03-12T07:00:00Z", -4}, Change{"2023-11-05T06:00:00Z", -5}, Change{"2026-03-08T07:00:00Z", -4},
        Change{"2026-11-01T06:00:00Z", -5}, Change{"2006-04-02T07:00:00Z", -4}, Change{"2006-10-29T06:00:00Z", -5},
        Change{"1985-04-28T07:00:00Z", -4}, Change{"1985-10-27T06:00:00Z", -5}}) {
    const auto t = at(moment);
    EXPECT_EQ(new_york_offset(t), core::hours(hours)) << moment;
    EXPECT_EQ(new_york_offset(t - core::nanoseconds(1)), core::hours(hours == -4 ? -5 : -4)) << moment;
  }
}

TEST(NewYork, far_moments_are_winter_and_nothing_breaks) {
  EXPECT_EQ(new_york_offset({INT64_MIN}), core::hours(-5));
  EXPECT_EQ(new_york_offset({INT64_MAX}), core::hours(-5));
  EXPECT_EQ(new_york_offset(at("1960-07-01T00:00:00Z")), core::hours(-5));
  EXPECT_EQ(new_york_offset(at("2200-07-01T00:00:00Z")), core::hours(-4));
  for (int year = 1968; year < 2200; ++year) {
    const auto new_year = core::timestamp_of({.year = year});
    EXPECT_EQ(new_york_offset(new_year - core::hours(36)), core::hours(-5)) << year;
    EXPECT_EQ(new_york_offset(new_year + core::hours(36)), core::hours(-5)) << year;
    EXPECT_EQ(new_york_offset(new_year + core::days(182)), core::hours(-4)) << year;
  }
}

TEST(NewYork, wall_clock_and_back_is_the_same_moment) {
  for (const char* moment :
       {"2024-01-15T12:00:00Z", "2024-07-15T12:00:00Z", "2024-03-10T21:00:00Z", "2024-11-03T21:00:00Z"}) {
    EXPECT_EQ(from_new_york(to_new_york(at(moment))), at(moment)) << moment;
  }
}

}  // namespace
}  // namespace tidemark::pipeline
