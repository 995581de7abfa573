#pragma once

#include <cstdint>
#include <optional>

#include "core/timeframe.hpp"

namespace tidemark::decision {

/// Trend and volatility of a timeframe as the catalogue's REGIME row has them.
struct RegimeReading {
  core::Timeframe timeframe{core::Timeframe::k1h};
  std::int8_t trend{0};  ///< -1 falling, 0 range, 1 rising
  bool volatile_{false};

  friend bool operator==(const RegimeReading&, const RegimeReading&) = default;
};

/// What an instrument's market is like, over all its timeframes.
struct MarketState {
  /// Of 1h, or of the longest timeframe below it that has one while 1h has none.
  std::optional<RegimeReading> regime;
  std::uint32_t live_zones{0};  ///< supply and demand zones that hold; TimeframeEvidence::kZones a timeframe at most

  friend bool operator==(const MarketState&, const MarketState&) = default;
};

}  // namespace tidemark::decision
