#include "analysis/chart_patterns/life.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::chart_patterns {
namespace {

constexpr double kPercentMax = 99;  // of a pattern that has not broken out
constexpr double kStep = 10;
constexpr std::int64_t kOutcomeMin = 10;

const Line& boundary_of(const Shape& shape, Side side) {
  return side == Side::kBullish ? shape.upper : shape.lower;
}
Side other(Side side) {
  return side == Side::kBullish ? Side::kBearish : Side::kBullish;
}

/// Whether the second half of the formation traded less than the first.
bool dried_up(const structure::History& history, std::int64_t from, std::int64_t to) {
  from = std::max(from, history.oldest());
  const std::int64_t half = (to - from + 1) / 2;
  double first = 0;
  double second = 0;
  for (std::int64_t i = 0; i < half; ++i) {
    first += history.at(from + i).volume;
    second += history.at(to - i).volume;
  }
  return second < first;
}

}  // namespace

double Today::mean_volume() const {
  const std::int64_t from = std::max(history.oldest(), index() - settings.volume_period);
  double sum = 0;
  for (std::int64_t i = from; i < index(); ++i) sum += history.at(i).volume;
  return from < index() ? sum / static_cast<double>(index() - from) : 0;
}

Life::Life(const Shape& shape, Scale scale, std::uint64_t last_swing, const Today& today) : last_swing_{last_swing} {
  pattern_.shape = shape;
  pattern_.scale = scale;
  pattern_.began = pattern_.known = today.history.now();
  pattern_.atr = today.atr();
  pattern_.regime = today.regime;
  progress(today);
  look_ahead(today);
}

Said Life::step(const Today& today) {
  return pattern_.state == State::kForming ? step_forming(today) : step_complete(today);
}

Said Life::reshape(const Shape& shape, std::uint64_t last_swing, const Today& today) {
  const bool same_anchors = shape.in_place == pattern_.shape.in_place && last_swing == last_swing_;
  pattern_.shape = shape;
  last_swing_ = last_swing;
  const Said progressed = progress(today);
  if (same_anchors && progressed == Said::kNothing) return Said::kNothing;
  look_ahead(today);
  return Said::kNews;
}

void Life::lose_shape(const Today& today) {
  end(State::kFailed, Reason::kReshaped, today);
}

Side Life::side_beyond(const Today& today) const {
  const double margin = today.settings.break_margin * today.atr();
  const Side expected = info_of(pattern_.kind()).side;
  const double close = today.candle().close;
  const Shape& shape = pattern_.shape;
  if (expected != Side::kBearish && close > shape.upper.at(today.index()) + margin) return Side::kBullish;
  if (expected != Side::kBullish && close < shape.lower.at(today.index()) - margin) return Side::kBearish;
  return Side::kNone;
}

bool Life::invalidated(const Today& today) const {
  const Side expected = info_of(pattern_.kind()).side;
  if (expected == Side::kNone) return false;
  const double close = today.candle().close;
  const Shape& shape = pattern_.shape;
  const double margin = shape.stop ? 0 : today.settings.break_margin * today.atr();
  const double limit = shape.stop ? *shape.stop : boundary_of(shape, other(expected)).at(today.index());
  return expected == Side::kBullish ? close < limit - margin : close > limit + margin;
}

Said Life::step_forming(const Today& today) {
  if (invalidated(today)) return end(State::kFailed, Reason::kInvalidated, today);
  const Side side = side_beyond(today);
  const Shape& shape = pattern_.shape;
  if (side == Side::kNone || (beyond_since_ && side != beyond_side_)) beyond_since_.reset();
  if (side == Side::kNone) {
    if (today.index() >= shape.expires) return end(State::kExpired, Reason::kTooLate, today);
    const Said progressed = progress(today);
    if (progressed == Said::kNews) look_ahead(today);
    return progressed;
  }
  if (!shape.whole_from || today.index() < *shape.whole_from) return end(State::kFailed, Reason::kBrokeEarly, today);
  if (!beyond_since_) beyond_since_ = today.index();
  beyond_side_ = side;
  const double mean = today.mean_volume();
  if (mean == 0 || today.candle().volume >= today.settings.volume_multiple * mean) return break_out(side, today);
  if (today.index() - *beyond_since_ < today.settings.confirm_candles) return Said::kNothing;
  return end(State::kFailed, Reason::kUnconfirmed, today);
}

Said Life::break_out(Side side, const Today& today) {
  Shape& shape = pattern_.shape;
  const double boundary = boundary_of(shape, side).at(today.index());
  const double opposite = boundary_of(shape, other(side)).at(today.index());
  pattern_.breakout =
      Breakout{.side = side,
               .at = today.history.now(),
               .close = today.candle().close,
               .boundary = boundary,
               .atr = today.atr(),
               .volume_confirmation = confidence::volume_confirmation(today.candle().volume, today.mean_volume()),
               .volume_dried = dried_up(today.history, shape.anchors.front().at.index, today.index() - 1)};
  pattern_.target = boundary + confidence::sign_of(side) * shape.height;
  pattern_.invalidation = shape.stop.value_or(opposite);
  pattern_.completion = 100;
  pattern_.outcome.state = OutcomeState::kOpen;
  pattern_.regime = today.regime;
  return end(State::kComplete, Reason::kNone, today);
}

