#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/backtest_command.hpp"

namespace tidemark::app {

struct FillsOptions {
  BacktestOptions run;                    ///< the first model
  std::vector<std::string> changes;       ///< "latency=500ms", one after the other
  std::optional<std::string> against;     ///< store of the account whose fills are explained
  std::optional<std::string> config_dir;  ///< with `against`: the configuration the account had
  std::vector<std::string> typed;         ///< options of costs that were given, "latency", "capital"
};

/// `tidemark fills`: the same strategy over the same recording under one model of fills and another; for every order
/// that came out otherwise, which part of the model did it. Exit 4 when the models did not ask for the same orders.
/// Against a store: the same for what the account that traded there really got; exit 4 also when something about an
/// order is not explained.
int run_fills(const FillsOptions& options, const Console& console);

}  // namespace tidemark::app
