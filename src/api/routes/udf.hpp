#pragma once

#include "api/routes/common.hpp"

/// TradingView's protocol.
namespace tidemark::api::routes {

// TradingView's protocol. Its clients add parameters of their own, which are known here so that they are not refused.
inline constexpr ParamInfo kUdfSymbol{
    "symbol", kQuery, kText, kRequired, "A symbol as /udf/search or /udf/symbols gives it.", 1, 64};
inline constexpr ParamInfo kUdfCurrency{"currencyCode", kQuery, kText, kOptional, "Taken and not used.", 0, 16};
inline constexpr ParamInfo kUdfUnit{"unitId", kQuery, kText, kOptional, "Taken and not used.", 0, 16};
inline constexpr std::array kUdfSymbolParams{kUdfSymbol, kUdfCurrency, kUdfUnit};
inline constexpr std::array kUdfGroupParams{
    ParamInfo{"group", kQuery, kText, kOptional, "Only the symbols of this venue.", 0, 32}};
inline constexpr std::array kUdfSearchParams{
    ParamInfo{"query", kQuery, kText, kOptional, "Part of the symbol, in any case.", 0, 64},
    ParamInfo{"type", kQuery, kText, kOptional, "Only symbols of this type; empty: all.", 0, 32},
    ParamInfo{"exchange", kQuery, kText, kOptional, "Only symbols of this venue; empty: all.", 0, 32},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most symbols to return.", 1, 1000, 30}};
inline constexpr std::int64_t kUdfTimeMax = 9'223'372'036;  // 2262, the end of our time
inline constexpr std::array kUdfHistoryParams{
    kUdfSymbol,
    ParamInfo{"resolution", kQuery, kText, kRequired, "1 5 15 30 60 240, D or 1D, W or 1W.", 1, 8},
    ParamInfo{"from", kQuery, kInteger, kRequired, "First open time, inclusive: Unix seconds.", 0, kUdfTimeMax, 0},
    ParamInfo{"to", kQuery, kInteger, kRequired, "End, exclusive: Unix seconds.", 0, kUdfTimeMax, 0},
    ParamInfo{"countback", kQuery, kInteger, kOptional,
              "How many candles before `to` are wanted; goes before `from`. 0: as `from` says.", 0, 20'000, 0},
    kUdfCurrency,
    kUdfUnit};
inline constexpr std::array kRefusals{422};
inline constexpr std::array kUdfProblems{404, 422, 503};
inline constexpr std::string_view kUdfHistoryText =
    "Columns of TradingView's protocol: t in Unix seconds, then o h l c v. `s` is \"no_data\" when there is nothing in "
    "the range, with the time of the next candle before it as `nextTime` where there is one.";

inline constexpr std::array kUdfRoutes{
    RouteInfo{Operation::kUdfConfig,
              RouteKind::kUdf,
              Method::kGet,
              "/udf/config",
              "udfConfig",
              "udf",
              "TradingView's protocol: what this server can do",
              "",
              {},
              kJson,
              "UdfConfig",
              kRefusals},
    RouteInfo{Operation::kUdfSymbols, RouteKind::kUdf, Method::kGet, "/udf/symbols", "udfSymbols", "udf",
              "TradingView's protocol: one symbol", "", kUdfSymbolParams, kJson, "UdfSymbol", kUdfProblems},
    RouteInfo{Operation::kUdfSymbolInfo, RouteKind::kUdf, Method::kGet, "/udf/symbol_info", "udfSymbolInfo", "udf",
              "TradingView's protocol: all symbols, in columns", "", kUdfGroupParams, kJson, "UdfSymbolInfo",
              kUdfProblems},
    RouteInfo{Operation::kUdfSearch, RouteKind::kUdf, Method::kGet, "/udf/search", "udfSearch", "udf",
              "TradingView's protocol: symbols by part of their name", "", kUdfSearchParams, kJson, "UdfSearch",
              kUdfProblems},
    RouteInfo{Operation::kUdfHistory, RouteKind::kUdf, Method::kGet, "/udf/history", "udfHistory", "udf",
              "TradingView's protocol: candles in columns", kUdfHistoryText, kUdfHistoryParams, kJson, "UdfHistory",
              kUdfProblems},
    RouteInfo{Operation::kUdfTime,
              RouteKind::kUdf,
              Method::kGet,
              "/udf/time",
              "udfTime",
              "udf",
              "TradingView's protocol: the server's time in Unix seconds",
              "",
              {},
              "text/plain; charset=utf-8",
              "",
              kRefusals},
};

}  // namespace tidemark::api::routes
