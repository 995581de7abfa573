#include "analysis/structure/levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tidemark::analysis::structure {
namespace {

void say(const Telling& tell, State state, const Level& level, double price) {
  if (level.id == 0) return;
  const bool touched = state == State::kFormed || state == State::kExtended;
  tell.say({.kind = Kind::kSupportResistance,
            .state = state,
            .side = level.side,
            .id = level.id,
            .from = level.first,
            .at = touched ? level.last : tell.history.now(),
            .top = level.top,
            .bottom = level.bottom,
            .price = price,
            .measure = static_cast<double>(level.touches),
            .confidence = level.strength()});
}

}  // namespace

void Levels::touch(const Telling& tell, const Swing& swing) {
  const double tolerance = settings_.tolerance * tell.history.atr().value_or(0);
  const auto distance = [&swing](const Level& level) { return std::fabs(level.price - swing.price); };
  const auto nearest = std::ranges::min_element(levels_, {}, distance);
  if (nearest == levels_.end() || distance(*nearest) > tolerance) {
    const auto oldest = levels_.push({.side = side_of(swing.end),
                                      .first = swing.at,
                                      .last = swing.at,
                                      .sum = swing.price,
                                      .top = swing.price,
                                      .bottom = swing.price,
                                      .tolerance = tolerance,
                                      .touches = 1,
                                      .price = swing.price});
    if (oldest) say(tell, State::kExpired, *oldest, oldest->price);
    return;
  }
  Level& level = *nearest;
  level.last = swing.at;
  level.sum += swing.price;
  level.touches += 1;
  level.price = level.sum / level.touches;
  level.top = std::max(level.top, swing.price);
  level.bottom = std::min(level.bottom, swing.price);
  level.tolerance = tolerance;
  level.side = tell.history.last().close >= level.price ? Side::kBullish : Side::kBearish;
  const bool is_new = level.id == 0;
  if (is_new) level.id = ++said_;
  say(tell, is_new ? State::kFormed : State::kExtended, level, level.price);
}

void Levels::renew_calm() {
  calm_ = {.until = std::numeric_limits<std::int64_t>::max()};
  for (const Level& level : levels_) {
    const double price = level.price;
    if (level.side == Side::kBullish) {
      const double below = price - level.tolerance;
      calm_.below = calm_.has_below ? std::max(calm_.below, below) : below;
      calm_.has_below = true;
    } else {
      const double above = price + level.tolerance;
      calm_.above = calm_.has_above ? std::min(calm_.above, above) : above;
      calm_.has_above = true;
    }
    calm_.until = std::min(calm_.until, level.last.index + settings_.expiry);
  }
}

void Levels::watch(const Telling& tell) {
  const double close = tell.history.last().close;
  const std::int64_t newest = tell.history.newest();
  const bool moved = (calm_.has_above && close > calm_.above) || (calm_.has_below && close < calm_.below);
  if (!moved && newest <= calm_.until) return;
  for (Level& level : levels_) {
    const double price = level.price;
    const bool support = level.side == Side::kBullish;
    if (support ? close >= price - level.tolerance : close <= price + level.tolerance) continue;
    say(tell, State::kBroken, level, price);
    level.side = support ? Side::kBearish : Side::kBullish;
  }
  levels_.remove_if([&](const Level& level) {
    if (newest - level.last.index <= settings_.expiry) return false;
    say(tell, State::kExpired, level, level.price);
    return true;
  });
  renew_calm();
}

void Levels::update(const Telling& tell, const SwingTracker::Said& said) {
  watch(tell);
  for (const Swing& swing : said.span()) {
    if (swing.stage != SwingStage::kConfirmed) continue;
    touch(tell, swing);
    renew_calm();
  }
}

}  // namespace tidemark::analysis::structure
