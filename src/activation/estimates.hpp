#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "analysis/confidence/reliability.hpp"

/// How far the truth may lie from what was measured: intervals of 95 %. Rates have Wilson's score interval
/// (analysis/confidence).
namespace tidemark::activation {

using analysis::confidence::Interval;

/// Mean win over mean loss, and its interval by the delta method on the logarithm of the ratio: the two means are
/// independent, each with its sample deviation. Nothing without a win and a loss; no interval below two of each.
struct Payoff {
  double ratio{0};
  std::optional<Interval> interval;
};
[[nodiscard]] std::optional<Payoff> payoff_of(std::span<const double> wins, std::span<const double> losses);

/// Of the deepest drawdown of as many trades drawn with repetition (Efron's bootstrap, percentiles 2.5 and 97.5 by
/// nearest rank of `runs` runs): what the same trades could have come to. `shares`: of each trade, profit over the
/// equity it began with; they compound. The same shares and runs give the same interval. Nothing from no trades.
inline constexpr std::uint32_t kDrawdownRuns = 1000;
[[nodiscard]] std::optional<Interval> drawdown_interval(std::span<const double> shares,
                                                        std::uint32_t runs = kDrawdownRuns);

/// Which quantiles of a sample of this size bound quantile `q` of what it was drawn from: order statistics, their ranks
/// by the normal approximation of the binomial (Conover 1999, 3.2). Within 0 … 1.
[[nodiscard]] Interval quantile_ranks(double q, std::uint64_t samples);

}  // namespace tidemark::activation
