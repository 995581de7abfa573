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

/// Prices with their sign turned for supply, so that both kinds read alike: price comes down to the zone from above.
struct FollowedZone::Reading {
  double sign;
  double top;     ///< proximal
  double bottom;  ///< distal
  double proximity;
  double near;  ///< the candle's end towards the zone
  double far;   ///< its other end
  double close;
  double volume;
  std::optional<double> atr;
};

FollowedZone::Reading FollowedZone::read(const History& history, const ZoneSettings& settings) const {
  const core::CandleF& candle = history.last();
  const bool demand = zone_.kind == ZoneKind::kDemand;
  const double sign = demand ? 1 : -1;
  return {.sign = sign,
          .top = sign * zone_.proximal(),
          .bottom = sign * zone_.distal(),
          .proximity = proximity_of(settings, candle.close),
          .near = sign * (demand ? candle.low : candle.high),
          .far = sign * (demand ? candle.high : candle.low),
          .close = sign * candle.close,
          .volume = candle.volume,
          .atr = history.atr()};
}

FollowedZone::FollowedZone(const Zone& zone, const History& history, const ZoneSettings& settings) : zone_{zone} {
  const Reading reading = read(history, settings);
  away_ = reading.near > reading.top + reading.proximity;
}

void FollowedZone::begin_test(const History& history, const ZoneSettings& settings, const Reading& reading) {
  away_ = false;
  zone_.tests += 1;
  zone_.strength = strength_of(zone_, settings);
  test_ = ZoneTest{
      .number = zone_.tests, .at = history.now(), .price = reading.sign * reading.near, .volume = reading.volume};
}

void FollowedZone::test(const ZoneTelling& tell, const ZoneSettings& settings, const Reading& reading) {
  const bool reached = reading.near <= reading.top + reading.proximity;
  if (test_) {
    if (reading.near < reading.sign * test_->price) test_->price = reading.sign * reading.near;
    test_->volume += reading.volume;
  } else if (away_ && reached) {
    begin_test(tell.history, settings, reading);
    zone_.status = ZoneStatus::kTested;
  } else {
    away_ = away_ || !reached;
    return;
  }
  if (reading.near < reading.top) test_->type = TestType::kPenetration;
  if (test_->at == tell.history.now()) tell.say(ZoneEventKind::kTested, zone_, test_);
}

void FollowedZone::bounce(const ZoneTelling& tell, const ZoneSettings& settings, const Reading& reading) {
  if (!test_ || reading.close <= reading.top + reading.proximity) return;
  const double way = reading.close - reading.sign * test_->price;
  const double strength = structure::clarity(way, reading.atr);
  if (strength < settings.rejection_threshold) return;
  test_->outcome = TestOutcome::kBounce;
  test_->rejection_strength = strength;
  test_->move = way;
  zone_.successes += 1;
  tell.say(ZoneEventKind::kOutcome, zone_, test_);
  test_.reset();
  away_ = reading.near > reading.top + reading.proximity;
}

void FollowedZone::break_down(const ZoneTelling& tell, const ZoneSettings& settings, const Reading& reading) {
  if (!test_) begin_test(tell.history, settings, reading);
  test_->type = TestType::kBreak;
  test_->outcome = TestOutcome::kBreak;
  test_->move = reading.top - reading.close;
  zone_.status = ZoneStatus::kBroken;
  broke_ = tell.history.now();
  went_ = reading.bottom - reading.near;
  tell.say(ZoneEventKind::kBroken, zone_, test_);
  test_.reset();
}

FollowedZone::Then FollowedZone::come_back(const ZoneSettings& settings, const Reading& reading) {
  went_ = std::max(went_, reading.bottom - reading.near);
  came_back_ = came_back_ || reading.far >= reading.bottom - reading.proximity;
  if (!came_back_) return Then::kFollow;
  if (reading.close > reading.top) return Then::kOver;
  held_ = reading.close < reading.bottom ? held_ + 1 : 0;
  return held_ >= settings.flip_confirmation_bars ? Then::kFlips : Then::kFollow;
}

FollowedZone::Then FollowedZone::step(const ZoneTelling& tell, const ZoneSettings& settings) {
  const Reading reading = read(tell.history, settings);
  const Moment now = tell.history.now();
  if (zone_.live()) {
    test(tell, settings, reading);
    beyond_ = reading.close < reading.bottom ? beyond_ + 1 : 0;
    if (beyond_ >= settings.break_confirmation_bars) {
      break_down(tell, settings, reading);
      return Then::kFollow;
    }
    bounce(tell, settings, reading);
  } else {
    const Then then = come_back(settings, reading);
    if (then != Then::kFollow) return then;
  }
  const double hours = static_cast<double>((now.time - zone_.created.time).ns) / static_cast<double>(core::hours(1).ns);
  const bool old = hours > settings.zone_expiry_hours && now.index - zone_.created.index > settings.min_life_candles;
  if (!old) return Then::kFollow;
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
  return snapshot_detail::load(away_, in) && snapshot_detail::load(beyond_, in) && snapshot_detail::load(broke_, in) &&
         snapshot_detail::load(went_, in) && snapshot_detail::load(came_back_, in) && snapshot_detail::load(held_, in);
}

}  // namespace tidemark::analysis::zones
