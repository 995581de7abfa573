#include "analysis/zones/life.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/kernel/snapshot.hpp"
#include "analysis/zones/strength.hpp"

namespace tidemark::analysis::zones {

void ZoneTelling::say(ZoneEventKind kind, const Zone& zone, const std::optional<ZoneTest>& test) const {
  ZoneEvent& event = out.emplace_back();
  event.kind = kind;
  event.zone = zone;
  event.zone.updated = history.now();
  event.test = test;
  event.price = history.last().close;
  event.known = history.now();
}

namespace {

/// A minute on the safe side, so that how grow_old() rounds hours does not matter.
core::Timestamp young_since(core::Timestamp now, const ZoneSettings& settings) {
  const double life = settings.zone_expiry_hours * static_cast<double>(core::hours(1).ns);
  return now - core::Duration{static_cast<std::int64_t>(life)} + core::minutes(1);
}

}  // namespace

Approach approach_of(ZoneKind kind, const History& history, const ZoneSettings& settings) {
  const core::CandleF& candle = history.last();
  const bool demand = kind == ZoneKind::kDemand;
  const double sign = demand ? 1 : -1;
  return {.sign = sign,
          .proximity = proximity_of(settings, candle.close),
          .near = sign * (demand ? candle.low : candle.high),
          .far = sign * (demand ? candle.high : candle.low),
          .close = sign * candle.close,
          .volume = candle.volume,
          .atr = history.atr(),
          .young_since = young_since(history.now().time, settings)};
}

FollowedZone::FollowedZone(const Zone& zone, const History& history, const ZoneSettings& settings) : zone_{zone} {
  turn();
  const Approach candle = approach_of(zone_.kind, history, settings);
  away_ = candle.near > top_ + candle.proximity;
  calm_ = is_calm();
}

void FollowedZone::turn() {
  const double sign = zone_.kind == ZoneKind::kDemand ? 1 : -1;
  top_ = sign * zone_.proximal();
  bottom_ = sign * zone_.distal();
  created_ = zone_.created;
  calm_ = is_calm();
}

void FollowedZone::begin_test(const History& history, const ZoneSettings& settings, const Approach& candle) {
  away_ = false;
  zone_.tests += 1;
  zone_.strength = strength_of(zone_, settings);
  test_ =
      ZoneTest{.number = zone_.tests, .at = history.now(), .price = candle.sign * candle.near, .volume = candle.volume};
}

void FollowedZone::test(const ZoneTelling& tell, const ZoneSettings& settings, const Approach& candle) {
  const bool reached = candle.near <= top_ + candle.proximity;
  if (test_) {
    if (candle.near < candle.sign * test_->price) test_->price = candle.sign * candle.near;
    test_->volume += candle.volume;
  } else if (away_ && reached) {
    begin_test(tell.history, settings, candle);
    zone_.status = ZoneStatus::kTested;
  } else {
    away_ = away_ || !reached;
    return;
  }
  if (candle.near < top_) test_->type = TestType::kPenetration;
  if (test_->at == tell.history.now()) tell.say(ZoneEventKind::kTested, zone_, test_);
}

void FollowedZone::bounce(const ZoneTelling& tell, const ZoneSettings& settings, const Approach& candle) {
  if (!test_ || candle.close <= top_ + candle.proximity) return;
  const double way = candle.close - candle.sign * test_->price;
  const double strength = structure::clarity(way, candle.atr);
  if (strength < settings.rejection_threshold) return;
  test_->outcome = TestOutcome::kBounce;
  test_->rejection_strength = strength;
  test_->move = way;
  zone_.successes += 1;
  tell.say(ZoneEventKind::kOutcome, zone_, test_);
  test_.reset();
  away_ = candle.near > top_ + candle.proximity;
}

void FollowedZone::break_down(const ZoneTelling& tell, const ZoneSettings& settings, const Approach& candle) {
  if (!test_) begin_test(tell.history, settings, candle);
  test_->type = TestType::kBreak;
  test_->outcome = TestOutcome::kBreak;
  test_->move = top_ - candle.close;
  zone_.status = ZoneStatus::kBroken;
  broke_ = tell.history.now();
  went_ = bottom_ - candle.near;
  tell.say(ZoneEventKind::kBroken, zone_, test_);
  test_.reset();
}

FollowedZone::Then FollowedZone::come_back(const ZoneSettings& settings, const Approach& candle) {
  went_ = std::max(went_, bottom_ - candle.near);
  came_back_ = came_back_ || candle.far >= bottom_ - candle.proximity;
  if (!came_back_) return Then::kFollow;
  if (candle.close > top_) return Then::kOver;
  held_ = candle.close < bottom_ ? held_ + 1 : 0;
  return held_ >= settings.flip_confirmation_bars ? Then::kFlips : Then::kFollow;
}

std::optional<FollowedZone::Then> FollowedZone::meet(const ZoneTelling& tell, const ZoneSettings& settings,
                                                     const Approach& candle) {
  if (!zone_.live()) {
    const Then then = come_back(settings, candle);
    return then == Then::kFollow ? std::nullopt : std::optional{then};
  }
  test(tell, settings, candle);
  beyond_ = candle.close < bottom_ ? beyond_ + 1 : 0;
  if (beyond_ >= settings.break_confirmation_bars) {
    break_down(tell, settings, candle);
    return Then::kFollow;
  }
  bounce(tell, settings, candle);
  return std::nullopt;
}

FollowedZone::Then FollowedZone::grow_old(const ZoneTelling& tell, const ZoneSettings& settings) {
  const core::Duration age = tell.history.now().time - zone_.created.time;
  const double hours = static_cast<double>(age.ns) / static_cast<double>(core::hours(1).ns);
  if (hours <= settings.zone_expiry_hours) return Then::kFollow;
  if (zone_.live()) {
    zone_.status = ZoneStatus::kExpired;
    zone_.ended_by = ZoneEnd::kAge;
    tell.say(ZoneEventKind::kExpired, zone_);
  }
  return Then::kOver;
}

void FollowedZone::save(core::ByteWriter& out) const {
  zones::save(zone_, out);
  out.put(static_cast<std::uint8_t>(test_ ? 1 : 0));
  if (test_) {
    out.put(test_->number);
    snapshot_detail::save(test_->at, out);
    out.put(test_->type);
    out.put(test_->price);
    out.put(test_->volume);
  }
  snapshot_detail::save(away_, out);
  out.put(beyond_);
  snapshot_detail::save(broke_, out);
  out.put(went_);
  snapshot_detail::save(came_back_, out);
  out.put(held_);
}

bool FollowedZone::load(core::ByteReader& in) {
  if (!zones::load(zone_, in)) return false;
  test_.reset();
  if (in.get<std::uint8_t>() != 0) {
    test_.emplace();
    test_->number = in.get<std::uint32_t>();
    if (!snapshot_detail::load(test_->at, in)) return false;
    test_->type = in.get<TestType>();
    test_->price = in.get<double>();
    test_->volume = in.get<double>();
    if (test_->type > TestType::kBreak || !std::isfinite(test_->price) || !std::isfinite(test_->volume)) return false;
  }
  const bool loaded = snapshot_detail::load(away_, in) && snapshot_detail::load(beyond_, in) &&
                      snapshot_detail::load(broke_, in) && snapshot_detail::load(went_, in) &&
                      snapshot_detail::load(came_back_, in) && snapshot_detail::load(held_, in);
  turn();
  return loaded;
}

}  // namespace tidemark::analysis::zones
