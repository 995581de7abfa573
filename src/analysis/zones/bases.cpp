#include "analysis/zones/bases.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::zones {

bool BaseFinder::is_small(const History& history) const {
  const auto atr = history.atr();
  if (!atr) return false;
  const core::CandleF& candle = history.last();
  return std::fabs(candle.close - candle.open) < settings_.body_size_threshold * *atr &&
         candle.high - candle.low < settings_.consolidation_threshold * *atr;
}

std::optional<Base> BaseFinder::base_before(const History& history) const {
  const std::int64_t last = history.newest() - 1;
  const auto atr = history.atr_at(last);
  if (!atr) return std::nullopt;
  Base base{.to = history.moment(last), .high = history.at(last).high, .low = history.at(last).low, .atr = *atr};
  const std::int64_t most = std::min<std::int64_t>(run_, settings_.max_base_candles);
  std::int64_t first = last + 1;
  for (std::int64_t i = last; i > last - most; --i) {
    const core::CandleF& candle = history.at(i);
    const double high = std::max(base.high, candle.high);
    const double low = std::min(base.low, candle.low);
    if (!(high - low < settings_.max_base_range * *atr)) break;
    base.high = high;
    base.low = low;
    if (candle.close < candle.open) {
      base.red_open = base.has_red ? std::min(base.red_open, candle.open) : candle.open;
      base.has_red = true;
    }
    if (candle.close > candle.open) {
      base.green_open = base.has_green ? std::max(base.green_open, candle.open) : candle.open;
      base.has_green = true;
    }
    first = i;
  }
  const std::int64_t before = first - settings_.min_move_candles;
  if (last - first + 1 < settings_.min_base_candles || before < history.oldest()) return std::nullopt;
  base.from = history.moment(first);
  base.leg_in = history.at(first).open > history.at(before).open ? LegIn::kRally : LegIn::kDrop;
  double volume = 0;
  for (std::size_t i = 0; i < volumes_.size(); ++i) volume += volumes_.newest(i);
  base.volume = volumes_.size() == 0 ? 0 : volume / static_cast<double>(volumes_.size());
  return base;
}

std::optional<Base> BaseFinder::update(const History& history) {
  std::optional<Base> base;
  if (is_small(history)) {
    ++run_;
  } else {
    if (run_ >= settings_.min_base_candles) base = base_before(history);
    run_ = 0;
  }
  volumes_.feed(history.last().volume);
  return base;
}

}  // namespace tidemark::analysis::zones
