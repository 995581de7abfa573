#pragma once

#include <cstdint>

#include "core/rng.hpp"

namespace tidemark::sim {

/// Counts of clustered arrivals: a Hawkes process (Hawkes 1971) with exponential kernel, in steps of fixed length.
/// Each arrival raises the intensity; the rise fades with the kernel's time constant. In the mean a share `kBranching`
/// of all arrivals is caused by earlier ones, at every step length.
class Arrivals {
 public:
  explicit Arrivals(double step_seconds) noexcept;

  /// Arrivals in one step, when the long-run mean is `mean_per_second` at this moment.
  std::uint32_t step(core::Rng& rng, double mean_per_second) noexcept;

  static constexpr double kBranching = 0.6;

 private:
  double seconds_;
  double decay_;
  double kick_;
  double excited_{0};  ///< intensity above the base, per second
};

}  // namespace tidemark::sim
