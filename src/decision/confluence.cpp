#include "decision/confluence.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace tidemark::decision {
namespace {

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

bool ConfluenceFinder::hidden(const Place& place, double tolerance) const {
  return std::ranges::any_of(chosen_, [&](const Place& other) {
    return other.side == place.side && std::fabs(other.price - place.price) <= tolerance;
  });
}

void ConfluenceFinder::rank_places(std::span<const Factor> factors, const Frame& frame) {
  sorted_.clear();
  others_.clear();
  places_.clear();
  for (const Factor& factor : factors) {
    if (factor.zone) continue;
    (bearing_of(factor.type) == Bearing::kLevel ? sorted_ : others_).push_back(factor);
  }
  std::ranges::sort(sorted_, {}, &Factor::price);
  const double tolerance = frame.settings.tolerance_pips * frame.pip;
  std::size_t from = 0;
  std::size_t to = 0;
  for (const Factor& level : sorted_) {
    while (sorted_[from].price < level.price - tolerance) ++from;
    while (to < sorted_.size() && sorted_[to].price <= level.price + tolerance) ++to;
    double rank = score_at(std::span{sorted_}.subspan(from, to - from), level.side, level.price, frame).without_zones();
    if (std::fabs(level.price - frame.present) <= tolerance) {
      rank += score_at(others_, level.side, level.price, frame).without_zones();
    }
    places_.push_back({level.side, level.price, rank});
  }
  std::ranges::sort(places_, [](const Place& a, const Place& b) {
    return std::tuple{-a.rank, a.price, a.side} < std::tuple{-b.rank, b.price, b.side};
  });
}

void ConfluenceFinder::find(std::span<const Factor> factors, const Frame& frame, Confluence& out) {
  out.frame = frame;
  out.zones.clear();
  out.factors.clear();
  rank_places(factors, frame);
  chosen_.clear();
  for (const Place& place : places_) {
    if (chosen_.size() == kZonesMax) break;
    if (place.rank > 0 && !hidden(place, frame.settings.tolerance_pips * frame.pip)) chosen_.push_back(place);
  }
  for (const Place& place : chosen_) {
    near_.clear();
    ConfluenceZone zone{.side = place.side, .price = place.price, .top = place.price, .bottom = place.price};
    for (const Factor& factor : factors) {
      if (factor.side != place.side || factor.value() <= 0 || !counts_at(factor, place.price, frame)) continue;
      near_.push_back(factor);
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
