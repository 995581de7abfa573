#include "trading/risk/sizing.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace tidemark::trading {

using core::Money;
using core::Qty;
using core::Rate;

Qty qty_for(Money amount, core::Price price, const TradeRules& rules) {
  const auto per_lot = core::notional_of(price, rules.lot_size, rules.scale);
  if (!per_lot || per_lot->units <= 0 || amount.units <= 0) return {};
  const core::Int128 most = std::numeric_limits<std::int64_t>::max() / rules.lot_size.lots;
  const core::Int128 steps = std::min(amount.units / per_lot->units, most);
  return {static_cast<std::int64_t>(steps) * rules.lot_size.lots};
}

Qty size_by_fraction(Money equity, Rate fraction, core::Price price, const TradeRules& rules) {
  return qty_for(core::times(equity, fraction).value_or(Money{}), price, rules);
}

Qty size_by_stop(Money equity, Rate risk, core::Price entry, core::Price stop, const TradeRules& rules) {
  return qty_for(core::times(equity, risk).value_or(Money{}), {std::abs(entry.ticks - stop.ticks)}, rules);
}

Qty size_by_atr(Money equity, Rate risk, core::Price atr, Rate multiple, const TradeRules& rules) {
  const auto distance = static_cast<core::Int128>(atr.ticks) * multiple.e8 / core::kRateOne;
  if (distance > std::numeric_limits<std::int64_t>::max()) return {};
  return qty_for(core::times(equity, risk).value_or(Money{}), {static_cast<std::int64_t>(distance)}, rules);
}

Rate kelly_fraction(double win_rate, double payoff, Rate cap) {
  const bool sane = win_rate >= 0 && win_rate <= 1 && payoff > 0;
  if (!sane) return {};
  const double fraction = win_rate - (1 - win_rate) / payoff;
  if (!(fraction > 0)) return {};
  return std::min(Rate{std::llround(std::floor(fraction * static_cast<double>(core::kRateOne)))}, cap);
}

Rate volatility_fraction(double target, double measured, Rate cap) {
  if (!(measured > 0) || !(target > 0)) return {};
  const double fraction = target / measured;
  constexpr double kMost = 1e6;  // beyond any cap that makes sense, and safe to turn into an integer
  if (!(fraction < kMost)) return cap;
  return std::min(Rate{std::llround(std::floor(fraction * static_cast<double>(core::kRateOne)))}, cap);
}

}  // namespace tidemark::trading
