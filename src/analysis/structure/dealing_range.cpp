#include "analysis/structure/dealing_range.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::structure {

double Retracement::step(const core::CandleF& candle) {
  const double leg = end_ - start_;
  if (leg == 0) return 0;
  const double reached = price_at(candle, opposite(side_));
  const double percent = 100 - (reached - start_) / leg * 100;
  deepest_ = std::max(deepest_, percent);
  return percent;
}

void DealingRange::update(const Telling& tell, const SwingTracker& swings, const SwingTracker::Said& said) {
  const auto& current = swings.current();
  const auto& final = swings.confirmed();
  if (!current || !final) return;
  const History& history = tell.history;
  if (said.count > 0) {
    retracement_.begin(final->price, current->price, current->end);
    for (std::int64_t i = current->at.index + 1; i < history.newest(); ++i) retracement_.step(history.at(i));
  }
  const core::CandleF& candle = history.last();
  retracement_.step(candle);
  const double top = std::max(final->price, current->price);
  const double bottom = std::min(final->price, current->price);
  if (!(top > bottom)) return;
  const double place = (candle.close - bottom) / (top - bottom);
  Side side = Side::kNeutral;
  if (place > 0.5 + band_) side = Side::kBearish;
  if (place < 0.5 - band_) side = Side::kBullish;
  if (known_ && side == place_) return;
  known_ = true;
  place_ = side;
  tell.say({.kind = Kind::kPremiumDiscount,
            .side = side,
            .id = ++said_,
            .origin = current->number,
            .from = final->at,
            .at = history.now(),
            .top = top,
            .bottom = bottom,
            .price = candle.close,
            .measure = place,
            .confidence = std::min(1.0, std::fabs(2 * place - 1))});
}

}  // namespace tidemark::analysis::structure
