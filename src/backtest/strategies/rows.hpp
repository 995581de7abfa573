#pragma once

#include "backtest/strategy.hpp"

namespace tidemark::backtest {

// One a strategy; each is defined in the file of its name.
[[nodiscard]] const StrategyRow& breakout_row();
[[nodiscard]] const StrategyRow& decision_row();
[[nodiscard]] const StrategyRow& sma_cross_row();
[[nodiscard]] const StrategyRow& zone_bounce_row();

}  // namespace tidemark::backtest
