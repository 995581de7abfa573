#pragma once

#include <string>
#include <vector>

#include "api/chart_pattern_series.hpp"

namespace tidemark::api {

/// The ChartPatternCatalogue document: every kind of chart pattern.
[[nodiscard]] std::string encode_chart_pattern_catalogue();
/// The ChartPatternPage document.
[[nodiscard]] std::string encode_chart_pattern_page(const SeriesRef& series, const ChartPatternList& list);
/// The ChartPatternUpdate document: patterns as they stood when the engine said so, in that order.
[[nodiscard]] std::string encode_chart_pattern_update(const SeriesRef& series,
                                                      const std::vector<engine::ChartPatternOutput>& said);

}  // namespace tidemark::api
