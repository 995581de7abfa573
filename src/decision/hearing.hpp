#pragma once

#include <cstdint>

#include "analysis/structure/event.hpp"
#include "core/timeframe.hpp"

namespace tidemark::decision {

/// Levels, zones and happenings of a decision come from this timeframe on.
inline constexpr core::Timeframe kFactorsFrom = core::Timeframe::k5m;

/// The kinds of structure that evidence keeps; of the others nothing is made.
inline constexpr analysis::structure::KindSet kKeptKinds = analysis::structure::kinds_of(
    analysis::structure::Kind::kSwing, analysis::structure::Kind::kTrend, analysis::structure::Kind::kBreakOfStructure,
    analysis::structure::Kind::kChangeOfCharacter, analysis::structure::Kind::kSupportResistance,
    analysis::structure::Kind::kFibonacci, analysis::structure::Kind::kAbcPattern,
    analysis::structure::Kind::kLiquidityPool);

/// Whether decisions make factors of what is found on a timeframe.
[[nodiscard]] constexpr bool gives_factors(core::Timeframe timeframe) {
  return timeframe >= kFactorsFrom;
}

/// The kinds of structure that bear on decisions: on timeframes without factors its trend and what was swept.
[[nodiscard]] constexpr analysis::structure::KindSet structure_heard(core::Timeframe timeframe) {
  using analysis::structure::Kind;
  return gives_factors(timeframe) ? kKeptKinds : analysis::structure::kinds_of(Kind::kTrend, Kind::kLiquidityPool);
}

}  // namespace tidemark::decision
