#pragma once

#include <ostream>

#include "app/cli/analyze_input.hpp"

namespace tidemark::app {

/// The report for people who ask for nothing in particular: trend, momentum, volatility, volume, levels, the newest
/// candlestick patterns with their confidence, and whether longer timeframes, built from these candles, agree.
void write_digest(const AnalyzeInput& input, std::ostream& out);

}  // namespace tidemark::app
