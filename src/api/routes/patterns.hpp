#pragma once

#include "api/routes/common.hpp"

/// Indicators and candlestick patterns.
namespace tidemark::api::routes {

inline constexpr std::array<std::string_view, 2> kValueSources{"computed", "stored"};
inline constexpr std::array kIndicatorParams{
    kSymbolParam,
    kTimeframeParam,
    ParamInfo{"names", kQuery, kText, kRequired,
              "Indicators of the catalogue separated by ';', parameters after ':' — RSI:period=14;MACD.", 1, 4096},
    kFrom,
    kTo,
    kLimit,
    ParamInfo{"source", kQuery, kChoice, kOptional,
              "computed: now, from the candles. stored: as the engine said them when each candle closed; only of the "
              "configured indicators, null where nothing was stored.",
              0, 0, 0, kValueSources}};
inline constexpr std::array<std::string_view, 4> kDirections{"any", "bullish", "bearish", "neutral"};
inline constexpr ParamInfo kPatternNames{
    "names",
    kQuery,
    kText,
    kOptional,
    "Patterns of the catalogue separated by ',', in any case, with or without CDL — "
    "HAMMER,ENGULFING. Without it: all.",
    1,
    2048};
inline constexpr std::array kPatternParams{
    kSymbolParam,
    kTimeframeParam,
    kFrom,
    kTo,
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most patterns to return.", 1, 20'000, 1000},
    ParamInfo{"cursor", kQuery, kText, kOptional,
              "The `next` of the page before, in place of the end it continues from.", 1, 64},
    kPatternNames,
    ParamInfo{"min_confidence", kQuery, kInteger, kOptional, "Only patterns at least as sure.", 0, 100, 0},
    ParamInfo{"direction", kQuery, kChoice, kOptional, "Only patterns that point this way.", 0, 0, 0, kDirections}};
inline constexpr std::array kPatternStatisticsParams{
    ParamInfo{"symbol", kQuery, kSymbol, kOptional, "Only this instrument; without it all of them together."},
    kTimeframeFilter, kPatternNames,
    ParamInfo{"candles", kQuery, kInteger, kOptional, "How many of the newest candles of each series, at most.", 100,
              20'000, 5000}};
inline constexpr std::array kPatternAgreementParams{
    ParamInfo{"symbol", kQuery, kSymbol, kRequired, "The instrument; as in the paths."}};
inline constexpr std::string_view kIndicatorText =
    "The window is chosen as in /api/data. Values are computed over earlier candles too, where there are any: the "
    "indicator's warm-up and then at least 500 or twenty times the warm-up, whichever is more. Recursive averages "
    "(EMA, "
    "Wilder) started there differ from ones started at the beginning of history by less than 1e-8 of their value; "
    "cumulative ones (OBV) start anew there, so only their differences mean something. null: not warmed up.";
inline constexpr std::string_view kPatternText =
    "On closed candles only, each as it was known when its candle closed. Without `from`: the newest `limit`; with it "
    "the oldest. `next` is the cursor of the following page, null at the end; a page may be short, or empty, and still "
    "have one, when many candles show none of what is asked for. `origin` live: said when the candle closed, kept in "
    "the database, with what the other timeframes showed at that moment in `parts.timeframes`. computed: found now by "
    "the same detector in candles that were not seen live (imported history); `known_at` is then the candle's end and "
    "`parts.timeframes` 0. confidence is (base + volume + price + timeframes) x multiplier, at most 100; `parts.price` "
    "(follow-through) is 0 because nothing later was known. `value` is TA-Lib's: +-100, 80 where an end only touches, "
    "200 where an earlier pattern is confirmed; of a neutral pattern its sign says nothing.";
inline constexpr std::string_view kPatternStatisticsText =
    "Of the newest candles of each series, live and computed patterns alike. `candles` is the sample all counts are "
    "of. `mean_confidence` is null for a pattern that did not occur. Without `symbol` a series gives fewer candles "
    "than asked for when there are many: half a million in all. `after`: how price moved from the close of the candle "
    "that completed the pattern to the close 1, 5 and 20 candles later, upwards positive whatever it points to, "
    "against "
    "`control`, candles of the same series drawn at random; the interval is null below 30 independent observations, "
    "and "
    "one that holds 0 says nothing.";
inline constexpr std::string_view kPatternAgreementText =
    "Over the hierarchy 1m 5m 15m 1h 4h 1d 1w, each by the patterns of its newest closed candle. `direction` is that "
    "of "
    "the longest timeframe that has one, which overrides those below; `consecutive` the longest run of neighboring "
    "timeframes on that side: 1 weak, 2 medium, 3 and more strong; `weight` the sum of their weights, 0.1 for 1m "
    "rising "
    "linearly to 0.4 for 1w.";

inline constexpr std::array kPatternRoutes{
    RouteInfo{Operation::kIndicatorCatalogue,
              RouteKind::kHttp,
              Method::kGet,
              "/api/indicators",
              "listIndicators",
              "analysis",
              "The catalogue of indicators with parameters, outputs and formulas",
              "",
              {},
              kJson,
              "IndicatorCatalogue",
              {}},
    RouteInfo{Operation::kIndicators, RouteKind::kHttp, Method::kGet, "/api/indicators/{symbol}/{timeframe}",
              "getIndicators", "analysis", "Indicator values over the candles of one series", kIndicatorText,
              kIndicatorParams, kJson, "IndicatorPage", kReadProblems},
    RouteInfo{Operation::kPatternCatalogue,
              RouteKind::kHttp,
              Method::kGet,
              "/api/patterns",
              "listPatterns",
              "analysis",
              "The catalogue of candlestick patterns: what each looks like and which way it points",
              "",
              {},
              kJson,
              "PatternCatalogue",
              {}},
    RouteInfo{Operation::kPatternStatistics, RouteKind::kHttp, Method::kGet, "/api/patterns/statistics",
              "getPatternStatistics", "analysis", "How often each pattern occurs, and how sure it was",
              kPatternStatisticsText, kPatternStatisticsParams, kJson, "PatternStatistics", kReadProblems},
    RouteInfo{Operation::kPatternAgreement, RouteKind::kHttp, Method::kGet, "/api/patterns/agreement",
              "getPatternAgreement", "analysis", "Whether the timeframes of an instrument point the same way",
              kPatternAgreementText, kPatternAgreementParams, kJson, "PatternAgreement", kReadProblems},
    RouteInfo{Operation::kPatterns, RouteKind::kHttp, Method::kGet, "/api/patterns/{symbol}/{timeframe}", "getPatterns",
              "analysis", "Candlestick patterns of one series", kPatternText, kPatternParams, kJson, "PatternPage",
              kReadProblems},
};

}  // namespace tidemark::api::routes
