#pragma once

#include "core/rng.hpp"

namespace tidemark::sim {

/// Decay and noise of one Ornstein-Uhlenbeck process over one step.
struct OuStep {
  double decay;
  double noise;
};

/// Time passing in steps of one length, with what the processes need of it computed once. Every process is exact in the
/// step length, so one-minute statistics do not depend on it.
struct TimeStep {
  explicit TimeStep(double seconds) noexcept;

  double days;
  double root_days;
  OuStep fast;
  OuStep slow;
  double shock_decay;
};

/// Stochastic volatility: the logarithm of the multiplier is the sum of a fast and a slow Ornstein-Uhlenbeck process
/// (time constants 6 minutes and 10 hours), after the two-component model of Alizadeh, Brandt and Diebold (2002). Gives
/// clustering whose autocorrelation falls over minutes to a day, and fat tails.
class Volatility {
 public:
  explicit Volatility(core::Rng& rng) noexcept;

  void step(core::Rng& rng, const TimeStep& dt) noexcept;
  /// Multiplier with mean square 1.
  [[nodiscard]] double value() const noexcept;

 private:
  double fast_;
  double slow_;
};

}  // namespace tidemark::sim
