#pragma once

#include "api/routes/common.hpp"

/// How good the data is.
namespace tidemark::api::routes {

inline constexpr std::array kSeriesParams{kSymbolParam, kTimeframeParam};
inline constexpr std::array kGapParams{kSymbolParam, kTimeframeFilter};
inline constexpr std::array kQuarantineParams{
    ParamInfo{"symbol", kQuery, kSymbol, kOptional, "Only this symbol."}, kTimeframeFilter,
    ParamInfo{"cursor", kQuery, kInteger, kOptional, "The `next` of the page before.", 0, INT64_MAX, 0},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most rows to return.", 1, 1000, 100}};

inline constexpr std::array kQualityRoutes{
    RouteInfo{Operation::kQuality, RouteKind::kHttp, Method::kGet, "/api/quality/{symbol}/{timeframe}", "getQuality",
              "quality", "The latest quality score of one series and its parts", "", kSeriesParams, kJson,
              "QualityReply", kReadProblems},
    RouteInfo{Operation::kGaps, RouteKind::kHttp, Method::kGet, "/api/gaps/{symbol}", "listGaps", "quality",
              "Holes in the data of one instrument", "", kGapParams, kJson, "GapList", kReadProblems},
    RouteInfo{Operation::kQuarantine, RouteKind::kHttp, Method::kGet, "/api/quarantine", "listQuarantine", "quality",
              "Data that validation set aside, with the rule it broke", "", kQuarantineParams, kJson, "Quarantine",
              kListProblems},
};

}  // namespace tidemark::api::routes
