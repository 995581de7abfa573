#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/zones/zone.hpp"
#include "core/timeframe.hpp"

namespace tidemark::analysis::zones {

/// The zones of one timeframe.
struct TimeframeZones {
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::span<const Zone> zones;
};

/// A zone of some timeframe as a chart of another shows it.
struct ProjectedZone {
  core::Timeframe timeframe{core::Timeframe::k1m};  ///< where it was found
  Zone zone;                                        ///< its strength as of that timeframe alone
  /// The shortest longer timeframe with a live zone of the same kind that it lies in, and that zone.
  std::optional<core::Timeframe> nested_in;
  std::optional<std::uint64_t> outer;
  double strength{0};  ///< with what nesting adds, 0 … 1
};

/// Share of a zone's height that must lie inside another for it to be nested.
inline constexpr double kNestedShare = 0.5;

/// The live zones a chart of `onto` shows: its own, and those of 4h, 1d and 1w where these are longer. A zone is nested
/// in each longer timeframe that has a live zone of its kind covering at least kNestedShare of its height, among all
/// given ones. Each such timeframe adds kHigherTimeframeShare of what is missing to 1, so strength rises with every one
/// and stays within 0 … 1. Longest timeframe first, then in the order given. A pure function: what it says of the past
/// is what was known then, if the zones are.
[[nodiscard]] std::vector<ProjectedZone> project(std::span<const TimeframeZones> all, core::Timeframe onto);

}  // namespace tidemark::analysis::zones
