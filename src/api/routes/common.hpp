#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "api/route_table.hpp"

/// What the rows of several families share.
namespace tidemark::api::routes {

using net::Method;
using enum ParamPlace;
using enum ParamType;
using enum ParamNeed;

inline constexpr ParamInfo kSymbolParam{
    "symbol", kPath, kSymbol, kRequired,
    "Canonical symbol (BTCUSDT), an alias (BTC/USDT with the slash percent-encoded, "
    "BTC-USD, EUR_USD), or venue:SYMBOL."};
inline constexpr ParamInfo kTimeframeParam{"timeframe", kPath, kTimeframe, kRequired,
                                           "1m 5m 15m 30m 1h 4h 1d 1w, or an alias (M1 … W1, 1D, 1W)."};
inline constexpr ParamInfo kFrom{"from", kQuery, kTime, kOptional,
                                 "First open time, inclusive: ISO-8601 (UTC) or Unix milliseconds."};
inline constexpr ParamInfo kTo{"to", kQuery, kTime, kOptional, "End, exclusive: ISO-8601 (UTC) or Unix milliseconds."};
inline constexpr ParamInfo kLimit{"limit", kQuery, kInteger, kOptional, "Most candles to return.", 1, 20'000, 1000};
inline constexpr ParamInfo kTimeframeFilter{"timeframe", kQuery, kTimeframe, kOptional, "Only this timeframe."};
inline constexpr std::array kNoProblems{503};
inline constexpr std::array kReadProblems{404, 422, 503};
inline constexpr std::array kListProblems{422, 503};
inline constexpr std::string_view kJson = "application/json";

}  // namespace tidemark::api::routes
