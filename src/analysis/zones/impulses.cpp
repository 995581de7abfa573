#include "analysis/zones/impulses.hpp"

#include <cmath>

namespace tidemark::analysis::zones {
namespace {

using structure::beyond;
using structure::End;
using structure::price_at;

double edge(const Base& base, End end) {
  return end == End::kHigh ? base.high : base.low;
}

}  // namespace

double ImpulseFinder::level_of(const Base& base, End end) const {
  const double own = edge(base, end);
  const auto i = static_cast<std::size_t>(end);
  const bool farther = fractal_known_[i] && beyond(end, fractal_[i], own);
  return settings_.breakout_confirmation == BreakoutLevel::kFractal && farther ? fractal_[i] : own;
}

bool ImpulseFinder::step(const core::CandleF& candle, const Leaving& leaving, End end, Way& way) const {
  if (way.dead) return false;
  const Base& base = leaving.base;
  if (beyond(opposite(end), candle.close, edge(base, opposite(end)))) {
    way.dead = true;
    return false;
  }
  const double body = end == End::kHigh ? candle.close - candle.open : candle.open - candle.close;
  way.with += body > 0 ? 1 : 0;
  const double reached = price_at(candle, end);
  if (leaving.candles == 1 || beyond(end, reached, way.extreme)) way.extreme = reached;
  const bool closes_beyond =
      settings_.breakout_confirmation == BreakoutLevel::kNone || beyond(end, candle.close, way.level);
  if (closes_beyond && body > settings_.momentum_threshold * (candle.high - candle.low)) way.broke = true;
  const double left = end == End::kHigh ? way.extreme - base.high : base.low - way.extreme;
  return way.broke && leaving.candles >= settings_.min_move_candles && left > settings_.move_threshold * base.atr &&
         way.with >= settings_.momentum_threshold * leaving.candles;
}

ImpulseFinder::Found ImpulseFinder::update(const History& history, const std::optional<Base>& base,
                                           const structure::FractalHits& fractals) {
  for (const End end : {End::kHigh, End::kLow}) {
    if (!(end == End::kHigh ? fractals.high : fractals.low)) continue;
    fractal_known_[static_cast<std::size_t>(end)] = true;
    fractal_[static_cast<std::size_t>(end)] = price_at(history.at(fractals.at.index), end);
  }
  if (base) {
    Leaving leaving{.base = *base};
    leaving.ways[0].level = level_of(*base, End::kHigh);
    leaving.ways[1].level = level_of(*base, End::kLow);
    leaving_.push(leaving);
  }
  Found found;
  const core::CandleF& candle = history.last();
  leaving_.remove_if([&](Leaving& leaving) {
    ++leaving.candles;
    leaving.volume += candle.volume;
    for (const End end : {End::kHigh, End::kLow}) {
      Way& way = leaving.ways[static_cast<std::size_t>(end)];
      if (!step(candle, leaving, end, way)) continue;
      if (found.count == found.impulses.size()) return true;
      const Base& left = leaving.base;
      const double distance = end == End::kHigh ? way.extreme - left.high : left.low - way.extreme;
      found.impulses[found.count++] = {.base = left,
                                       .up = end == End::kHigh,
                                       .from = history.moment(left.to.index + 1),
                                       .to = history.now(),
                                       .magnitude = distance / left.atr,
                                       .momentum = static_cast<double>(way.with) / leaving.candles,
                                       .volume = leaving.volume / leaving.candles};
      return true;
    }
    return leaving.candles >= settings_.max_move_candles || (leaving.ways[0].dead && leaving.ways[1].dead);
  });
  return found;
}

}  // namespace tidemark::analysis::zones
