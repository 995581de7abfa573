#pragma once

#include "api/routes/common.hpp"

/// What volume showed.
namespace tidemark::api::routes {

inline constexpr std::array<std::string_view, 13> kVolumeTypes{"any",
                                                               "spike",
                                                               "divergence",
                                                               "climax",
                                                               "dry_up",
                                                               "accumulation_distribution",
                                                               "breakout",
                                                               "fake_out",
                                                               "exhaustion",
                                                               "obv_divergence",
                                                               "obv_hidden_divergence",
                                                               "ad_divergence",
                                                               "ad_hidden_divergence"};
inline constexpr std::array<std::string_view, 5> kVolumeStrengths{"any", "weak", "medium", "strong", "extreme"};
inline constexpr std::array kVolumeParams{
    kSymbolParam,
    ParamInfo{"from", kQuery, kTime, kOptional,
              "First open time of the candle a finding is about, inclusive: ISO-8601 (UTC) or Unix milliseconds."},
    kTo,
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most findings to return, the newest.", 1, 20'000, 1000},
    ParamInfo{"cursor", kQuery, kText, kOptional,
              "The `next` of the page before, in place of the end it continues from.", 1, 64},
    ParamInfo{"type", kQuery, kChoice, kOptional, "Only findings of this type (/api/volume/patterns).", 0, 0, 0,
              kVolumeTypes},
    ParamInfo{"strength", kQuery, kChoice, kOptional, "Only findings of this strength.", 0, 0, 0, kVolumeStrengths},
    kTimeframeFilter};
inline constexpr std::array kAftermathParams{
    kSymbolParam, kTimeframeFilter,
    ParamInfo{"candles", kQuery, kInteger, kOptional, "How many of the newest candles of each series, at most.", 200,
              20'000, 5000}};
inline constexpr std::string_view kVolumeText =
    "What volume showed on closed candles, ascending by time, of all timeframes or one: the newest `limit` in the "
    "range. `time` is the candle a finding is about, `known_at` when it became known, for divergences against swings "
    "some candles later; `from` and `from_price` where it begins. `origin` is live or computed, as in /api/patterns. "
    "`series` says which candles were looked at: at most 20,000 a timeframe, 5,000 without `from`. Where there are "
    "more, "
    "the page ends where the first timeframe's candles do. `next` is the cursor of the following page, of older "
    "findings, "
    "null at the end; a page may be short, or empty, and still have one. 404 `volume_off` "
    "where the capability is switched off.";
inline constexpr std::string_view kAftermathText =
    "Moves from the close of the candle that made a finding known to the close 1, 5 and 20 candles later, upwards "
    "positive, in percent and in average true ranges; beside them the same after up to 2000 candles drawn at random "
    "from the series. `difference_percent` is events less control with its 95 % interval, null below 30 independent "
    "observations; an interval that holds 0 says nothing, and of a hundred intervals five miss it by chance.";

inline constexpr std::array kVolumeRoutes{
    RouteInfo{Operation::kVolumeCatalogue,
              RouteKind::kHttp,
              Method::kGet,
              "/api/volume/patterns",
              "listVolumeTypes",
              "analysis",
              "What can be found in volume, and by which rule",
              "",
              {},
              kJson,
              "VolumeCatalogue",
              {}},
    RouteInfo{Operation::kVolumePatterns, RouteKind::kHttp, Method::kGet, "/api/volume/patterns/{symbol}",
              "getVolumePatterns", "analysis", "What the volume of one instrument showed", kVolumeText, kVolumeParams,
              kJson, "VolumePatterns", kReadProblems},
    RouteInfo{Operation::kVolumeAftermath, RouteKind::kHttp, Method::kGet, "/api/volume/aftermath/{symbol}",
              "getVolumeAftermath", "analysis", "How price moved after each kind of finding, against random candles",
              kAftermathText, kAftermathParams, kJson, "VolumeAftermath", kReadProblems},
};

}  // namespace tidemark::api::routes
