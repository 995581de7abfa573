#include "activation/watch.hpp"

namespace tidemark::activation {

std::array<Watch, 5> watches_of(const Machine& machine) {
  const State& state = machine.state();
  const Triggers& triggers = machine.settings().triggers;
  const std::span<const TradeSeen> trades = state.evidence.trades;
  const auto seen = [](bool any, double value) { return any ? std::optional{value} : std::nullopt; };
  const bool window_is_full = trades.size() >= triggers.window;
  return {Watch{Trigger::kDrawdown, "Drawdown at this stage", Bound::kAtMost, Unit::kShare,
                seen(state.evidence.equity_looks > 0, state.evidence.drawdown), triggers.drawdown_max},
          Watch{Trigger::kLossStreak, "Losing trades in a row", Bound::kAtMost, Unit::kCount,
                static_cast<double>(losses_in_a_row(trades)), static_cast<double>(triggers.losses_max)},
          Watch{Trigger::kWinRate, "Win rate of the newest trades", Bound::kAtLeast, Unit::kShare,
                seen(window_is_full, window_is_full ? win_rate_of(trades.last(triggers.window)) : 0),
                triggers.win_rate_min},
          Watch{Trigger::kObjectives, "Looks in a row with a broken objective", Bound::kAtMost, Unit::kCount,
                static_cast<double>(state.breaches_in_a_row), static_cast<double>(triggers.breaches_max)},
          Watch{Trigger::kData, "Lowest data quality", Bound::kAtLeast, Unit::kShare,
                seen(state.present.quality.has_value(), state.present.quality ? state.present.quality->lowest : 0),
                triggers.quality_min}};
}

}  // namespace tidemark::activation
