#pragma once

#include <ostream>
#include <vector>

#include "analysis/candlesticks/hits.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "app/cli/analyze_input.hpp"

namespace tidemark::app {

/// The candlestick patterns asked for, over the input.
struct PatternsFound {
  std::vector<analysis::candlesticks::Pattern> patterns;  ///< the columns, in the order asked for
  std::vector<analysis::candlesticks::PatternHits> hits;  ///< one per candle
};

[[nodiscard]] PatternsFound find_patterns(std::vector<analysis::candlesticks::Pattern> patterns,
                                          const AnalyzeInput& input);

/// `index` and one column per pattern with TA-Lib's integers, empty before a pattern's first value.
void write_csv(const PatternsFound& found, std::ostream& out);
/// An array of findings, oldest first.
void write_json(const AnalyzeInput& input, const PatternsFound& found, std::ostream& out);
/// The readable report: what the newest candles show, and how often each pattern occurred.
void write_report(const AnalyzeInput& input, const PatternsFound& found, std::ostream& out);

/// The newest patterns of the input, each with its confidence and what it is read as.
void write_newest_patterns(const AnalyzeInput& input, std::ostream& out);
/// The side of most patterns on the newest candle.
[[nodiscard]] analysis::confidence::Side newest_side(const AnalyzeInput& input);

}  // namespace tidemark::app
