#include "api/route_table.hpp"

#include <array>
#include <cstdint>

namespace tidemark::api {
namespace {

using net::Method;
using enum ParamPlace;
using enum ParamType;
using enum ParamNeed;

constexpr ParamInfo kSymbolParam{"symbol", kPath, kSymbol, kRequired,
                                 "Canonical symbol (BTCUSDT), an alias (BTC/USDT with the slash percent-encoded, "
                                 "BTC-USD, EUR_USD), or venue:SYMBOL."};
constexpr ParamInfo kTimeframeParam{"timeframe", kPath, kTimeframe, kRequired,
                                    "1m 5m 15m 30m 1h 4h 1d 1w, or an alias (M1 … W1, 1D, 1W)."};
constexpr ParamInfo kFrom{"from", kQuery, kTime, kOptional,
                          "First open time, inclusive: ISO-8601 (UTC) or Unix milliseconds."};
constexpr ParamInfo kTo{"to", kQuery, kTime, kOptional, "End, exclusive: ISO-8601 (UTC) or Unix milliseconds."};
constexpr ParamInfo kLimit{"limit", kQuery, kInteger, kOptional, "Most candles to return.", 1, 20'000, 1000};
constexpr ParamInfo kTimeframeFilter{"timeframe", kQuery, kTimeframe, kOptional, "Only this timeframe."};

constexpr std::array<std::string_view, 2> kFormats{"json", "csv"};

constexpr std::array kDataParams{
    kSymbolParam,
    kTimeframeParam,
    kFrom,
    kTo,
    kLimit,
    ParamInfo{"format", kQuery, kChoice, kOptional,
              "csv: time,open,high,low,close,volume of closed candles, ISO times.", 0, 0, 0, kFormats}};
constexpr std::array kIndicatorParams{
    kSymbolParam,
    kTimeframeParam,
    ParamInfo{"names", kQuery, kText, kRequired,
              "Indicators of the catalogue separated by ';', parameters after ':' — RSI:period=14;MACD."},
    kFrom,
    kTo,
    kLimit};
constexpr std::array kSeriesParams{kSymbolParam, kTimeframeParam};
constexpr std::array kGapParams{kSymbolParam, kTimeframeFilter};
constexpr std::array kQuarantineParams{
    ParamInfo{"symbol", kQuery, kSymbol, kOptional, "Only this symbol."}, kTimeframeFilter,
    ParamInfo{"cursor", kQuery, kInteger, kOptional, "The `next` of the page before.", 0, INT64_MAX, 0},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most rows to return.", 1, 1000, 100}};

constexpr std::array kNoProblems{503};
constexpr std::array kReadProblems{404, 422, 503};
constexpr std::array kListProblems{422, 503};
constexpr std::array kStreamProblems{403, 426};
constexpr std::string_view kJson = "application/json";

constexpr std::string_view kDataText =
    "Without `from`: the newest `limit` closed candles before `to`; `has_more` says whether older ones exist. With "
    "`from`: "
    "the oldest `limit` from there; `has_more` says whether more follow before `to`. `forming` is the open candle when "
    "the "
    "range reaches it.";
constexpr std::string_view kIndicatorText =
    "The window is chosen as in /api/data. Values are computed over earlier candles too, where there are any: the "
    "indicator's warm-up and then at least 500 or twenty times the warm-up, whichever is more. Recursive averages "
    "(EMA, "
    "Wilder) started there differ from ones started at the beginning of history by less than 1e-8 of their value; "
    "cumulative ones (OBV) start anew there, so only their differences mean something. null: not warmed up.";
constexpr std::string_view kStreamText =
    "Send {\"action\":\"subscribe\",\"channels\":[\"candles:BTCUSDT:1m\",\"system\"],\"id\":1}, \"unsubscribe\" or "
    "\"ping\". Every message is {type, channel, timestamp, seq, data}. A channel begins with a `snapshot`, which "
    "replaces "
    "whatever the client had, and goes on with `candle` or `status` messages whose `seq` grows by one each. A client "
    "that "
    "is slow is spared outdated forming candles, which shows as a jump in `seq`; closed candles are never left out: a "
    "client that cannot keep up with those is closed with code 1013.";

constexpr std::array kRoutes{
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
              "Symbols",
              kNoProblems},
    RouteInfo{Operation::kData, RouteKind::kHttp, Method::kGet, "/api/data/{symbol}/{timeframe}", "getCandles",
              "market", "Candles of one series", kDataText, kDataParams, kJson, "Candles", kReadProblems},
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
              kIndicatorParams, kJson, "Indicators", kReadProblems},
    RouteInfo{Operation::kQuality, RouteKind::kHttp, Method::kGet, "/api/quality/{symbol}/{timeframe}", "getQuality",
              "quality", "The latest quality score of one series and its parts", "", kSeriesParams, kJson, "Quality",
              kReadProblems},
    RouteInfo{Operation::kGaps, RouteKind::kHttp, Method::kGet, "/api/gaps/{symbol}", "listGaps", "quality",
              "Holes in the data of one instrument", "", kGapParams, kJson, "Gaps", kReadProblems},
    RouteInfo{Operation::kQuarantine, RouteKind::kHttp, Method::kGet, "/api/quarantine", "listQuarantine", "quality",
              "Data that validation set aside, with the rule it broke", "", kQuarantineParams, kJson, "Quarantine",
              kListProblems},
    RouteInfo{Operation::kStatus,
              RouteKind::kHttp,
              Method::kGet,
              "/api/status",
              "getStatus",
              "operation",
              "Version, source of the data, uptime and the state of every stream",
              "",
              {},
              kJson,
              "Status",
              {}},
    RouteInfo{Operation::kHealth,
              RouteKind::kHttp,
              Method::kGet,
              "/health",
              "getHealth",
              "operation",
              "Live and ready, with the reasons when not",
              "503 while not ready, with the same document.",
              {},
              kJson,
              "Health",
              kNoProblems},
    RouteInfo{Operation::kMetrics,
              RouteKind::kHttp,
              Method::kGet,
              "/metrics",
              "getMetrics",
              "operation",
              "Prometheus metrics",
              "",
              {},
              "text/plain; version=0.0.4; charset=utf-8",
              "",
              {}},
    RouteInfo{Operation::kOpenApi,
              RouteKind::kHttp,
              Method::kGet,
              "/openapi.json",
              "getOpenApi",
              "operation",
              "This document",
              "",
              {},
              kJson,
              "",
              {}},
    RouteInfo{Operation::kDocs,
              RouteKind::kHttp,
              Method::kGet,
              "/docs",
              "getDocs",
              "operation",
              "This document as a page",
              "",
              {},
              "text/html; charset=utf-8",
              "",
              {}},
    RouteInfo{Operation::kStream,
              RouteKind::kWebSocket,
              Method::kGet,
              "/ws/stream",
              "stream",
              "stream",
              "Live candles and status over WebSocket",
              kStreamText,
              {},
              "",
              "StreamMessage",
              kStreamProblems},
};

}  // namespace

std::span<const RouteInfo> route_table() {
  return kRoutes;
}

}  // namespace tidemark::api
