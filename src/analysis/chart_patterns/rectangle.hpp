#pragma once

#include "analysis/chart_patterns/two_lines.hpp"

namespace tidemark::analysis::chart_patterns {

/// Rectangle, a tight range: two lines through at least five turning points in turn (two_lines.hpp), both level (each
/// rises or falls by flat_slope of the height at most), no more than tight_range ATR apart. Breaks out either way;
/// target: the height from the boundary. Source: R. Edwards and J. Magee (1948), ch. IX; A. Lo, H. Mamaysky and J. Wang
/// (2000), whose 0.75 % of price is stated here as a share of the height.
[[nodiscard]] bool is_rectangle(const Settings& settings, const TwoLines& lines, double atr);

}  // namespace tidemark::analysis::chart_patterns
