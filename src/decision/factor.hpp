#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

#include "analysis/confidence/pattern_confidence.hpp"
#include "analysis/zones/zone.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"

namespace tidemark::decision {

/// -1 bearish, 0 none, +1 bullish.
using analysis::confidence::Side;
using analysis::confidence::sign_of;

[[nodiscard]] constexpr Side opposite(Side side) {
  return static_cast<Side>(-static_cast<std::int8_t>(side));
}
inline constexpr std::array<Side, 2> kBothSides{Side::kBullish, Side::kBearish};
[[nodiscard]] std::string_view name_of(Side side) noexcept;

/// The kinds of reason that can agree. The last four have no source yet and are off by default.
enum class FactorType : std::uint8_t {
  kFibonacci,
  kVolume,
  kCandlestick,
  kRsi,
  kMacd,
  kAbcPattern,
  kSwingLevel,
  kSupportResistance,
  kTimeframe,
  kMomentum,
  kSupplyDemand,
  kOrderFlow,
  kCot,
  kSentiment,
  kRelativeStrength,
};
inline constexpr std::array<std::string_view, 15> kFactorTypeNames{
    "fibonacci",          "volume",    "candlestick", "rsi",           "macd",       "abc_pattern", "swing_level",
    "support_resistance", "timeframe", "momentum",    "supply_demand", "order_flow", "cot",         "sentiment",
    "relative_strength"};
inline constexpr std::size_t kFactorTypeCount = kFactorTypeNames.size();

[[nodiscard]] constexpr std::size_t index_of(FactorType type) {
  return static_cast<std::size_t>(type);
}
[[nodiscard]] constexpr std::string_view name_of(FactorType type) {
  return kFactorTypeNames[index_of(type)];
}

/// Where a factor bears: a level at its own price, a state of the market (RSI, volume …) at the present price only.
enum class Bearing : std::uint8_t { kLevel, kPresent };
[[nodiscard]] constexpr Bearing bearing_of(FactorType type) {
  switch (type) {
    case FactorType::kFibonacci:
    case FactorType::kAbcPattern:
    case FactorType::kSwingLevel:
    case FactorType::kSupportResistance:
    case FactorType::kSupplyDemand:
      return Bearing::kLevel;
    default:
      return Bearing::kPresent;
  }
}

/// Who made the finding that a factor rests on; `kind` below is that analyzer's own enumeration.
enum class FindingSource : std::uint8_t {
  kReading,      ///< an indicator's value at `time`
  kStructure,    ///< analysis::structure::Kind
  kZone,         ///< analysis::zones::ZoneKind
  kCandlestick,  ///< analysis::candlesticks::Pattern
  kVolume,       ///< analysis::volume::Kind
};
inline constexpr std::array<std::string_view, 5> kFindingSourceNames{"reading", "structure", "zone", "candlestick",
                                                                     "volume"};

/// The finding a factor rests on: with the instrument and the factor's timeframe it is found again.
struct FindingLink {
  FindingSource source{FindingSource::kReading};
  std::uint8_t kind{0};
  std::uint64_t id{0};  ///< within instrument, timeframe and kind; 0 where findings are told by their time
  core::Timestamp time;
  core::Timestamp known_at;

  friend bool operator==(const FindingLink&, const FindingLink&) = default;
  [[nodiscard]] bool valid() const { return source <= FindingSource::kVolume; }
  static auto fields(auto& self) { return std::tie(self.source, self.kind, self.id, self.time.ns, self.known_at.ns); }
};

/// What more there is to say of a supply or demand zone.
struct ZoneFacts {
  analysis::zones::ZoneKind kind{};
  analysis::zones::ZoneStatus status{};
  std::uint32_t tests{0};
  double top{0};
  double bottom{0};

  /// 0 inside.
  [[nodiscard]] double distance(double price) const {
    if (price > top) return price - top;
    return price < bottom ? bottom - price : 0;
  }
  /// The edge price comes to first.
  [[nodiscard]] double proximal() const { return kind == analysis::zones::ZoneKind::kDemand ? top : bottom; }
  [[nodiscard]] double distal() const { return kind == analysis::zones::ZoneKind::kDemand ? bottom : top; }
  friend bool operator==(const ZoneFacts&, const ZoneFacts&) = default;
};

/// One reason for price to go a way.
struct Factor {
  FactorType type{};
  core::Timeframe timeframe{core::Timeframe::k1m};
  Side side{Side::kNone};
  double price{0};       ///< its level; of a zone the edge that price comes to first
  double strength{0};    ///< 0 … 1: how pronounced it is
  double confidence{0};  ///< 0 … 1: how sure it is
  double freshness{1};   ///< 0 … 1: freshness_of() its age
  FindingLink finding;
  std::optional<ZoneFacts> zone;  ///< of kSupplyDemand

  /// What it is worth, 0 … 1; its type's weight times this is its contribution.
  [[nodiscard]] double value() const { return strength * confidence * freshness; }
  friend bool operator==(const Factor&, const Factor&) = default;
};

/// half / (half + age): 1 when new, 0.5 at the age of `half`, never 0. Both in candles; half > 0, age >= 0.
[[nodiscard]] constexpr double freshness_of(double age, double half) {
  return half / (half + (age > 0 ? age : 0));
}

}  // namespace tidemark::decision
