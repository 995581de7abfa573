#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/event.hpp"

namespace tidemark::analysis::structure {

/// What neighboring gaps in the same direction are.
enum class JoinGaps : std::uint8_t { kSeparate, kJoin };
inline constexpr std::array<std::string_view, 2> kJoinGapsNames{"separate", "join"};

/// What the candle between must look like.
enum class GapBody : std::uint8_t {
  kColor,   ///< it closes in the direction of the gap (the smart-money-concepts library)
  kBeyond,  ///< it closes beyond the candle before it (LuxAlgo)
};
inline constexpr std::array<std::string_view, 2> kGapBodyNames{"color", "beyond"};

/// How far price must come back for a gap to count as taken up.
enum class Mitigation : std::uint8_t { kTouch, kHalf, kFull };
inline constexpr std::array<std::string_view, 3> kMitigationNames{"touch", "half", "full"};

struct GapSettings {
  JoinGaps join{JoinGaps::kSeparate};
  GapBody body{GapBody::kColor};
  Mitigation mitigation{Mitigation::kTouch};
  double least{0};  ///< least height in average true ranges; 0: any
  std::size_t open_max{200};
};

/// Fair value gap at candle t: bullish when high[t-1] < low[t+1] and candle t closes up, from high[t-1] to low[t+1];
/// bearish when low[t-1] > high[t+1] and it closes down, from high[t+1] to low[t-1]. Known when candle t+1 has closed.
/// With JoinGaps::kJoin a gap right after one in the same direction extends it: the same finding, now about the later
/// candle, with the outer bounds of both. From the candle after on, the first one that comes back to its near side (or
/// half way, or through it) mitigates it: State::kMitigated, about that candle. measure is the height in price.
///
/// Source: joshyattridge/smart-money-concepts 0.0.27 (`fvg`) with GapBody::kColor and Mitigation::kTouch; LuxAlgo's
/// Smart Money Concepts script with GapBody::kBeyond and Mitigation::kFull (without its automatic threshold). At most
/// open_max gaps of a direction are followed; the oldest is given up with kExpired.
///
/// What is still open lies in order: a later gap is nearer to the price than all earlier ones, so one comparison a
/// candle tells that none has been reached.
class FairValueGaps {
 public:
  explicit FairValueGaps(const GapSettings& settings)
      : settings_{settings}, open_{BoundedList<Gap>{settings.open_max}, BoundedList<Gap>{settings.open_max}} {}

  void update(const Telling& tell);

  static auto fields(auto& self) { return std::tie(self.open_, self.gaps_); }

 private:
  struct Gap {
    std::uint64_t id{0};
    Moment from{};
    Moment at{};
    double top{0};
    double bottom{0};

    static auto fields(auto& self) { return std::tie(self.id, self.from, self.at, self.top, self.bottom); }
  };

  void look_for_new(const Telling& tell, Side side);
  void mitigate(const Telling& tell, Side side);
  [[nodiscard]] bool qualifies(const History& history, Side side) const;
  [[nodiscard]] bool reached(const core::CandleF& candle, const Gap& gap, Side side) const;
  void say(const Telling& tell, State state, Side side, const Gap& gap, Moment at, double price) const;

  GapSettings settings_;
  std::array<BoundedList<Gap>, 2> open_;  ///< by Side, oldest first
  std::uint64_t gaps_{0};
};

}  // namespace tidemark::analysis::structure
