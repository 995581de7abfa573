#include "decision/readings.hpp"

#include <algorithm>
#include <limits>

namespace tidemark::decision {
namespace {

constexpr double kBreakHalf = 50;
constexpr double kSweepHalf = 10;

/// The nearest pools on both sides.
double draw_of(const TimeframeEvidence& evidence, double price) {
  // No branch on where a pool lies: it cannot be predicted.
  constexpr double kNone = std::numeric_limits<double>::infinity();
  double above = kNone;
  double below = kNone;
  for (const KnownLevel& pool : evidence.pools()) {
    const double distance = pool.price - price;
    above = std::min(above, distance > 0 ? distance : kNone);
    below = std::min(below, distance < 0 ? -distance : kNone);
  }
  if (above < kNone && below < kNone) return (below - above) / (below + above);
  constexpr double kOneSided = 0.5;
  return above < kNone ? kOneSided : below < kNone ? -kOneSided : 0;
}

}  // namespace

Part structure_of(const TimeframeEvidence& evidence, core::Timestamp now) {
  Part part{.timeframe = evidence.timeframe(), .known = evidence.trend_known() || evidence.last_break().has_value()};
  part.value = 0.6 * sign_of(evidence.trend());
  if (const auto& last = evidence.last_break()) {
    part.value += 0.4 * sign_of(last->side) * freshness_of(evidence.age(last->known_at, now), kBreakHalf);
  }
  return part;
}

Part momentum_of(const TimeframeEvidence& evidence) {
  const auto& momentum = evidence.momentum();
  return {.timeframe = evidence.timeframe(),
          .known = momentum.has_value(),
          .value = momentum ? std::clamp(momentum->score, -1.0, 1.0) : 0};
}

Part liquidity_of(const TimeframeEvidence& evidence, double price, core::Timestamp now) {
  Part part{.timeframe = evidence.timeframe()};
  const auto& sweep = evidence.last_sweep();
  part.known = sweep.has_value() || !evidence.pools().empty();
  part.value = 0.4 * draw_of(evidence, price);
  if (sweep) {
    const double turned = sweep->reclaimed ? 1 : -0.5;
    part.value += 0.6 * turned * sign_of(sweep->side) * freshness_of(evidence.age(sweep->known_at, now), kSweepHalf);
  }
  return part;
}

Reading reading_of(Component component, double weight, const Part& longer, const Part& shorter) {
  constexpr double kLonger = 0.6;
  constexpr double kShorter = 0.4;
  Reading reading{.component = component, .parts = {longer, shorter}, .weight = weight};
  reading.known = longer.known || shorter.known;
  if (longer.known && shorter.known) {
    reading.value = kLonger * longer.value + kShorter * shorter.value;
  } else {
    reading.value = longer.known ? longer.value : shorter.known ? shorter.value : 0;
  }
  reading.contribution = weight * reading.value;
  return reading;
}

}  // namespace tidemark::decision
