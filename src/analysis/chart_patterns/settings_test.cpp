#include "analysis/chart_patterns/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::analysis::chart_patterns {
namespace {

using ::testing::HasSubstr;

TEST(ChartPatternSettings, defaults_are_within_their_ranges_and_tell_nothing_in_prices) {
  EXPECT_TRUE(check_settings({}));
  for (const auto& knob : knobs_of(Settings{})) EXPECT_NE(knob.info.unit, "price") << knob.info.name;
}

TEST(ChartPatternSettings, a_bad_one_is_named_with_its_value_and_range) {
  Settings settings;
  settings.level_tolerance = 0.75;
  const auto status = check_settings(settings);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, core::ErrorKind::kInvalidArgument);
  EXPECT_EQ(status.error().code, "bad_parameter");
  for (const auto* words : {"level_tolerance", "0.75", "0.001", "0.5"}) {
    EXPECT_THAT(status.error().message, HasSubstr(words));
  }
}

TEST(ChartPatternSettings, every_one_is_refused_beyond_its_ends) {
  for (const auto& knob : knobs_of(Settings{})) {
    for (const double value : {knob.info.min - 1, knob.info.max + 1}) {
      Settings settings;
      knob.set(settings, value);
      const auto status = check_settings(settings);
      ASSERT_FALSE(status) << knob.info.name << " is " << value;
      EXPECT_THAT(status.error().message, HasSubstr(std::string{knob.info.name}));
    }
  }
}

TEST(ChartPatternSettings, what_belongs_together_must_fit) {
  Settings scales;
  scales.major_swing = 1.5;  // below the minor 2
  EXPECT_THAT(check_settings(scales).error().message, HasSubstr("major_swing is 1.5"));
  Settings lengths;
  lengths.min_length = lengths.max_length = 100;
  EXPECT_THAT(check_settings(lengths).error().message, HasSubstr("max_length"));
  Settings flags;
  flags.flag_min = flags.flag_max = 30;
  EXPECT_THAT(check_settings(flags).error().message, HasSubstr("flag_max"));
}

TEST(ChartPatternSettings, are_read_from_text_over_the_defaults) {
  const auto settings = parse_settings("minor_swing=3,volume_multiple=0");
  ASSERT_TRUE(settings);
  Settings expected;
  expected.minor_swing = 3;
  expected.volume_multiple = 0;
  EXPECT_EQ(*settings, expected);
  EXPECT_EQ(*parse_settings(""), Settings{});
  EXPECT_THAT(parse_settings("minor_swng=3").error().message, HasSubstr("minor_swing"));
  EXPECT_EQ(parse_settings("minor_swing=9").error().code, "bad_parameter");  // above the major 5
}

}  // namespace
}  // namespace tidemark::analysis::chart_patterns
