#pragma once

#include "core/candle.hpp"

namespace tidemark::analysis {

/// Chaikin's money flow volume of a candle: volume times where the close stands in the range, -1 (low) to 1 (high).
/// 0 without a range.
[[nodiscard]] constexpr double money_flow_volume(const core::CandleF& c) {
  const double range = c.high - c.low;
  return range > 0.0 ? ((c.close - c.low) - (c.high - c.close)) / range * c.volume : 0.0;
}

}  // namespace tidemark::analysis
