#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "backtest/run.hpp"
#include "backtest/splits.hpp"

namespace tidemark::app {

/// What a set of parameters is to be good at.
enum class Objective : std::uint8_t { kSharpe, kReturn, kCalmar, kProfitFactor };
[[nodiscard]] std::optional<Objective> parse_objective(std::string_view text);
[[nodiscard]] std::string_view name_of(Objective objective);

/// What came of one set of parameters over one or more stretches of candles.
struct SweepResult {
  std::vector<double> values;
  std::optional<double> score;  ///< the objective's mean over the stretches, by their candles; absent where it cannot
                                ///< be said, or with fewer trades than asked for
  double total_return{0};       ///< of the stretches one after the other
  double max_drawdown{0};       ///< the worst of them
  std::uint64_t trades{0};
  std::uint64_t won{0};
};

struct SweepSetup {
  backtest::SessionSetup session;
  const backtest::StrategyRow* strategy{nullptr};
  Objective objective{Objective::kSharpe};
  std::uint64_t trades_min{10};
  std::uint32_t threads{1};
};

/// Runs every set over the stretches, on several threads; each stretch is a run of its own, flat at both ends. In the
/// order of `grid`, the same whatever the number of threads. `progress` is told between runs, by one thread at a time,
/// how many candles all of them have gone over; kCancelled: it said false.
[[nodiscard]] core::Result<std::vector<SweepResult>> sweep(const SweepSetup& setup,
                                                           std::span<const std::vector<double>> grid,
                                                           std::span<const core::Candle> candles,
                                                           std::span<const backtest::Stretch> stretches,
                                                           const backtest::Progress& progress = {});

/// The one with the highest score, the first of equals; nothing when none has one.
[[nodiscard]] const SweepResult* best_of(std::span<const SweepResult> results);

/// One split: what was best on its training part, and what became of it on the test.
struct SplitResult {
  backtest::Split split;
  std::optional<SweepResult> chosen;  ///< on the training part; nothing was good enough: absent
  std::optional<SweepResult> tested;
};
/// Candles that the search of a split goes over, its test with it.
[[nodiscard]] std::uint64_t work_of(std::size_t combinations, const backtest::Split& split);
[[nodiscard]] core::Result<std::vector<SplitResult>> validate(const SweepSetup& setup,
                                                              std::span<const std::vector<double>> grid,
                                                              std::span<const core::Candle> candles,
                                                              std::span<const backtest::Split> splits,
                                                              const backtest::Progress& progress = {});

}  // namespace tidemark::app
