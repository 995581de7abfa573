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

/// Checked against the defaults of every market, because any may come.
core::Result<analysis::zones::ZoneOverrides> zone_overrides_of(const std::vector<std::string>& texts) {
  using namespace analysis::zones;
  ZoneOverrides overrides;
  for (const std::string& text : texts) {
    auto one = analysis::parse_knob("zones", text, knobs_of(ZoneSettings{}));
    if (!one) {
      return core::fail(one.error().kind, one.error().code, one.error().message, "analysis.zone_parameters");
    }
    overrides.push_back(std::move(*one));
  }
  using core::MarketType;
  for (const MarketType market : {MarketType::kCryptoSpot, MarketType::kCryptoPerpetual, MarketType::kForex,
                                  MarketType::kMetal, MarketType::kFutures, MarketType::kEquity}) {
    core::Instrument instrument;
    instrument.market_type = market;
    const auto settings = settings_of(instrument, overrides);
    if (settings) continue;
    return core::fail(settings.error().kind, settings.error().code, settings.error().message,
                      "analysis.zone_parameters");
  }
  return overrides;
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
  to.volume.emplace();
  if (config.analysis.structure == ops::Switch::kOn) to.structure.emplace();
  if (config.analysis.zones == ops::Switch::kOn) {
    auto overrides = zone_overrides_of(config.analysis.zone_parameters);
    if (!overrides) return core::forward_error(overrides);
    to.zones = std::move(*overrides);
  }
  to.chart_patterns.emplace();
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
  if (config.analysis.structure == ops::Switch::kOff) text += " structure=off";
  if (config.analysis.zones == ops::Switch::kOff) text += " zones=off";
  for (const std::string& parameter : config.analysis.zone_parameters) text += " zones." + parameter;
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
