#include "analysis/chart_patterns/rectangle.hpp"

#include <cmath>

namespace tidemark::analysis::chart_patterns {

bool is_rectangle(const Settings& settings, const TwoLines& lines, double atr) {
  return std::fabs(lines.upper_rise()) <= settings.flat_slope && std::fabs(lines.lower_rise()) <= settings.flat_slope &&
         lines.height() <= settings.tight_range * atr;
}

}  // namespace tidemark::analysis::chart_patterns