Said Life::step_complete(const Today& today) {
  const Breakout& out = *pattern_.breakout;
  const core::CandleF& candle = today.candle();
  Outcome& outcome = pattern_.outcome;
  const bool up = out.side == Side::kBullish;
  outcome.candles = today.index() - out.at.index;
  outcome.favorable = std::max(outcome.favorable, up ? candle.high - out.close : out.close - candle.low);
  outcome.adverse = std::max(outcome.adverse, up ? out.close - candle.low : candle.high - out.close);
  const std::int64_t wait =
      std::max(kOutcomeMin,
               static_cast<std::int64_t>(today.settings.outcome_wait * static_cast<double>(pattern_.shape.length())));
  if (up ? candle.low <= *pattern_.invalidation : candle.high >= *pattern_.invalidation) {
    outcome.state = OutcomeState::kFailed;
  } else if (up ? candle.high >= *pattern_.target : candle.low <= *pattern_.target) {
    outcome.state = OutcomeState::kHit;
  } else if (outcome.candles >= wait) {
    outcome.state = OutcomeState::kTimedOut;
  } else {
    return Said::kNothing;
  }
  pattern_.known = today.history.now();
  return Said::kNews;
}

Said Life::end(State state, Reason reason, const Today& today) {
  pattern_.state = state;
  pattern_.reason = reason;
  for (Line* line : {&pattern_.shape.upper, &pattern_.shape.lower}) {
    line->to = {today.history.now(), line->at(today.index())};
  }
  pattern_.known = today.history.now();
  return Said::kNews;
}

/// Completion so far; news when it reaches a further step.
Said Life::progress(const Today& today) {
  const Shape& shape = pattern_.shape;
  const double upper = shape.upper.at(today.index());
  const double width = upper - shape.lower.at(today.index());
  const double below = width > 0 ? std::clamp((upper - today.candle().close) / width, 0.0, 1.0) : 0;
  const Side expected = info_of(shape.kind).side;
  const double way = expected == Side::kBearish   ? below
                     : expected == Side::kBullish ? 1 - below
                                                  : std::max(below, 1 - below);
  const double before = pattern_.completion;
  const double now = 100 * (static_cast<double>(shape.in_place) + way) / static_cast<double>(shape.needed + 1);
  pattern_.completion = std::max(before, std::min(now, kPercentMax));
  return std::floor(pattern_.completion / kStep) > std::floor(before / kStep) ? Said::kNews : Said::kNothing;
}

/// What is about to be said of a forming pattern, as of today.
void Life::look_ahead(const Today& today) {
  const Shape& shape = pattern_.shape;
  for (Line* line : {&pattern_.shape.upper, &pattern_.shape.lower}) {
    line->to = {today.history.now(), line->at(today.index())};
  }
  pattern_.known = today.history.now();
  const Side expected = info_of(shape.kind).side;
  if (expected == Side::kNone) return;
  pattern_.target = boundary_of(shape, expected).at(today.index()) + confidence::sign_of(expected) * shape.height;
  pattern_.invalidation = shape.stop.value_or(boundary_of(shape, other(expected)).at(today.index()));
}

bool Life::valid() const {
  const bool sides = beyond_side_ >= Side::kBearish && beyond_side_ <= Side::kBullish;
  const bool enums = pattern_.state <= State::kExpired && pattern_.reason <= Reason::kTooLate &&
                     pattern_.scale <= Scale::kMinor && pattern_.outcome.state <= OutcomeState::kTimedOut;
  const bool regime = !pattern_.regime || std::abs(pattern_.regime->trend) <= 1;
  const bool complete = pattern_.state == State::kComplete;
  const bool out = complete == pattern_.breakout.has_value() &&
                   (!complete || (pattern_.target && pattern_.invalidation && pattern_.breakout->side != Side::kNone));
  return sides && enums && regime && out;
}

bool Life::lies_before(std::int64_t newest) const {
  constexpr std::int64_t kAhead = 1'000'000;  // more than any pattern waits
  const auto known = [newest](const Moment& at) { return at.index >= 0 && at.index <= newest; };
  const auto near = [newest](std::int64_t index) { return index >= 0 && index <= newest + kAhead; };
  const Shape& shape = pattern_.shape;
  for (const Anchor& anchor : shape.anchors.items()) {
    if (!known(anchor.at)) return false;
  }
  for (const Line* line : {&shape.upper, &shape.lower}) {
    if (!known(line->from.at) || !known(line->to.at)) return false;
  }
  const bool moments = known(pattern_.began) && known(pattern_.known) && near(shape.expires) &&
                       near(pattern_.outcome.candles) && (!pattern_.breakout || known(pattern_.breakout->at));
  return moments && near(shape.whole_from.value_or(0)) && near(beyond_since_.value_or(0));
}

}  // namespace tidemark::analysis::chart_patterns
