#pragma once

#include <span>
#include <vector>

#include "decision/factor.hpp"
#include "decision/settings.hpp"
#include "decision/signal.hpp"

namespace tidemark::decision {

/// The trade a decision proposes.
struct Plan {
  double entry{0};
  double stop{0};
  Targets targets;
  double risk_reward{0};
  double risk_percent{0};
  double size_hint{0};
  bool stop_at_level{false};    ///< a level protects the stop
  bool target_at_level{false};  ///< a level is the first target

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// A factor that is a level, as far as a trade is made by it.
struct PlanLevel {
  Side side{Side::kNone};
  core::Timeframe timeframe{core::Timeframe::k1m};
  double price{0};
  double far_side{0};  ///< the price at which it no longer holds

  friend bool operator==(const PlanLevel&, const PlanLevel&) = default;
};
[[nodiscard]] PlanLevel level_of(const Factor& factor);
/// Those of the factors that are levels.
[[nodiscard]] std::vector<PlanLevel> levels_of(std::span<const Factor> factors);

/// What a plan is made of.
struct PlanInputs {
  Side side{Side::kNone};             ///< bullish or bearish
  double price{0};                    ///< the entry
  double atr{0};                      ///< of 15m, in price, > 0
  double tick{0};                     ///< least step of the price, > 0
  double confidence{0};               ///< 0 … 100
  std::span<const PlanLevel> levels;  ///< in any order
};

/// In words for a buy: the stop lies stop_buffer_atr under the nearest level that holds from below (of a demand zone
/// its far edge) among those that leave it stop_min_atr to stop_max_atr away, else stop_atr under the entry. Targets
/// are the levels of the other side (of a supply zone its near edge) of 15m and longer at least one risk ahead, nearest
/// first, half a risk or more apart, at most kTargetsMax; without one, fallback_target risks ahead. Stops are rounded
/// away from the entry to a tick, targets towards it. At the stop risk_percent x confidence / 100 of equity is lost.
/// Allocates nothing.
[[nodiscard]] Plan plan_of(const PlanInputs& inputs, const DecisionSettings& settings);

}  // namespace tidemark::decision
