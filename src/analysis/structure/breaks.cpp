#include "analysis/structure/breaks.hpp"

#include <cmath>

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::analysis::structure {

LastSwingBreaks::Broken LastSwingBreaks::update(const Telling& tell, const SwingTracker::Said& said) {
  for (const Swing& swing : said.span()) {
    if (swing.stage != SwingStage::kConfirmed) levels_[static_cast<std::size_t>(swing.end)] = swing;
  }
  Broken broken;
  const core::CandleF& candle = tell.history.last();
  for (const End end : {End::kHigh, End::kLow}) {
    auto& level = levels_[static_cast<std::size_t>(end)];
    if (!level) continue;
    const double price = breaking_price(candle, end, by_);
    if (!beyond(end, price, level->price)) continue;
    const Side side = end == End::kHigh ? Side::kBullish : Side::kBearish;
    const bool changes = direction_ != Side::kNeutral && direction_ != side;
    direction_ = side;
    const double distance = std::fabs(price - level->price);
    tell.say({.kind = changes ? Kind::kChangeOfCharacter : Kind::kBreakOfStructure,
              .state = State::kBroken,
              .side = side,
              .id = ++counts_[changes ? 1 : 0],
              .origin = level->number,
              .from = level->at,
              .at = tell.history.now(),
              .top = level->price,
              .bottom = level->price,
              .price = level->price,
              .measure = distance,
              .confidence = clarity(distance, tell.history.atr())});
    broken.levels[broken.count++] = {end, *level, distance};
    level.reset();
  }
  return broken;
}

void LastSwingBreaks::save(core::ByteWriter& out) const {
  for (const auto& level : levels_) save_swing(level, out);
  out.put(direction_);
  for (const std::uint64_t count : counts_) out.put(count);
}

bool LastSwingBreaks::load(core::ByteReader& in) {
  for (auto& level : levels_) {
    if (!load_swing(level, in)) return false;
  }
  direction_ = in.get<Side>();
  for (std::uint64_t& count : counts_) count = in.get<std::uint64_t>();
  return in.ok() && direction_ <= Side::kNeutral;
}

}  // namespace tidemark::analysis::structure
