#include "app/compare_series.hpp"

#include <algorithm>
#include <span>

namespace tidemark::app {
namespace {

/// The candle in finer units; false when a number does not fit.
bool rescale_candle(core::Candle& candle, core::Scale from, core::Scale to) {
  const int price_by = to.price_decimals - from.price_decimals;
  const int qty_by = to.qty_decimals - from.qty_decimals;
  for (core::Price* price : {&candle.open, &candle.high, &candle.low, &candle.close}) {
    const auto value = core::rescale(price->ticks, price_by);
    if (!value) return false;
    price->ticks = *value;
  }
  const auto volume = core::rescale(candle.volume.lots, qty_by);
  if (!volume) return false;
  candle.volume.lots = *volume;
  return true;
}

core::Result<std::vector<core::Candle>> in_scale(const storage::CandlePage& page, core::Scale scale) {
  std::vector<core::Candle> candles = page.candles;
  for (core::Candle& candle : candles) {
    if (!rescale_candle(candle, page.scale, scale)) {
      return core::fail(core::ErrorKind::kRefused, "scale_overflow",
                        "a number does not fit the common scale of both sides", core::format_iso(candle.open_time));
    }
  }
  return candles;
}

void note_missing(Comparison& result, core::Timestamp time) {
  ++result.missing;
  if (result.missing_times.size() < kDifferencesShown) result.missing_times.push_back(time);
}

void compare_pair(Comparison& result, const core::Candle& ours, const core::Candle& theirs) {
  ++result.compared;
  if (core::same_ohlcv(ours, theirs)) {
    ++result.equal;
    return;
  }
  ++result.differing;
  if (result.differences.size() < kDifferencesShown) result.differences.push_back({ours, theirs});
}

}  // namespace

core::Result<Comparison> compare_series(const storage::CandlePage& ours, const storage::CandlePage& theirs) {
  Comparison result;
  result.scale = {std::max(ours.scale.price_decimals, theirs.scale.price_decimals),
                  std::max(ours.scale.qty_decimals, theirs.scale.qty_decimals)};
  auto left = in_scale(ours, result.scale);
  if (!left) return core::forward_error(left);
  auto right = in_scale(theirs, result.scale);
  if (!right) return core::forward_error(right);
  std::size_t at = 0;
  for (const core::Candle& candle : *right) {
    for (; at < left->size() && (*left)[at].open_time < candle.open_time; ++at) {
      if ((*left)[at].open_time >= right->front().open_time) ++result.extra;
    }
    if (at < left->size() && (*left)[at].open_time == candle.open_time) {
      compare_pair(result, (*left)[at], candle);
      ++at;
    } else {
      note_missing(result, candle.open_time);
    }
  }
  return result;
}

}  // namespace tidemark::app
