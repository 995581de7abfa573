#include "decision/evidence.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::decision {
namespace {

using analysis::BoundedList;
using analysis::structure::Event;
using analysis::structure::Kind;
using analysis::structure::State;

KnownLevel level_of(const Event& event, core::Timestamp known_at) {
  return {.id = event.id,
          .side = event.side,
          .confirmed = event.state == State::kConfirmed,
          .top = event.top,
          .bottom = event.bottom,
          .price = event.price,
          .measure = event.measure,
          .confidence = event.confidence,
          .time = event.at.time,
          .known_at = known_at};
}

/// Replaces the one of the same id, or adds it.
template <class T>
void put(BoundedList<T>& list, const T& one) {
  const auto found = std::ranges::find(list, one.id, &T::id);
  if (found != list.end()) {
    *found = one;
  } else {
    list.push(one);
  }
}

template <class T>
void drop(BoundedList<T>& list, std::uint64_t id) {
  list.remove_if([id](const T& one) { return one.id == id; });
}

bool is_over(State state) {
  return state == State::kBroken || state == State::kCompleted || state == State::kInvalidated ||
         state == State::kExpired || state == State::kMitigated;
}

}  // namespace

void TimeframeEvidence::on_candle(const core::CandleF& candle, core::Timestamp known_at) {
  if (!analysis::acceptable(candle)) return;
  around_.known = false;
  momentum_.update(candle);
  newest_ = candle;
  known_at_ = known_at;
  // They stand in the order they became known.
  const auto too_old = [&](const Happening& one) { return age(one.finding.known_at, known_at) > kHappeningCandles; };
  if (!happenings_.empty() && too_old(*happenings_.begin())) happenings_.remove_if(too_old);
}

void TimeframeEvidence::on(const Event& event, core::Timestamp known_at) {
  if (!keeps(event.kind)) return;
  around_.known = false;
  switch (event.kind) {
    case Kind::kSwing:
      if (event.state == State::kConfirmed) put(swings_, level_of(event, known_at));
      break;
    case Kind::kTrend:
      trend_ = side_of(event.side);
      trend_known_ = true;
      break;
    case Kind::kBreakOfStructure:
    case Kind::kChangeOfCharacter:
      last_break_ = StructureBreak{side_of(event.side), event.kind == Kind::kChangeOfCharacter, known_at};
      break;
    case Kind::kSupportResistance:
      if (event.state == State::kExpired) {
        drop(levels_, event.id);
      } else {
        KnownLevel level = level_of(event, known_at);
        // From the break on it acts from the other side.
        if (event.state == State::kBroken) {
          level.side = event.side == analysis::structure::Side::kBullish ? analysis::structure::Side::kBearish
                                                                         : analysis::structure::Side::kBullish;
          const auto known = std::ranges::find(levels_, event.id, &KnownLevel::id);
          if (known == levels_.end()) break;
          level.price = known->price;
          level.known_at = known->known_at;
        }
        put(levels_, level);
      }
      break;
    case Kind::kFibonacci:
      on_leg(event, known_at);
      break;
    case Kind::kAbcPattern:
      if (is_over(event.state)) {
        drop(abc_, event.id);
      } else {
        put(abc_, level_of(event, known_at));
      }
      break;
    case Kind::kLiquidityPool:
      on_pool(event, known_at);
      break;
    default:
      break;
  }
}

void TimeframeEvidence::on_leg(const Event& event, core::Timestamp known_at) {
  if (is_over(event.state)) {
    drop(legs_, event.id);
  } else if (event.state == State::kFormed || event.state == State::kExtended) {
    put(legs_, level_of(event, known_at));
  }
}

void TimeframeEvidence::on_pool(const Event& event, core::Timestamp known_at) {
  if (event.state == State::kMitigated) {
    last_sweep_ = Sweep{side_of(event.side), event.part == 1, event.price, event.at.time, known_at};
  }
  if (is_over(event.state)) {
    drop(pools_, event.id);
  } else {
    put(pools_, level_of(event, known_at));
  }
}

void TimeframeEvidence::on(const analysis::zones::Zone& zone, core::Timestamp known_at) {
  around_.known = false;
  const auto known = std::ranges::find(zones_, zone.id, &KnownZone::id);
  if (!zone.live()) {
    drop(zones_, zone.id);
    return;
  }
  put(zones_, KnownZone{.id = zone.id,
                        .facts = {zone.kind, zone.status, zone.tests, zone.top, zone.bottom},
                        .strength = zone.strength,
                        .time = zone.base_from.time,
                        .known_at = known != zones_.end() ? known->known_at : known_at});
}

void TimeframeEvidence::on(analysis::candlesticks::Pattern pattern, int value, const Happening& as) {
  around_.known = false;
  Happening happening = as;
  happening.type = FactorType::kCandlestick;
  happening.side = analysis::confidence::side_of(value);
  happening.finding.source = FindingSource::kCandlestick;
  happening.finding.kind = static_cast<std::uint8_t>(pattern);
  if (happening.side != Side::kNone) happenings_.push(happening);
}

void TimeframeEvidence::on(const analysis::volume::Finding& finding, core::Timestamp known_at) {
  if (finding.side == analysis::volume::Side::kNone) return;
  around_.known = false;
  constexpr double kStrengths = 4;
  happenings_.push({.type = FactorType::kVolume,
                    .side = finding.side,
                    .price = finding.price,
                    .strength = (static_cast<double>(finding.strength) + 1) / kStrengths,
                    .confidence = finding.confidence / 100,
                    .finding = {.source = FindingSource::kVolume,
                                .kind = static_cast<std::uint8_t>(finding.kind),
                                .time = finding.time,
                                .known_at = known_at}});
}

void TimeframeEvidence::snapshot(core::ByteWriter& out) const {
  momentum_.snapshot(out);
  out.put(static_cast<std::uint8_t>(newest_ ? 1 : 0));
  if (newest_) {
    out.put(newest_->open_time.ns);
    for (const double v : {newest_->open, newest_->high, newest_->low, newest_->close, newest_->volume}) out.put(v);
  }
  std::apply([&out](const auto&... part) { (analysis::snapshot_detail::save(part, out), ...); }, lists(*this));
}

bool TimeframeEvidence::restore(core::ByteReader& in) {
  around_.known = false;
  if (!momentum_.restore(in)) return false;
  newest_.reset();
  if (in.get<std::uint8_t>() != 0) {
    core::CandleF& c = newest_.emplace();
    c.open_time = {in.get<std::int64_t>()};
    for (double* v : {&c.open, &c.high, &c.low, &c.close, &c.volume}) *v = in.get<double>();
    if (!in.ok() || !analysis::acceptable(c)) return false;
  }
  const bool loaded =
      std::apply([&in](auto&... part) { return (analysis::snapshot_detail::load(part, in) && ...); }, lists(*this));
  return loaded && trend_ >= Side::kBearish && trend_ <= Side::kBullish;
}

}  // namespace tidemark::decision
