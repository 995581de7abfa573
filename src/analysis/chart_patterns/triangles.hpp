#pragma once

#include <optional>

#include "analysis/chart_patterns/two_lines.hpp"

namespace tidemark::analysis::chart_patterns {

/// Triangles: two lines through at least five turning points in turn (two_lines.hpp) that close to `convergence` of
/// their first width or less. Ascending: the upper line is level (rises or falls by flat_slope of the height at most),
/// the lower one rises; breaks out upward. Descending: the lower one is level, the upper one falls; breaks out
/// downward. Symmetrical: the upper one falls and the lower one rises; breaks out either way. Target: the first width
/// from the boundary. A close beyond the opposite line ends the ascending and the descending one; the apex, or `wait`
/// times the length, ends the wait. Source: R. Edwards and J. Magee (1948), ch. VIII; five touches as in T. Bulkowski,
/// Encyclopedia of Chart Patterns (2005).
[[nodiscard]] std::optional<Kind> triangle_of(const Settings& settings, const TwoLines& lines);

}  // namespace tidemark::analysis::chart_patterns
