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

PriceProcess::Share PriceProcess::share_of(const PriceTraits& traits) noexcept {
  return {.deviation = traits.daily_deviation,
          .market = traits.market_correlation,
          .own = std::sqrt(1.0 - traits.market_correlation * traits.market_correlation)};
}

PriceProcess::PriceProcess(const PriceTraits& traits, core::Rng market, core::Rng own) noexcept
    : share_{share_of(traits)}, market_{market}, own_{own}, long_run_{traits.daily_deviation} {}

void PriceProcess::divide_by(const PriceTraits& traits, core::Rng own) noexcept {
  const Share under = share_of(traits);
  under_.emplace(under, PriceDriver{own});
  // Drivers have the long-run deviation 1, and what both have of the market takes each other away.
  long_run_ = std::hypot(share_.deviation * share_.market - under.deviation * under.market,
                         share_.deviation * share_.own, under.deviation * under.own);
}

double PriceProcess::step(core::Timestamp t, const TimeStep& dt) noexcept {
  const double session = session_intensity(t).volatility;
  const double market = market_.step(dt, session);
  double change = share_.deviation * (share_.market * market + share_.own * own_.step(dt, session));
  if (under_) {
    const Share& under = under_->share;
    change -= under.deviation * (under.market * market + under.own * under_->own.step(dt, session));
  }
  log_price_ += change;
  return change;
}

double PriceProcess::deviation() const noexcept {
  if (!under_) return share_.deviation * std::hypot(share_.market * market_.deviation(), share_.own * own_.deviation());
  const Share& under = under_->share;
  return std::hypot((share_.deviation * share_.market - under.deviation * under.market) * market_.deviation(),
                    share_.deviation * share_.own * own_.deviation(),
                    under.deviation * under.own * under_->own.deviation());
}

}  // namespace tidemark::sim
