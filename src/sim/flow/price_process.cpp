#include "sim/flow/price_process.hpp"

#include <cmath>

#include "sim/flow/session.hpp"

namespace tidemark::sim {

PriceDriver::PriceDriver(core::Rng rng) noexcept : rng_{rng}, volatility_{rng_} {
  // Shocks and diffusion together make one deviation a day.
  const RegimeVariance variance = long_run_variance();
  diffusion_scale_ = std::sqrt((1.0 - variance.shocks_per_day) / variance.diffusion);
}

double PriceDriver::step(const TimeStep& dt, double session) noexcept {
  volatility_.step(rng_, dt);
  if (chain_.step(rng_, dt.days)) {
    from_entry_ = 0;
    const double shock = traits_of(chain_.regime()).shock;
    if (shock > 0) shock_left_ += chain_.direction() * shock * (1.0 + rng_.exponential());
  }
  const RegimeTraits& traits = traits_of(chain_.regime());
  deviation_ = diffusion_scale_ * traits.volatility * volatility_.value() * session;
  const double shock = shock_left_ * (1.0 - dt.shock_decay);
  shock_left_ -= shock;
  const double change = deviation_ * dt.root_days * rng_.normal() +
                        chain_.direction() * traits.drift_per_day * dt.days -
                        from_entry_ * -std::expm1(-traits.pull_per_day * dt.days) + shock;
  from_entry_ += change;
  return change;
}

PriceProcess::PriceProcess(const PriceTraits& traits, core::Rng market, core::Rng own) noexcept
    : traits_{traits},
      own_weight_{std::sqrt(1.0 - traits.market_correlation * traits.market_correlation)},
      market_{market},
      own_{own} {}

double PriceProcess::step(core::Timestamp t, const TimeStep& dt) noexcept {
  const double session = session_intensity(t).volatility;
  const double change = traits_.daily_deviation *
                        (traits_.market_correlation * market_.step(dt, session) + own_weight_ * own_.step(dt, session));
  log_price_ += change;
  return change;
}

double PriceProcess::deviation() const noexcept {
  return traits_.daily_deviation *
         std::hypot(traits_.market_correlation * market_.deviation(), own_weight_ * own_.deviation());
}

}  // namespace tidemark::sim
