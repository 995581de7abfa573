#include "analysis/chart_patterns/channels.hpp"

#include <cmath>

namespace tidemark::analysis::chart_patterns {

std::optional<Kind> channel_of(const Settings& settings, const TwoLines& lines) {
  if (std::fabs(lines.convergence() - 1) > settings.parallel) return std::nullopt;
  if (lines.middle_rise() >= settings.channel_slope) return Kind::kRisingChannel;
  if (lines.middle_rise() <= -settings.channel_slope) return Kind::kFallingChannel;
  return std::nullopt;
}

}  // namespace tidemark::analysis::chart_patterns
