#include "analysis/structure/abc.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::structure {

void AbcPatterns::say(const Telling& tell, State state, const Pattern& pattern, Moment at) {
  tell.say({.kind = Kind::kAbcPattern,
            .state = state,
            .side = pattern.rising() ? Side::kBullish : Side::kBearish,
            .id = pattern.id,
            .origin = pattern.swing,
            .from = pattern.a_at,
            .at = at,
            .top = std::max(pattern.b, pattern.c),
            .bottom = std::min(pattern.b, pattern.c),
            .price = pattern.target(),
            .measure = pattern.share(),
            .confidence = clarity(std::fabs(pattern.b - pattern.a), tell.history.atr())});
}

bool AbcPatterns::ended(const Telling& tell, Pattern& pattern) const {
  const core::CandleF& candle = tell.history.last();
  const bool rising = pattern.rising();
  const Moment now = tell.history.now();
  if (rising ? candle.low < pattern.c : candle.high > pattern.c) {
    say(tell, State::kInvalidated, pattern, now);
    return true;
  }
  if (!pattern.confirmed && (rising ? candle.close > pattern.b : candle.close < pattern.b)) {
    pattern.confirmed = true;
    say(tell, State::kConfirmed, pattern, now);
  }
  if (pattern.confirmed && (rising ? candle.high >= pattern.target() : candle.low <= pattern.target())) {
    say(tell, State::kCompleted, pattern, now);
    return true;
  }
  if (now.index - pattern.c_at.index <= settings_.expiry) return false;
  say(tell, State::kExpired, pattern, now);
  return true;
}

void AbcPatterns::take(const Telling& tell, const Swing& c) {
  if (!a_ || !b_) return;
  Pattern pattern{.swing = c.number, .a_at = a_->at, .c_at = c.at, .a = a_->price, .b = b_->price, .c = c.price};
  const bool fits = pattern.share() >= settings_.least_retracement && pattern.share() <= settings_.most_retracement;
  if (!fits) return;
  pattern.id = ++said_;
  say(tell, State::kFormed, pattern, c.at);
  const auto oldest = open_.push(pattern);
  if (oldest) say(tell, State::kExpired, *oldest, tell.history.now());
}

void AbcPatterns::update(const Telling& tell, const SwingTracker::Said& said) {
  open_.remove_if([&](Pattern& pattern) { return ended(tell, pattern); });
  for (const Swing& swing : said.span()) {
    if (swing.stage == SwingStage::kConfirmed) {
      a_ = b_;
      b_ = swing;
    } else {
      take(tell, swing);
    }
  }
}

void AbcPatterns::save(core::ByteWriter& out) const {
  save_swing(a_, out);
  save_swing(b_, out);
  snapshot_detail::save(open_, out);
  out.put(said_);
}

bool AbcPatterns::load(core::ByteReader& in) {
  if (!load_swing(a_, in) || !load_swing(b_, in) || !snapshot_detail::load(open_, in)) return false;
  said_ = in.get<std::uint64_t>();
  return in.ok();
}

}  // namespace tidemark::analysis::structure
