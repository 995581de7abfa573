#include "analysis/candlesticks/pattern.hpp"

#include <limits>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/candlesticks/kernel.hpp"

namespace tidemark::analysis::candlesticks {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string refusal(std::string_view text) {
  const auto patterns = parse_patterns(text);
  return patterns ? "taken" : patterns.error().code + ": " + patterns.error().message;
}

TEST(PatternRows, say_everything_about_themselves) {
  std::set<std::string_view> titles;
  for (const PatternInfo& row : pattern_rows()) {
    EXPECT_TRUE(row.id.starts_with("CDL")) << row.id;
    EXPECT_TRUE(titles.insert(row.title).second) << row.title;
    EXPECT_FALSE(row.family.empty()) << row.id;
    EXPECT_GT(row.definition.size(), 20U) << row.id;
    EXPECT_FALSE(row.source.empty()) << row.id;
    EXPECT_GE(row.candles, 1) << row.id;
    EXPECT_LE(row.candles, 5) << row.id;
    EXPECT_EQ(find_pattern(row.id), &row);
  }
}

// Source: the lookbacks of TA-Lib 0.6 at its default settings, one of each length.
TEST(PatternRows, have_ta_libs_lookbacks) {
  const auto lookback = [](Pattern p) { return info_of(p).lookback({}); };
  EXPECT_EQ(lookback(Pattern::kEngulfing), 2);
  EXPECT_EQ(lookback(Pattern::kThreeOutside), 3);
  EXPECT_EQ(lookback(Pattern::kHikkake), 5);
  EXPECT_EQ(lookback(Pattern::kMatchingLow), 6);
  EXPECT_EQ(lookback(Pattern::kTasukiGap), 7);
  EXPECT_EQ(lookback(Pattern::kThreeLineStrike), 8);
  EXPECT_EQ(lookback(Pattern::kHikkakeModified), 10);
  EXPECT_EQ(lookback(Pattern::kHammer), 11);
  EXPECT_EQ(lookback(Pattern::kTwoCrows), 12);
  EXPECT_EQ(lookback(Pattern::kThreeBlackCrows), 13);
  EXPECT_EQ(lookback(Pattern::kMatHold), 14);
}

/// The digit at the end of a gauge's name: where its sum begins with the default settings.
int start_of(Gauge gauge) {
  using enum Gauge;
  switch (gauge) {
    case kBodyLong1:
    case kBodyShort1:
    case kBodyDoji1:
    case kShadowShort1:
    case kShadowVeryShort1:
    case kNear1:
    case kEqual1:
      return 1;
    case kBodyShort2:
    case kShadowShort2:
    case kShadowVeryShort2:
      return 2;
    case kBodyShort3:
    case kShadowVeryShort3:
      return 3;
    case kBodyLong4:
      return 4;
    case kNear5:
    case kFar5:
    case kEqual5:
      return 5;
    case kNear6:
    case kFar6:
    case kEqual6:
      return 6;
    default:
      return 0;
  }
}

TEST(PatternRows, use_the_gauges_that_begin_where_ta_libs_sums_do) {
  const Settings defaults;
  for (const PatternInfo& row : pattern_rows()) {
    for (const GaugeUse& use : row.uses) {
      EXPECT_EQ(row.origin(use, defaults), start_of(use.gauge)) << row.id << ", gauge " << index_of(use.gauge);
    }
  }
}

TEST(Plans, one_serves_all_patterns_at_the_default_settings) {
  const auto plans = make_plans({});
  ASSERT_EQ(plans.size(), 1U);
  EXPECT_EQ(plans[0].patterns, kAllPatterns);
}

TEST(Plans, share_patterns_out_when_sums_move_apart) {
  Settings settings;
  settings[Setting::kNear].period = 20;  // moves the starts of those that use it, and not of the others
  PatternSet seen = 0;
  const auto plans = make_plans(settings);
  EXPECT_GT(plans.size(), 1U);
  for (const Plan& plan : plans) {
    EXPECT_EQ(seen & plan.patterns, 0U);
    seen |= plan.patterns;
  }
  EXPECT_EQ(seen, kAllPatterns);
}

TEST(ParsePatterns, takes_names_in_any_case_with_or_without_cdl) {
  const auto patterns = parse_patterns(" hammer, CDLDOJI ,cdl2crows");
  ASSERT_TRUE(patterns);
  EXPECT_THAT(*patterns, ElementsAre(Pattern::kHammer, Pattern::kDoji, Pattern::kTwoCrows));
  EXPECT_EQ(parse_patterns("All")->size(), kPatternCount);
}

TEST(ParsePatterns, refuses_nonsense_with_a_suggestion) {
  EXPECT_THAT(refusal(""), HasSubstr("empty_pattern"));
  EXPECT_THAT(refusal("HAMMER,"), HasSubstr("empty_pattern"));
  EXPECT_THAT(refusal("HAMMMER"), HasSubstr("unknown_pattern: there is no candlestick pattern 'HAMMMER'; did you mean "
                                            "CDLHAMMER?"));
  EXPECT_THAT(refusal("DOJI,CDLDOJI"), HasSubstr("duplicate_pattern: CDLDOJI is asked for twice"));
}

TEST(CandleSettings, defaults_pass_and_bad_ones_are_named) {
  EXPECT_TRUE(check_settings({}));
  Settings settings;
  settings[Setting::kNear].period = -1;
  EXPECT_EQ(check_settings(settings).error().message,
            "candlesticks: parameter near.period is -1, but must be a whole number from 0 to 1000");
  settings = {};
  settings[Setting::kBodyDoji].factor = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(check_settings(settings).error().message,
            "candlesticks: parameter body_doji.factor is nan, but must be a number from 0 to 1000");
  settings = {};
  settings[Penetration::kMatHold] = 101;
  EXPECT_EQ(check_settings(settings).error().message,
            "candlesticks: parameter mat_hold.penetration is 101, but must be a number from 0 to 100");
}

TEST(PatternRoles, say_in_a_sentence_what_a_pattern_is_read_as) {
  EXPECT_EQ(info_of(Pattern::kHammer).role, Role::kReversal);
  EXPECT_EQ(info_of(Pattern::kRiseFallThreeMethods).role, Role::kContinuation);
  EXPECT_EQ(info_of(Pattern::kDoji).role, Role::kIndecision);
  EXPECT_EQ(info_of(Pattern::kMarubozu).role, Role::kConviction);
  EXPECT_EQ(info_of(Pattern::kHikkake).role, Role::kTrap);
  std::set<std::string_view> all;
  for (const Role role : {Role::kReversal, Role::kContinuation, Role::kIndecision, Role::kConviction, Role::kTrap}) {
    for (const int side : {-1, 0, 1}) all.insert(meaning_of(role, side));
    EXPECT_FALSE(name_of(role).empty());
  }
  EXPECT_EQ(all.size(), 15U);
}

}  // namespace
}  // namespace tidemark::analysis::candlesticks
