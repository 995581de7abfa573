// Expected swings are worked out by hand from the definitions in fractals.hpp and swings.hpp.
#include "analysis/structure/swings.hpp"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::analysis::structure {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Candles from pairs of high and low, opening at the low and closing at the high, an hour each.
std::vector<core::CandleF> candles_of(const std::vector<std::pair<double, double>>& ends) {
  std::vector<core::CandleF> candles;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const auto [high, low] = ends[i];
    candles.push_back({.open_time = core::Timestamp::from_s(static_cast<std::int64_t>(i) * 3600),
                       .open = low,
                       .high = high,
                       .low = low,
                       .close = high,
                       .volume = 1});
  }
  return candles;
}

/// "low 3@2 formed by 4": price, candle, stage and the candle that made it known.
std::string text_of(const Swing& swing) {
  return std::string{swing.end == End::kHigh ? "high " : "low "} + std::to_string(static_cast<int>(swing.price)) + "@" +
         std::to_string(swing.at.index) + " " + std::string{kSwingStageNames[static_cast<std::size_t>(swing.stage)]} +
         " by " + std::to_string(swing.known.index);
}

std::vector<std::string> swings_of(const SwingSettings& settings, const std::vector<core::CandleF>& candles) {
  SwingFinder finder{settings};
  std::vector<Swing> swings;
  for (const auto& candle : candles) finder.update(candle, swings);
  std::vector<std::string> texts;
  for (const Swing& swing : swings) texts.push_back(text_of(swing));
  return texts;
}

const SwingSettings kOneEachSide{.left = 1, .right = 1, .atr_multiple = 0};

TEST(Swings, alternate_and_say_when_they_were_known) {
  // Up to 12 at candle 1, down to 5 at 3, up to 11 at 5, down to 2 at 7.
  const auto candles = candles_of({{10, 8}, {12, 9}, {9, 7}, {8, 5}, {9, 6}, {11, 8}, {8, 4}, {7, 2}, {8, 3}});
  EXPECT_THAT(
      swings_of(kOneEachSide, candles),
      ElementsAre("high 12@1 formed by 2", "high 12@1 confirmed by 4", "low 5@3 formed by 4", "low 5@3 confirmed by 6",
                  "high 11@5 formed by 6", "high 11@5 confirmed by 8", "low 2@7 formed by 8"));
}

TEST(Swings, a_further_fractal_extends_the_swing_as_an_event_of_its_own) {
  // Highs 12 at candle 1 and 15 at 3 without a low fractal between: the lows only rise.
  const auto candles = candles_of({{10, 8}, {12, 8.5}, {11, 9}, {15, 9.5}, {14, 10}, {13, 10.5}});
  EXPECT_THAT(swings_of(kOneEachSide, candles), ElementsAre("high 12@1 formed by 2", "high 15@3 extended by 4"));
}

TEST(Swings, a_nearer_fractal_on_the_same_side_changes_nothing) {
  const auto candles = candles_of({{10, 8}, {15, 8.5}, {11, 9}, {12, 9.5}, {11, 10}});
  EXPECT_THAT(swings_of(kOneEachSide, candles), ElementsAre("high 15@1 formed by 2"));
}

TEST(Swings, none_before_enough_candles_stand_on_both_sides) {
  EXPECT_THAT(swings_of({.atr_multiple = 0}, candles_of({{10, 9}, {11, 9}, {12, 9}, {11, 9}})), IsEmpty());
  EXPECT_THAT(swings_of({.atr_multiple = 0}, candles_of({{10, 9}, {11, 9}, {12, 9}, {11, 9}, {10, 9}})),
              ElementsAre("high 12@2 formed by 4"));
}

