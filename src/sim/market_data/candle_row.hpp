#pragma once

#include <cstdint>

#include "core/candle.hpp"
#include "sim/market_data/money.hpp"

namespace tidemark::sim {

/// One public trade: one maker met by one taker.
struct Print {
  std::uint64_t id{0};
  core::Timestamp at;
  core::Price price;
  core::Qty qty;
  core::Side taker{core::Side::kBuy};
};

/// A candle with what venues publish beside it. Sums that would not fit stay at their maximum.
struct CandleRow {
  core::Candle candle;
  Money quote;                ///< sum of price * quantity
  Money taker_quote;          ///< the part bought by takers
  std::uint64_t first_id{0};  ///< ids of the first and last trade; meaningless while candle.trades is 0
  std::uint64_t last_id{0};

  /// A period without trades: flat at the last price.
  [[nodiscard]] static CandleRow flat(core::Timestamp open_time, core::Price price);
  void add(const Print& print, core::Scale scale);
  /// Takes in the candle that follows within the same longer period.
  void append(const CandleRow& next);
};

}  // namespace tidemark::sim
