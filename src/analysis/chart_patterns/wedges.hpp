#pragma once

#include <optional>

#include "analysis/chart_patterns/two_lines.hpp"

namespace tidemark::analysis::chart_patterns {

/// Wedges: two lines through at least five turning points in turn (two_lines.hpp) that close to `convergence` of their
/// first width or less, both rising (rising wedge, breaks out downward) or both falling (falling wedge, breaks out
/// upward) by more than flat_slope of the height. Target: the first width from the boundary; a close beyond the
/// opposite line ends it, and so does the apex. Source: R. Edwards and J. Magee (1948), ch. X; T. Bulkowski (2005).
[[nodiscard]] std::optional<Kind> wedge_of(const Settings& settings, const TwoLines& lines);

}  // namespace tidemark::analysis::chart_patterns
