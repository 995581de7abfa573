#pragma once

#include "api/routes/alerts.hpp"

/// Orders, positions, risk, the journal.
namespace tidemark::api::routes {

inline constexpr ParamInfo kOrderIdParam{"id", kPath, kInteger, kRequired, "The order's `id`.", 1, INT64_MAX, 0};
inline constexpr std::array kOrderIdOnly{kOrderIdParam};
inline constexpr ParamInfo kSymbolFilter{"symbol", kQuery, kSymbol, kOptional, "Only this symbol."};
inline constexpr std::array<std::string_view, 3> kOpenStates{"any", "open", "closed"};
inline constexpr ParamInfo kOpenStateFilter{
    "state", kQuery, kChoice, kOptional, "Only those that are open, or closed.", 0, 0, 0, kOpenStates};
inline constexpr std::array kOrderParams{
    kSymbolFilter, kOpenStateFilter,
    ParamInfo{"client_order_id", kQuery, kText, kOptional, "Only the order its owner calls this.", 1, 64}, kPageCursor,
    kPageLimit};
inline constexpr std::array kCancelParams{kSymbolFilter};
inline constexpr std::array kFillParams{
    kSymbolFilter,
    ParamInfo{"order", kQuery, kInteger, kOptional, "Only fills of the order of this `id`; 0: all.", 0, INT64_MAX, 0},
    kPageCursor, kPageLimit};
inline constexpr std::array kHistoryParams{
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most points to return, the newest.", 1, 100'000, 1440}};
inline constexpr std::array kOwnTradeParams{kSymbolFilter, kOpenStateFilter, kPageCursor, kPageLimit};
inline constexpr ParamInfo kTradeFrom{"from", kQuery, kTime, kOptional,
                                      "Entered from then on: ISO-8601 (UTC) or Unix milliseconds."};
inline constexpr ParamInfo kTradeTo{"to", kQuery, kTime, kOptional, "Entered before."};
inline constexpr ParamInfo kSetupFilter{"setup", kQuery, kText, kOptional, "Only this setup.", 1, 100};
inline constexpr ParamInfo kStrategyFilter{"strategy", kQuery, kText, kOptional, "Only trades of this strategy.",
                                           1,          64};
inline constexpr ParamInfo kTagFilter{"tag", kQuery, kText, kOptional, "Only trades with this tag.", 1, 40};
inline constexpr std::array kJournalParams{
    kSymbolFilter,
    kOpenStateFilter,
    kSetupFilter,
    kStrategyFilter,
    kTagFilter,
    ParamInfo{"query", kQuery, kText, kOptional, "Only trades with this in their notes or tags.", 1, 100},
    kTradeFrom,
    kTradeTo,
    kPageCursor,
    kPageLimit};
inline constexpr std::array kJournalStatisticsParams{kSymbolFilter, kSetupFilter, kStrategyFilter,
                                                     kTagFilter,    kTradeFrom,   kTradeTo};

inline constexpr std::array kTradingProblems{404, 409, 413, 422, 503};

inline constexpr std::string_view kPlaceText =
    "Amounts may be numbers or, exactly, text. `client_order_id` makes it safe to ask again: the same order asked for "
    "twice is placed once, and answered with 200 the second time; the id with another order is refused (409 id_taken). "
    "Every order passes the risk gate; what it refuses is kept as a rejected order and answered 422, with the reason "
    "as "
    "`code`. `stop_loss` and `take_profit` sleep until the order fills, and one takes from the other. While an "
    "instrument "
    "is still catching up with its market an order on paper is refused (503 market_in_past, with Retry-After).";
inline constexpr std::string_view kKillText =
    "Engaging takes effect before anything else that waits: from then on nothing is sent but cancels, of all open "
    "orders. It stays engaged over restarts. Releasing needs `\"confirm\":\"release\"`.";
inline constexpr std::string_view kSizeText =
    "How much to buy or sell. method stop: at `stop` the position has lost `risk_percent` of the equity; atr: the same "
    "with a stop `multiple` times `atr` away; fraction: the position is worth `fraction_percent` of the equity; kelly: "
    "the same with Kelly's fraction of `win_rate` (0 to 1) and `payoff` (mean win over mean loss), at most "
    "`fraction_percent`; volatility: `target_volatility` over `volatility`, at most `fraction_percent`. `equity` is "
    "the "
    "account's when it is left out, `entry` the last price. Fees and slippage are not counted.";
inline constexpr std::string_view kBacktestText =
    "Runs in the background, one after the other; sixteen may wait. The candles are those stored of the symbols. Costs "
    "and "
    "sizes are written as on the command line (docs/backtesting.md); what is left out has the same defaults. The "
    "result is the document of `tidemark backtest --json`; with a `grid`, which makes it a search, that of "
    "`tidemark optimize --json`.";
inline constexpr std::array kBacktestProblems{404, 413, 422, 503};
inline constexpr std::string_view kJournalText =
    "Newest first. Closed trades come here by themselves, with the decision that opened them: `trace` names it.";

inline constexpr std::array kTradingRoutes{
    RouteInfo{Operation::kOrders, RouteKind::kHttp, Method::kGet, "/api/orders", "listOrders", "trading",
              "Orders, newest first", "", kOrderParams, kJson, "OrderList", kTradingProblems},
    RouteInfo{Operation::kPlaceOrder,
              RouteKind::kHttp,
              Method::kPost,
              "/api/orders",
              "placeOrder",
              "trading",
              "Place an order",
              kPlaceText,
              {},
              kJson,
              "Order",
              kTradingProblems,
              201,
              "NewOrder"},
    RouteInfo{Operation::kOrder, RouteKind::kHttp, Method::kGet, "/api/orders/{id}", "getOrder", "trading",
              "One order with all that happened to it", "", kOrderIdOnly, kJson, "OrderDetail", kTradingProblems},
    RouteInfo{Operation::kCancelOrder, RouteKind::kHttp, Method::kDelete, "/api/orders/{id}", "cancelOrder", "trading",
              "Cancel an order", "The order as it is then: with a latency its cancel is still on its way.",
              kOrderIdOnly, kJson, "Order", kTradingProblems},
    RouteInfo{Operation::kCancelOrders, RouteKind::kHttp, Method::kDelete, "/api/orders", "cancelOrders", "trading",
              "Cancel all open orders, or those of a symbol", "", kCancelParams, kJson, "Cancels", kTradingProblems},
    RouteInfo{Operation::kFills, RouteKind::kHttp, Method::kGet, "/api/fills", "listFills", "trading",
              "Fills of our orders, newest first", "", kFillParams, kJson, "FillList", kTradingProblems},
    RouteInfo{Operation::kPositions,
              RouteKind::kHttp,
              Method::kGet,
              "/api/positions",
              "listPositions",
              "trading",
              "What is held, at its mark",
              "",
              {},
              kJson,
              "PositionList",
              kTradingProblems},
    RouteInfo{
        Operation::kPortfolio,
        RouteKind::kHttp,
        Method::kGet,
        "/api/portfolio",
        "getPortfolio",
        "trading",
        "The account: cash, equity, positions, limits and what they forbid now",
        "equity = cash + positions at their marks = deposits + realized + unrealized - fees + funding, to the last "
        "digit.",
        {},
        kJson,
        "Portfolio",
        kTradingProblems},
    RouteInfo{Operation::kPortfolioHistory, RouteKind::kHttp, Method::kGet, "/api/portfolio/history",
              "getPortfolioHistory", "trading", "The equity, a point a minute", "", kHistoryParams, kJson,
              "PortfolioHistory", kTradingProblems},
    RouteInfo{Operation::kOwnTrades, RouteKind::kHttp, Method::kGet, "/api/trades", "listOwnTrades", "trading",
              "Positions from flat to flat, and those still open, newest first", "", kOwnTradeParams, kJson, "Journal",
              kTradingProblems},
    RouteInfo{Operation::kPositionSize,
              RouteKind::kHttp,
              Method::kPost,
              "/api/risk/position-size",
              "getPositionSize",
              "trading",
              "Risk calculator",
              kSizeText,
              {},
              kJson,
              "PositionSize",
              kTradingProblems,
              200,
              "PositionSizeRequest"},
    RouteInfo{Operation::kReleaseHalt,
              RouteKind::kHttp,
              Method::kPost,
              "/api/risk/release-halt",
              "releaseHalt",
              "trading",
              "End a halt and a cool-down",
              "Needs `\"confirm\":\"release\"`. Drawdown is measured anew.",
              {},
              kJson,
              "Portfolio",
              kTradingProblems,
              200,
              "Confirmation"},
    RouteInfo{Operation::kKillSwitch,
              RouteKind::kHttp,
              Method::kGet,
              "/api/kill-switch",
              "getKillSwitch",
              "trading",
              "Whether the kill switch is engaged",
              "",
              {},
              kJson,
              "KillSwitch",
              kTradingProblems},
    RouteInfo{Operation::kSetKillSwitch,
              RouteKind::kHttp,
              Method::kPost,
              "/api/kill-switch",
              "setKillSwitch",
              "trading",
              "Engage or release the kill switch",
              kKillText,
              {},
              kJson,
              "KillSwitch",
              kTradingProblems,
              200,
              "KillSwitchRequest"},
    RouteInfo{Operation::kJournal, RouteKind::kHttp, Method::kGet, "/api/journal", "getJournal", "trading",
              "The trade journal", kJournalText, kJournalParams, kJson, "Journal", kTradingProblems},
    RouteInfo{Operation::kJournalStatistics, RouteKind::kHttp, Method::kGet, "/api/journal/statistics",
              "getJournalStatistics", "trading", "What closed trades have to say: by setup, hour, weekday, regime",
              "Hours and weekdays are those of entry, UTC. Every figure stands beside the number of trades it is of.",
              kJournalStatisticsParams, kJson, "JournalStatistics", kTradingProblems},
    RouteInfo{Operation::kJournalEntry, RouteKind::kHttp, Method::kGet, "/api/journal/{id}", "getJournalEntry",
              "trading", "One trade", "", kIdOnly, kJson, "JournalEntry", kTradingProblems},
    RouteInfo{Operation::kAddJournalEntry,
              RouteKind::kHttp,
              Method::kPost,
              "/api/journal",
              "addJournalEntry",
              "trading",
              "Enter a trade made elsewhere",
              "",
              {},
              kJson,
              "JournalEntry",
              kTradingProblems,
              201,
              "ManualTrade"},
    RouteInfo{Operation::kChangeJournalEntry, RouteKind::kHttp, Method::kPatch, "/api/journal/{id}",
              "changeJournalEntry", "trading", "Change a trade's tags and notes", "What is left out stays as it is.",
              kIdOnly, kJson, "JournalEntry", kTradingProblems, 200, "JournalNotes"},
    RouteInfo{Operation::kRemoveJournalEntry, RouteKind::kHttp, Method::kDelete, "/api/journal/{id}",
              "removeJournalEntry", "trading", "Remove a trade that was entered by hand", "", kIdOnly, kJson, "Removed",
              kTradingProblems},
    RouteInfo{Operation::kStrategyCatalogue,
              RouteKind::kHttp,
              Method::kGet,
              "/api/strategies",
              "listStrategies",
              "backtests",
              "The catalogue of strategies with their rules and parameters",
              "",
              {},
              kJson,
              "StrategyCatalogue",
              {}},
    RouteInfo{Operation::kBacktests,
              RouteKind::kHttp,
              Method::kGet,
              "/api/backtests",
              "listBacktests",
              "backtests",
              "Backtests, newest first, without their results",
              "",
              {},
              kJson,
              "BacktestList",
              kBacktestProblems},
    RouteInfo{Operation::kAddBacktest,
              RouteKind::kHttp,
              Method::kPost,
              "/api/backtests",
              "addBacktest",
              "backtests",
              "Run a backtest",
              kBacktestText,
              {},
              kJson,
              "Backtest",
              kBacktestProblems,
              202,
              "BacktestRequest"},
    RouteInfo{Operation::kBacktest, RouteKind::kHttp, Method::kGet, "/api/backtests/{id}", "getBacktest", "backtests",
              "One backtest, and how far it is", "", kIdOnly, kJson, "Backtest", kBacktestProblems},
    RouteInfo{Operation::kBacktestResult, RouteKind::kHttp, Method::kGet, "/api/backtests/{id}/result",
              "getBacktestResult", "backtests", "The result of a backtest that is done",
              "The document of `tidemark backtest --json`: figures, curve, trades. Of a search that of "
              "`tidemark optimize --json`: combinations, the best first, or what was chosen and tested.",
              kIdOnly, kJson, "", kBacktestProblems},
    RouteInfo{Operation::kCancelBacktest, RouteKind::kHttp, Method::kDelete, "/api/backtests/{id}", "cancelBacktest",
              "backtests", "End a backtest that waits or runs; remove one that is over", "", kIdOnly, kJson, "Backtest",
              kBacktestProblems},
};

}  // namespace tidemark::api::routes
