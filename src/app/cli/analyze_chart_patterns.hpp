#pragma once

#include <ostream>
#include <vector>

#include "analysis/chart_patterns/pattern.hpp"
#include "analysis/chart_patterns/settings.hpp"
#include "app/cli/analyze_input.hpp"

namespace tidemark::app {

/// Chart patterns over the input, each as last known, in the order they began.
struct ChartPatternsFound {
  analysis::chart_patterns::Settings settings;
  std::vector<analysis::chart_patterns::ChartPattern> patterns;
};

/// `settings` have passed check_settings().
[[nodiscard]] ChartPatternsFound find_chart_patterns(const analysis::chart_patterns::Settings& settings,
                                                     const AnalyzeInput& input);

/// One row a pattern.
void write_csv(const ChartPatternsFound& found, std::ostream& out);
/// An array of findings.
void write_json(const AnalyzeInput& input, const ChartPatternsFound& found, std::ostream& out);
/// The readable report.
void write_report(const AnalyzeInput& input, const ChartPatternsFound& found, std::ostream& out);
/// Its part about chart patterns: those that are open, the newest that are over, and what became of each kind.
void write_section(const AnalyzeInput& input, const ChartPatternsFound& found, std::ostream& out);

}  // namespace tidemark::app
