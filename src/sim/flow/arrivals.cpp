#include "sim/flow/arrivals.hpp"

#include <algorithm>
#include <cmath>

#include "sim/flow/distributions.hpp"

namespace tidemark::sim {
namespace {

constexpr double kKernelSeconds = 15.0;
// Guards a step against a freak cascade; far above what the process reaches.
constexpr double kIntensityCap = 50.0;

}  // namespace

// Stationary mean m of m = base + e, e' = (e + kick n) decay, n ~ Poisson(m seconds): with the kick below,
// e = kBranching m.
Arrivals::Arrivals(double step_seconds) noexcept
    : seconds_{step_seconds},
      decay_{std::exp(-step_seconds / kKernelSeconds)},
      kick_{kBranching * (1.0 - decay_) / (step_seconds * decay_)} {}

std::uint32_t Arrivals::step(core::Rng& rng, double mean_per_second) noexcept {
  const double base = (1.0 - kBranching) * mean_per_second;
  const double intensity = base + std::min(excited_, kIntensityCap * mean_per_second);
  const std::uint32_t count = poisson(rng, intensity * seconds_);
  excited_ = (excited_ + kick_ * count) * decay_;
  return count;
}

}  // namespace tidemark::sim
