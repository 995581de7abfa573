#include "decision/confluence.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace tidemark::decision {
namespace {

/// The types whose factors are places, in the order of their contributions: those that bear at a level and are no zone.
constexpr std::array kLevelTypes{FactorType::kFibonacci, FactorType::kAbcPattern, FactorType::kSwingLevel,
                                 FactorType::kSupportResistance};

/// A Fibonacci level meets a zone.
bool aligned(const Factor& level, const Factor& zone, const Frame& frame) {
  return zone.zone->distance(level.price) <= frame.settings.bonus_pips * frame.pip;
}

bool bonus_applies(std::span<const Factor> factors, Side side, double price, const Frame& frame) {
  const auto counted = [&](const Factor& factor, FactorType type) {
    return factor.type == type && factor.side == side && factor.value() > 0 && counts_at(factor, price, frame);
  };
  for (const Factor& zone : factors) {
    if (!zone.zone || !counted(zone, FactorType::kSupplyDemand)) continue;
    for (const Factor& level : factors) {
      if (counted(level, FactorType::kFibonacci) && aligned(level, zone, frame)) return true;
    }
  }
  return false;
}

ZoneFeatures features_of(std::span<const Factor> factors, const Score& score, const Frame& frame) {
  ZoneFeatures features;
  double strength = 0;
  double zone_strength = 0;
  for (const Factor& factor : factors) {
    ++features.factor_count;
    strength += factor.strength;
    if (!factor.zone) continue;
    ++features.sd_zone_count;
    zone_strength += factor.strength;
    ++(factor.zone->tests == 0 ? features.sd_fresh_zone_count : features.sd_tested_zone_count);
  }
  for (const Factor& level : factors) {
    const auto meets = [&](const Factor& zone) { return zone.zone && aligned(level, zone, frame); };
    if (level.type == FactorType::kFibonacci && std::ranges::any_of(factors, meets)) {
      ++features.sd_fibonacci_alignment_count;
    }
  }
  features.type_count = static_cast<std::uint16_t>(
      std::ranges::count_if(score.strongest, [](const auto& place) { return place.has_value(); }));
  if (features.factor_count > 0) features.mean_strength = strength / features.factor_count;
  if (features.sd_zone_count > 0) features.sd_zone_strength_avg = zone_strength / features.sd_zone_count;
  return features;
}

}  // namespace

double Score::without_zones() const {
  double sum = 0;
  for (std::size_t i = 0; i < kFactorTypeCount; ++i) {
    if (i != index_of(FactorType::kSupplyDemand)) sum += contributions[i];
  }
  return sum;
}

bool counts_at(const Factor& factor, double price, const Frame& frame) {
  const double tolerance = frame.settings.tolerance_pips * frame.pip;
  if (factor.zone) return factor.zone->distance(price) <= frame.settings.max_distance_pips * frame.pip;
  if (bearing_of(factor.type) == Bearing::kPresent) return std::fabs(frame.present - price) <= tolerance;
  return std::fabs(factor.price - price) <= tolerance;
}

Score score_at(std::span<const Factor> factors, Side side, double price, const Frame& frame) {
  Score score;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const Factor& factor = factors[i];
    if (factor.side != side || !counts_at(factor, price, frame)) continue;
    const std::size_t type = index_of(factor.type);
    const double contribution = frame.weights.share[type] * factor.value();
    if (contribution <= score.contributions[type]) continue;
    score.contributions[type] = contribution;
    score.strongest[type] = static_cast<std::uint32_t>(i);
  }
  for (const double contribution : score.contributions) score.total += contribution;
  const bool both = score.strongest[index_of(FactorType::kFibonacci)].has_value() &&
                    score.strongest[index_of(FactorType::kSupplyDemand)].has_value();
  if (both && bonus_applies(factors, side, price, frame)) {
    score.bonus = std::min(score.total * (frame.settings.fibonacci_bonus - 1), 1 - score.total);
    score.total += score.bonus;
  }
  return score;
}

void ConfluenceFinder::sort_out(std::span<const Factor> factors, const Frame& frame) {
  levels_.clear();
  zones_.clear();
  states_.clear();
  std::array<std::array<double, kFactorTypeCount>, 2> best{};
  for (std::uint32_t i = 0; i < factors.size(); ++i) {
    const Factor& factor = factors[i];
    const std::size_t type = index_of(factor.type);
    const double worth = frame.weights.share[type] * factor.value();
    if (factor.zone) {
      zones_.push_back(i);
      continue;
    }
    if (const auto place = std::ranges::find(kLevelTypes, factor.type); place != kLevelTypes.end()) {
      levels_.push_back({factor.price, worth, i, static_cast<std::uint8_t>(place - kLevelTypes.begin()), factor.side});
      continue;
    }
    states_.push_back(i);
    if (factor.side == Side::kNone) continue;
    double& strongest = best[factor.side == Side::kBullish ? 0 : 1][type];
    strongest = std::max(strongest, worth);
  }
  for (std::size_t side = 0; side < best.size(); ++side) {
    present_rank_[side] = std::accumulate(best[side].begin(), best[side].end(), 0.0);
  }
  std::ranges::sort(levels_, [](const Level& a, const Level& b) {
    return a.price != b.price ? a.price < b.price : a.index < b.index;
  });
}

