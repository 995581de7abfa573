#include "app/engine_setup.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tidemark::app {
namespace {

pipeline::ValidatorConfig validator_of(const ops::ValidationConfig& from) {
  pipeline::ValidatorConfig to;
  to.future_tolerance = from.future_tolerance;
  to.clock_skew_tolerance = from.clock_skew_tolerance;
  to.window = from.window;
  to.window_min = from.window_min;
  to.return_z_limit = from.return_z_limit;
  to.jump_min = from.jump_min;
  to.volume_z_limit = from.volume_z_limit;
  to.stale_repeat_limit = from.stale_repeat_limit;
  to.tick_jump_limit = from.tick_jump_limit;
  for (const auto& [code, policy] : from.policies) to.rules.set(code, {to.rules[code].severity, policy});
  return to;
}

std::unexpected<core::Error> under(const core::Error& error, std::string key) {
  return core::fail(error.kind, error.code, error.message, std::move(key));
}

/// "a=1", "b=2" as "a=1,b=2".
std::string joined(const std::vector<std::string>& parameters) {
  std::string text;
  for (const std::string& one : parameters) text += (text.empty() ? "" : ",") + one;
  return text;
}

}  // namespace

core::Result<std::optional<analysis::volume::Settings>> volume_settings_of(const ops::AnalysisConfig& config) {
  const auto settings = analysis::volume::parse_settings({}, joined(config.volume_parameters));
  if (!settings) return under(settings.error(), "analysis.volume_parameters");
  return config.volume == ops::Switch::kOn ? std::optional{*settings} : std::nullopt;
}

core::Result<std::optional<analysis::chart_patterns::Settings>> chart_pattern_settings_of(
    const ops::AnalysisConfig& config) {
  const auto settings = analysis::chart_patterns::parse_settings(joined(config.chart_pattern_parameters));
  if (!settings) return under(settings.error(), "analysis.chart_pattern_parameters");
  return config.chart_patterns == ops::Switch::kOn ? std::optional{*settings} : std::nullopt;
}

/// Checked against the defaults of every market, because any may come.
core::Result<std::optional<analysis::zones::ZoneOverrides>> zone_overrides_of(const ops::AnalysisConfig& config) {
  using namespace analysis::zones;
  const std::string key = "analysis.zone_parameters";
  ZoneOverrides overrides;
  for (const std::string& text : config.zone_parameters) {
    auto one = analysis::parse_knob("zones", text, knobs_of(ZoneSettings{}));
    if (!one) return under(one.error(), key);
    overrides.push_back(std::move(*one));
  }
  using core::MarketType;
  for (const MarketType market : {MarketType::kCryptoSpot, MarketType::kCryptoPerpetual, MarketType::kForex,
                                  MarketType::kMetal, MarketType::kFutures, MarketType::kEquity}) {
    core::Instrument instrument;
    instrument.market_type = market;
    const auto settings = settings_of(instrument, overrides);
    if (!settings) return under(settings.error(), key);
  }
  return config.zones == ops::Switch::kOn ? std::optional{std::move(overrides)} : std::nullopt;
}

namespace {

core::Result<std::optional<engine::DecisionConfig>> decision_config_of(const ops::DecisionConfig& config) {
  constexpr const char* kParameters = "decision.parameters";
  constexpr const char* kWeights = "decision.weights";
  decision::DecisionOverrides overrides;
  for (const std::string& text : config.parameters) {
    auto one = analysis::parse_knob("decision", text, knobs_of(decision::DecisionSettings{}));
    if (!one) return under(one.error(), kParameters);
    overrides.parameters.push_back(std::move(*one));
  }
  const auto settings = settings_of(overrides);
  if (!settings) return under(settings.error(), kParameters);
  engine::DecisionConfig to{.settings = *settings, .weights = {}};
  for (const std::string& text : config.weights) {
    auto one = decision::parse_weight(text);
    if (!one) return under(one.error(), kWeights);
    to.weights.push_back(std::move(*one));
  }
  // Every symbol that is named, and one that is not, must have a weight above 0.
  std::vector<std::string> symbols{""};
  for (const auto& one : to.weights) symbols.push_back(one.symbol);
  for (const std::string& symbol : symbols) {
    const auto weights = decision::weights_for(symbol, to.weights);
    if (!weights) return under(weights.error(), kWeights);
  }
  return config.enabled == ops::Switch::kOn ? std::optional{std::move(to)} : std::nullopt;
}

}  // namespace

