#pragma once

#include <vector>

#include "core/candle.hpp"
#include "core/rng.hpp"
#include "core/time.hpp"
#include "sim/candle_builder.hpp"
#include "sim/flow/price_process.hpp"
#include "sim/flow/symbol_spec.hpp"

namespace tidemark::sim {

/// The past of a symbol that has no book of the past.
struct History {
  std::vector<core::Candle> candles;  ///< closed one-minute candles, oldest first, without gaps
  CandleBuilder open;                 ///< the minute in progress at the start
};

/// Generates the candles between `length` before `start` (from a whole minute on) and `start`, by running the same
/// price process in steps of five seconds and drawing volumes, trade counts and the extremes within a step instead of
/// orders. `process` is left as it is at `start`, ready to go on live; the path is shifted so that it ends at the
/// symbol's start price.
[[nodiscard]] History make_history(const SymbolSpec& spec, PriceProcess& process, core::Rng rng, core::Timestamp start,
                                   core::Duration length);

}  // namespace tidemark::sim
