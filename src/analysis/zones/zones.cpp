#include "analysis/zones/zones.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "analysis/kernel/snapshot.hpp"
#include "analysis/zones/strength.hpp"

namespace tidemark::analysis::zones {
namespace {

constexpr std::string_view kId = "zones";

structure::SwingSettings swings_of(const ZoneSettings& settings) {
  return {.atr_period = settings.atr_period};
}

std::size_t reach_of(const ZoneSettings& settings) {
  return std::max(BaseFinder::reach(settings), structure::SwingTracker::reach(swings_of(settings)));
}

}  // namespace

Zones::Zones(const ZoneSettings& settings)
    : settings_{settings},
      history_{reach_of(settings), settings.atr_period},
      swings_{swings_of(settings)},
      bases_{settings},
      impulses_{settings},
      zones_{static_cast<std::size_t>(settings.max_zones_per_timeframe)} {
  flipping_.reserve(8);
  unsaid_.reserve(16);
}

bool Zones::is_aligned(const Zone& zone) const {
  return aligned_with(fibonacci_, zone, proximity_of(settings_, history_.last().close));
}

bool Zones::make_room(const ZoneTelling& tell, const Zone& zone) {
  if (zones_.size() < static_cast<std::size_t>(settings_.max_zones_per_timeframe)) return true;
  // Broken ones count as the weakest.
  const auto weight = [](const FollowedZone& one) { return one.zone().live() ? one.zone().strength : -1; };
  const auto weakest = std::ranges::min_element(zones_, {}, weight);
  if (weight(*weakest) >= zone.strength) return false;
  const std::uint64_t id = weakest->zone().id;
  if (weakest->zone().live()) {
    Zone ended = weakest->zone();
    ended.status = ZoneStatus::kExpired;
    ended.ended_by = ZoneEnd::kLimit;
    tell.say(ZoneEventKind::kExpired, ended);
  }
  zones_.remove_if([id](const FollowedZone& one) { return one.zone().id == id; });
  return true;
}

/// The id under which the zone is known from now on: its own, or that of the stronger one it was merged into; none when
/// there was no room for it.
std::optional<std::uint64_t> Zones::add(const ZoneTelling& tell, Zone zone) {
  const auto shares = [&](const FollowedZone& other) {
    return other.zone().live() && other.zone().kind == zone.kind &&
           overlap(other.zone(), zone) > settings_.overlap_tolerance;
  };
  for (const FollowedZone& other : zones_) {
    if (shares(other) && other.zone().strength >= zone.strength) return other.zone().id;
  }
  zone.id = made_ + 1;
  bool said = false;
  const auto say_new = [&] {
    if (!said) tell.say(ZoneEventKind::kCreated, zone);
    said = true;
  };
  zones_.remove_if([&](const FollowedZone& other) {
    if (!shares(other)) return false;
    say_new();
    Zone merged = other.zone();
    merged.status = ZoneStatus::kExpired;
    merged.ended_by = ZoneEnd::kMerged;
    merged.successor = zone.id;
    tell.say(ZoneEventKind::kExpired, merged);
    return true;
  });
  if (!make_room(tell, zone)) return std::nullopt;
  say_new();
  ++made_;
  zones_.push(FollowedZone{zone, history_, settings_});
  return zone.id;
}

void Zones::flip(const ZoneTelling& tell, const FollowedZone& old) {
  Zone zone = old.zone();
  zone.kind = opposite(zone.kind);
  zone.formation = Formation::kFlip;
  zone.continuation = false;
  zone.status = ZoneStatus::kActive;
  zone.tests = zone.successes = 0;
  zone.impulse_from = old.broke();
  zone.impulse_to = zone.created = zone.updated = history_.now();
  zone.magnitude = zone.atr > 0 ? old.went() / zone.atr : 0;
  zone.origin = old.zone().id;
  zone.strength = strength_of(zone, settings_);
  zone.fibonacci = is_aligned(zone);
  Zone flipped = old.zone();
  flipped.status = ZoneStatus::kFlipped;
  flipped.successor = add(tell, zone);
  tell.say(ZoneEventKind::kFlipped, flipped);
}

void Zones::follow(const ZoneTelling& tell) {
  flipping_.clear();
  const std::array candle{approach_of(ZoneKind::kDemand, history_, settings_),
                          approach_of(ZoneKind::kSupply, history_, settings_)};
  zones_.remove_if([&](FollowedZone& one) {
    const auto then = one.step(tell, settings_, candle[static_cast<std::size_t>(one.zone().kind)]);
    if (then == FollowedZone::Then::kFlips) flipping_.push_back(one);
    return then != FollowedZone::Then::kFollow;
  });
  for (const FollowedZone& old : flipping_) flip(tell, old);
}

void Zones::update(const core::CandleF& candle, std::vector<ZoneEvent>& out) {
  if (!history_.push(candle)) return;
  const ZoneTelling tell{history_, out};
  const auto fractals = structure::find_fractals(history_, swings_of(settings_).shape());
  unsaid_.clear();
  const auto said = swings_.update(history_, fractals);
  labels_.update({history_, unsaid_}, said);
  fibonacci_.update({history_, unsaid_}, said, swings_);
  follow(tell);
  const auto found = impulses_.update(history_, bases_.update(history_), fractals);
  for (const Impulse& impulse : found.span()) {
    auto zone = zone_of(impulse, settings_, labels_.trend());
    if (!zone) continue;
    zone->fibonacci = is_aligned(*zone);
    add(tell, *zone);
  }
}

void Zones::update_all(std::span<const core::CandleF> candles, std::vector<ZoneEvent>& out) {
  // About as many as real markets say, so that a long series is not copied again and again while it grows.
  constexpr std::size_t kCandlesPerEvent = 3;
  const std::size_t room = out.size() + candles.size() / kCandlesPerEvent;
  if (room > out.capacity()) out.reserve(std::max(room, 2 * out.capacity()));
  for (const core::CandleF& candle : candles) update(candle, out);
}

void Zones::snapshot(core::ByteWriter& out) const {
  out.put_text(kId);
  out.put(std::int32_t{kLogicVersion});
  out.put_doubles(numbers_of(settings_, knobs_of(settings_)));
  history_.save(out);
  swings_.save(out);
  snapshot_detail::save(labels_, out);
  snapshot_detail::save(fibonacci_, out);
  snapshot_detail::save(bases_, out);
  snapshot_detail::save(impulses_, out);
  snapshot_detail::save(zones_, out);
  out.put(made_);
}

bool Zones::restore(core::ByteReader& in) {
  const bool same_kind = in.get_text() == kId && in.get<std::int32_t>() == kLogicVersion;
  if (!same_kind || in.get_doubles() != numbers_of(settings_, knobs_of(settings_))) return false;
  if (!history_.load(in) || !swings_.load(in) || !snapshot_detail::load(labels_, in)) return false;
  if (!snapshot_detail::load(fibonacci_, in)) return false;
  if (!snapshot_detail::load(bases_, in) || !snapshot_detail::load(impulses_, in)) return false;
  if (!snapshot_detail::load(zones_, in)) return false;
  made_ = in.get<std::uint64_t>();
  return in.ok();
}

}  // namespace tidemark::analysis::zones
