#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "app/backtest/sweep.hpp"
#include "app/cli/optimize_command.hpp"
#include "core/candle.hpp"

namespace tidemark::app {

/// A search that is over: what was searched, over what, and what came of it.
struct Optimization {
  SweepSetup setup;
  std::string input;
  std::vector<core::Candle> candles;
  std::vector<std::vector<double>> grid;
  std::vector<SweepResult> results;  ///< the best first; empty where it was split
  std::vector<SplitResult> splits;

  /// Return of all tests, one after the other.
  [[nodiscard]] double tested_return() const;
};

/// What of an optimization can be refused before a candle is read: strategy, grid, objective, walk-forward, costs. The
/// place is the option.
[[nodiscard]] core::Status check_optimization(const OptimizeOptions& options);

/// Told between runs how many candles all of them have gone over, of how many; false ends the search.
using SearchProgress = std::function<bool(std::uint64_t candles, std::uint64_t total)>;

/// The work of `tidemark optimize`: reads the candles, runs every combination. kCancelled: `progress` said so.
[[nodiscard]] core::Result<Optimization> optimize(const OptimizeOptions& options, const SearchProgress& progress);

/// One JSON document.
void write_optimization_json(const Optimization& found, std::ostream& out);
/// For people; of combinations the first `top`.
void write_optimization_text(const Optimization& found, std::size_t top, std::ostream& out);

}  // namespace tidemark::app
