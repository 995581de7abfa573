#pragma once

#include <optional>

#include "analysis/chart_patterns/two_lines.hpp"

namespace tidemark::analysis::chart_patterns {

/// Parallel channels: two lines through at least five turning points in turn (two_lines.hpp) whose width changes by
/// `parallel` of its beginning at most and whose middle rises (rising channel) or falls (falling channel) by at least
/// channel_slope of the height over the pattern. Breaks out either way; target: the width from the boundary. Source:
/// J. Murphy, Technical Analysis of the Financial Markets (1999), ch. 4 ("The channel line").
[[nodiscard]] std::optional<Kind> channel_of(const Settings& settings, const TwoLines& lines);

}  // namespace tidemark::analysis::chart_patterns
