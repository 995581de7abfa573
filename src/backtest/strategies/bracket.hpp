#pragma once

#include <string>

#include "backtest/trader.hpp"

namespace tidemark::backtest {

/// A market entry of the size that risks what may be risked, with a stop `distance` ticks from the last price and a
/// target `reward` times as far. Nothing when the stop would be at the price, or beyond zero. True when it was sent.
inline bool enter_with_bracket(Trader& trader, core::Side side, double distance, double reward,
                               const std::string& setup) {
  const std::int64_t tick = trader.rules().tick_size.ticks;
  const std::int64_t sign = core::sign_of(side);
  // Whole ticks, the stop no nearer and the target no farther than asked for.
  const auto steps = [tick](double ticks) { return static_cast<std::int64_t>(ticks) / tick; };
  const std::int64_t stop_ticks = (steps(distance) + 1) * tick;
  const std::int64_t target_ticks = steps(distance * reward) * tick;
  const core::Price stop{trader.last().ticks - sign * stop_ticks};
  const core::Price target{trader.last().ticks + sign * target_ticks};
  if (stop.ticks <= 0 || target.ticks <= 0 || target_ticks == 0) return false;
  return trader.enter(side, trader.risk_size(stop), stop, target, setup);
}

}  // namespace tidemark::backtest
