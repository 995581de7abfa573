#pragma once

#include "api/routes/common.hpp"

/// The WebSocket.
namespace tidemark::api::routes {

inline constexpr std::array kStreamProblems{403, 426};
inline constexpr std::string_view kStreamText =
    "Send {\"action\":\"subscribe\",\"channels\":[…],\"id\":1}, \"unsubscribe\" or \"ping\". Channels: "
    "candles:BTCUSDT:1m, patterns:BTCUSDT:1m (`pattern_update`: the candlestick patterns of a candle that has just "
    "closed; the snapshot has the newest since the start; `pattern_forming`: what the candle that still forms would "
    "complete if it closed now, at most ten times a second, when that has changed; provisional, replaced by the next "
    "one and void once the candle has closed; never stored), volume:BTCUSDT:1m (`volume_pattern`, the same for "
    "volume), "
    "structure:BTCUSDT:1m (`fractal_update`, `swing_update`, `fibonacci_update`, `structure_update`), zones:BTCUSDT:1m "
    "(`sd_zone_created`, `sd_zone_tested` when a test begins and when it bounced, `sd_zone_broken`, `sd_zone_flipped`, "
    "`sd_zone_expired`, each with the zone as it then stood), chart-patterns:BTCUSDT:1m (`pattern_update` with "
    "`chart_patterns`, each as it then stood), confluence:BTCUSDT:1m (`confluence_update`: the chart's whole "
    "confluence, a ConfluencePage, when a candle of it has closed), signals:* (`signal`: signals of all instruments "
    "when they open and when "
    "they have ended), "
    "book:BTCUSDT, trades:BTCUSDT, markets (the rows of all "
    "instruments that changed, four times a "
    "second), alerts (`alert_triggered`: what fired, each once), trading (`portfolio_change`: what changed in the "
    "account; "
    "`trading_signal`: an order its strategy asks for; `activation_event`: a step of its stage), system. Every message "
    "is an Envelope. A channel "
    "begins with a `snapshot`, which replaces whatever the "
    "client "
    "had, and goes on with messages whose `seq` grows by one each. To come back after a lost connection add "
    "\"resume\":{\"candles:BTCUSDT:1m\":SEQ} with the last number seen: what was missed is sent again when it is still "
    "held (`resumed` of the answer names the channel), else a snapshot. A client that is slow is spared outdated "
    "forming "
    "candles, books, confluence and rows, which shows as a jump in `seq`. Closed candles and trades are never left "
    "out: a client "
    "that "
    "has too many of them waiting gets a snapshot with \"resync\":true once it has caught up, and is closed with code "
    "1013 "
    "when it does not. An instrument whose feed is `catching_up` is told nothing of candle by candle: the past goes by "
    "too fast. Once it has reached the present its channels go on, with such a snapshot where there was much.";

inline constexpr std::array kZoneStreamProblems{403, 404, 422, 426};
inline constexpr std::array kZoneStreamParams{kSymbolParam, kTimeframeParam};
inline constexpr std::string_view kZoneStreamText =
    "The channel zones:SYMBOL:TIMEFRAME of /ws/stream without subscribing: `subscribed`, a `snapshot`, then "
    "`sd_zone_created`, `sd_zone_tested`, `sd_zone_broken`, `sd_zone_flipped`, `sd_zone_expired`. Send "
    "{\"action\":\"detect_zones\",\"id\":1} to be answered by `sd_zones_detected`, whose data is a ZonePage; it may "
    "have "
    "the query parameters of /api/supply-demand-zones as members: "
    "{\"action\":\"detect_zones\",\"status_filter\":\"live\"}. "
    "One detection at a time. {\"action\":\"ping\"} is answered by `pong`. What cannot be understood is answered by an "
    "`error`, and the connection goes on.";

inline constexpr std::array kStreamRoutes{
    RouteInfo{Operation::kStream,
              RouteKind::kWebSocket,
              Method::kGet,
              "/ws/stream",
              "stream",
              "stream",
              "Live candles, patterns, volume findings, books, trades, markets and status over WebSocket",
              kStreamText,
              {},
              "",
              "Envelope",
              kStreamProblems},
    RouteInfo{Operation::kZoneStream, RouteKind::kWebSocket, Method::kGet, "/ws/supply-demand/{symbol}/{timeframe}",
              "zoneStream", "stream", "What becomes of the zones of one series, and zones found on request",
              kZoneStreamText, kZoneStreamParams, "", "Envelope", kZoneStreamProblems},
};

}  // namespace tidemark::api::routes
