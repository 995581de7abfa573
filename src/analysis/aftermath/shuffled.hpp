#pragma once

#include <span>
#include <vector>

#include "core/candle.hpp"
#include "core/rng.hpp"

namespace tidemark::analysis::aftermath {

/// The same candles in another order: a market in which nothing follows from anything, made of what this one is made
/// of.
///
/// Each candle is taken apart into the logarithms of its gap (open over the close before; none for the first), body
/// (close over open) and two shadows, and its volume. These sets of five are permuted as wholes (Fisher and Yates, by
/// `rng`) and put together again from the first open on; the times stay. So the distribution of returns and of shapes,
/// each shape's volume and the path's end are the series' own, up to rounding, but every order is lost: trends,
/// patterns, calm and wild spells, and volume that clusters. Prices are rounded to `tick` (above 0), as on the venue,
/// so that bodies of nothing and equal prices are as frequent. Candles must be valid, with prices above 0.
[[nodiscard]] std::vector<core::CandleF> shuffled(std::span<const core::CandleF> candles, double tick, core::Rng& rng);

}  // namespace tidemark::analysis::aftermath
