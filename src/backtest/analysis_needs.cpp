#include "backtest/analysis_needs.hpp"

#include <variant>

namespace tidemark::backtest {

std::string_view name_of(Needs needs) noexcept {
  switch (needs) {
    case Needs::kCandles:
      return "candles";
    case Needs::kZones:
      return "zones";
    case Needs::kDecision:
      return "decision";
  }
  return "";
}

engine::EngineConfig config_for(Needs needs) {
  engine::EngineConfig config;
  config.forming = engine::FormingCandles::kSuppress;
  if (needs == Needs::kZones || needs == Needs::kDecision) config.zones.emplace();
  if (needs == Needs::kDecision) {
    config.audience = engine::Audience::kDecisions;
    config.candlesticks.emplace();
    config.volume.emplace();
    config.structure.emplace();
    engine::DecisionConfig& decision = config.decision.emplace();
    decision.settings.traces = decision::TracePolicy::kSignals;
    decision.reports = engine::ConfluenceReports::kSuppress;
  }
  return config;
}

bool is_finding_of(const engine::Output& output, core::Timeframe timeframe) {
  if (const auto* zone = std::get_if<engine::ZoneOutput>(&output)) return zone->timeframe == timeframe;
  if (const auto* test = std::get_if<engine::ZoneTestOutput>(&output)) return test->timeframe == timeframe;
  return std::holds_alternative<engine::SignalOutput>(output);
}

core::Status check_needs(Needs needs, core::Timeframe timeframe) {
  if (needs != Needs::kDecision || timeframe <= core::Timeframe::k5m) return {};
  return core::fail(core::ErrorKind::kInvalidArgument, "timeframe_too_long",
                    "decisions are taken on candles of 1m or 5m");
}

}  // namespace tidemark::backtest
