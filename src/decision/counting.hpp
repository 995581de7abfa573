#pragma once

#include <array>
#include <span>
#include <vector>

#include "decision/factor.hpp"

namespace tidemark::decision {

/// Factors that count at a price, as far as a score there can tell the difference: of each type and side those that
/// were worth more than all before them, the last of them the strongest. Of Fibonacci levels and zones all that are
/// worth anything, because any two of them may earn the bonus. Allocates nothing once warm.
class Counting {
 public:
  void clear() {
    best_ = {};
    factors_.clear();
  }
  /// Whether one that is worth so much at most could matter.
  [[nodiscard]] bool wants(FactorType type, Side side, double worth) const {
    const bool may_earn_bonus = type == FactorType::kFibonacci || type == FactorType::kSupplyDemand;
    return side != Side::kNone && worth > (may_earn_bonus ? 0 : best_[place_of(side)][index_of(type)]);
  }
  /// Takes it when it is wanted.
  void offer(const Factor& factor) {
    const double worth = factor.value();
    if (!wants(factor.type, factor.side, worth)) return;
    best_[place_of(factor.side)][index_of(factor.type)] = worth;
    factors_.push_back(factor);
  }
  [[nodiscard]] std::span<const Factor> factors() const { return factors_; }

 private:
  [[nodiscard]] static std::size_t place_of(Side side) { return side == Side::kBullish ? 0 : 1; }

  std::array<std::array<double, kFactorTypeCount>, 2> best_{};
  std::vector<Factor> factors_;
};

}  // namespace tidemark::decision
