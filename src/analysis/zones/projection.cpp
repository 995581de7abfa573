#include "analysis/zones/projection.hpp"

#include <algorithm>

#include "analysis/zones/strength.hpp"

namespace tidemark::analysis::zones {
namespace {

bool projects(core::Timeframe from, core::Timeframe onto) {
  return from == onto || (from > onto && from >= core::Timeframe::k4h);
}

bool is_nested(const Zone& inner, const Zone& outer) {
  if (!outer.live() || outer.kind != inner.kind) return false;
  const double shared = std::min(inner.top, outer.top) - std::max(inner.bottom, outer.bottom);
  return shared >= kNestedShare * inner.height();
}

ProjectedZone projected(const Zone& zone, core::Timeframe timeframe, std::span<const TimeframeZones> all) {
  ProjectedZone one{.timeframe = timeframe, .zone = zone, .nested_in = {}, .outer = {}, .strength = zone.strength};
  for (const TimeframeZones& longer : all) {
    if (longer.timeframe <= timeframe) continue;
    const auto outer = std::ranges::find_if(longer.zones, [&](const Zone& other) { return is_nested(zone, other); });
    if (outer == longer.zones.end()) continue;
    one.strength += kHigherTimeframeShare * (1 - one.strength);
    if (one.nested_in && *one.nested_in <= longer.timeframe) continue;
    one.nested_in = longer.timeframe;
    one.outer = outer->id;
  }
  return one;
}

}  // namespace

std::vector<ProjectedZone> project(std::span<const TimeframeZones> all, core::Timeframe onto) {
  std::vector<ProjectedZone> chart;
  for (const TimeframeZones& one : all) {
    if (!projects(one.timeframe, onto)) continue;
    for (const Zone& zone : one.zones) {
      if (zone.live()) chart.push_back(projected(zone, one.timeframe, all));
    }
  }
  std::ranges::stable_sort(chart, std::ranges::greater{}, &ProjectedZone::timeframe);
  return chart;
}

}  // namespace tidemark::analysis::zones
