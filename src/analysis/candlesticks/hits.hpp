#pragma once

#include "analysis/candlesticks/pattern.hpp"

namespace tidemark::analysis::candlesticks {

/// What all patterns say of one candle.
struct PatternHits {
  PatternSet ready{0};       ///< patterns past their lookback; the other sets are within this one
  PatternSet bullish{0};     ///< value > 0
  PatternSet bearish{0};     ///< value < 0
  PatternSet touching{0};    ///< of ENGULFING, HARAMI, HARAMICROSS: one end is equal, the value 80
  PatternSet confirming{0};  ///< of HIKKAKE, HIKKAKEMOD: an earlier pattern is confirmed, the value 200

  [[nodiscard]] PatternSet found() const { return bullish | bearish; }
  /// TA-Lib's integer: 0, +-80, +-100, +-200; 0 before the pattern is ready, too.
  [[nodiscard]] int value(Pattern pattern) const {
    const PatternSet one = set_of(pattern);
    if ((found() & one) == 0) return 0;
    const int size = (confirming & one) != 0 ? 200 : (touching & one) != 0 ? 80 : 100;
    return (bullish & one) != 0 ? size : -size;
  }

  friend bool operator==(const PatternHits&, const PatternHits&) = default;
};

}  // namespace tidemark::analysis::candlesticks
