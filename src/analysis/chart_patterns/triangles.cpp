#include "analysis/chart_patterns/triangles.hpp"

#include <cmath>

namespace tidemark::analysis::chart_patterns {

std::optional<Kind> triangle_of(const Settings& settings, const TwoLines& lines) {
  if (lines.convergence() > settings.convergence) return std::nullopt;
  const double flat = settings.flat_slope;
  const bool level_above = std::fabs(lines.upper_rise()) <= flat;
  const bool level_below = std::fabs(lines.lower_rise()) <= flat;
  if (level_above && lines.lower_rise() > flat) return Kind::kAscendingTriangle;
  if (level_below && lines.upper_rise() < -flat) return Kind::kDescendingTriangle;
  if (lines.upper_rise() < -flat && lines.lower_rise() > flat) return Kind::kSymmetricalTriangle;
  return std::nullopt;
}

}  // namespace tidemark::analysis::chart_patterns
