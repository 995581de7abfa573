#pragma once

#include <span>
#include <vector>

#include "core/candle.hpp"
#include "core/timeframe.hpp"
#include "pipeline/calendar.hpp"

namespace tidemark::pipeline {

/// Builds the candles of timeframe `to` from closed candles of `from` (ascending, unique, aligned; from <= to). A
/// candle whose base candles are not all there by the calendar, the first and the last included, carries kPartial;
/// periods with no base candle at all give no candle. With from == to the input is returned.
[[nodiscard]] std::vector<core::Candle> aggregate_series(std::span<const core::Candle> base, core::Timeframe from,
                                                         core::Timeframe to, const Calendar& calendar);

/// Only the candles that are complete, for comparison with a venue's own.
[[nodiscard]] std::vector<core::Candle> complete_only(std::vector<core::Candle> candles);

}  // namespace tidemark::pipeline
