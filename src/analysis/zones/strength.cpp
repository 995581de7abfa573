#include "analysis/zones/strength.hpp"

#include <algorithm>

namespace tidemark::analysis::zones {
namespace {

double capped(double part) {
  return std::clamp(part, 0.0, 1.0);
}

Formation formation_of(LegIn leg_in, bool up) {
  if (up) return leg_in == LegIn::kRally ? Formation::kRallyBaseRally : Formation::kDropBaseRally;
  return leg_in == LegIn::kRally ? Formation::kRallyBaseDrop : Formation::kDropBaseDrop;
}

}  // namespace

double strength_of(const Zone& zone, const ZoneSettings& settings) {
  const double span = settings.max_base_candles - settings.min_base_candles + 1.0;
  const double waited = static_cast<double>(zone.base_candles() - settings.min_base_candles);
  const double sum = 0.25 * capped(zone.magnitude / (2 * settings.move_threshold)) + 0.15 * capped(zone.momentum) +
                     0.15 * capped(zone.tightness) +
                     0.15 * capped(zone.volume_ratio / (2 * settings.volume_multiplier)) + 0.10 / (1.0 + zone.tests) +
                     0.10 * capped(1 - waited / span);
  return capped(sum);
}

std::optional<Zone> zone_of(const Impulse& impulse, const ZoneSettings& settings, structure::Side trend) {
  const Base& base = impulse.base;
  Zone zone{.kind = impulse.up ? ZoneKind::kDemand : ZoneKind::kSupply,
            .formation = formation_of(base.leg_in, impulse.up),
            .top = base.high,
            .bottom = base.low,
            .base_from = base.from,
            .base_to = base.to,
            .impulse_from = impulse.from,
            .impulse_to = impulse.to,
            .magnitude = impulse.magnitude,
            .momentum = impulse.momentum,
            .tightness = capped(1 - (base.high - base.low) / (settings.max_base_range * base.atr)),
            .volume_ratio = base.volume > 0 ? impulse.volume / base.volume : 0,
            .atr = base.atr,
            .volume = impulse.volume,
            .created = impulse.to,
            .updated = impulse.to};
  if (impulse.up && base.has_red && base.red_open < base.high) zone.bottom = base.red_open;
  if (!impulse.up && base.has_green && base.green_open > base.low) zone.top = base.green_open;
  (impulse.up ? zone.bottom : zone.top) += (impulse.up ? -1 : 1) * settings.widening * base.atr;
  const bool goes_on = zone.formation == Formation::kRallyBaseRally || zone.formation == Formation::kDropBaseDrop;
  zone.continuation = goes_on && trend == (impulse.up ? structure::Side::kBullish : structure::Side::kBearish);
  zone.strength = strength_of(zone, settings);
  if (!(zone.top > zone.bottom)) return std::nullopt;
  return zone;
}

bool aligned_with(const structure::Fibonacci& fibonacci, const Zone& zone, double near) {
  for (const structure::Fibonacci::Leg& leg : fibonacci.legs()) {
    if (!leg.active) continue;
    for (std::size_t part = 0; part < structure::kFibonacciRatios.size(); ++part) {
      const double level = structure::fibonacci_price(leg.start, leg.end, part);
      if (level >= zone.bottom - near && level <= zone.top + near) return true;
    }
  }
  return false;
}

}  // namespace tidemark::analysis::zones
