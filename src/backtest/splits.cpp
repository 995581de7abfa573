#include "backtest/splits.hpp"

#include <algorithm>
#include <string>

namespace tidemark::backtest {

using core::ErrorKind;

core::Result<std::vector<Split>> walk_forward(std::size_t candles, std::size_t train, std::size_t test) {
  if (train == 0 || test == 0 || train + test > candles) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_split",
                      "training on " + std::to_string(train) + " candles and testing on " + std::to_string(test) +
                          " does not fit into " + std::to_string(candles));
  }
  std::vector<Split> splits;
  for (std::size_t from = 0; from + train + test <= candles; from += test) {
    splits.push_back({{{from, from + train}}, {from + train, from + train + test}});
  }
  return splits;
}

core::Result<std::vector<Split>> purged_folds(std::size_t candles, std::size_t folds, std::size_t purge,
                                              std::size_t embargo) {
  const auto refuse = [](const std::string& what) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_split", what);
  };
  if (folds < 2 || folds > candles) return refuse("there must be from 2 folds to as many as candles");
  std::vector<Split> splits;
  for (std::size_t i = 0; i < folds; ++i) {
    const Stretch test{candles * i / folds, candles * (i + 1) / folds};
    Split split{{}, test};
    const std::size_t before = test.from - std::min(test.from, purge);
    const std::size_t after = std::min(test.to + embargo, candles);
    if (before > 0) split.train.push_back({0, before});
    if (after < candles) split.train.push_back({after, candles});
    if (split.train.empty()) return refuse("purge and embargo leave nothing to train on");
    splits.push_back(std::move(split));
  }
  return splits;
}

}  // namespace tidemark::backtest
