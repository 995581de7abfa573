#include "analysis/zones/zone.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::analysis::zones {
namespace {

void put(const std::optional<std::uint64_t>& value, core::ByteWriter& out) {
  out.put(static_cast<std::uint8_t>(value ? 1 : 0));
  if (value) out.put(*value);
}

void get(std::optional<std::uint64_t>& value, core::ByteReader& in) {
  value.reset();
  if (in.get<std::uint8_t>() != 0) value = in.get<std::uint64_t>();
}

/// Everything but the enumerations and optionals.
auto numbers(auto& z) {
  return std::tie(z.id, z.continuation, z.fibonacci, z.top, z.bottom, z.strength, z.tests, z.successes, z.base_from,
                  z.base_to, z.impulse_from, z.impulse_to, z.magnitude, z.momentum, z.tightness, z.volume_ratio, z.atr,
                  z.volume, z.created, z.updated);
}

}  // namespace

std::optional<double> score(const Zone& zone, double price) {
  if (price < zone.bottom || price > zone.top) return std::nullopt;
  const double center = zone.bottom + zone.height() / 2;
  return 0.4 * (1 - std::fabs(price - center) / zone.height()) + 0.4 * zone.strength + 0.2 / (1.0 + zone.tests);
}

double overlap(const Zone& a, const Zone& b) {
  const double shared = std::min(a.top, b.top) - std::max(a.bottom, b.bottom);
  const double smaller = std::min(a.height(), b.height());
  return shared > 0 && smaller > 0 ? std::min(1.0, shared / smaller) : 0;
}

void save(const Zone& zone, core::ByteWriter& out) {
  out.put(zone.kind);
  out.put(zone.formation);
  out.put(zone.status);
  out.put(zone.ended_by);
  std::apply([&out](const auto&... part) { (snapshot_detail::save(part, out), ...); }, numbers(zone));
  put(zone.origin, out);
  put(zone.successor, out);
}

bool load(Zone& zone, core::ByteReader& in) {
  zone.kind = in.get<ZoneKind>();
  zone.formation = in.get<Formation>();
  zone.status = in.get<ZoneStatus>();
  zone.ended_by = in.get<ZoneEnd>();
  const bool loaded =
      std::apply([&in](auto&... part) { return (snapshot_detail::load(part, in) && ...); }, numbers(zone));
  get(zone.origin, in);
  get(zone.successor, in);
  return loaded && in.ok() && zone.kind <= ZoneKind::kSupply && zone.formation <= Formation::kFlip &&
         zone.status <= ZoneStatus::kExpired && zone.ended_by <= ZoneEnd::kMerged && zone.top > zone.bottom;
}

}  // namespace tidemark::analysis::zones
