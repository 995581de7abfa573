#include "sim/flow/distributions.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::sim {

std::uint32_t poisson(core::Rng& rng, double mean) noexcept {
  constexpr double kNormalFrom = 30.0;
  if (mean >= kNormalFrom) {
    return static_cast<std::uint32_t>(std::max(0.0, std::round(mean + std::sqrt(mean) * rng.normal())));
  }
  if (mean <= 0.0) return 0;
  const double limit = std::exp(-mean);
  std::uint32_t count = 0;
  double product = rng.uniform();
  while (product > limit) {
    product *= rng.uniform();
    ++count;
  }
  return count;
}

double lognormal(core::Rng& rng, double mean, double log_deviation) noexcept {
  return mean * std::exp(log_deviation * rng.normal() - 0.5 * log_deviation * log_deviation);
}

}  // namespace tidemark::sim
