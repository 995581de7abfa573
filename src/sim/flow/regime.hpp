#pragma once

#include <cstdint>

#include "core/rng.hpp"

namespace tidemark::sim {

enum class Regime : std::uint8_t { kRange, kTrend, kVolatile, kNews };

/// What a regime does to a price. Units: fractions of the long-run daily standard deviation, days.
struct RegimeTraits {
  double mean_days;      ///< how long it lasts on average; durations are exponential
  double volatility;     ///< multiplier on the diffusion
  double drift_per_day;  ///< size of the drift (its sign is drawn on entry)
  double pull_per_day;   ///< speed at which the price returns to where the regime began
  double shock;          ///< size of the jump on entry: shock + an exponential of mean shock, sign drawn
};

[[nodiscard]] const RegimeTraits& traits_of(Regime regime) noexcept;

/// A Markov chain over the regimes in continuous time.
class RegimeChain {
 public:
  RegimeChain() = default;

  /// Lets `days` pass; true when the regime changed.
  bool step(core::Rng& rng, double days) noexcept;
  [[nodiscard]] Regime regime() const noexcept { return regime_; }
  /// +1 or -1, drawn on entry: the direction of the trend or the shock.
  [[nodiscard]] double direction() const noexcept { return direction_; }

 private:
  Regime regime_{Regime::kRange};
  double direction_{1.0};
};

/// Long-run share of the daily variance: by the regimes' volatility (mean square) and by their entry shocks, in units
/// of the diffusion with multiplier 1.
struct RegimeVariance {
  double diffusion;
  double shocks_per_day;
};
[[nodiscard]] RegimeVariance long_run_variance() noexcept;

}  // namespace tidemark::sim
