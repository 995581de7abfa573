#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

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

/// Which happenings are wanted: all, or those that may be the strongest of their type and side.
enum class Happenings : std::uint8_t { kAll, kStrongest };

}  // namespace

/// What collect() was asked, and where its answers go.
struct TimeframeEvidence::Wanted {
  double price;
  double reach;
  double slack;
  core::Timestamp now;
  Happenings happenings;
  std::vector<Factor>& out;

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
  const Wanted wanted{price, reach, slack, now, Happenings::kAll, out};
  collect_legs(wanted);
  collect_levels(wanted);
  collect_zones(wanted);
  collect_state(wanted);
}

void TimeframeEvidence::look_around(double price, double far, core::Timestamp now) {
  around_.known = true;
  around_.price = price;
  around_.reach = kAround * far;
  // All the room there may ever be need of, at once: afterwards nothing is allocated, and what is not used costs
  // little.
  constexpr std::size_t kLegs = 2;
  constexpr std::size_t kReadings = 3;
  around_.levels.reserve(kLegs * analysis::structure::kFibonacciRatios.size() + kAbc + kSwings + kLevels);
  around_.zones.reserve(kZones);
  around_.states.reserve(kHappenings + kReadings);
  const auto into = [&](std::vector<Factor>& factors) {
    factors.clear();
    return Wanted{price, around_.reach, around_.reach, now, Happenings::kStrongest, factors};
  };
  const Wanted levels = into(around_.levels);
  collect_legs(levels);
  collect_levels(levels);
  collect_zones(into(around_.zones));
  collect_state(into(around_.states));
}

void TimeframeEvidence::count_at(double price, const Nearness& near, core::Timestamp now, Counting& out) {
  const double far = std::max(near.level, near.zone);
  if (!around_.hold(price, far)) look_around(price, far, now);
  const auto offer = [&](const Factor& factor, double half, double oldest) {
    if (!out.wants(factor.type, factor.side, factor.value())) return;
    const double age_now = age(factor.finding.known_at, now);
    if (age_now > oldest) return;
    Factor aged = factor;
    aged.freshness = freshness_of(age_now, half);
    out.offer(aged);
  };
  constexpr double kForever = std::numeric_limits<double>::infinity();
  for (const Factor& level : around_.levels) {
    if (std::fabs(level.price - price) <= near.level) offer(level, kLevelHalf, kForever);
  }
  for (const Factor& zone : around_.zones) {
    if (zone.zone->distance(price) <= near.zone) out.offer(zone);  // tests age it, not time
  }
  for (const Factor& state : around_.states) {
    const bool happening = state.finding.source != FindingSource::kReading;
    offer(state, kHappeningHalf, happening ? kHappeningCandles : kForever);
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

void TimeframeEvidence::collect_legs(const Wanted& wanted) const {
  for (const KnownLevel& leg : legs_) {
    const bool rising = leg.side == analysis::structure::Side::kBullish;
    const double start = rising ? leg.bottom : leg.top;
    const double end = rising ? leg.top : leg.bottom;
    for (std::size_t part = 0; part < analysis::structure::kFibonacciRatios.size(); ++part) {
      const bool back = part < analysis::structure::kRetracementRatios;
      const Side side = back ? side_of(leg.side) : opposite(side_of(leg.side));
      const double price = analysis::structure::fibonacci_price(start, end, part);
      if (!wanted.has(side, price)) continue;
      wanted.out.push_back({.type = FactorType::kFibonacci,
                            .timeframe = timeframe_,
                            .side = side,
                            .price = price,
                            .strength = kRatioStrength[part],
                            .confidence = leg.confidence,
                            .freshness = freshness_of(age(leg.known_at, wanted.now), kLevelHalf),
                            .finding = link(Kind::kFibonacci, leg)});
    }
  }
  for (const KnownLevel& abc : abc_) {
    const double c = abc.side == analysis::structure::Side::kBullish ? abc.bottom : abc.top;
    if (!wanted.has(side_of(abc.side), c)) continue;
    wanted.out.push_back({.type = FactorType::kAbcPattern,
                          .timeframe = timeframe_,
                          .side = side_of(abc.side),
                          .price = c,
                          .strength = std::max(0.0, 1 - std::fabs(abc.measure - kGoldenShare) / kShareReach),
                          .confidence = abc.confirmed ? 1 : kUnconfirmed,
                          .freshness = freshness_of(age(abc.known_at, wanted.now), kLevelHalf),
                          .finding = link(Kind::kAbcPattern, abc)});
  }
}

void TimeframeEvidence::collect_levels(const Wanted& wanted) const {
  for (const KnownLevel& swing : swings_) {
    if (!wanted.has(side_of(swing.side), swing.price)) continue;
    wanted.out.push_back({.type = FactorType::kSwingLevel,
                          .timeframe = timeframe_,
                          .side = side_of(swing.side),
                          .price = swing.price,
                          .strength = swing.confidence,
                          .confidence = 1,
                          .freshness = freshness_of(age(swing.known_at, wanted.now), kLevelHalf),
                          .finding = link(Kind::kSwing, swing)});
  }
  for (const KnownLevel& level : levels_) {
    if (!wanted.has(side_of(level.side), level.price)) continue;
    wanted.out.push_back({.type = FactorType::kSupportResistance,
                          .timeframe = timeframe_,
                          .side = side_of(level.side),
                          .price = level.price,
                          .strength = level.confidence,
                          .confidence = 1,
                          .freshness = freshness_of(age(level.known_at, wanted.now), kLevelHalf),
                          .finding = link(Kind::kSupportResistance, level)});
  }
}

void TimeframeEvidence::collect_zones(const Wanted& wanted) const {
  using analysis::zones::ZoneKind;
  for (const KnownZone& zone : zones_) {
    if (zone.facts.distance(wanted.price) > wanted.reach) continue;
    wanted.out.push_back({.type = FactorType::kSupplyDemand,
                          .timeframe = timeframe_,
                          .side = zone.facts.kind == ZoneKind::kDemand ? Side::kBullish : Side::kBearish,
                          .price = zone.facts.proximal(),
                          .strength = zone.strength,
                          .confidence = 1,
                          // Untested 1, then less with each test, as the zone's own score has it: 1 / (1 + tests).
                          .freshness = (1 + 1 / (1 + static_cast<double>(zone.facts.tests))) / 2,
                          .finding = {.source = FindingSource::kZone,
                                      .kind = static_cast<std::uint8_t>(zone.facts.kind),
                                      .id = zone.id,
                                      .time = zone.time,
                                      .known_at = zone.known_at},
                          .zone = zone.facts});
  }
}

void TimeframeEvidence::collect_state(const Wanted& wanted) const {
  for (std::size_t i = 0; i < happenings_.size(); ++i) {
    const Happening& one = happenings_[i];
    const double age_now = age(one.finding.known_at, wanted.now);
    if (age_now > kHappeningCandles) continue;
    if (wanted.happenings == Happenings::kStrongest && is_outdone(i)) continue;
    wanted.out.push_back({.type = one.type,
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
    wanted.out.push_back({.type = type,
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
