#pragma once

#include <cstddef>
#include <vector>

#include "analysis/chart_patterns/kinds.hpp"
#include "core/candle.hpp"
#include "core/rng.hpp"

namespace tidemark::laws {

/// A market into which one chart pattern was drawn on purpose, as the books draw it, with what happens before and
/// after.
struct Plant {
  analysis::chart_patterns::Kind kind{};
  std::vector<core::CandleF> candles;
  std::size_t first{0};  ///< candle of its first turning point
  std::size_t last{0};   ///< of its last
};

/// The pattern, its durations varied by a fifth and its levels by a twenty-fifth of its height. `noise` is the standard
/// deviation of the closes around the drawing, as a share of the height. Volume doubles on the breakout.
[[nodiscard]] Plant plant(analysis::chart_patterns::Kind kind, double noise, core::Rng& rng);

}  // namespace tidemark::laws
