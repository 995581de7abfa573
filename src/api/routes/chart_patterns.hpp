#pragma once

#include "api/routes/common.hpp"

/// Chart patterns.
namespace tidemark::api::routes {

inline constexpr std::array kChartPatternParams{
    kSymbolParam,
    kTimeframeParam,
    ParamInfo{
        "from", kQuery, kTime, kOptional,
        "Patterns whose life reaches it: ISO-8601 (UTC) or Unix milliseconds. Default: 1000 candles before `to`."},
    ParamInfo{"to", kQuery, kTime, kOptional,
              "Patterns whose first anchor lies before it: ISO-8601 (UTC) or Unix milliseconds. Default: now."},
    ParamInfo{"state", kQuery, kText, kOptional, "Only these, separated by ',': forming, complete, failed, expired.", 1,
              64},
    ParamInfo{"kind", kQuery, kText, kOptional, "Only kinds of /api/chart-patterns, separated by ','.", 1, 512},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most patterns to return.", 1, 5000, 500},
    ParamInfo{"cursor", kQuery, kText, kOptional, "The `next` of the page before.", 1, 64}};
inline constexpr std::string_view kChartPatternText =
    "Patterns whose life touches the range, newest first, each as last known. `origin` live: followed by the engine "
    "and "
    "kept in the database, with what it has said since. computed: found now by the same detector in the candles up to "
    "`to` (at most 50,000) from before the database kept chart patterns; such a pattern stands as of the range's end. "
    "A pattern keeps its `id` through its whole life: forming (`completion` percent of it is there), then complete "
    "(the close of a candle confirmed its breakout), failed or expired, with the `reason`; a complete one goes on to "
    "its `outcome`. `target` is the measured move, `invalidation` the price that ends it; null while it may break out "
    "either way. `details.history` is how breakouts of this kind in this series ended before, with the Wilson interval "
    "of the share that reached the target. 404 `chart_patterns_off` where the capability is switched off.";

inline constexpr std::array kChartPatternRoutes{
    RouteInfo{Operation::kChartPatternCatalogue,
              RouteKind::kHttp,
              Method::kGet,
              "/api/chart-patterns",
              "listChartPatternKinds",
              "analysis",
              "The kinds of chart patterns: where each is expected to break out, and by which rule",
              "",
              {},
              kJson,
              "ChartPatternCatalogue",
              {}},
    RouteInfo{Operation::kChartPatterns, RouteKind::kHttp, Method::kGet, "/api/chart-patterns/{symbol}/{timeframe}",
              "getChartPatterns", "analysis", "Chart patterns of one series with their life", kChartPatternText,
              kChartPatternParams, kJson, "ChartPatternPage", kReadProblems},
};

}  // namespace tidemark::api::routes