core::Result<engine::EngineConfig> engine_config_of(const ops::Config& config) {
  engine::EngineConfig to;
  for (const std::string& text : config.analysis.indicators) {
    auto spec = analysis::parse_indicator(text);
    if (!spec) {
      return core::fail(core::ErrorKind::kInvalidArgument, spec.error().code, spec.error().message,
                        "analysis.indicators");
    }
    to.indicators.push_back(std::move(*spec));
  }
  to.candlesticks.emplace();  // TA-Lib's settings
  auto volume = volume_settings_of(config.analysis);
  if (!volume) return core::forward_error(volume);
  to.volume = *volume;
  if (config.analysis.structure == ops::Switch::kOn) to.structure.emplace();
  auto zones = zone_overrides_of(config.analysis);
  if (!zones) return core::forward_error(zones);
  to.zones = std::move(*zones);
  auto chart_patterns = chart_pattern_settings_of(config.analysis);
  if (!chart_patterns) return core::forward_error(chart_patterns);
  to.chart_patterns = *chart_patterns;
  auto decisions = decision_config_of(config.decision);
  if (!decisions) return core::forward_error(decisions);
  to.decision = std::move(*decisions);
  to.forming_interval = config.engine.forming_interval;
  to.close_grace = config.engine.close_grace;
  to.book_stale_after = config.engine.book_stale_after;
  to.feed_stale_after = config.engine.feed_stale_after;
  to.book_buffer_max = config.engine.book_buffer_max;
  to.validator = validator_of(config.validation);
  to.quality.window = config.validation.quality_window;
  to.pause = {config.validation.pause_clean_candles, config.validation.pause_below, config.validation.resume_above};
  return to;
}

std::string engine_fingerprint(const ops::Config& config) {
  std::string text;
  for (const std::string& indicator : config.analysis.indicators) text += indicator + ";";
  const ops::AnalysisConfig& a = config.analysis;
  if (a.volume == ops::Switch::kOff) text += " volume=off";
  if (a.structure == ops::Switch::kOff) text += " structure=off";
  if (a.zones == ops::Switch::kOff) text += " zones=off";
  if (a.chart_patterns == ops::Switch::kOff) text += " chart_patterns=off";
  for (const std::string& parameter : a.volume_parameters) text += " volume." + parameter;
  for (const std::string& parameter : a.zone_parameters) text += " zones." + parameter;
  for (const std::string& parameter : a.chart_pattern_parameters) text += " chart_patterns." + parameter;
  if (config.decision.enabled == ops::Switch::kOff) text += " decision=off";
  for (const std::string& parameter : config.decision.parameters) text += " decision." + parameter;
  for (const std::string& weight : config.decision.weights) text += " weight." + weight;
  const auto add = [&](const char* name, auto value) { text += std::string(" ") + name + "=" + std::to_string(value); };
  add("shards", config.engine.shards);
  add("forming_ns", config.engine.forming_interval.ns);
  add("grace_ns", config.engine.close_grace.ns);
  add("book_stale_ns", config.engine.book_stale_after.ns);
  add("feed_stale_ns", config.engine.feed_stale_after.ns);
  add("book_buffer", config.engine.book_buffer_max);
  const ops::ValidationConfig& v = config.validation;
  add("future_ns", v.future_tolerance.ns);
  add("skew_ns", v.clock_skew_tolerance.ns);
  add("window", v.window);
  add("window_min", v.window_min);
  add("return_z", v.return_z_limit);
  add("jump_min", v.jump_min);
  add("volume_z", v.volume_z_limit);
  add("stale", v.stale_repeat_limit);
  add("tick_jump", v.tick_jump_limit);
  add("quality_window", v.quality_window);
  add("pause_clean", v.pause_clean_candles);
  add("pause_below", v.pause_below);
  add("resume_above", v.resume_above);
  for (const auto& [code, policy] : v.policies) {
    text += " " + std::string(core::name_of(code)) + "=" + std::string(core::name_of(policy));
  }
  return text;
}

}  // namespace tidemark::app
