#include "analysis/kernel/parabolic_sar.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/kernel/answer.hpp"

namespace tidemark::analysis {
namespace {

ParabolicSar::Side held(ParabolicSar::Side side) {
  return {.start = std::min(side.start, side.max), .step = std::min(side.step, side.max), .max = side.max};
}

}  // namespace

ParabolicSar::ParabolicSar(Limits limits) : limits_{limits} {
  limits_.rising = held(limits.rising);
  limits_.falling = held(limits.falling);
}

void ParabolicSar::begin(double high, double low) {
  const double down = low_ - low;
  const bool falls = down > 0 && high - high_ < down;
  rises_ = limits_.start_value == 0 ? !falls : limits_.start_value > 0;
  extreme_ = rises_ ? high : low;
  stop_ = limits_.start_value == 0 ? (rises_ ? low_ : high_) : std::fabs(limits_.start_value);
  acceleration_ = side().start;
  // TA-Lib begins with the second candle as the one before it, too.
  high_ = high;
  low_ = low;
}

double ParabolicSar::clear_of_candles(double stop, double high, double low) const {
  return rises_ ? std::min({stop, low_, low}) : std::max({stop, high_, high});
}

ParabolicSar::Stop ParabolicSar::turn(double high, double low) {
  rises_ = !rises_;
  stop_ = clear_of_candles(extreme_, high, low);
  if (limits_.offset_on_reverse != 0.0) stop_ += (rises_ ? -stop_ : stop_) * limits_.offset_on_reverse;
  const Stop stop{stop_, trend()};
  acceleration_ = side().start;
  extreme_ = rises_ ? high : low;
  stop_ = clear_of_candles(stop_ + acceleration_ * (extreme_ - stop_), high, low);
  return stop;
}

ParabolicSar::Stop ParabolicSar::go_on(double high, double low) {
  const Stop stop{stop_, trend()};
  if (rises_ ? high > extreme_ : low < extreme_) {
    extreme_ = rises_ ? high : low;
    acceleration_ = std::min(acceleration_ + side().step, side().max);
  }
  stop_ = clear_of_candles(stop_ + acceleration_ * (extreme_ - stop_), high, low);
  return stop;
}

Answer<ParabolicSar::Stop> ParabolicSar::next(double high, double low) {
  if (seen_ == 0) {
    seen_ = 1;
    high_ = high;
    low_ = low;
    return std::nullopt;
  }
  if (seen_ == 1) {
    seen_ = 2;
    begin(high, low);
  }
  const Stop stop = (rises_ ? low <= stop_ : high >= stop_) ? turn(high, low) : go_on(high, low);
  high_ = high;
  low_ = low;
  return stop;
}

}  // namespace tidemark::analysis
