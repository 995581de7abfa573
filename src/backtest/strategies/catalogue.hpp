#pragma once

#include <span>
#include <string_view>

#include "backtest/strategy.hpp"
#include "core/result.hpp"

namespace tidemark::backtest {

/// All built-in strategies, by id.
[[nodiscard]] std::span<const StrategyRow> strategies();
/// kInvalidArgument, unknown_strategy, with a did-you-mean and the list.
[[nodiscard]] core::Result<const StrategyRow*> find_strategy(std::string_view id);

}  // namespace tidemark::backtest
