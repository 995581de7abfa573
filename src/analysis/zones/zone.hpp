#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "analysis/structure/event.hpp"
#include "analysis/structure/history.hpp"

namespace tidemark::analysis::zones {

using structure::History;
using structure::Moment;

/// Where buyers stood (demand, below the price) or sellers (supply, above it).
enum class ZoneKind : std::uint8_t { kDemand, kSupply };
inline constexpr std::array<std::string_view, 2> kZoneKindNames{"demand", "supply"};

[[nodiscard]] constexpr ZoneKind opposite(ZoneKind kind) {
  return kind == ZoneKind::kDemand ? ZoneKind::kSupply : ZoneKind::kDemand;
}

/// How price came to the base and left it. The first two leave demand, the others supply.
enum class Formation : std::uint8_t {
  kDropBaseRally,
  kRallyBaseRally,
  kRallyBaseDrop,
  kDropBaseDrop,
  kFlip,  ///< a broken zone that holds from the other side
};
inline constexpr std::array<std::string_view, 5> kFormationNames{"drop_base_rally", "rally_base_rally",
                                                                 "rally_base_drop", "drop_base_drop", "flip"};

/// active -> tested -> broken -> flipped; expired from active and tested. tested may come again and again; a zone may
/// break untested. Broken, flipped and expired zones never come back.
enum class ZoneStatus : std::uint8_t { kActive, kTested, kBroken, kFlipped, kExpired };
inline constexpr std::array<std::string_view, 5> kZoneStatusNames{"active", "tested", "broken", "flipped", "expired"};

[[nodiscard]] constexpr bool may_follow(ZoneStatus from, ZoneStatus to) {
  switch (to) {
    case ZoneStatus::kActive:
      return false;
    case ZoneStatus::kTested:
    case ZoneStatus::kBroken:
    case ZoneStatus::kExpired:
      return from == ZoneStatus::kActive || from == ZoneStatus::kTested;
    case ZoneStatus::kFlipped:
      break;
  }
  return from == ZoneStatus::kBroken;
}

/// Why a zone expired.
enum class ZoneEnd : std::uint8_t {
  kNone,
  kAge,     ///< it got old
  kLimit,   ///< there were too many and it was the weakest
  kMerged,  ///< a stronger zone lies over it: `successor`
};
inline constexpr std::array<std::string_view, 4> kZoneEndNames{"", "age", "limit", "merged"};

/// A supply or demand zone as it stood after some candle. Invariants: top > bottom; base_from <= base_to < impulse_from
/// <= impulse_to <= created; 0 <= strength <= 1; successes <= tests.
struct Zone {
  std::uint64_t id{0};  ///< 1, 2 … within the series
  ZoneKind kind{ZoneKind::kDemand};
  Formation formation{Formation::kDropBaseRally};
  bool continuation{false};  ///< the base lies inside an unbroken trend in the zone's direction
  bool fibonacci{false};     ///< when it was created a Fibonacci level lay in it or next to it: aligned_with()
  ZoneStatus status{ZoneStatus::kActive};
  ZoneEnd ended_by{ZoneEnd::kNone};
  double top{0};
  double bottom{0};
  double strength{0};  ///< 0 … 1, see strength.hpp
  std::uint32_t tests{0};
  std::uint32_t successes{0};  ///< tests that ended in a bounce
  Moment base_from{};
  Moment base_to{};
  Moment impulse_from{};
  Moment impulse_to{};
  double magnitude{0};                       ///< how far the impulse left the base, in ATR
  double momentum{0};                        ///< share of the impulse's candles in its direction, 0 … 1
  double tightness{0};                       ///< 1 - base range / most it may be, 0 … 1
  double volume_ratio{0};                    ///< mean volume of the impulse against that before it; 0 without volume
  double atr{0};                             ///< at the base, in price
  double volume{0};                          ///< mean volume of the impulse's candles
  Moment created{};                          ///< the candle whose close made the zone known
  Moment updated{};                          ///< the candle of the last change
  std::optional<std::uint64_t> origin{};     ///< the zone it flipped from
  std::optional<std::uint64_t> successor{};  ///< the zone it flipped to or was merged into

  [[nodiscard]] double height() const { return top - bottom; }
  /// The edge price comes to first, and the one behind it.
  [[nodiscard]] double proximal() const { return kind == ZoneKind::kDemand ? top : bottom; }
  [[nodiscard]] double distal() const { return kind == ZoneKind::kDemand ? bottom : top; }
  [[nodiscard]] bool live() const { return status == ZoneStatus::kActive || status == ZoneStatus::kTested; }
  [[nodiscard]] std::int64_t base_candles() const { return base_to.index - base_from.index + 1; }

  friend bool operator==(const Zone&, const Zone&) = default;
};

/// 0.4 x (1 - |price - center| / height) + 0.4 x strength + 0.2 / (1 + tests), of a price inside the zone; none
/// outside.
[[nodiscard]] std::optional<double> score(const Zone& zone, double price);

/// Shared height / smaller height, 0 … 1.
[[nodiscard]] double overlap(const Zone& a, const Zone& b);

/// How deep a test went.
enum class TestType : std::uint8_t {
  kTouch,        ///< it came within the proximity, or to the edge
  kPenetration,  ///< it traded inside
  kBreak,        ///< it closed beyond the far edge
};
inline constexpr std::array<std::string_view, 3> kTestTypeNames{"touch", "penetration", "break"};

enum class TestOutcome : std::uint8_t { kOpen, kBounce, kBreak };
inline constexpr std::array<std::string_view, 3> kTestOutcomeNames{"open", "bounce", "break"};

/// One visit of price to a zone, from the candle that comes to it to the one that decides it.
struct ZoneTest {
  std::uint32_t number{0};  ///< 1, 2 … of the zone
  Moment at{};              ///< the candle that came to it
  TestType type{TestType::kTouch};
  TestOutcome outcome{TestOutcome::kOpen};
  double price{0};               ///< the deepest price so far
  double rejection_strength{0};  ///< 0 … 1: clarity() of the way from the deepest price to the close that decided it
  double volume{0};              ///< of the test's candles so far
  double move{0};                ///< way from the deepest price to that close, in price

  friend bool operator==(const ZoneTest&, const ZoneTest&) = default;
};

enum class ZoneEventKind : std::uint8_t {
  kCreated,
  kTested,   ///< a test begins; `test` is open
  kOutcome,  ///< it bounced; `test` tells how
  kBroken,   ///< `test` is the one that broke it
  kFlipped,  ///< `zone.successor` is the new zone, whose kCreated comes before
  kExpired,
};
inline constexpr std::array<std::string_view, 6> kZoneEventKindNames{"created", "tested",  "outcome",
                                                                     "broken",  "flipped", "expired"};

/// One thing that became known of a zone, with the zone as it then stood. Never changed once said.
struct ZoneEvent {
  ZoneEventKind kind{ZoneEventKind::kCreated};
  Zone zone;
  std::optional<ZoneTest> test;
  double price{0};  ///< the close of the candle
  Moment known;     ///< the candle whose close made it known

  friend bool operator==(const ZoneEvent&, const ZoneEvent&) = default;
};

void save(const Zone& zone, core::ByteWriter& out);
[[nodiscard]] bool load(Zone& zone, core::ByteReader& in);

}  // namespace tidemark::analysis::zones
