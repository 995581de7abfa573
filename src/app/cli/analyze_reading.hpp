#pragma once

#include <span>
#include <string>

#include "analysis/catalogue.hpp"
#include "core/candle.hpp"

namespace tidemark::app {

/// What the newest values of an indicator say, in words a trader knows ("close is 0.23 % below it, and it falls"). Only
/// what the numbers show, by the usual thresholds; empty for an indicator without such a convention or without a value
/// yet. `columns` are those of the row's outputs, as long as `candles`.
[[nodiscard]] std::string read_last_values(const analysis::IndicatorSpec& spec,
                                           std::span<const analysis::Column> columns,
                                           std::span<const core::CandleF> candles);

/// value with `decimals` digits behind the point; "%.6g" when it is too large for that to be readable, "%.2g" when too
/// small.
[[nodiscard]] std::string fixed_text(double value, int decimals);

}  // namespace tidemark::app
