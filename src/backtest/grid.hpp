#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "backtest/strategy.hpp"
#include "core/result.hpp"

namespace tidemark::backtest {

inline constexpr std::size_t kGridMost = 100'000;

/// Every combination of the values that are asked for; what is not named keeps its default. Each text is "NAME=V,V,…"
/// or "NAME=FROM:TO:STEP" (TO included). The last named parameter varies fastest. kInvalidArgument: as those of
/// parse_parameters(), bad_grid for a range that is none, too_many_combinations.
[[nodiscard]] core::Result<std::vector<std::vector<double>>> make_grid(const StrategyRow& row,
                                                                       std::span<const std::string> texts);

}  // namespace tidemark::backtest
