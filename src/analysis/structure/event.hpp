#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/structure/fractals.hpp"

namespace tidemark::analysis::structure {

/// What an event is about. Each kind is defined in the header of the analyzer that says it.
enum class Kind : std::uint8_t {
  kFractal,            ///< fractals.hpp
  kSwing,              ///< swings.hpp
  kTrend,              ///< labels.hpp
  kBreakOfStructure,   ///< breaks.hpp, four_swings.hpp
  kChangeOfCharacter,  ///< as above
  kFairValueGap,       ///< fair_value_gaps.hpp
  kOrderBlock,         ///< order_blocks.hpp, final_order_blocks.hpp
  kLiquidityPool,      ///< liquidity.hpp
  kPreviousHighLow,    ///< periods.hpp
  kSession,            ///< sessions.hpp
  kPremiumDiscount,    ///< dealing_range.hpp
  kSupportResistance,  ///< levels.hpp
  kFibonacci,          ///< fibonacci.hpp
  kAbcPattern,         ///< abc.hpp
};
inline constexpr std::array<std::string_view, 14> kKindNames{"fractal",
                                                             "swing",
                                                             "trend",
                                                             "break_of_structure",
                                                             "change_of_character",
                                                             "fair_value_gap",
                                                             "order_block",
                                                             "liquidity_pool",
                                                             "previous_high_low",
                                                             "session",
                                                             "premium_discount",
                                                             "support_resistance",
                                                             "fibonacci",
                                                             "abc_pattern"};

/// Kinds, by the bit of each.
using KindSet = std::uint16_t;
inline constexpr KindSet kAllKinds = (1U << kKindNames.size()) - 1;
template <class... Kinds>
[[nodiscard]] constexpr KindSet kinds_of(Kinds... kinds) {
  return static_cast<KindSet>(((1U << static_cast<unsigned>(kinds)) | ... | 0U));
}
[[nodiscard]] constexpr bool has_kind(KindSet kinds, Kind kind) {
  return (kinds & kinds_of(kind)) != 0;
}

/// Where a finding stands in its life.
enum class State : std::uint8_t {
  kFormed,       ///< it is there
  kExtended,     ///< more of it: a swing further out, a gap joined by the next, another touch
  kConfirmed,    ///< final
  kTested,       ///< price came to it
  kMitigated,    ///< price took it up
  kBroken,       ///< price closed or traded beyond it
  kCompleted,    ///< it reached its end: a session closed, a target was met
  kInvalidated,  ///< what it rested on no longer holds
  kExpired,      ///< given up, because its time is over or newer ones needed the room
};
inline constexpr std::array<std::string_view, 9> kStateNames{
    "formed", "extended", "confirmed", "tested", "mitigated", "broken", "completed", "invalidated", "expired"};

/// Up or down. Levels from which price fell (swing highs, resistance, pools of highs) are bearish.
enum class Side : std::uint8_t { kBullish, kBearish, kNeutral };
inline constexpr std::array<std::string_view, 3> kSideNames{"bullish", "bearish", "neutral"};

[[nodiscard]] constexpr Side side_of(End end) {
  return end == End::kHigh ? Side::kBearish : Side::kBullish;
}

/// A swing against the one before it at the same end.
enum class Label : std::uint8_t { kNone, kHigherHigh, kHigherLow, kLowerHigh, kLowerLow };
inline constexpr std::array<std::string_view, 5> kLabelNames{"", "HH", "HL", "LH", "LL"};

/// One thing that became known. Never changed once said: what happens to a finding later is an event of its own with
/// the same kind and id.
struct Event {
  Kind kind{Kind::kSwing};
  State state{State::kFormed};
  Side side{Side::kNeutral};
  Label label{Label::kNone};              ///< of swings
  std::uint8_t part{0};                   ///< which session, period or ratio, by its place in the settings or table
  std::uint64_t id{0};                    ///< of the finding, 1, 2 … within its kind; a swing's is Swing::number
  std::optional<std::uint64_t> origin{};  ///< the number of the swing it rests on
  Moment from{};                          ///< the candle where it begins
  Moment at{};                            ///< the candle this event is about: of the finding, or of what happened to it
  Moment known{};                         ///< the candle whose close made it known
  double top{0};                          ///< upper and lower price of the finding; equal for a level
  double bottom{0};
  double price{0};       ///< the price at which it happened
  double measure{0};     ///< what the kind's header says: a size, a ratio, a number of touches
  double confidence{0};  ///< 0 … 1, clarity() unless the kind's header says otherwise

  friend bool operator==(const Event&, const Event&) = default;
};

/// How large a finding is against the noise: size / (size + ATR), 0 … 1; 0 before there is an ATR. A measure of
/// clearness without a scale, and no probability: success rates are measured, not assumed.
[[nodiscard]] inline double clarity(double size, const std::optional<double>& atr) {
  return atr && size > 0 ? size / (size + *atr) : 0;
}

/// Where analyzers put what they have to say of the newest candle.
struct Telling {
  const History& history;
  std::vector<Event>& out;

  void say(Event event) const {
    event.known = history.now();
    out.push_back(event);
  }
};

}  // namespace tidemark::analysis::structure
