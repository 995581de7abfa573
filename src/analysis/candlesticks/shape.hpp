#pragma once

#include <algorithm>
#include <array>
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

/// The lengths that candles are averaged by.
struct Ranges {
  std::array<double, 3> by_type;

  [[nodiscard]] double operator[](RangeType type) const { return by_type[static_cast<std::size_t>(type)]; }
};

[[nodiscard]] inline Ranges ranges_of(const Shape& shape) {
  return {{shape.body, shape.range, shape.upper + shape.lower}};
}

}  // namespace tidemark::analysis::candlesticks
