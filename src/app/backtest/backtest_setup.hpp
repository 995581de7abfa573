#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/cli/backtest_command.hpp"
#include "backtest/session.hpp"
#include "core/result.hpp"

namespace tidemark::app {

/// Account, costs, sizes and limits as typed; the instruments are not in it yet. kInvalidArgument, bad_amount, naming
/// the option.
[[nodiscard]] core::Result<backtest::SessionSetup> read_backtest_setup(const BacktestOptions& options);

/// "NAME=VALUE" each; one value a parameter. kInvalidArgument as parse_parameters().
[[nodiscard]] core::Result<std::vector<double>> read_backtest_values(const backtest::StrategyRow& row,
                                                                     const std::vector<std::string>& set);

/// How many daily returns a year of these markets has: where one always trades, every day is one.
[[nodiscard]] double days_per_year(std::span<const core::Instrument> instruments);

}  // namespace tidemark::app
