#include "analysis/chart_patterns/wedges.hpp"

namespace tidemark::analysis::chart_patterns {

std::optional<Kind> wedge_of(const Settings& settings, const TwoLines& lines) {
  if (lines.convergence() > settings.convergence) return std::nullopt;
  const double flat = settings.flat_slope;
  if (lines.upper_rise() > flat && lines.lower_rise() > flat) return Kind::kRisingWedge;
  if (lines.upper_rise() < -flat && lines.lower_rise() < -flat) return Kind::kFallingWedge;
  return std::nullopt;
}

}  // namespace tidemark::analysis::chart_patterns
