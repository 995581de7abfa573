#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/candle_window.hpp"
#include "api/pattern_series.hpp"

namespace tidemark::api {

/// The PatternCatalogue document: every candlestick pattern's row.
[[nodiscard]] std::string encode_pattern_catalogue();

/// The PatternPage document as the stream has it.
[[nodiscard]] std::string encode_patterns(const SeriesRef& series, const std::vector<SeenPattern>& patterns);
/// The FormingPatterns document: what the candle that still forms shows, if any is said to form.
[[nodiscard]] std::string encode_forming_patterns(const SeriesRef& series,
                                                  const std::optional<engine::FormingPatternsOutput>& forming);
/// The same with how many candles were looked at, and the cursor of the following page.
[[nodiscard]] std::string encode_pattern_page(const SeriesRef& series, const std::vector<SeenPattern>& patterns,
                                              std::uint64_t candles, const std::optional<std::string>& next);

}  // namespace tidemark::api
