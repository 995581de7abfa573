#pragma once

#include "api/routes/common.hpp"

/// Market structure.
namespace tidemark::api::routes {

inline constexpr std::array kStructureWindow{kSymbolParam, kTimeframeParam, kFrom, kTo, kLimit};
inline constexpr std::array kStructureParams{
    kSymbolParam,
    kTimeframeParam,
    kFrom,
    kTo,
    kLimit,
    ParamInfo{"kinds", kQuery, kText, kOptional,
              "Kinds separated by ',' — swing,break_of_structure. Without it: all but fractals.", 1, 512}};
inline constexpr std::string_view kStructureText =
    "What closed candles made known, in that order; nothing said is ever changed: what becomes of a finding later is "
    "an event of its own with the same kind and id. Ids count within the answer. `known_at` is the end of the candle "
    "that made it known. The window is chosen as in /api/data; 1000 candles before it are looked at too, so that "
    "swings and levels reach into it. `measure` is what the kind measures: a size, a ratio, a number of touches.";

inline constexpr std::array kStructureRoutes{
    RouteInfo{Operation::kFractals, RouteKind::kHttp, Method::kGet, "/api/fractals/{symbol}/{timeframe}", "getFractals",
              "analysis", "Fractals of one series", kStructureText, kStructureWindow, kJson, "StructurePage",
              kReadProblems},
    RouteInfo{Operation::kSwings, RouteKind::kHttp, Method::kGet, "/api/swings/{symbol}/{timeframe}", "getSwings",
              "analysis", "Swings of one series with their labels, and the trend they make", kStructureText,
              kStructureWindow, kJson, "StructurePage", kReadProblems},
    RouteInfo{Operation::kFibonacci, RouteKind::kHttp, Method::kGet, "/api/fibonacci/{symbol}/{timeframe}",
              "getFibonacci", "analysis", "Fibonacci levels of the legs of one series", kStructureText,
              kStructureWindow, kJson, "StructurePage", kReadProblems},
    RouteInfo{Operation::kStructure, RouteKind::kHttp, Method::kGet, "/api/structure/{symbol}/{timeframe}",
              "getStructure", "analysis", "Market structure of one series: breaks, gaps, blocks, pools, levels",
              kStructureText, kStructureParams, kJson, "StructurePage", kReadProblems},
};

}  // namespace tidemark::api::routes
