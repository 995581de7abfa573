#include "sim/candle_builder.hpp"

#include <algorithm>
#include <limits>

namespace tidemark::sim {
namespace {

void add_volume(core::Qty& sum, core::Qty qty, std::uint8_t& flags) {
  if (const auto total = core::checked_add(sum.lots, qty.lots)) {
    sum.lots = *total;
    return;
  }
  sum.lots = std::numeric_limits<std::int64_t>::max();
  core::set_flag(flags, core::CandleFlag::kVolumeOverflow);
}

}  // namespace

void CandleBuilder::start(core::Timestamp open_time, core::Price last_price) {
  candle_ = {.open_time = open_time, .open = last_price, .high = last_price, .low = last_price, .close = last_price};
}

void CandleBuilder::add(const Prints& prints) {
  if (candle_.trades == 0) {
    candle_.open = prints.first;
    candle_.high = prints.high;
    candle_.low = prints.low;
  }
  candle_.high = std::max(candle_.high, prints.high);
  candle_.low = std::min(candle_.low, prints.low);
  candle_.close = prints.last;
  add_volume(candle_.volume, prints.volume, candle_.flags);
  add_volume(candle_.taker_buy, prints.taker_buy, candle_.flags);
  candle_.trades += prints.trades;
}

}  // namespace tidemark::sim
