#pragma once

#include <cstdint>
#include <optional>

#include "analysis/structure/event.hpp"
#include "analysis/structure/swings.hpp"

namespace tidemark::analysis::structure {

/// How far price has come back from the end of a leg towards its start.
class Retracement {
 public:
  /// Of the leg from `start` to `end`, in price. `side_of_end` says whether it ends at a high, which without a least
  /// leg may lie below the low it came from.
  void begin(double start, double end, End side_of_end) {
    start_ = start;
    end_ = end;
    side_ = side_of_end;
    deepest_ = 0;
  }
  /// Feeds a candle after the end: the share of the leg given back at its farthest, in percent. 0 at the end of the
  /// leg, 100 at its start; negative beyond the end. 0 for a leg without height.
  double step(const core::CandleF& candle);

  [[nodiscard]] double deepest() const { return deepest_; }  ///< percent, 0 or more
  [[nodiscard]] double start() const { return start_; }
  [[nodiscard]] double end() const { return end_; }

  [[nodiscard]] bool valid() const { return side_ <= End::kLow; }
  static auto fields(auto& self) { return std::tie(self.start_, self.end_, self.side_, self.deepest_); }

 private:
  double start_{0};
  double end_{0};
  End side_{End::kHigh};
  double deepest_{0};
};

/// Premium and discount: the dealing range runs between the swing of the leg in progress and the final one before it. A
/// close more than `band` of the range above its middle lies in premium (bearish: dear), as much below in discount
/// (bullish: cheap), else at equilibrium (neutral). Said when a close lies elsewhere than the one before, about that
/// candle; top and bottom are the range, price the close, measure its place in the range (0 the low, 1 the high; beyond
/// them outside), confidence how far from the middle it is, 1 at the ends.
///
/// Source: the inner circle trader's usage; LuxAlgo's Smart Money Concepts script, whose equilibrium is the middle 5 %:
/// band 0.025.
class DealingRange {
 public:
  explicit DealingRange(double band) : band_{band} {}

  void update(const Telling& tell, const SwingTracker& swings, const SwingTracker::Said& said);

  /// Of the leg in progress.
  [[nodiscard]] const Retracement& retracement() const { return retracement_; }
  [[nodiscard]] bool valid() const { return place_ <= Side::kNeutral; }
  static auto fields(auto& self) { return std::tie(self.retracement_, self.known_, self.place_, self.said_); }

 private:
  double band_;
  Retracement retracement_;
  bool known_{false};  ///< a place was said
  Side place_{Side::kNeutral};
  std::uint64_t said_{0};
};

}  // namespace tidemark::analysis::structure
