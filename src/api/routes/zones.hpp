#pragma once

#include "api/routes/common.hpp"

/// Supply and demand zones.
namespace tidemark::api::routes {

inline constexpr std::array<std::string_view, 4> kZoneTypes{"any", "supply", "demand", "continuation"};
inline constexpr std::array kZoneParams{
    kSymbolParam,
    kTimeframeParam,
    ParamInfo{"start_time", kQuery, kTime, kOptional,
              "Zones whose life reaches it: ISO-8601 (UTC) or Unix milliseconds. Default: 30 days before `end_time`."},
    ParamInfo{"end_time", kQuery, kTime, kOptional,
              "Zones created before it: ISO-8601 (UTC) or Unix milliseconds. Default: now."},
    ParamInfo{"status_filter", kQuery, kText, kOptional,
              "all, live (active and tested), or a list of active, tested, broken, flipped, expired.", 1, 64},
    ParamInfo{"zone_type", kQuery, kChoice, kOptional, "Only zones of this type.", 0, 0, 0, kZoneTypes},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most zones to return.", 1, 5000, 500},
    ParamInfo{"cursor", kQuery, kText, kOptional, "The `next` of the page before.", 1, 64}};
inline constexpr std::array kZoneTestParams{
    ParamInfo{"zone_id", kPath, kText, kRequired, "The `id` of a zone.", 1, 64}};
inline constexpr std::array kZoneStatisticsParams{
    kSymbolParam, kTimeframeParam,
    ParamInfo{"days_back", kQuery, kInteger, kOptional, "How many days before now.", 1, 3650, 30}};
inline constexpr std::array kPostProblems{404, 413, 422, 503};
inline constexpr std::string_view kZoneText =
    "Zones whose life touches the range, newest first. `origin` live: followed by the engine and kept in the "
    "database. computed: found now by the same analyzer in the candles up to `end_time` (at most 50,000) from before "
    "the database kept zones; such a zone stands as of the range's end. `id` names the same zone wherever it is found. "
    "`direction` bullish is demand, bearish supply, also of a continuation. 404 `zones_off` where the capability is "
    "switched off.";
inline constexpr std::string_view kZoneStatisticsText =
    "Counted by UTC day over stored and computed zones alike. `success_rate` is the share of decided tests that "
    "bounced; null where there is nothing to rate.";
inline constexpr std::string_view kDetectText =
    "30 to 10,000 candles in order of time go in, the zones they show come out, as of the last one. Nothing is kept. "
    "`parameters` differ from the defaults of the market by name. A refusal names the member that is wrong.";

inline constexpr std::array kZoneRoutes{
    RouteInfo{Operation::kZones, RouteKind::kHttp, Method::kGet, "/api/supply-demand-zones/{symbol}/{timeframe}",
              "getZones", "analysis", "Supply and demand zones of one series with their life", kZoneText, kZoneParams,
              kJson, "ZonePage", kReadProblems},
    RouteInfo{Operation::kZoneTests, RouteKind::kHttp, Method::kGet, "/api/supply-demand-zones/{zone_id}/tests",
              "getZoneTests", "analysis", "The tests of one stored zone", "", kZoneTestParams, kJson, "ZoneTests",
              kReadProblems},
    RouteInfo{Operation::kDetectZones,
              RouteKind::kHttp,
              Method::kPost,
              "/api/supply-demand-zones/detect-realtime",
              "detectZones",
              "analysis",
              "Find the zones in posted candles",
              kDetectText,
              {},
              kJson,
              "ZonePage",
              kPostProblems,
              200,
              "PostedCandles"},
    RouteInfo{Operation::kZoneStatistics, RouteKind::kHttp, Method::kGet,
              "/api/supply-demand-statistics/{symbol}/{timeframe}", "getZoneStatistics", "analysis",
              "What each day saw of the zones of one series", kZoneStatisticsText, kZoneStatisticsParams, kJson,
              "ZoneStatistics", kReadProblems},
};

}  // namespace tidemark::api::routes
