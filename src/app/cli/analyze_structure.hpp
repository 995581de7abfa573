#pragma once

#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "analysis/structure/event.hpp"
#include "analysis/structure/settings.hpp"
#include "app/cli/analyze_input.hpp"
#include "core/result.hpp"

namespace tidemark::app {

/// Market structure of the input: every event, in the order they became known.
struct StructureFound {
  analysis::structure::StructureSettings settings;
  std::vector<analysis::structure::Event> events;
};

/// The settings of a rule set ("tidemark", "smart_money", "lux_algo"; empty: tidemark) with "NAME=VALUE" changes.
/// kInvalidArgument names what is wrong. `candles` give smart_money the price range its liquidity tolerance is a share
/// of.
[[nodiscard]] core::Result<analysis::structure::StructureSettings> structure_settings(
    const std::string& rule, std::span<const std::string> changes, std::span<const core::CandleF> candles);

/// `settings` have passed check_settings().
[[nodiscard]] StructureFound find_structure(const analysis::structure::StructureSettings& settings,
                                            const AnalyzeInput& input);

/// `time,known_at,kind,state,direction,label,id,part,price,top,bottom,measure,confidence`, one event a line.
void write_csv(const AnalyzeInput& input, const StructureFound& found, std::ostream& out);
/// An array of events, in the order they became known; what becomes of a finding is an event with its kind and id.
void write_json(const AnalyzeInput& input, const StructureFound& found, std::ostream& out);
/// The readable report: trend, last swings and breaks, levels near the price, and how often each kind occurred.
void write_report(const AnalyzeInput& input, const StructureFound& found, std::ostream& out);

}  // namespace tidemark::app
