#include "decision/settings.hpp"

#include <gtest/gtest.h>

namespace tidemark::decision {
namespace {

TEST(DecisionSettings, the_defaults_pass_and_every_number_has_a_range) {
  EXPECT_TRUE(check_settings({}));
  for (const auto& knob : knobs_of(DecisionSettings{})) {
    DecisionSettings settings;
    knob.set(settings, knob.info.max + 1);
    const auto status = check_settings(settings);
    if (!knob.info.choices.empty()) continue;  // an enumeration cannot hold it
    ASSERT_FALSE(status) << knob.info.name;
    EXPECT_NE(status.error().message.find(knob.info.name), std::string::npos);
  }
}

TEST(DecisionSettings, what_contradicts_each_other_is_refused) {
  EXPECT_FALSE(settings_of({.parameters = {{"weak_from", 0.5}}}));
  EXPECT_FALSE(settings_of({.parameters = {{"stop_min_atr", 4}}}));
  EXPECT_FALSE(settings_of(
      {.parameters = {
           {"structure_weight", 0}, {"momentum_weight", 0}, {"liquidity_weight", 0}, {"confluence_weight", 0}}}));
  const auto unknown = settings_of({.parameters = {{"weak_form", 0.1}}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "unknown_parameter");
  EXPECT_EQ(settings_of({.parameters = {{"expiry_minutes", 30}}})->expiry_minutes, 30);
}

TEST(DecisionSettings, another_configuration_has_another_version) {
  const Weights weights = default_weights();
  const auto version = configuration_version({}, weights);
  EXPECT_EQ(configuration_version({}, default_weights()), version);
  for (const auto& knob : knobs_of(DecisionSettings{})) {
    DecisionSettings settings;
    const double value = knob.get(settings);
    knob.set(settings, value == knob.info.min ? knob.info.max : knob.info.min);
    EXPECT_NE(configuration_version(settings, weights), version) << knob.info.name;
  }
  EXPECT_NE(configuration_version({}, *weights_for("X", {{"", FactorType::kRsi, 1}})), version);
}

}  // namespace
}  // namespace tidemark::decision
