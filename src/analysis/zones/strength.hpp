#pragma once

#include <optional>

#include "analysis/structure/fibonacci.hpp"
#include "analysis/zones/impulses.hpp"
#include "analysis/zones/settings.hpp"
#include "analysis/zones/zone.hpp"

namespace tidemark::analysis::zones {

/// The share that agreement with a zone of a higher timeframe may add (projection.hpp).
inline constexpr double kHigherTimeframeShare = 0.1;

/// Strength of a zone, 0 … 1, as a sum of parts that each run from 0 to 1:
///   0.25  impulse: magnitude / (2 x move_threshold)
///   0.15  momentum: share of the impulse's candles in its direction
///   0.15  tightness of the base: 1 - range / most it may be
///   0.15  volume: ratio to the volume before / (2 x volume_multiplier); more volume never lowers it, none gives 0
///   0.10  freshness: 1 / (1 + tests)
///   0.10  time at base: 1 for the shortest base, falling to 0 beyond the longest
///   0.10  agreement with a higher timeframe: not of one series, added by projection.hpp
/// Each part is capped at 1. A choice of weights, not a measurement; docs/zones.md says what was measured.
[[nodiscard]] double strength_of(const Zone& zone, const ZoneSettings& settings);

/// The zone an impulse leaves behind, without id and as of its last candle; none where it would have no height. Demand:
/// top is the base's high, bottom the lowest open of its red candles, or its low if none is red; supply: bottom is its
/// low, top the highest open of its green candles, or its high if none is green; where that leaves no height, the
/// base's own extremes. The far edge is then moved out by `widening` ATR. `trend` decides whether a base within a move
/// in its direction (rally-base-rally, drop-base-drop) is marked as a continuation: the trend must be unbroken.
[[nodiscard]] std::optional<Zone> zone_of(const Impulse& impulse, const ZoneSettings& settings, structure::Side trend);

/// Whether a retracement or extension of an active leg lies between the zone's edges, or no further from one than
/// `near` (price).
[[nodiscard]] bool aligned_with(const structure::Fibonacci& fibonacci, const Zone& zone, double near);

}  // namespace tidemark::analysis::zones
