#pragma once

#include "core/instrument.hpp"
#include "sim/market_data/money.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark::venues::simulated {

/// A listed symbol's facts and filters, as exchangeInfo tells them.
struct SymbolRules {
  core::Instrument instrument;
  core::AssetPair assets;
  int price_digits{8};  ///< decimals written on the wire
  int qty_digits{8};
  core::Price max_price;
  core::Qty max_qty;
  core::Qty max_market_qty;
  sim::Money min_notional;
  std::uint32_t max_orders{200};
  std::uint32_t max_algo_orders{5};
};

/// PERCENT_PRICE_BY_SIDE: a price may be this many fifths of, or times, the average price. Multipliers 5 and 0.2.
inline constexpr std::int64_t kPercentPriceFactor = 5;
inline constexpr int kAveragePriceMinutes = 5;

/// Filters of the size Binance gives a symbol of this price. Spot numbers are written with 8 decimals, as Binance does;
/// USD-M numbers with the instrument's.
[[nodiscard]] SymbolRules rules_of(const core::Instrument& instrument, binance::Market market, core::Price last_price);

}  // namespace tidemark::venues::simulated
