#pragma once

#include <optional>

#include "core/money.hpp"
#include "trading/orders/order_rules.hpp"

namespace tidemark::trading {

/// How much of an instrument an amount buys at this price: whole lots, rounded down; 0 when it is not enough.
[[nodiscard]] core::Qty qty_for(core::Money amount, core::Price price, const TradeRules& rules);

/// Fixed fraction: the position is worth `fraction` of the equity.
[[nodiscard]] core::Qty size_by_fraction(core::Money equity, core::Rate fraction, core::Price price,
                                         const TradeRules& rules);

/// By stop: at the stop the position has lost `risk` of the equity, fees and slippage not counted. 0 when the stop is
/// at the entry.
[[nodiscard]] core::Qty size_by_stop(core::Money equity, core::Rate risk, core::Price entry, core::Price stop,
                                     const TradeRules& rules);

/// By ATR: as by a stop `multiple` ATRs away. `atr` in price units of the instrument.
[[nodiscard]] core::Qty size_by_atr(core::Money equity, core::Rate risk, core::Price atr, core::Rate multiple,
                                    const TradeRules& rules);

/// Kelly's fraction p - (1 - p) / b of the equity to risk, for a share p of winning trades and a payoff b (mean win
/// over mean loss), held within [0, cap] (Kelly 1956; Thorp 1969). 0 for what has no edge or is no probability.
[[nodiscard]] core::Rate kelly_fraction(double win_rate, double payoff, core::Rate cap);

/// Volatility target: target / measured (deviations per the same span), at most `cap`; 0 when nothing was measured.
[[nodiscard]] core::Rate volatility_fraction(double target, double measured, core::Rate cap);

}  // namespace tidemark::trading
