#include "activation/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/rng.hpp"

namespace tidemark::activation {
namespace {

constexpr double kZ = 1.96;

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Variance of the mean over its square.
double relative_variance(std::span<const double> values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const auto count = static_cast<double>(values.size());
  return squares / (count - 1) / count / (mean * mean);
}

double drawdown_of(std::span<const double> shares, core::Rng& rng) {
  double equity = 1;
  double highest = 1;
  double deepest = 0;
  for (std::size_t n = 0; n < shares.size(); ++n) {
    equity *= 1 + shares[rng.below(shares.size())];
    highest = std::max(highest, equity);
    deepest = std::max(deepest, (highest - equity) / highest);
  }
  return deepest;
}

double nearest_rank(std::span<const double> sorted, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

}  // namespace

std::optional<Payoff> payoff_of(std::span<const double> wins, std::span<const double> losses) {
  if (wins.empty() || losses.empty()) return std::nullopt;
  const double win = mean_of(wins);
  const double loss = mean_of(losses);
  Payoff out{.ratio = win / loss, .interval = {}};
  if (wins.size() < 2 || losses.size() < 2) return out;
  const double spread = kZ * std::sqrt(relative_variance(wins, win) + relative_variance(losses, loss));
  out.interval = Interval{.low = out.ratio * std::exp(-spread), .high = out.ratio * std::exp(spread)};
  return out;
}

std::optional<Interval> drawdown_interval(std::span<const double> shares, std::uint32_t runs) {
  if (shares.empty() || runs == 0) return std::nullopt;
  core::Rng rng{1};
  std::vector<double> deepest(runs);
  for (double& one : deepest) one = drawdown_of(shares, rng);
  std::ranges::sort(deepest);
  constexpr double kLow = 0.025;
  return Interval{.low = nearest_rank(deepest, kLow), .high = nearest_rank(deepest, 1 - kLow)};
}

Interval quantile_ranks(double q, std::uint64_t samples) {
  if (samples == 0) return {};
  const double spread = kZ * std::sqrt(q * (1 - q) / static_cast<double>(samples));
  return {.low = std::max(0.0, q - spread), .high = std::min(1.0, q + spread)};
}

}  // namespace tidemark::activation