void ConfluenceFinder::rank_places(const Frame& frame) {
  places_.clear();
  const double tolerance = frame.settings.tolerance_pips * frame.pip;
  std::size_t from = 0;
  std::size_t to = 0;
  for (const Level& level : levels_) {
    while (level.price - levels_[from].price > tolerance) ++from;
    while (to < levels_.size() && levels_[to].price - level.price <= tolerance) ++to;
    std::array<double, kLevelTypes.size()> best{};
    for (std::size_t i = from; i < to; ++i) {
      const Level& other = levels_[i];
      if (other.side == level.side) best[other.type] = std::max(best[other.type], other.worth);
    }
    double rank = std::accumulate(best.begin(), best.end(), 0.0);
    if (std::fabs(level.price - frame.present) <= tolerance) {
      rank += present_rank_[level.side == Side::kBullish ? 0 : 1];
    }
    if (rank > 0) places_.push_back({level.side, level.price, rank});
  }
}

void ConfluenceFinder::choose(double tolerance) {
  const auto worse = [](const Place& a, const Place& b) {
    return a.rank != b.rank ? a.rank < b.rank : std::tuple{-a.price, b.side} < std::tuple{-b.price, a.side};
  };
  const auto beside_chosen = [&](const Place& place) {
    return std::ranges::any_of(chosen_, [&](const Place& other) {
      return other.side == place.side && std::fabs(other.price - place.price) <= tolerance;
    });
  };
  chosen_.clear();
  std::ranges::make_heap(places_, worse);
  while (!places_.empty() && chosen_.size() < kZonesMax) {
    std::ranges::pop_heap(places_, worse);
    if (!beside_chosen(places_.back())) chosen_.push_back(places_.back());
    places_.pop_back();
  }
}

void ConfluenceFinder::gather(std::span<const Factor> factors, const Place& place, const Frame& frame) {
  counted_.clear();
  const auto count = [&](std::uint32_t index) {
    const Factor& factor = factors[index];
    const bool counts = factor.side == place.side && factor.value() > 0 && counts_at(factor, place.price, frame);
    if (counts) counted_.push_back(index);
  };
  const double tolerance = frame.settings.tolerance_pips * frame.pip;
  auto level =
      std::ranges::partition_point(levels_, [&](const Level& one) { return place.price - one.price > tolerance; });
  for (; level != levels_.end() && level->price - place.price <= tolerance; ++level) count(level->index);
  std::ranges::for_each(zones_, count);
  if (std::fabs(frame.present - place.price) <= tolerance) std::ranges::for_each(states_, count);
  std::ranges::sort(counted_);
  near_.clear();
  for (const std::uint32_t index : counted_) near_.push_back(factors[index]);
}

void ConfluenceFinder::find(std::span<const Factor> factors, const Frame& frame, Confluence& out) {
  out.frame = frame;
  out.zones.clear();
  out.factors.clear();
  sort_out(factors, frame);
  rank_places(frame);
  choose(frame.settings.tolerance_pips * frame.pip);
  for (const Place& place : chosen_) {
    gather(factors, place, frame);
    ConfluenceZone zone{.side = place.side, .price = place.price, .top = place.price, .bottom = place.price};
    for (const Factor& factor : near_) {
      if (factor.zone || bearing_of(factor.type) == Bearing::kPresent) continue;
      zone.top = std::max(zone.top, factor.price);
      zone.bottom = std::min(zone.bottom, factor.price);
    }
    zone.score = score_at(near_, place.side, place.price, frame);
    zone.features = features_of(near_, zone.score, frame);
    zone.first = static_cast<std::uint32_t>(out.factors.size());
    zone.count = static_cast<std::uint32_t>(near_.size());
    out.factors.insert(out.factors.end(), near_.begin(), near_.end());
    out.zones.push_back(zone);
  }
  std::ranges::sort(out.zones, [](const ConfluenceZone& a, const ConfluenceZone& b) {
    return std::tuple{-a.score.total, a.price, a.side} < std::tuple{-b.score.total, b.price, b.side};
  });
}

}  // namespace tidemark::decision
