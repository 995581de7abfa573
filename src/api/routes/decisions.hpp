#pragma once

#include "api/routes/common.hpp"

/// Confluence, signals and the traces of decisions.
namespace tidemark::api::routes {

inline constexpr std::array<std::string_view, 7> kSignalTypes{"any",       "strong_buy", "buy",        "weak_buy",
                                                              "weak_sell", "sell",       "strong_sell"};
inline constexpr std::array<std::string_view, 6> kSignalStatuses{"any",     "open",    "target",
                                                                 "stopped", "expired", "reversed"};

inline constexpr std::array kConfluenceParams{
    kSymbolParam, kTimeframeParam,
    ParamInfo{
        "to", kQuery, kTime, kOptional,
        "The newest stored chart whose candle opened before: ISO-8601 (UTC) or Unix milliseconds. Without it: the "
        "newest there is."}};
inline constexpr std::string_view kConfluenceText =
    "Where levels of one side cluster within the tolerance, highest score first, as of the last closed candle: factors "
    "of this timeframe and of longer ones. A score is the sum of its factors' contributions (of several of one type "
    "the "
    "strongest alone counts) and the bonus of a Fibonacci level at a supply or demand zone. Charts from 15m on are "
    "stored, their last 500 candles each.";

inline constexpr std::array kSignalParams{
    ParamInfo{"symbol", kQuery, kSymbol, kOptional, "Only this instrument."},
    ParamInfo{"from", kQuery, kTime, kOptional, "Known then or later: ISO-8601 (UTC) or Unix milliseconds."},
    ParamInfo{"to", kQuery, kTime, kOptional, "Known before: ISO-8601 (UTC) or Unix milliseconds."},
    ParamInfo{"type", kQuery, kChoice, kOptional, "Only signals of this type.", 0, 0, 0, kSignalTypes},
    ParamInfo{"status", kQuery, kChoice, kOptional, "Only signals that stand so.", 0, 0, 0, kSignalStatuses},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most signals to return, the newest.", 1, 1000, 100}};
inline constexpr std::string_view kSignalText =
    "Newest first. A signal ends at its first target or its stop, whichever is traded at first (the stop where one "
    "candle reached both), at its expiry, or when one of the other side takes its place. `calibration` counts all "
    "ended "
    "signals (of the symbol, if one is given) by type and confidence: the share that reached the target with its "
    "Wilson "
    "interval, and the mean result in risks. `factors` counts the same signals by the reasons their confluence had: "
    "what "
    "measured weights go by. It is what happened, not a promise.";

inline constexpr std::array kTraceParams{ParamInfo{
    "trace_id", kPath, kText, kRequired,
    "The `trace_id` of a signal, or SYMBOL@latest for the newest decision, with a signal or without.", 1, 96}};
inline constexpr std::string_view kTraceText =
    "Why a decision was taken: each gate in the order it is asked with value, threshold and margin; the readings whose "
    "contributions sum to the score; the factors of its confluence with the findings they rest on; the entry filters; "
    "the trade proposed; versions; and the nearest change that would flip the outcome.";

inline constexpr std::array kDecisionRoutes{
    RouteInfo{Operation::kConfluence, RouteKind::kHttp, Method::kGet, "/api/confluence/{symbol}/{timeframe}",
              "getConfluence", "analysis", "Where several reasons agree on a price", kConfluenceText, kConfluenceParams,
              kJson, "ConfluencePage", kReadProblems},
    RouteInfo{Operation::kSignals, RouteKind::kHttp, Method::kGet, "/api/signals", "listSignals", "analysis",
              "Signals and what became of them", kSignalText, kSignalParams, kJson, "SignalList", kReadProblems},
    RouteInfo{Operation::kDecisionTrace, RouteKind::kHttp, Method::kGet, "/decision-traces/{trace_id}",
              "getDecisionTrace", "analysis", "Why, and why not", kTraceText, kTraceParams, kJson, "DecisionTrace",
              kReadProblems},
};

}  // namespace tidemark::api::routes
