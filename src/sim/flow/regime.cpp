#include "sim/flow/regime.hpp"

#include <array>
#include <cmath>

namespace tidemark::sim {
namespace {

constexpr std::size_t kRegimes = 4;
constexpr double kMinute = 1.0 / 1440.0;

// Chosen so that a chart shows each regime several times a day and news about once; the drift moves the price by about
// one daily deviation in a long trend, yet only by a fifth of a candle's deviation per minute, so that returns stay
// uncorrelated.
constexpr std::array<RegimeTraits, kRegimes> kTraits{{
    {.mean_days = 90 * kMinute, .volatility = 0.75, .drift_per_day = 0, .pull_per_day = 10, .shock = 0},
    {.mean_days = 60 * kMinute, .volatility = 0.95, .drift_per_day = 5, .pull_per_day = 0, .shock = 0},
    {.mean_days = 35 * kMinute, .volatility = 1.7, .drift_per_day = 0, .pull_per_day = 0, .shock = 0},
    {.mean_days = 12 * kMinute, .volatility = 2.8, .drift_per_day = 0, .pull_per_day = 0, .shock = 0.1},
}};

// Row: from; column: to (range, trend, volatile, news).
constexpr std::array<std::array<double, kRegimes>, kRegimes> kNext{{
    {0.00, 0.60, 0.34, 0.06},
    {0.60, 0.00, 0.34, 0.06},
    {0.50, 0.44, 0.00, 0.06},
    {0.10, 0.20, 0.70, 0.00},
}};

}  // namespace

const RegimeTraits& traits_of(Regime regime) noexcept {
  return kTraits[static_cast<std::size_t>(regime)];
}

bool RegimeChain::step(core::Rng& rng, double days) noexcept {
  // One draw a step in every regime: chance(1 - e^(-days / mean)), with the exponential's cheap bound first.
  const double hazard = days / traits_of(regime_).mean_days;
  const double u = rng.uniform();
  if (u >= hazard || u >= 1.0 - std::exp(-hazard)) return false;
  const auto& row = kNext[static_cast<std::size_t>(regime_)];
  double rest = rng.uniform();
  std::size_t next = 0;
  while (next + 1 < kRegimes && rest >= row[next]) rest -= row[next++];
  regime_ = static_cast<Regime>(next);
  direction_ = rng.chance(0.5) ? 1.0 : -1.0;
  return true;
}

RegimeVariance long_run_variance() noexcept {
  // Visits per jump of the embedded chain, by power iteration from equal shares.
  std::array<double, kRegimes> visits{0.25, 0.25, 0.25, 0.25};
  for (int i = 0; i < 200; ++i) {
    std::array<double, kRegimes> next{};
    for (std::size_t from = 0; from < kRegimes; ++from) {
      for (std::size_t to = 0; to < kRegimes; ++to) next[to] += visits[from] * kNext[from][to];
    }
    visits = next;
  }
  double days = 0;
  double diffusion = 0;
  double shocks = 0;
  for (std::size_t i = 0; i < kRegimes; ++i) {
    days += visits[i] * kTraits[i].mean_days;
    diffusion += visits[i] * kTraits[i].mean_days * kTraits[i].volatility * kTraits[i].volatility;
    // E[(s + s X)^2] = s^2 (1 + 2 E[X] + E[X^2]) = 5 s^2 for a standard exponential X.
    shocks += visits[i] * 5.0 * kTraits[i].shock * kTraits[i].shock;
  }
  return {diffusion / days, shocks / days};
}

}  // namespace tidemark::sim
