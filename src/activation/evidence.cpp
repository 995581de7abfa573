#include "activation/evidence.hpp"

#include <algorithm>
#include <ranges>

namespace tidemark::activation {

void Evidence::add(const TradeSeen& trade) {
  if (trades.size() == kTradesKept) trades.erase(trades.begin());
  trades.push_back(trade);
}

void Evidence::add(const EquitySeen& seen) {
  ++equity_looks;
  if (!highest || seen.equity > *highest) highest = seen.equity;
  if (highest->units <= 0) return;
  drawdown = std::max(drawdown, core::to_double(*highest - seen.equity) / core::to_double(*highest));
}

void Evidence::add(const ObjectivesSeen& seen) {
  ++objective_looks;
  if (seen.breach.empty()) ++objectives_met;
}

Outcomes outcomes_of(std::span<const TradeSeen> trades) {
  Outcomes out;
  out.trades = trades.size();
  for (const TradeSeen& trade : trades) {
    if (trade.profit.units > 0) out.wins.push_back(core::to_double(trade.profit));
    if (trade.profit.units < 0) out.losses.push_back(-core::to_double(trade.profit));
  }
  return out;
}

double win_rate_of(std::span<const TradeSeen> trades) {
  const auto won = std::ranges::count_if(trades, [](const TradeSeen& trade) { return trade.profit.units > 0; });
  return static_cast<double>(won) / static_cast<double>(trades.size());
}

std::uint32_t losses_in_a_row(std::span<const TradeSeen> trades) {
  std::uint32_t count = 0;
  for (const TradeSeen& trade : trades | std::views::reverse) {
    if (trade.profit.units > 0) break;
    if (trade.profit.units < 0) ++count;
  }
  return count;
}

}  // namespace tidemark::activation
