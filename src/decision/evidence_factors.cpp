#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/structure/fibonacci.hpp"
#include "decision/evidence.hpp"

namespace tidemark::decision {
namespace {

using analysis::structure::Kind;

/// How much is commonly made of each ratio of kFibonacciRatios: most of 0.618 and 1.618.
constexpr std::array<double, analysis::structure::kFibonacciRatios.size()> kRatioStrength{0.4, 0.7, 0.8, 1.0, 0.7,
                                                                                          0.6, 0.9, 0.6, 0.6};
/// A pattern ABC: strongest where BC gives back 0.618 of AB, worth nothing half of AB away from that.
constexpr double kGoldenShare = 0.618;
constexpr double kShareReach = 0.5;
/// An ABC that has not yet closed beyond B.
constexpr double kUnconfirmed = 0.6;
constexpr double kOversold = 30;
constexpr double kOverbought = 70;
/// How far count_at() looks around, in multiples of what counts: about as far as price goes in an hour of minutes.
constexpr double kAround = 8;

Side side_of(analysis::zones::ZoneKind kind) {
  return kind == analysis::zones::ZoneKind::kDemand ? Side::kBullish : Side::kBearish;
}

/// Which happenings are wanted: all, or those that may be the strongest of their type and side.
enum class Happenings : std::uint8_t { kAll, kStrongest };

}  // namespace

/// What collect() was asked.
struct TimeframeEvidence::Wanted {
  double price;
  double reach;
  double slack;
  core::Timestamp now;
  Happenings happenings;

