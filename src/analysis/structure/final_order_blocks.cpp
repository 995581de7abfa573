#include "analysis/structure/final_order_blocks.hpp"

#include <algorithm>

namespace tidemark::analysis::structure {
namespace {

/// The side of the block that a break at that end leaves.
Side side_behind(End end) {
  return end == End::kHigh ? Side::kBullish : Side::kBearish;
}

}  // namespace

void FinalOrderBlocks::step(const History& history, std::int64_t index, End end, Watch& watch) const {
  const Side side = side_behind(end);
  if (watch.broken) {
    follow(watch.block, history, index, side, settings_.mitigation);
    return;
  }
  if (!beyond(end, history.at(index).close, watch.level)) {
    watch.seed.consider(history, index, end, settings_.volatile_range);
    return;
  }
  watch.broken = true;
  watch.block = {.swing = watch.swing, .broke = history.moment(index), .volume = volume_until(history, index)};
  if (watch.seed.known) {
    watch.block.at = watch.seed.at;
    watch.block.top = watch.seed.top;
    watch.block.bottom = watch.seed.bottom;
  } else {
    const core::CandleF& before = history.at(index - 1);
    watch.block.at = history.moment(index - 1);
    watch.block.top = before.low;
    watch.block.bottom = before.high;
  }
}

FinalOrderBlocks::Watch FinalOrderBlocks::begin(const History& history, const Swing& swing) const {
  Watch watch{.there = true, .swing = swing.number, .at = swing.at, .level = swing.price, .seed = {}, .block = {}};
  // Of the series' first candle, which may be long ago, what history still holds.
  const std::int64_t first = std::max(swing.at.index, history.oldest()) + 1;
  for (std::int64_t i = first; i <= history.newest(); ++i) step(history, i, swing.end, watch);
  return watch;
}

void FinalOrderBlocks::take(const History& history, const SwingTracker::Said& said) {
  for (const Swing& swing : said.span()) {
    OfEnd& of_end = ends_[static_cast<std::size_t>(swing.end)];
    if (swing.stage != SwingStage::kConfirmed) {
      of_end.current = begin(history, swing);
      continue;
    }
    // The series' first candle is final without having been current.
    if (!of_end.current.there) of_end.current = begin(history, swing);
    of_end.final = of_end.current;
    of_end.current = {};
  }
}

void FinalOrderBlocks::publish(const Telling& tell, End end) {
  const Side side = side_behind(end);
  Watch& watch = ends_[static_cast<std::size_t>(end)].final;
  watch.there = false;
  Block& block = watch.block;
  block.id = ++blocks_;
  const auto& atr = tell.history.atr();
  tell.say(event_of(block, State::kFormed, side, atr));
  if (block.mitigated) tell.say(event_of(block, State::kMitigated, side, atr));
  if (block.erased) {
    tell.say(event_of(block, State::kInvalidated, side, atr));
    return;
  }
  const auto oldest = open_[static_cast<std::size_t>(side)].push(block);
  if (oldest) tell.say(event_of(*oldest, State::kExpired, side, atr));
}

void FinalOrderBlocks::say_when_certain(const Telling& tell, End end) {
  const OfEnd& of_end = ends_[static_cast<std::size_t>(end)];
  if (!of_end.final.there || !of_end.final.broken) return;
  const std::int64_t broke = of_end.final.block.broke.index;
  const bool all_shown = tell.history.newest() >= broke - 1 + right_;
  const bool none_between = !of_end.current.there || of_end.current.at.index >= broke;
  if (all_shown && none_between) publish(tell, end);
}

void FinalOrderBlocks::update(const Telling& tell, const SwingTracker::Said& said) {
  const History& history = tell.history;
  const std::int64_t newest = history.newest();
  for (const Side side : {Side::kBullish, Side::kBearish}) {
    open_[static_cast<std::size_t>(side)].remove_if([&](Block& block) {
      if (!follow(block, history, newest, side, settings_.mitigation)) return false;
      tell.say(event_of(block, block.erased ? State::kInvalidated : State::kMitigated, side, history.atr()));
      return block.erased;
    });
  }
  for (const End end : {End::kHigh, End::kLow}) {
    OfEnd& of_end = ends_[static_cast<std::size_t>(end)];
    if (of_end.final.there) step(history, newest, end, of_end.final);
    if (of_end.current.there) step(history, newest, end, of_end.current);
  }
  take(history, said);
  for (const End end : {End::kHigh, End::kLow}) say_when_certain(tell, end);
}

}  // namespace tidemark::analysis::structure
