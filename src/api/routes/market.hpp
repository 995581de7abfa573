#pragma once

#include "api/routes/common.hpp"

/// Symbols, candles, books, trades.
namespace tidemark::api::routes {

inline constexpr std::array<std::string_view, 3> kFormats{"json", "csv", "binary"};
inline constexpr std::array kDataParams{
    kSymbolParam,
    kTimeframeParam,
    kFrom,
    kTo,
    kLimit,
    ParamInfo{"cursor", kQuery, kText, kOptional,
              "The `next` of the page before, in place of the end it continues from.", 1, 64},
    ParamInfo{"format", kQuery, kChoice, kOptional,
              "csv: time,open,high,low,close,volume of closed candles, ISO times. binary: see the description.", 0, 0,
              0, kFormats}};
inline constexpr std::array kSymbolOnly{kSymbolParam};
inline constexpr std::array kAvailableParams{
    ParamInfo{"search", kQuery, kText, kOptional, "Part of the symbol, in any case.", 0, 32},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most symbols to return.", 1, 5000, 100}};
inline constexpr std::array kBookParams{
    kSymbolParam, ParamInfo{"depth", kQuery, kInteger, kOptional, "Most levels of each side.", 1, 50, 20}};
inline constexpr std::array kTradeParams{
    kSymbolParam, ParamInfo{"limit", kQuery, kInteger, kOptional, "Most trades to return.", 1, 200, 50}};
inline constexpr std::array kChangeProblems{404, 409, 422, 503};
inline constexpr std::array kMemoryProblems{404, 422};
inline constexpr std::string_view kDataText =
    "Without `from`: the newest `limit` closed candles before `to`; `has_more` says whether older ones exist. With "
    "`from`: "
    "the oldest `limit` from there; `has_more` says whether more follow before `to`. `forming` is the open candle when "
    "the "
    "range reaches it. `next` is the cursor of the following page, null at the end (csv and binary: the header "
    "X-Next-Cursor). binary: little-endian; a header of 32 bytes (\"TMCB\", u16 version 1, u16 header bytes, u32 "
    "record "
    "bytes, u32 records, u32 seconds of the timeframe, u8 price decimals, u8 quantity decimals, u16 flags: 1 has_more, "
    "2 the last record is forming; 8 bytes zero), then records of 48 bytes: i64 open time in Unix ms, i64 open, high, "
    "low, close in units of 10^-price decimals, i64 volume in units of 10^-quantity decimals.";
inline constexpr std::string_view kSubscriptionText =
    "The change goes to the feed, which carries it out soon after; /api/symbols and the channel `markets` show when it "
    "has. Asking again for what is so already changes nothing.";
inline constexpr std::string_view kBookText =
    "Only a live book has levels; otherwise `state` says why there are none. At most ten pictures of a book are taken "
    "a "
    "second.";

inline constexpr std::array kMarketRoutes{
    RouteInfo{Operation::kSymbols,
              RouteKind::kHttp,
              Method::kGet,
              "/api/symbols",
              "listSymbols",
              "market",
              "Instruments, their latest price and the state of their data",
              "",
              {},
              kJson,
              "SymbolList",
              kNoProblems},
    RouteInfo{Operation::kAvailable, RouteKind::kHttp, Method::kGet, "/api/symbols/available", "listAvailable",
              "market", "Symbols the venues list, which may be subscribed", "", kAvailableParams, kJson,
              "AvailableList", kListProblems},
    RouteInfo{Operation::kSubscribe, RouteKind::kHttp, Method::kPost, "/api/symbols/{symbol}/subscription", "subscribe",
              "market", "Take the data of one more instrument", kSubscriptionText, kSymbolOnly, kJson,
              "AvailableSymbol", kChangeProblems, 202},
    RouteInfo{Operation::kUnsubscribe, RouteKind::kHttp, Method::kDelete, "/api/symbols/{symbol}/subscription",
              "unsubscribe", "market", "Take the data of an instrument no longer", kSubscriptionText, kSymbolOnly,
              kJson, "AvailableSymbol", kChangeProblems, 202},
    RouteInfo{Operation::kData, RouteKind::kHttp, Method::kGet, "/api/data/{symbol}/{timeframe}", "getCandles",
              "market", "Candles of one series", kDataText, kDataParams, kJson, "CandlePage", kReadProblems},
    RouteInfo{Operation::kOrderBook, RouteKind::kHttp, Method::kGet, "/api/orderbook/{symbol}", "getOrderBook",
              "market", "The local order book of one instrument", kBookText, kBookParams, kJson, "OrderBook",
              kMemoryProblems},
    RouteInfo{Operation::kTrades, RouteKind::kHttp, Method::kGet, "/api/trades/{symbol}", "listTrades", "market",
              "The newest public trades of one instrument, oldest first", "", kTradeParams, kJson, "TradeList",
              kMemoryProblems},
};

}  // namespace tidemark::api::routes
