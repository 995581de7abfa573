#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/backtest_command.hpp"
#include "app/cli/console.hpp"

namespace tidemark::app {

struct OptimizeOptions {
  BacktestOptions run;            ///< input, costs, sizes, limits; `set`: what every combination has; no report
  std::vector<std::string> grid;  ///< "NAME=V,V,…" or "NAME=FROM:TO:STEP"
  std::string objective{"sharpe"};
  std::uint64_t trades_min{10};
  std::string walk_forward;  ///< "TRAIN,TEST" in candles; empty: not
  std::size_t folds{0};      ///< 0: no cross-validation
  std::size_t purge{0};
  std::size_t embargo{0};
  std::size_t top{10};
  std::uint32_t threads{0};  ///< 0: one a processor
  std::optional<std::size_t> candles_most;
  std::optional<std::size_t> combinations_most;
};

/// `tidemark optimize`: every combination of parameters over the same candles, the best first; or, with walk-forward or
/// folds, what the best of each training part did on the part it had not seen.
int run_optimize(const OptimizeOptions& options, const Console& console);

}  // namespace tidemark::app