  /// Whether a level is in reach and not behind price: one that holds from below may not lie above it, and the reverse.
  [[nodiscard]] bool has(Side side, double level) const {
    const double distance = level - price;
    return std::fabs(distance) <= reach && sign_of(side) * distance <= slack && side != Side::kNone;
  }
};

FindingLink TimeframeEvidence::link(Kind kind, const KnownLevel& level) const {
  return {.source = FindingSource::kStructure,
          .kind = static_cast<std::uint8_t>(kind),
          .id = level.id,
          .time = level.time,
          .known_at = level.known_at};
}

void TimeframeEvidence::collect(double price, double reach, double slack, core::Timestamp now,
                                std::vector<Factor>& out) const {
  const Wanted wanted{price, reach, slack, now, Happenings::kAll};
  each_level([&](const LevelPlace& place) {
    if (wanted.has(place.side, place.price)) out.push_back(factor_at(place, now));
  });
  for (const KnownZone& zone : zones_) {
    if (zone.facts.distance(price) <= reach) out.push_back(factor_of(zone));
  }
  collect_state(wanted, out);
}

void TimeframeEvidence::collect_levels(double price, double reach, double slack, std::vector<PlanLevel>& out) const {
  const Wanted wanted{price, reach, slack, {}, Happenings::kAll};
  each_level([&](const LevelPlace& place) {
    if (wanted.has(place.side, place.price)) out.push_back({place.side, timeframe_, place.price, place.price});
  });
  for (const KnownZone& zone : zones_) {
    if (zone.facts.distance(price) <= reach) {
      out.push_back({side_of(zone.facts.kind), timeframe_, zone.facts.proximal(), zone.facts.distal()});
    }
  }
}

void TimeframeEvidence::look_around(double price, double far, core::Timestamp now) {
  around_.known = true;
  around_.price = price;
  around_.reach = kAround * far;
  // All the room there may ever be need of, at once: afterwards nothing is allocated.
  constexpr std::size_t kLegs = 2;
  constexpr std::size_t kReadings = 3;
  around_.levels.reserve(kLegs * analysis::structure::kFibonacciRatios.size() + kAbc + kSwings + kLevels);
  around_.zones.reserve(kZones);
  around_.states.reserve(kHappenings + kReadings);
  const Wanted wanted{price, around_.reach, around_.reach, now, Happenings::kStrongest};
  around_.levels.clear();
  each_level([&](const LevelPlace& place) {
    if (wanted.has(place.side, place.price)) around_.levels.push_back(place);
  });
  around_.zones.clear();
  for (std::size_t i = 0; i < zones_.size(); ++i) {
    if (zones_[i].facts.distance(price) <= around_.reach) around_.zones.push_back(static_cast<std::uint8_t>(i));
  }
  around_.states.clear();
  collect_state(wanted, around_.states);
}

void TimeframeEvidence::count_at(double price, const Nearness& near, core::Timestamp now, Counting& out) {
  const double far = std::max(near.level, near.zone);
  if (!around_.hold(price, far)) look_around(price, far, now);
  for (const LevelPlace& place : around_.levels) {
    if (std::fabs(place.price - price) <= near.level) out.offer(factor_at(place, now));
  }
  for (const std::uint8_t place : around_.zones) {
    const KnownZone& zone = zones_[place];
    if (zone.facts.distance(price) <= near.zone) out.offer(factor_of(zone));
  }
  for (const Factor& state : around_.states) {
    if (!out.wants(state.type, state.side, state.value())) continue;
    const double age_now = age(state.finding.known_at, now);
    const bool happening = state.finding.source != FindingSource::kReading;
    if (happening && age_now > kHappeningCandles) continue;
    Factor aged = state;
    aged.freshness = freshness_of(age_now, kHappeningHalf);
    out.offer(aged);
  }
}

std::array<double, 2> TimeframeEvidence::volume_worth(core::Timestamp now) const {
  std::array<double, 2> most{};
  for (const Happening& one : happenings_) {
    if (one.type != FactorType::kVolume) continue;
    const double age_now = age(one.finding.known_at, now);
    if (age_now > kHappeningCandles) continue;
    double& of_side = most[one.side == Side::kBullish ? 0 : 1];
    of_side = std::max(of_side, one.strength * one.confidence * freshness_of(age_now, kHappeningHalf));
  }
  return most;
}

/// Whether one after it, which is no older, is worth more for good. By so much that rounding cannot hide it, because of
/// equal ones the first is the strongest.
bool TimeframeEvidence::is_outdone(std::size_t happening) const {
  constexpr double kClearly = 1 + 1e-9;
  const Happening& one = happenings_[happening];
  const double enough = one.strength * one.confidence * kClearly;
  for (std::size_t i = happenings_.size(); --i > happening;) {
    const Happening& other = happenings_[i];
    if (other.type == one.type && other.side == one.side && other.strength * other.confidence > enough) return true;
  }
  return false;
}

template <class Use>
void TimeframeEvidence::each_level(Use use) const {
  const auto index_of_place = [](std::size_t i) { return static_cast<std::uint8_t>(i); };
  for (std::size_t i = 0; i < legs_.size(); ++i) {
    const KnownLevel& leg = legs_[i];
    const bool rising = leg.side == analysis::structure::Side::kBullish;
    const double start = rising ? leg.bottom : leg.top;
    const double end = rising ? leg.top : leg.bottom;
    for (std::size_t part = 0; part < analysis::structure::kFibonacciRatios.size(); ++part) {
      const bool back = part < analysis::structure::kRetracementRatios;
      use(LevelPlace{.price = analysis::structure::fibonacci_price(start, end, part),
                     .side = back ? side_of(leg.side) : opposite(side_of(leg.side)),
                     .list = LevelList::kLegs,
                     .index = index_of_place(i),
                     .part = index_of_place(part)});
    }
  }
  for (std::size_t i = 0; i < abc_.size(); ++i) {
    const bool rising = abc_[i].side == analysis::structure::Side::kBullish;
    use(LevelPlace{.price = rising ? abc_[i].bottom : abc_[i].top,
                   .side = side_of(abc_[i].side),
                   .list = LevelList::kAbc,
                   .index = index_of_place(i)});
  }
  const auto at_their_prices = [&](const analysis::BoundedList<KnownLevel>& list, LevelList which) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      use(LevelPlace{.price = list[i].price, .side = side_of(list[i].side), .list = which, .index = index_of_place(i)});
    }
  };
  at_their_prices(swings_, LevelList::kSwings);
  at_their_prices(levels_, LevelList::kLevels);
}

