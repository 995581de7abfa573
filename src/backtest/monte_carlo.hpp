#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/rng.hpp"

namespace tidemark::backtest {

/// Percentiles 5, 25, 50, 75 and 95 (nearest rank).
using Percentiles = std::array<double, 5>;
inline constexpr std::array<int, 5> kPercents{5, 25, 50, 75, 95};

/// What the same trades could have become in another order.
struct MonteCarlo {
  std::uint64_t runs{0};
  Percentiles max_drawdown{};  ///< shuffled: every trade once, in random order; share of the high before
  Percentiles longest_loss{};  ///< shuffled: losing trades in a row
  Percentiles total_return{};  ///< drawn: as many trades, with repetition
  double loss_share{0};        ///< drawn: runs that end below the beginning
};

/// `returns`: of each trade, on the equity it was entered with, in order (0.01: one percent). They compound. The same
/// returns, runs and seed give the same numbers everywhere. Nothing drawn from no trades: all zero.
[[nodiscard]] MonteCarlo monte_carlo(std::span<const double> returns, std::uint64_t runs, std::uint64_t seed);

/// The value below or at which `percent` of the values lie (nearest rank); `sorted` ascending, not empty.
[[nodiscard]] double percentile(std::span<const double> sorted, int percent);

}  // namespace tidemark::backtest
