#include "analysis/volume/settings.hpp"

#include <algorithm>
#include <limits>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/volume/finding.hpp"

namespace tidemark::analysis::volume {
namespace {

using ::testing::HasSubstr;

std::string refusal(const Settings& settings) {
  const auto status = check_settings(settings);
  return status ? "" : status.error().message;
}

TEST(VolumeSettings, defaults_are_the_products) {
  const Settings settings;
  EXPECT_EQ(refusal(settings), "");
  EXPECT_EQ(settings.period, 20);              // 03-analysis: the 20-bar mean
  EXPECT_EQ(settings.divergence_candles, 20);  // price vs volume, 20 bars
  EXPECT_EQ(settings.spike_flag, 2);           // above 2x flags
  EXPECT_EQ(settings.ratio_medium, 2);         // 2x, 3x, 5x
  EXPECT_EQ(settings.ratio_strong, 3);
  EXPECT_EQ(settings.ratio_extreme, 5);
}

TEST(VolumeSettings, every_parameter_outside_its_range_is_named_with_value_and_range) {
  for (const auto& knob : knobs_of(Settings{})) {
    for (const double bad : {knob.info.min - 1, knob.info.max + 1}) {
      if (!knob.info.choices.empty()) continue;
      Settings settings;
      knob.set(settings, bad);
      const std::string message = refusal(settings);
      EXPECT_THAT(message, HasSubstr("volume: parameter " + std::string{knob.info.name} + " is "));
      EXPECT_THAT(message, HasSubstr("but must be a"));
    }
    if (!knob.info.integer) {
      Settings settings;
      knob.set(settings, std::numeric_limits<double>::quiet_NaN());
      EXPECT_THAT(refusal(settings), HasSubstr(std::string{knob.info.name} + " is nan"));
    }
  }
}

TEST(VolumeSettings, thresholds_in_the_wrong_order_are_refused) {
  const auto with = [](auto change) {
    Settings settings;
    change(settings);
    return refusal(settings);
  };
  EXPECT_EQ(with([](Settings& s) { s.flow_leave = 0.3; }),
            "volume: parameter flow_leave is 0.3, but must not be above flow_enter, which is 0.2");
  EXPECT_THAT(with([](Settings& s) { s.ratio_medium = 4; }), HasSubstr("ratio_medium is 4"));
  EXPECT_THAT(with([](Settings& s) { s.ratio_strong = 6; }), HasSubstr("ratio_strong is 6"));
  EXPECT_THAT(with([](Settings& s) { s.divergence_rearm = 0.7; }), HasSubstr("divergence_rearm is 0.7"));
  EXPECT_THAT(with([](Settings& s) { s.dry_rearm = 0.4; }), HasSubstr("dry_ratio is 0.5"));
}

TEST(VolumeSettings, each_kind_names_its_parameters) {
  for (const KindInfo& row : kind_rows()) {
    std::istringstream names{std::string{row.parameters}};
    int known = 0;
    for (std::string name; names >> name; ++known) {
      const auto is_it = [&name](const auto& knob) { return knob.info.name == name; };
      EXPECT_TRUE(std::ranges::any_of(knobs_of(Settings{}), is_it)) << row.id << " names " << name;
    }
    EXPECT_GT(known, 0) << row.id;
  }
}

TEST(VolumeSettings, are_read_from_text) {
  const auto read = parse_settings({}, "period=30,spike_flag=2.5,basis=time_of_day");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->period, 30);
  EXPECT_EQ(read->spike_flag, 2.5);
  EXPECT_EQ(read->basis, Basis::kTimeOfDay);
  EXPECT_EQ(read->ratio_extreme, 5);
  Settings base;
  base.period = 40;
  EXPECT_EQ(parse_settings(base, "")->period, 40);
}

TEST(VolumeSettings, text_that_is_wrong_is_refused_with_its_reason) {
  const auto message = [](std::string_view text) { return parse_settings({}, text).error().message; };
  EXPECT_EQ(message("period=1"), "volume: parameter period is 1, but must be a whole number from 2 to 500");
  EXPECT_THAT(message("period=2.5"), HasSubstr("period is 2.5"));
  EXPECT_THAT(message("period=-3"), HasSubstr("period is -3"));
  EXPECT_THAT(message("spike_flag=nan"), HasSubstr("spike_flag is nan"));
  EXPECT_THAT(message("perod=30"), HasSubstr("did you mean period?"));
  EXPECT_THAT(message("basis=ticks"), HasSubstr("one of by_market, raw, time_of_day"));
  EXPECT_THAT(message("flow_enter=0.01"), HasSubstr("flow_leave is 0.05, but must not be above flow_enter"));
}

TEST(VolumeSettings, forex_is_taken_by_time_of_day_unless_told_otherwise) {
  EXPECT_EQ(for_market({}, core::MarketType::kForex).basis, Basis::kTimeOfDay);
  EXPECT_EQ(for_market({}, core::MarketType::kCryptoSpot).basis, Basis::kRaw);
  EXPECT_EQ(for_market({}, core::MarketType::kMetal).basis, Basis::kRaw);
  Settings raw;
  raw.basis = Basis::kRaw;
  EXPECT_EQ(for_market(raw, core::MarketType::kForex).basis, Basis::kRaw);
}

}  // namespace
}  // namespace tidemark::analysis::volume
