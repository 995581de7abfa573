#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "decision/evidence.hpp"

namespace tidemark::decision {

/// The four readings a decision is made of.
enum class Component : std::uint8_t { kStructure, kMomentum, kLiquidity, kConfluence };
inline constexpr std::array<std::string_view, 4> kComponentNames{"structure", "momentum", "liquidity", "confluence"};
inline constexpr std::size_t kComponentCount = kComponentNames.size();

/// What one timeframe adds to a reading.
struct Part {
  core::Timeframe timeframe{core::Timeframe::k1m};
  bool known{false};
  double value{0};  ///< -1 … 1

  friend bool operator==(const Part&, const Part&) = default;
};

/// One reading: its two timeframes at 0.6 (the longer) and 0.4, over those that are known.
struct Reading {
  Component component{};
  std::array<Part, 2> parts{};
  bool known{false};
  double value{0};         ///< -1 (bearish) … 1; 0 when not known
  double weight{0};        ///< in the decision's score
  double contribution{0};  ///< weight x value

  friend bool operator==(const Reading&, const Reading&) = default;
};

/// Structure: 0.6 x trend (HH and HL up, LH and LL down) + 0.4 x the side of the last break of structure or change of
/// character, which fades with its age (half after 50 candles). Known once either is.
[[nodiscard]] Part structure_of(const TimeframeEvidence& evidence, core::Timestamp now);
/// analysis::momentum's score.
[[nodiscard]] Part momentum_of(const TimeframeEvidence& evidence);
/// Liquidity: 0.6 x the last sweep (1 its side when reclaimed, -0.5 when price closed beyond; half after 10 candles)
/// + 0.4 x the draw of the pools: (distance below - distance above) / their sum, of the nearest not yet swept on each
/// side of `price`; a side without a pool draws nothing and the other half. Known once there is a sweep or a pool.
[[nodiscard]] Part liquidity_of(const TimeframeEvidence& evidence, double price, core::Timestamp now);

/// Weighs two parts, longer timeframe first.
[[nodiscard]] Reading reading_of(Component component, double weight, const Part& longer, const Part& shorter);

}  // namespace tidemark::decision
