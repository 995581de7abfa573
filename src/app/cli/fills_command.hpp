#pragma once

#include <string>
#include <vector>

#include "app/cli/backtest_command.hpp"

namespace tidemark::app {

struct FillsOptions {
  BacktestOptions run;               ///< the first model
  std::vector<std::string> changes;  ///< "latency=500ms", one after the other
};

/// `tidemark fills`: the same strategy over the same recording under one model of fills and another; for every order
/// that came out otherwise, which part of the model did it. Exit 4 when the models did not ask for the same orders.
int run_fills(const FillsOptions& options, const Console& console);

}  // namespace tidemark::app
