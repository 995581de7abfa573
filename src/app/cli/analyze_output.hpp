#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "analysis/catalogue.hpp"
#include "app/cli/analyze_input.hpp"

namespace tidemark::app {

/// One indicator and its columns over the input.
struct Analyzed {
  analysis::IndicatorSpec spec;
  std::vector<analysis::Column> columns;  ///< in the order of the row's outputs
};

/// Names of the columns, in order: "RSI", "MACD.MACDHist". Where an indicator occurs more than once with other
/// parameters they are part of the name, without commas: "SMA:period=20", "MACD:fast_period=8 slow_period=17
/// signal_period=9.MACD".
[[nodiscard]] std::vector<std::string> column_names(const std::vector<Analyzed>& analyzed);

/// The first lines of a readable report: what was read and the last candle.
void write_heading(const AnalyzeInput& input, std::ostream& out);

void write_csv(const std::vector<Analyzed>& analyzed, std::size_t candles, std::ostream& out);
void write_json(const AnalyzeInput& input, const std::vector<Analyzed>& analyzed, std::ostream& out);
/// The readable report: last values and what they say.
void write_report(const AnalyzeInput& input, const std::vector<Analyzed>& analyzed, std::ostream& out);

}  // namespace tidemark::app
