#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "analysis/structure/event.hpp"
#include "analysis/structure/swings.hpp"

namespace tidemark::analysis::structure {

/// Labels. A swing high above the swing high before it is a higher high (HH), any other a lower high (LH); a swing low
/// below the one before is a lower low (LL), any other a higher low (HL) (so equal ones count as LuxAlgo's Smart Money
/// Concepts script counts them: LH and HL). "Before" is the last final swing at that end. Said with every event of a
/// swing, because an extension may change it; the one with kConfirmed is final. Of a swing, measure is the length of
/// its leg.
///
/// Trend (Dow theory): up while the newest labels are HH and HL, down while they are LH and LL, else none. Said when it
/// changes, about the candle that made it known; side is the new trend, price the swing that decided.
class Labeler {
 public:
  void update(const Telling& tell, const SwingTracker::Said& said);

  [[nodiscard]] Side trend() const { return trend_; }
  [[nodiscard]] bool valid() const { return trend_ <= Side::kNeutral; }
  static auto fields(auto& self) { return std::tie(self.ends_, self.trend_, self.trends_); }

 private:
  struct OfEnd {
    Label newest{Label::kNone};
    bool known{false};  ///< a final swing at this end
    double price{0};    ///< of that one

    [[nodiscard]] bool valid() const { return newest <= Label::kLowerLow; }
    static auto fields(auto& self) { return std::tie(self.newest, self.known, self.price); }
  };

  [[nodiscard]] Label label_of(const Swing& swing) const;
  void judge_trend(const Telling& tell, const Swing& swing);

  std::array<OfEnd, 2> ends_;  ///< by End
  Side trend_{Side::kNeutral};
  std::uint64_t trends_{0};
};

}  // namespace tidemark::analysis::structure
