#include "analysis/structure/liquidity.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::structure {
namespace {

double sweep_price(End end, double level, double range) {
  return end == End::kHigh ? level + range : level - range;
}

}  // namespace

void Liquidity::say(const Telling& tell, State state, End end, const Pool& pool, Moment at) {
  Event event{.kind = Kind::kLiquidityPool,
              .state = state,
              .side = side_of(end),
              .id = pool.id,
              .origin = pool.swing,
              .from = pool.from,
              .at = at,
              .top = pool.top,
              .bottom = pool.bottom,
              .price = pool.sum / pool.members,
              .measure = static_cast<double>(pool.members),
              .confidence = 1 - 1 / static_cast<double>(pool.members)};
  if (state == State::kMitigated) {
    event.part = pool.reclaimed ? 1 : 0;
    event.price = pool.swept_price;
  }
  tell.say(event);
}

bool Liquidity::step(const History& history, std::int64_t index, End end, Pool& pool) {
  if (pool.swept) return false;
  const core::CandleF& candle = history.at(index);
  const double reached = price_at(candle, end);
  if (beyond(end, sweep_price(end, pool.level, pool.range), reached)) return false;
  pool.swept = true;
  pool.swept_at = history.moment(index);
  pool.swept_price = reached;
  pool.reclaimed = !beyond(end, candle.close, pool.level);
  return true;
}

Liquidity::Pool Liquidity::open(const History& history, const Swing& swing) const {
  Pool pool{.there = true,
            .swing = swing.number,
            .from = swing.at,
            .last = swing.at,
            .level = swing.price,
            .range = settings_.range > 0 ? settings_.range : settings_.atr_multiple * history.atr().value_or(0),
            .sum = swing.price,
            .top = swing.price,
            .bottom = swing.price};
  const std::int64_t first = std::max(swing.at.index + 1, history.oldest());
  for (std::int64_t i = first; i <= history.newest(); ++i) step(history, i, swing.end, pool);
  return pool;
}

void Liquidity::note_near(End end, OfEnd& of_end, const Pool& pool) {
  if (pool.swept) return;
  const double price = sweep_price(end, pool.level, pool.range);
  if (!of_end.nearest_known || beyond(end, of_end.nearest, price)) of_end.nearest = price;
  of_end.nearest_known = true;
}

void Liquidity::renew_nearest(End end, OfEnd& of_end) {
  of_end.nearest_known = false;
  for (const Pool& pool : of_end.pools) note_near(end, of_end, pool);
}

void Liquidity::sweep(const Telling& tell, End end) {
  OfEnd& of_end = ends_[static_cast<std::size_t>(end)];
  const std::int64_t newest = tell.history.newest();
  if (of_end.current.there) step(tell.history, newest, end, of_end.current);
  if (!of_end.nearest_known || beyond(end, of_end.nearest, price_at(tell.history.last(), end))) return;
  of_end.nearest_known = false;
  for (Pool& pool : of_end.pools) {
    if (step(tell.history, newest, end, pool) && pool.id != 0) say(tell, State::kMitigated, end, pool, pool.swept_at);
    note_near(end, of_end, pool);
  }
}

void Liquidity::settle(const Telling& tell, End end) {
  OfEnd& of_end = ends_[static_cast<std::size_t>(end)];
  const Pool final = of_end.current;
  of_end.current = {};
  // No later swing can come before these were swept.
  of_end.pools.remove_if([&](const Pool& pool) { return pool.swept && pool.swept_at.index <= final.from.index; });
  const auto home = std::ranges::find_if(of_end.pools, [&](const Pool& pool) {
    return final.level >= pool.level - pool.range && final.level <= pool.level + pool.range;
  });
  if (home == of_end.pools.end()) {
    const auto oldest = of_end.pools.push(final);
    if (oldest && oldest->id != 0) say(tell, State::kExpired, end, *oldest, tell.history.now());
    // Those dropped above were swept, and so were not the nearest.
    if (oldest) {
      renew_nearest(end, of_end);
    } else {
      note_near(end, of_end, final);
    }
    return;
  }
  home->last = final.from;
  home->sum += final.level;
  home->members += 1;
  home->top = std::max(home->top, final.level);
  home->bottom = std::min(home->bottom, final.level);
  if (home->id != 0) {
    say(tell, State::kExtended, end, *home, home->last);
    return;
  }
  home->id = ++pools_;
  say(tell, State::kFormed, end, *home, home->last);
  if (home->swept) say(tell, State::kMitigated, end, *home, home->swept_at);
}

void Liquidity::update(const Telling& tell, const SwingTracker::Said& said) {
  for (const End end : {End::kHigh, End::kLow}) sweep(tell, end);
  for (const Swing& swing : said.span()) {
    OfEnd& of_end = ends_[static_cast<std::size_t>(swing.end)];
    // The series' first candle is final without having been current.
    if (swing.stage != SwingStage::kConfirmed || !of_end.current.there) of_end.current = open(tell.history, swing);
    if (swing.stage == SwingStage::kConfirmed) settle(tell, swing.end);
  }
}

}  // namespace tidemark::analysis::structure