TEST(Swings, equal_highs_are_what_ties_says) {
  // Highs 10 12 12 10: the same high twice.
  const auto candles = candles_of({{10, 5}, {12, 5}, {12, 5}, {10, 5}});
  SwingSettings settings = kOneEachSide;
  EXPECT_THAT(swings_of(settings, candles), ElementsAre("high 12@2 formed by 3"));
  settings.ties = FractalTies::kStrict;
  EXPECT_THAT(swings_of(settings, candles), IsEmpty());
  settings.ties = FractalTies::kAny;
  settings.outside = OutsideCandle::kHigh;
  EXPECT_THAT(swings_of(settings, candles), ElementsAre("high 12@1 formed by 2"));  // 12@2 is no further out
}

TEST(Swings, legs_below_the_average_range_do_not_turn) {
  // True ranges from candle 1 on: 2 2 3 2 3.5 5 5 2, so ATR(2) is 2 2.5 2.25 2.875 3.9375 4.46875 3.234375 from candle
  // 2 on. Low 11, known by candle 4, is 3 below 14: more than 2.25, less than twice that. High 13.5, known by candle 5,
  // is 2.5 above 11: less than 2.875. Low 4, known by candle 8, is 10 below 14.
  const auto candles =
      candles_of({{10, 8}, {12, 10}, {14, 12}, {13, 11}, {13.5, 11.5}, {12, 10}, {9, 7}, {6, 4}, {7, 5}});
  SwingSettings settings{.left = 1, .right = 1, .atr_period = 2, .atr_multiple = 1};
  EXPECT_THAT(swings_of(settings, candles), ElementsAre("high 14@2 formed by 3", "high 14@2 confirmed by 4",
                                                        "low 11@3 formed by 4", "low 4@7 extended by 8"));
  settings.atr_multiple = 2;
  EXPECT_THAT(swings_of(settings, candles),
              ElementsAre("high 14@2 formed by 3", "high 14@2 confirmed by 8", "low 4@7 formed by 8"));
}

TEST(Swings, a_candle_that_is_both_ends_extends_the_leg_or_turns_it) {
  // Candle 3 holds both neighbors within it; the swing so far is the high 12 of candle 1.
  const auto lower = candles_of({{10, 8}, {12, 9}, {10, 8.5}, {11, 6}, {10, 7}});
  EXPECT_THAT(swings_of(kOneEachSide, lower),
              ElementsAre("high 12@1 formed by 2", "high 12@1 confirmed by 4", "low 6@3 formed by 4"));
  const auto higher = candles_of({{10, 8}, {12, 9}, {10, 8.5}, {13, 6}, {10, 7}});
  EXPECT_THAT(swings_of(kOneEachSide, higher), ElementsAre("high 12@1 formed by 2", "high 13@3 extended by 4"));
}

TEST(Swings, legs_are_measured_from_the_swing_before) {
  SwingFinder finder{kOneEachSide};
  std::vector<Swing> swings;
  for (const auto& candle : candles_of({{10, 8}, {12, 9}, {9, 7}, {8, 5}, {9, 6}})) finder.update(candle, swings);
  ASSERT_EQ(swings.size(), 3U);
  EXPECT_EQ(swings[0].leg, 0);
  EXPECT_EQ(swings[2].leg, 7);  // from 12 down to 5
  EXPECT_EQ(swings[2].number, 2U);
  EXPECT_EQ(finder.tracker().current()->price, 5);
  EXPECT_EQ(finder.tracker().confirmed()->price, 12);
}

TEST(Swings, settings_out_of_range_are_named) {
  EXPECT_TRUE(check_settings(SwingSettings{}));
  EXPECT_TRUE(check_settings(SwingSettings::smart_money(5)));
  EXPECT_THAT(check_settings(SwingSettings{.left = -1}).error().message,
              HasSubstr("swings: parameter left is -1, but must be a whole number from 0 to 500"));
  EXPECT_THAT(check_settings(SwingSettings{.right = 0}).error().message, HasSubstr("parameter right is 0"));
  EXPECT_THAT(check_settings(SwingSettings{.atr_multiple = -0.5}).error().message,
              HasSubstr("parameter atr_multiple is -0.5, but must be a number from 0 to 100"));
}

}  // namespace
}  // namespace tidemark::analysis::structure
