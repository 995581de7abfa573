#pragma once

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "app/cli/analyze_input.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "decision/confluence.hpp"
#include "decision/signal.hpp"
#include "engine/decision_config.hpp"

namespace tidemark::app {

/// The confluence of the input's own chart and of the longer ones built from it, and the signals where decisions are
/// taken (1m and 5m).
struct ConfluenceFound {
  engine::DecisionConfig config;
  core::Instrument instrument;
  struct Chart {
    core::Timeframe timeframe{core::Timeframe::k1m};
    std::shared_ptr<const decision::Confluence> confluence;  ///< never null
  };
  std::vector<Chart> charts;              ///< as of the last closed candle of each, shortest first
  std::vector<decision::Signal> signals;  ///< as they last stood, oldest first
};

/// The defaults with "NAME=VALUE" changes: parameters of decisions, or weights by their factor type.
[[nodiscard]] core::Result<engine::DecisionConfig> confluence_config(std::span<const std::string> changes);

[[nodiscard]] ConfluenceFound find_confluence(const engine::DecisionConfig& config, const AnalyzeInput& input);

/// `time,timeframe,direction,price,top,bottom,score,bonus,factors`, one zone a line.
void write_csv(const AnalyzeInput& input, const ConfluenceFound& found, std::ostream& out);
/// An array of findings: zones of each chart with their factors, then signals.
void write_json(const AnalyzeInput& input, const ConfluenceFound& found, std::ostream& out);
/// The readable report: the strongest zones of each chart, and how the signals went.
void write_report(const AnalyzeInput& input, const ConfluenceFound& found, std::ostream& out);

}  // namespace tidemark::app
