#include "analysis/confidence/reliability.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::confidence {

Interval wilson_interval(std::uint64_t successes, std::uint64_t trials, double z) {
  if (trials == 0) return {};
  const auto n = static_cast<double>(trials);
  const double rate = static_cast<double>(std::min(successes, trials)) / n;
  const double center = rate + z * z / (2 * n);
  const double margin = z * std::sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {std::max(0.0, (center - margin) / scale), std::min(1.0, (center + margin) / scale)};
}

double reliability_of(const ReliabilityParts& parts) {
  const double technical = (parts.quality + parts.volume + parts.trend) / 3;
  return 40 * technical + 30 * parts.historical + 20 * parts.regime + 10 * parts.volume_pattern;
}

double signal_confidence_of(const SignalFactors& factors) {
  return 30 * factors.volume + 25 * factors.trend_alignment + 20 * factors.market_context +
         15 * factors.historical_success + 10 * factors.timeframe_convergence;
}

}  // namespace tidemark::analysis::confidence
