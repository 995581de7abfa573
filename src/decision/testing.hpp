#pragma once

#include <rapidcheck.h>

#include "core/rng.hpp"
#include "decision/confluence.hpp"

/// Short ways to make reasons; for tests only.
namespace tidemark::decision::testing {

/// Strength 1, sure and new: worth 1.
inline Factor factor(FactorType type, Side side, double price) {
  return {.type = type, .side = side, .price = price, .strength = 1, .confidence = 1};
}

inline Factor zone(Side side, double bottom, double top, std::uint32_t tests = 0) {
  using analysis::zones::ZoneKind;
  const bool demand = side == Side::kBullish;
  Factor made = factor(FactorType::kSupplyDemand, side, demand ? top : bottom);
  made.zone =
      ZoneFacts{.kind = demand ? ZoneKind::kDemand : ZoneKind::kSupply,
                .status = tests == 0 ? analysis::zones::ZoneStatus::kActive : analysis::zones::ZoneStatus::kTested,
                .tests = tests,
                .top = top,
                .bottom = bottom};
  return made;
}

/// A pip of 1 and the default weights and settings.
inline Frame frame(double present) {
  return {.present = present, .pip = 1, .weights = default_weights()};
}

/// Any factor within 20 pips of 100.
inline Factor any_factor(core::Rng& rng) {
  const auto type = static_cast<FactorType>(rng.below(11));
  const Side side = rng.chance(0.5) ? Side::kBullish : Side::kBearish;
  const double price = 80 + 40 * rng.uniform();
  Factor made = type == FactorType::kSupplyDemand ? zone(side, price, price + 1 + 5 * rng.uniform(), rng.below(2) != 0)
                                                  : factor(type, side, price);
  made.strength = rng.uniform();
  made.confidence = rng.uniform();
  made.freshness = 0.01 + 0.99 * rng.uniform();
  return made;
}

inline std::vector<Factor> any_factors(core::Rng& rng) {
  std::vector<Factor> factors(rng.below(40));
  for (Factor& one : factors) one = any_factor(rng);
  return factors;
}

}  // namespace tidemark::decision::testing
