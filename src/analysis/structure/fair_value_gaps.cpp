#include "analysis/structure/fair_value_gaps.hpp"

#include <algorithm>

namespace tidemark::analysis::structure {

void FairValueGaps::say(const Telling& tell, State state, Side side, const Gap& gap, Moment at, double price) const {
  const double height = gap.top - gap.bottom;
  tell.say({.kind = Kind::kFairValueGap,
            .state = state,
            .side = side,
            .id = gap.id,
            .from = gap.from,
            .at = at,
            .top = gap.top,
            .bottom = gap.bottom,
            .price = price,
            .measure = height,
            .confidence = clarity(height, tell.history.atr())});
}

bool FairValueGaps::qualifies(const History& history, Side side) const {
  const std::int64_t i = history.newest();
  const core::CandleF& before = history.at(i - 2);
  const core::CandleF& middle = history.at(i - 1);
  const core::CandleF& after = history.at(i);
  const bool up = side == Side::kBullish;
  const double height = up ? after.low - before.high : before.low - after.high;
  if (!(height > 0)) return false;
  if (settings_.least > 0 && !(history.atr() && height >= settings_.least * *history.atr())) return false;
  if (settings_.body == GapBody::kColor) return up ? middle.close > middle.open : middle.close < middle.open;
  return up ? middle.close > before.high : middle.close < before.low;
}

void FairValueGaps::look_for_new(const Telling& tell, Side side) {
  const History& history = tell.history;
  if (!qualifies(history, side)) return;
  const std::int64_t i = history.newest();
  const bool up = side == Side::kBullish;
  auto& open = open_[static_cast<std::size_t>(side)];
  Gap gap{.from = history.moment(i - 1),
          .at = history.moment(i - 1),
          .top = up ? history.at(i).low : history.at(i - 2).low,
          .bottom = up ? history.at(i - 2).high : history.at(i).high};
  if (settings_.join == JoinGaps::kJoin && !open.empty() && open.back().at.index == i - 2) {
    Gap& joined = open.back();
    joined.at = gap.at;
    joined.top = std::max(joined.top, gap.top);
    joined.bottom = std::min(joined.bottom, gap.bottom);
    say(tell, State::kExtended, side, joined, joined.at, history.last().close);
    return;
  }
  gap.id = ++gaps_;
  say(tell, State::kFormed, side, gap, gap.at, history.last().close);
  const auto oldest = open.push(gap);
  if (oldest) say(tell, State::kExpired, side, *oldest, history.now(), history.last().close);
}

bool FairValueGaps::reached(const core::CandleF& candle, const Gap& gap, Side side) const {
  const bool up = side == Side::kBullish;
  switch (settings_.mitigation) {
    case Mitigation::kTouch:
      return up ? candle.low <= gap.top : candle.high >= gap.bottom;
    case Mitigation::kHalf: {
      const double half = gap.bottom + (gap.top - gap.bottom) / 2;
      return up ? candle.low <= half : candle.high >= half;
    }
    case Mitigation::kFull:
      break;
  }
  return up ? candle.low <= gap.bottom : candle.high >= gap.top;
}

void FairValueGaps::mitigate(const Telling& tell, Side side) {
  auto& open = open_[static_cast<std::size_t>(side)];
  const core::CandleF& candle = tell.history.last();
  const std::int64_t newest = tell.history.newest();
  // The gap that this candle completes begins to count with the next one.
  std::size_t kept = 0;
  while (open.size() > kept) {
    const std::size_t nearest = open.size() - 1 - kept;
    const Gap& gap = open[nearest];
    if (gap.at.index + 1 == newest) {
      kept = 1;
      continue;
    }
    if (!reached(candle, gap, side)) return;
    say(tell, State::kMitigated, side, gap, tell.history.now(), side == Side::kBullish ? candle.low : candle.high);
    open.erase(nearest);
  }
}

void FairValueGaps::update(const Telling& tell) {
  if (tell.history.count() < 3) return;
  for (const Side side : {Side::kBullish, Side::kBearish}) {
    look_for_new(tell, side);
    if (!open_[static_cast<std::size_t>(side)].empty()) mitigate(tell, side);
  }
}

}  // namespace tidemark::analysis::structure
