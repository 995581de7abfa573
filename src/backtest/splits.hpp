#pragma once

#include <cstddef>
#include <vector>

#include "core/result.hpp"

namespace tidemark::backtest {

/// Candles [from, to) of a series, by number.
struct Stretch {
  std::size_t from{0};
  std::size_t to{0};

  [[nodiscard]] std::size_t size() const { return to - from; }
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// Parameters are chosen on `train` and judged on `test`, which the choice has not seen.
struct Split {
  std::vector<Stretch> train;  ///< one, or what lies before and after `test`
  Stretch test;

  friend bool operator==(const Split&, const Split&) = default;
};

/// Walk-forward: `train` candles, then the `test` candles after them; then both `test` further on, as long as a whole
/// test fits. kInvalidArgument when not even the first one does, or a length is 0.
[[nodiscard]] core::Result<std::vector<Split>> walk_forward(std::size_t candles, std::size_t train, std::size_t test);

/// Purged k-fold (Lopez de Prado 2018, chapter 7): the series in `folds` parts, each the test once; of the rest,
/// `purge` candles before it, whose trades could reach into it, and `embargo` candles after it are left out.
/// kInvalidArgument: fewer than two folds, or a fold that leaves nothing to train on.
[[nodiscard]] core::Result<std::vector<Split>> purged_folds(std::size_t candles, std::size_t folds, std::size_t purge,
                                                            std::size_t embargo);

}  // namespace tidemark::backtest
