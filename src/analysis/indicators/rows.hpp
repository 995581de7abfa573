#pragma once

#include "analysis/catalogue.hpp"

/// Every row of the catalogue, sorted by id: one line each. The name is the source file's.
#define TIDEMARK_INDICATOR_ROWS(ROW) \
  ROW(atr)                           \
  ROW(bbands)                        \
  ROW(ema)                           \
  ROW(macd)                          \
  ROW(obv)                           \
  ROW(rsi)                           \
  ROW(sma)

namespace tidemark::analysis::rows {

// A list written once, because a row that is declared but not in the array, or the reverse, would go unseen.
#define TIDEMARK_DECLARE_ROW(name) const IndicatorInfo& name();
TIDEMARK_INDICATOR_ROWS(TIDEMARK_DECLARE_ROW)
#undef TIDEMARK_DECLARE_ROW

}  // namespace tidemark::analysis::rows
