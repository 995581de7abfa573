#include "analysis/structure/order_blocks.hpp"

#include <algorithm>

namespace tidemark::analysis::structure {

void BlockSeed::consider(const History& history, std::int64_t index, End end, double volatile_range) {
  const core::CandleF& candle = history.at(index);
  const auto atr = history.atr_at(index);
  const bool exchanged = volatile_range > 0 && atr && candle.high - candle.low >= volatile_range * *atr;
  const double candidate = price_at(candle, exchanged ? end : opposite(end));
  if (known && beyond(opposite(end), price, candidate)) return;
  *this = {true, history.moment(index), candle.high, candle.low, candidate};
}

double volume_until(const History& history, std::int64_t index) {
  double volume = 0;
  for (std::int64_t i = index; i > index - 3 && i >= history.oldest(); --i) volume += history.at(i).volume;
  return volume;
}

bool follow(Block& block, const History& history, std::int64_t index, Side side, BlockMitigation by) {
  const core::CandleF& candle = history.at(index);
  const bool up = side == Side::kBullish;
  if (block.mitigated) {
    if (block.erased || !(up ? candle.high > block.top : candle.low < block.bottom)) return false;
    block.erased = true;
    block.erased_at = history.moment(index);
    return true;
  }
  const bool body = by == BlockMitigation::kBody;
  const bool through = up ? (body ? std::min(candle.open, candle.close) : candle.low) < block.bottom
                          : (body ? std::max(candle.open, candle.close) : candle.high) > block.top;
  if (!through) return false;
  block.mitigated = true;
  block.mitigated_at = history.moment(index);
  return true;
}

Event event_of(const Block& block, State state, Side side, const std::optional<double>& atr) {
  Event event{.kind = Kind::kOrderBlock,
              .state = state,
              .side = side,
              .id = block.id,
              .origin = block.swing,
              .from = block.at,
              .at = block.at,
              .top = block.top,
              .bottom = block.bottom,
              .price = side == Side::kBullish ? block.top : block.bottom,
              .measure = block.volume,
              .confidence = clarity(block.top - block.bottom, atr)};
  if (state == State::kMitigated) event.at = block.mitigated_at;
  if (state == State::kInvalidated) event.at = block.erased_at;
  return event;
}

void OrderBlocks::renew_calm(Side side) {
  Calm calm;
  for (const Block& block : open_[static_cast<std::size_t>(side)]) {
    // An unmitigated block waits for its far side, a mitigated one for its near side.
    if ((side == Side::kBullish) == block.mitigated) {
      calm.above = calm.has_above ? std::min(calm.above, block.top) : block.top;
      calm.has_above = true;
    } else {
      calm.below = calm.has_below ? std::max(calm.below, block.bottom) : block.bottom;
      calm.has_below = true;
    }
  }
  calm_[static_cast<std::size_t>(side)] = calm;
}

void OrderBlocks::follow_open(const Telling& tell, Side side) {
  if (calm_[static_cast<std::size_t>(side)].holds(tell.history.last())) return;
  auto& open = open_[static_cast<std::size_t>(side)];
  open.remove_if([&](Block& block) {
    if (!follow(block, tell.history, tell.history.newest(), side, settings_.mitigation)) return false;
    tell.say(event_of(block, block.erased ? State::kInvalidated : State::kMitigated, side, tell.history.atr()));
    return block.erased;
  });
  renew_calm(side);
}

void OrderBlocks::update(const Telling& tell, const SwingTracker::Said& said, const LastSwingBreaks::Broken& broken) {
  const History& history = tell.history;
  for (const Side side : {Side::kBullish, Side::kBearish}) follow_open(tell, side);
  for (const BrokenLevel& level : broken.span()) {
    const BlockSeed& seed = seeds_[static_cast<std::size_t>(level.end)];
    if (!seed.known) continue;
    const Side side = level.end == End::kHigh ? Side::kBullish : Side::kBearish;
    const Block block{.id = ++blocks_,
                      .swing = level.swing.number,
                      .at = seed.at,
                      .broke = history.now(),
                      .top = seed.top,
                      .bottom = seed.bottom,
                      .volume = volume_until(history, history.newest())};
    tell.say(event_of(block, State::kFormed, side, history.atr()));
    const auto oldest = open_[static_cast<std::size_t>(side)].push(block);
    if (oldest) tell.say(event_of(*oldest, State::kExpired, side, history.atr()));
    renew_calm(side);
  }
  for (const End end : {End::kHigh, End::kLow}) {
    BlockSeed& seed = seeds_[static_cast<std::size_t>(end)];
    if (seed.known) seed.consider(history, history.newest(), end, settings_.volatile_range);
  }
  for (const Swing& swing : said.span()) {
    if (swing.stage == SwingStage::kConfirmed) continue;
    BlockSeed& seed = seeds_[static_cast<std::size_t>(swing.end)];
    seed = {};
    for (std::int64_t i = swing.at.index + 1; i <= history.newest(); ++i) {
      seed.consider(history, i, swing.end, settings_.volatile_range);
    }
  }
}

}  // namespace tidemark::analysis::structure
