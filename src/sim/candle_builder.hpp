#pragma once

#include <cstdint>

#include "core/candle.hpp"
#include "core/values.hpp"

namespace tidemark::sim {

/// Builds one-minute candles the way Binance does: the first trade opens, and a minute without trades is a flat candle
/// of zero volume at the last price.
class CandleBuilder {
 public:
  /// `last_price` is the price before the first trade.
  CandleBuilder(core::Timestamp open_time, core::Price last_price) { start(open_time, last_price); }

  void start(core::Timestamp open_time, core::Price last_price);
  /// `trades` individual trades by takers, `taker_buy` of the volume bought; all between `low` and `high`.
  struct Prints {
    core::Price first;
    core::Price high;
    core::Price low;
    core::Price last;
    core::Qty volume;
    core::Qty taker_buy;
    std::uint32_t trades{1};
  };
  void add(const Prints& prints);
  [[nodiscard]] const core::Candle& candle() const { return candle_; }

 private:
  core::Candle candle_;
};

}  // namespace tidemark::sim
