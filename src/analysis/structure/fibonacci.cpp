#include "analysis/structure/fibonacci.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::structure {
namespace {

void say(const Telling& tell, State state, const Fibonacci::Leg& leg, Moment at, double price, std::size_t part = 0) {
  const double length = std::fabs(leg.end - leg.start);
  tell.say({.kind = Kind::kFibonacci,
            .state = state,
            .side = leg.rising() ? Side::kBullish : Side::kBearish,
            .part = static_cast<std::uint8_t>(part),
            .id = leg.id,
            .origin = leg.swing,
            .from = leg.start_at,
            .at = at,
            .top = std::max(leg.start, leg.end),
            .bottom = std::min(leg.start, leg.end),
            .price = price,
            .measure = length,
            .confidence = clarity(length, tell.history.atr())});
}

}  // namespace

void Fibonacci::step(const Telling& tell, std::int64_t index, Leg& leg) {
  if (!leg.active) return;
  const core::CandleF& candle = tell.history.at(index);
  const bool rising = leg.rising();
  const double back = rising ? candle.low : candle.high;
  const double on = rising ? candle.high : candle.low;
  const Moment at = tell.history.moment(index);
  const std::uint8_t reached_back = leg.back;
  while (leg.back < kRetracementRatios) {
    const double price = fibonacci_price(leg.start, leg.end, leg.back);
    if (rising ? back > price : back < price) break;
    ++leg.back;
  }
  if (rising ? back < leg.start : back > leg.start) {
    leg.active = false;
    say(tell, State::kInvalidated, leg, at, leg.start);
    return;
  }
  if (leg.back != reached_back) {
    const std::size_t deepest = leg.back - 1U;
    say(tell, State::kTested, leg, at, fibonacci_price(leg.start, leg.end, deepest), deepest);
  }
  const std::uint8_t reached_on = leg.on;
  while (leg.on < kFibonacciRatios.size()) {
    const double price = fibonacci_price(leg.start, leg.end, leg.on);
    if (rising ? on < price : on > price) break;
    ++leg.on;
  }
  if (leg.on == reached_on) return;
  const std::size_t farthest = leg.on - 1U;
  leg.active = leg.on < kFibonacciRatios.size();
  say(tell, leg.active ? State::kTested : State::kCompleted, leg, at, fibonacci_price(leg.start, leg.end, farthest),
      farthest);
}

void Fibonacci::begin(const Telling& tell, const Swing& start, const Swing& end) {
  const bool extends = legs_[0].swing == end.number;
  const std::uint64_t id = extends ? legs_[0].id : ++said_;
  if (!extends) {
    if (legs_[1].active) say(tell, State::kExpired, legs_[1], tell.history.now(), tell.history.last().close);
    legs_[1] = legs_[0];
  }
  legs_[0] = {.active = true,
              .id = id,
              .swing = end.number,
              .start_at = start.at,
              .end_at = end.at,
              .start = start.price,
              .end = end.price};
  say(tell, extends ? State::kExtended : State::kFormed, legs_[0], end.at, end.price);
  for (std::int64_t i = end.at.index + 1; i <= tell.history.newest(); ++i) step(tell, i, legs_[0]);
}

void Fibonacci::update(const Telling& tell, const SwingTracker::Said& said, const SwingTracker& swings) {
  for (Leg& leg : legs_) step(tell, tell.history.newest(), leg);
  for (const Swing& swing : said.span()) {
    const auto& start = swings.confirmed();
    if (swing.stage == SwingStage::kConfirmed || !start || start->price == swing.price) continue;
    begin(tell, *start, swing);
  }
}

}  // namespace tidemark::analysis::structure
