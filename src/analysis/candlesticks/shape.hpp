#pragma once

#include <algorithm>
#include <cmath>

#include "analysis/candlesticks/settings.hpp"
#include "core/candle.hpp"

namespace tidemark::analysis::candlesticks {

/// What all patterns see of one candle, measured once.
struct Shape {
  double open;
  double high;
  double low;
  double close;
  double top;     ///< upper end of the body
  double bottom;  ///< lower end of the body
  double body;    ///< |close - open|
  double upper;   ///< length of the upper shadow
  double lower;
  double range;  ///< high - low
};

[[nodiscard]] inline Shape shape_of(const core::CandleF& c) {
  const double top = std::max(c.open, c.close);
  const double bottom = std::min(c.open, c.close);
  return {c.open,       c.high,         c.low,         c.close, top, bottom, std::fabs(c.close - c.open),
          c.high - top, bottom - c.low, c.high - c.low};
}

[[nodiscard]] inline double range_of(const Shape& shape, RangeType type) {
  switch (type) {
    case RangeType::kRealBody:
      return shape.body;
    case RangeType::kHighLow:
      return shape.range;
    case RangeType::kShadows:
      break;
  }
  return shape.upper + shape.lower;
}

}  // namespace tidemark::analysis::candlesticks
