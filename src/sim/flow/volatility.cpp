#include "sim/flow/volatility.hpp"

#include <cmath>

namespace tidemark::sim {
namespace {

constexpr double kDaySeconds = 86'400.0;
constexpr double kFastSeconds = 6 * 60.0;
constexpr double kSlowSeconds = 10 * 3600.0;
// Stationary deviations of the log-volatility. Together with the regimes they give |return| autocorrelations near those
// of recorded one-minute data (0.3-0.4 at one minute, 0.2 at half an hour, 0.1 at four hours).
constexpr double kFastDeviation = 0.40;
constexpr double kSlowDeviation = 0.45;
// A shock is spread over some seconds: news is read, not teleported.
constexpr double kShockSeconds = 8.0;

OuStep ou_step(double seconds, double time_constant, double deviation) {
  const double decay = std::exp(-seconds / time_constant);
  return {decay, deviation * std::sqrt(1.0 - decay * decay)};
}

}  // namespace

TimeStep::TimeStep(double seconds) noexcept
    : days{seconds / kDaySeconds},
      root_days{std::sqrt(seconds / kDaySeconds)},
      fast{ou_step(seconds, kFastSeconds, kFastDeviation)},
      slow{ou_step(seconds, kSlowSeconds, kSlowDeviation)},
      shock_decay{std::exp(-seconds / kShockSeconds)} {}

Volatility::Volatility(core::Rng& rng) noexcept
    : fast_{kFastDeviation * rng.normal()}, slow_{kSlowDeviation * rng.normal()} {}

void Volatility::step(core::Rng& rng, const TimeStep& dt) noexcept {
  fast_ = fast_ * dt.fast.decay + dt.fast.noise * rng.normal();
  slow_ = slow_ * dt.slow.decay + dt.slow.noise * rng.normal();
}

double Volatility::value() const noexcept {
  // E[e^(2h)] = e^(2 var) for normal h.
  return std::exp(fast_ + slow_ - (kFastDeviation * kFastDeviation + kSlowDeviation * kSlowDeviation));
}

}  // namespace tidemark::sim
