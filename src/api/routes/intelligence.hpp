#pragma once

#include "api/routes/common.hpp"

/// What is known of instruments at this moment, put together.
namespace tidemark::api::routes {

inline constexpr std::array kIntelligenceParams{kSymbolParam};
inline constexpr std::array kIntelligencePatternParams{
    kSymbolParam, ParamInfo{"limit", kQuery, kInteger, kOptional,
                            "Most patterns to return of each timeframe and family, the newest.", 1, 200, 10}};
inline constexpr std::array kBulkProblems{413, 422, 503};

inline constexpr std::string_view kAnalyzeText =
    "From memory: the row of the overview, the last decision in short (its trace says why), and of each timeframe the "
    "best confluence of its chart and the newest candlestick pattern said since the start. Of instruments whose data "
    "is "
    "taken at the moment.";
inline constexpr std::string_view kIntelligencePatternText =
    "Candlestick patterns and chart patterns of every timeframe and the findings of volume, the newest of each: said "
    "live, stored, or computed now from the candles.";
inline constexpr std::string_view kIntelligenceMarketText =
    "The row of the overview with its sparkline; the readings of the last decision; the five nearest prices above and "
    "below where reasons agree, of the charts from 5m to 4h; and how the book leans: (bids - asks) / (bids + asks) of "
    "the "
    "quantities of its twenty best levels.";
inline constexpr std::string_view kBulkText =
    "Up to 2,000 symbols in one call, worked on side by side. Each is answered by itself, in the order asked: a name "
    "that "
    "is none, or of no instrument whose data is taken, has an `error` and no `analysis`.";

inline constexpr std::array kIntelligenceRoutes{
    RouteInfo{Operation::kAnalyze, RouteKind::kHttp, Method::kGet, "/intelligence/analyze/{symbol}", "analyzeSymbol",
              "intelligence", "What is known of one instrument, in short", kAnalyzeText, kIntelligenceParams, kJson,
              "MarketAnalysis", kReadProblems},
    RouteInfo{Operation::kIntelligencePatterns, RouteKind::kHttp, Method::kGet, "/intelligence/patterns/{symbol}",
              "analyzePatterns", "intelligence", "The newest patterns of one instrument on every timeframe",
              kIntelligencePatternText, kIntelligencePatternParams, kJson, "PatternAnalysis", kReadProblems},
    RouteInfo{Operation::kIntelligenceMarket, RouteKind::kHttp, Method::kGet, "/intelligence/market/{symbol}",
              "analyzeMarket", "intelligence", "How the market of one instrument stands", kIntelligenceMarketText,
              kIntelligenceParams, kJson, "MarketContext", kReadProblems},
    RouteInfo{Operation::kBulkAnalyze,
              RouteKind::kHttp,
              Method::kPost,
              "/intelligence/bulk-analyze",
              "bulkAnalyze",
              "intelligence",
              "What is known of many instruments, in one call",
              kBulkText,
              {},
              kJson,
              "BulkAnalysis",
              kBulkProblems,
              200,
              "PostedSymbols"},
};

}  // namespace tidemark::api::routes
