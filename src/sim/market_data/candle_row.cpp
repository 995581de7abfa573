#include "sim/market_data/candle_row.hpp"

#include <algorithm>
#include <limits>

#include "core/decimal.hpp"

namespace tidemark::sim {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::int64_t capped_sum(std::int64_t a, std::int64_t b) {
  return core::checked_add(a, b).value_or(kMost);
}

}  // namespace

CandleRow CandleRow::flat(core::Timestamp open_time, core::Price price) {
  CandleRow row;
  row.candle = {.open_time = open_time, .open = price, .high = price, .low = price, .close = price};
  return row;
}

void CandleRow::add(const Print& print, core::Scale scale) {
  CandleRow one = flat(candle.open_time, print.price);
  one.candle.volume = print.qty;
  one.candle.trades = 1;
  one.quote = notional_of(print.price, print.qty, scale).value_or(Money{kMost});
  if (print.taker == core::Side::kBuy) {
    one.candle.taker_buy = print.qty;
    one.taker_quote = one.quote;
  }
  one.first_id = one.last_id = print.id;
  append(one);
}

void CandleRow::append(const CandleRow& next) {
  if (next.candle.trades > 0) {
    if (candle.trades == 0) {
      candle.open = next.candle.open;
      candle.high = next.candle.high;
      candle.low = next.candle.low;
      first_id = next.first_id;
    }
    candle.high = std::max(candle.high, next.candle.high);
    candle.low = std::min(candle.low, next.candle.low);
    last_id = next.last_id;
  }
  candle.close = next.candle.close;
  candle.volume.lots = capped_sum(candle.volume.lots, next.candle.volume.lots);
  candle.taker_buy.lots = capped_sum(candle.taker_buy.lots, next.candle.taker_buy.lots);
  candle.trades += next.candle.trades;
  quote.units = capped_sum(quote.units, next.quote.units);
  taker_quote.units = capped_sum(taker_quote.units, next.taker_quote.units);
}

}  // namespace tidemark::sim
