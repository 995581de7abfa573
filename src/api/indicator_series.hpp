#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/catalogue.hpp"
#include "api/candle_window.hpp"

namespace tidemark::api {

/// How many candles before the window are computed too, so that what is shown does not depend on where the window
/// begins: the warm-up, and then at least 500 candles or twenty warm-ups, at most 20,000 in all. After k candles an
/// exponential average of period n has forgotten all but (1 - 2/(n+1))^k of its seed and Wilder's all but (1 - 1/n)^k;
/// at k = 20 n both are below 3e-9. Indicators of sessions get the candles of as many sessions as they reach back.
/// Cumulative ones (OBV) never forget: they start anew there.
[[nodiscard]] std::uint32_t history_needed(std::span<const analysis::IndicatorSpec> specs, core::Timeframe timeframe);

/// The values of one indicator over a window.
struct IndicatorValues {
  std::vector<analysis::Column> columns;  ///< one per output, NaN where there is no value
  std::vector<double> forming;            ///< empty when there is no forming candle, or no value on it
};

/// `history` is what came just before `window`, in its scale.
[[nodiscard]] IndicatorValues computed_values(const analysis::IndicatorSpec& spec,
                                              const std::vector<core::Candle>& history, const CandleWindow& window);
/// What the engine said when each candle closed: `rows` of the store, of two logics the newer.
[[nodiscard]] IndicatorValues stored_values(const analysis::IndicatorSpec& spec,
                                            const std::vector<storage::IndicatorValue>& rows,
                                            const CandleWindow& window);

/// The IndicatorPage document; `values` in the order of `specs`.
[[nodiscard]] std::string encode_indicators(const SeriesRef& series, std::span<const analysis::IndicatorSpec> specs,
                                            const std::vector<IndicatorValues>& values, const CandleWindow& window);

}  // namespace tidemark::api
