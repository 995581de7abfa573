#include "analysis/structure/labels.hpp"

namespace tidemark::analysis::structure {
namespace {

State state_of(SwingStage stage) {
  switch (stage) {
    case SwingStage::kFormed:
      return State::kFormed;
    case SwingStage::kExtended:
      return State::kExtended;
    case SwingStage::kConfirmed:
      break;
  }
  return State::kConfirmed;
}

}  // namespace

Label Labeler::label_of(const Swing& swing) const {
  const OfEnd& before = ends_[static_cast<std::size_t>(swing.end)];
  if (!before.known) return Label::kNone;
  if (swing.end == End::kHigh) return swing.price > before.price ? Label::kHigherHigh : Label::kLowerHigh;
  return swing.price < before.price ? Label::kLowerLow : Label::kHigherLow;
}

void Labeler::judge_trend(const Telling& tell, const Swing& swing) {
  const Label high = ends_[static_cast<std::size_t>(End::kHigh)].newest;
  const Label low = ends_[static_cast<std::size_t>(End::kLow)].newest;
  Side trend = Side::kNeutral;
  if (high == Label::kHigherHigh && low == Label::kHigherLow) trend = Side::kBullish;
  if (high == Label::kLowerHigh && low == Label::kLowerLow) trend = Side::kBearish;
  if (trend == trend_) return;
  trend_ = trend;
  tell.say({.kind = Kind::kTrend,
            .side = trend,
            .id = ++trends_,
            .origin = swing.number,
            .from = swing.at,
            .at = tell.history.now(),
            .top = swing.price,
            .bottom = swing.price,
            .price = swing.price,
            .measure = swing.leg,
            .confidence = clarity(swing.leg, tell.history.atr())});
}

void Labeler::update(const Telling& tell, const SwingTracker::Said& said) {
  for (const Swing& swing : said.span()) {
    OfEnd& of_end = ends_[static_cast<std::size_t>(swing.end)];
    const Label label = label_of(swing);
    tell.say({.kind = Kind::kSwing,
              .state = state_of(swing.stage),
              .side = side_of(swing.end),
              .label = label,
              .id = swing.number,
              .from = swing.at,
              .at = swing.at,
              .top = swing.price,
              .bottom = swing.price,
              .price = swing.price,
              .measure = swing.leg,
              .confidence = clarity(swing.leg, tell.history.atr())});
    of_end.newest = label;
    if (swing.stage == SwingStage::kConfirmed) {
      of_end.known = true;
      of_end.price = swing.price;
    } else {
      judge_trend(tell, swing);
    }
  }
}

}  // namespace tidemark::analysis::structure
