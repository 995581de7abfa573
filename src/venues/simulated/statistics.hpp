#pragma once

#include <optional>

#include "sim/market_data/candle_row.hpp"
#include "venues/simulated/market.hpp"

namespace tidemark::venues::simulated {

/// The last 24 hours of a symbol, in whole minutes: the window opens at a minute's start.
struct DayStatistics {
  sim::CandleRow row;
  core::Timestamp open_time;
  core::Timestamp close_time;
  core::Price previous_close;     ///< of the minute before the window; the window's open where there is none
  core::Qty last_qty;             ///< of the last trade; 0 before the first
  sim::Money weighted_average;    ///< quote volume / volume; 0 without trades
  std::int64_t percent_milli{0};  ///< change of the price in thousandths of a percent
  [[nodiscard]] core::Price change() const { return {row.candle.close.ticks - row.candle.open.ticks}; }
};
[[nodiscard]] DayStatistics day_statistics(const MarketSymbol& symbol, core::Timestamp now);

/// Mean price of the trades of the last five minutes, weighted by quantity; the last price when there were none.
struct AveragePrice {
  sim::Money price;
  core::Timestamp last_trade;
};
[[nodiscard]] AveragePrice average_price(const MarketSymbol& symbol, core::Timestamp now);

}  // namespace tidemark::venues::simulated