Factor TimeframeEvidence::factor_at(const LevelPlace& place, core::Timestamp now) const {
  Factor factor{.timeframe = timeframe_, .side = place.side, .price = place.price, .confidence = 1};
  const auto say = [&](FactorType type, Kind kind, const KnownLevel& level, double strength) {
    factor.type = type;
    factor.strength = strength;
    factor.freshness = freshness_of(age(level.known_at, now), kLevelHalf);
    factor.finding = link(kind, level);
  };
  switch (place.list) {
    case LevelList::kLegs: {
      const KnownLevel& leg = legs_[place.index];
      say(FactorType::kFibonacci, Kind::kFibonacci, leg, kRatioStrength[place.part]);
      factor.confidence = leg.confidence;
      break;
    }
    case LevelList::kAbc: {
      const KnownLevel& abc = abc_[place.index];
      say(FactorType::kAbcPattern, Kind::kAbcPattern, abc,
          std::max(0.0, 1 - std::fabs(abc.measure - kGoldenShare) / kShareReach));
      factor.confidence = abc.confirmed ? 1 : kUnconfirmed;
      break;
    }
    case LevelList::kSwings: {
      const KnownLevel& swing = swings_[place.index];
      say(FactorType::kSwingLevel, Kind::kSwing, swing, swing.confidence);
      break;
    }
    case LevelList::kLevels: {
      const KnownLevel& level = levels_[place.index];
      say(FactorType::kSupportResistance, Kind::kSupportResistance, level, level.confidence);
      break;
    }
  }
  return factor;
}

Factor TimeframeEvidence::factor_of(const KnownZone& zone) const {
  return {.type = FactorType::kSupplyDemand,
          .timeframe = timeframe_,
          .side = side_of(zone.facts.kind),
          .price = zone.facts.proximal(),
          .strength = zone.strength,
          .confidence = 1,
          // Untested 1, then less with each test, as the zone's own score has it: 1 / (1 + tests). Time ages it not.
          .freshness = (1 + 1 / (1 + static_cast<double>(zone.facts.tests))) / 2,
          .finding = {.source = FindingSource::kZone,
                      .kind = static_cast<std::uint8_t>(zone.facts.kind),
                      .id = zone.id,
                      .time = zone.time,
                      .known_at = zone.known_at},
          .zone = zone.facts};
}

void TimeframeEvidence::collect_state(const Wanted& wanted, std::vector<Factor>& out) const {
  for (std::size_t i = 0; i < happenings_.size(); ++i) {
    const Happening& one = happenings_[i];
    const double age_now = age(one.finding.known_at, wanted.now);
    if (age_now > kHappeningCandles) continue;
    if (wanted.happenings == Happenings::kStrongest && is_outdone(i)) continue;
    out.push_back({.type = one.type,
                   .timeframe = timeframe_,
                   .side = one.side,
                   .price = one.price,
                   .strength = one.strength,
                   .confidence = one.confidence,
                   .freshness = freshness_of(age_now, kHappeningHalf),
                   .finding = one.finding});
  }
  const auto& momentum = momentum_.now();
  if (!momentum || !newest_) return;
  const double fresh = freshness_of(age(known_at_, wanted.now), kHappeningHalf);
  const auto say = [&](FactorType type, Side side, double strength) {
    if (side == Side::kNone || !(strength > 0)) return;
    out.push_back({.type = type,
                   .timeframe = timeframe_,
                   .side = side,
                   .price = newest_->close,
                   .strength = std::min(1.0, strength),
                   .confidence = 1,
                   .freshness = fresh,
                   .finding = {.time = newest_->open_time, .known_at = known_at_}});
  };
  const auto side = [](double value) { return analysis::confidence::side_of((value > 0) - (value < 0)); };
  const double rsi = momentum->rsi_value;
  if (rsi < kOversold) say(FactorType::kRsi, Side::kBullish, (kOversold - rsi) / kOversold);
  if (rsi > kOverbought) say(FactorType::kRsi, Side::kBearish, (rsi - kOverbought) / (100 - kOverbought));
  say(FactorType::kMacd, side(momentum->macd), std::fabs(momentum->macd));
  say(FactorType::kMomentum, side(momentum->score), std::fabs(momentum->score));
}

}  // namespace tidemark::decision
