#include "ops/config/keys.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <arpa/inet.h>

#include "core/decimal.hpp"
#include "core/money.hpp"
#include "core/nearest_name.hpp"

namespace tidemark::ops {
namespace {

core::Result<std::string> check_address(std::string_view text) {
  std::string address{text};
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  const bool known = ::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1 ||
                     ::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1;
  if (!known) {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_value",
                      "expected an IP address such as 127.0.0.1, 0.0.0.0 or ::1");
  }
  return address;
}

core::Result<std::string> check_not_empty(std::string_view text) {
  if (text.empty()) return core::fail(core::ErrorKind::kInvalidArgument, "bad_value", "must not be empty");
  return std::string{text};
}

core::Result<std::string> canonical_symbol(std::string_view text) {
  const auto name = core::parse_symbol(text);
  if (!name) return std::unexpected(name.error());
  return name->venue.empty() ? name->symbol : name->venue + ":" + name->symbol;
}

core::Result<std::string> bad_value(const char* expected) {
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_value", expected);
}

core::Result<std::string> check_trading_mode(std::string_view text) {
  if (text == "off" || text == "paper" || text == "live") return std::string{text};
  return bad_value("expected off, paper or live");
}

core::Result<std::string> check_broker(std::string_view text) {
  if (text == "binance" || text == "binance_usdm") return std::string{text};
  return bad_value("expected binance or binance_usdm");
}

core::Result<std::string> check_first_stage(std::string_view text) {
  if (text == "shadow" || text == "paper") return std::string{text};
  return bad_value("expected shadow or paper");
}

core::Result<std::string> check_fills(std::string_view text) {
  if (text == "conservative" || text == "optimistic") return std::string{text};
  return bad_value("expected conservative or optimistic");
}

core::Result<std::string> check_positions(std::string_view text) {
  if (text == "netting" || text == "hedging") return std::string{text};
  return bad_value("expected netting or hedging");
}

core::Result<std::string> check_currency(std::string_view text) {
  const bool good = !text.empty() && text.size() <= 12 &&
                    std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  if (good) return std::string{text};
  return bad_value("expected a currency code in capitals, such as USDT");
}

core::Result<std::string> check_amount(std::string_view text) {
  const auto amount = core::parse_money(text);
  if (amount && amount->units > 0) return std::string{text};
  return bad_value("expected an amount above 0, such as 10000 or 2500.50");
}

core::Result<std::string> check_amount_or_empty(std::string_view text) {
  return text.empty() ? core::Result<std::string>{std::string{}} : check_amount(text);
}

/// From 0 on, below 1.
core::Result<std::string> check_share(std::string_view text) {
  const auto rate = core::parse_rate(text);
  if (rate && rate->e8 >= 0 && rate->e8 < core::kRateOne) return std::string{text};
  return bad_value("expected a share from 0 on, such as 0.001, 0.1% or 10bp");
}

/// A fee may be a rebate.
core::Result<std::string> check_fee(std::string_view text) {
  const auto rate = core::parse_rate(text);
  if (rate && core::kRateOne > rate->e8 && rate->e8 > -core::kRateOne) return std::string{text};
  return bad_value("expected a share such as 0.1%, 10bp or -0.00005");
}

/// Above 0, at most 1.
core::Result<std::string> check_part(std::string_view text) {
  const auto rate = core::parse_rate(text);
  if (rate && rate->e8 > 0 && rate->e8 <= core::kRateOne) return std::string{text};
  return bad_value("expected a share above 0, at most all of it, such as 1% or 0.25");
}

core::Result<std::string> check_part_or_empty(std::string_view text) {
  return text.empty() ? core::Result<std::string>{std::string{}} : check_part(text);
}

core::Result<std::string> check_leverage(std::string_view text) {
  if (text.empty()) return std::string{};
  const auto parsed = core::parse_decimal(text, core::kRateDecimals);
  constexpr std::int64_t kMost = 1000 * core::kRateOne;
  if (parsed.error == core::DecimalError::kNone && parsed.value > 0 && parsed.value <= kMost) return std::string{text};
  return bad_value("expected a number above 0, at most 1000, or nothing");
}

constexpr KeyInfo kKeys[] = {
    {.path = "server.address",
     .at = [](Config& c) -> Target { return &c.server.address; },
     .doc =
         "IP address to listen on. Loopback keeps Tidemark private to this machine; 0.0.0.0 opens it to the network.",
     .normalize = check_address},
    {.path = "server.port",
     .at = [](Config& c) -> Target { return &c.server.port; },
     .doc = "TCP port of the dashboard and the API; 0 takes any free one."},
    {.path = "server.hosts",
     .at = [](Config& c) -> Target { return &c.server.hosts; },
     .doc = "Host names that requests may carry besides the bound address, e.g. the name of a reverse proxy.",
     .normalize = check_not_empty},
    {.path = "server.connections_max",
     .at = [](Config& c) -> Target { return &c.server.connections_max; },
     .doc = "HTTP and WebSocket connections at once; more are answered 503.",
     .min = 1,
     .max = 100'000},
    {.path = "server.body_bytes_max",
     .at = [](Config& c) -> Target { return &c.server.body_bytes_max; },
     .doc = "Largest request body; larger ones are answered 413.",
     .min = 1024,
     .max = 1024.0 * 1024 * 1024,
     .notation = Notation::kBytes},
    {.path = "server.ws_queue_frames",
     .at = [](Config& c) -> Target { return &c.server.ws_queue_frames; },
     .doc = "Frames waiting for one WebSocket client; a client that lets more pile up is disconnected (1013).",
     .min = 16,
     .max = 1'000'000},
    {.path = "server.ws_queue_bytes",
     .at = [](Config& c) -> Target { return &c.server.ws_queue_bytes; },
     .doc = "The same in bytes.",
     .min = 64.0 * 1024,
     .max = 1024.0 * 1024 * 1024,
     .notation = Notation::kBytes},
    {.path = "server.idle_timeout",
     .at = [](Config& c) -> Target { return &c.server.idle_timeout; },
     .doc = "A connection without a request for this long is closed.",
     .min = 1,
     .max = 3600},
    {.path = "server.stop_grace",
     .at = [](Config& c) -> Target { return &c.server.stop_grace; },
     .doc = "Time that answers under way get to finish when Tidemark stops.",
     .max = 60},

    {.path = "store.path",
     .at = [](Config& c) -> Target { return &c.store.path; },
     .doc = "Database file, sqlite: URL, or :memory:. The default is $XDG_DATA_HOME/tidemark/tidemark.db, else "
            "~/.local/share/tidemark/tidemark.db.",
     .normalize = check_not_empty},
    {.path = "store.group_commit_interval",
     .at = [](Config& c) -> Target { return &c.store.group_commit_interval; },
     .doc = "Longest that a row waits for its commit: what a power cut may cost.",
     .min = 0.001,
     .max = 60},
    {.path = "store.group_commit_rows",
     .at = [](Config& c) -> Target { return &c.store.group_commit_rows; },
     .doc = "A commit does not wait once it has this many rows.",
     .min = 1,
     .max = 1'000'000},
    {.path = "store.queue_capacity",
     .at = [](Config& c) -> Target { return &c.store.queue_capacity; },
     .doc =
         "Rows that may wait for the writer. Four times as many gather before it while the disk is slow or full; then "
         "the source is held back, and /health says so.",
     .min = 64,
     .max = 16'777'216},
    {.path = "store.retention",
     .at = [](Config& c) -> Target { return &c.store.retention; },
     .doc = "Age at which candles are removed, with the patterns and indicator values on them, by timeframe (1m 5m 15m "
            "30m 1h 4h 1d 1w); a timeframe that is not named, or says forever, is kept.",
     .min = 3600},
    {.path = "store.indicators",
     .at = [](Config& c) -> Target { return &c.store.indicators; },
     .doc = "Store the values of analysis.indicators on closed candles, as they were known when each closed. Some 27 "
            "bytes a value: about 0.6 MB a day for an instrument with the seven default indicators. Charts "
            "do not need it."},

    {.path = "source",
     .at = [](Config& c) -> Target { return &c.source; },
     .doc = "Where market data comes from: auto (live when the network allows, else the simulated exchange), sim, "
            "binance, or files (recordings, captures, CSV), several being merged by time.",
     .normalize = check_not_empty},
    {.path = "symbols",
     .at = [](Config& c) -> Target { return &c.symbols; },
     .doc = "Only these symbols (BTCUSDT, BTC/USDT or venue:SYMBOL); empty means all the source has.",
     .normalize = canonical_symbol},

    {.path = "analysis.indicators",
     .at = [](Config& c) -> Target { return &c.analysis.indicators; },
     .doc = "Indicators computed on the closed candles of every timeframe: NAME or NAME:parameter=value,… as in the "
            "catalogue (tidemark analyze --indicators all lists it).",
     .separator = ';',
     .normalize = check_not_empty},
    {.path = "analysis.volume",
     .at = [](Config& c) -> Target { return &c.analysis.volume; },
     .doc = "Look at what volume shows: spikes, climaxes, divergences, breakouts."},
    {.path = "analysis.volume_parameters",
     .at = [](Config& c) -> Target { return &c.analysis.volume_parameters; },
     .doc = "Parameters of it that are not to have their default, as NAME=VALUE (those of tidemark analyze --volume "
            "--set).",
     .separator = ';',
     .normalize = check_not_empty},
    {.path = "analysis.structure",
     .at = [](Config& c) -> Target { return &c.analysis.structure; },
     .doc = "Look for market structure: swings, breaks, gaps, blocks, pools, levels."},
    {.path = "analysis.zones",
     .at = [](Config& c) -> Target { return &c.analysis.zones; },
     .doc = "Look for supply and demand zones. Also SD_ENABLED."},
    {.path = "analysis.zone_parameters",
     .at = [](Config& c) -> Target { return &c.analysis.zone_parameters; },
     .doc =
         "Parameters of zones that differ from the defaults of the instrument's market, as NAME=VALUE (docs/zones.md "
         "lists them). Also a variable each, SD_NAME, e.g. SD_MOVE_THRESHOLD=1.5.",
     .separator = ';',
     .normalize = check_not_empty},
    {.path = "analysis.chart_patterns",
     .at = [](Config& c) -> Target { return &c.analysis.chart_patterns; },
     .doc = "Look for chart patterns: tops, shoulders, triangles, wedges, channels, flags, cups."},
    {.path = "analysis.chart_pattern_parameters",
     .at = [](Config& c) -> Target { return &c.analysis.chart_pattern_parameters; },
     .doc = "Parameters of chart patterns that are not to have their default, as NAME=VALUE (those of tidemark analyze "
            "--chart-patterns --set).",
     .separator = ';',
     .normalize = check_not_empty},

    {.path = "decision.enabled",
     .at = [](Config& c) -> Target { return &c.decision.enabled; },
     .doc = "Score confluence and take decisions: signals with their traces."},
    {.path = "decision.parameters",
     .at = [](Config& c) -> Target { return &c.decision.parameters; },
     .doc = "Parameters of decisions that differ from their defaults, as NAME=VALUE (docs/decisions.md lists them).",
     .separator = ';',
     .normalize = check_not_empty},
    {.path = "decision.weights",
     .at = [](Config& c) -> Target { return &c.decision.weights; },
     .doc = "Weights of confluence factors that differ from the defaults, as TYPE=WEIGHT for all symbols or "
            "SYMBOL:TYPE=WEIGHT for one; they are divided by their sum (docs/decisions.md).",
     .separator = ';',
     .normalize = check_not_empty},

    {.path = "engine.forming_interval",
     .at = [](Config& c) -> Target { return &c.engine.forming_interval; },
     .doc = "Least time between two publications of a forming candle; 0s publishes every change.",
     .max = 60},
    {.path = "engine.close_grace",
     .at = [](Config& c) -> Target { return &c.engine.close_grace; },
     .doc = "How long after its end a candle still takes late trades before it is closed for good.",
     .max = 60},
    {.path = "engine.book_stale_after",
     .at = [](Config& c) -> Target { return &c.engine.book_stale_after; },
     .doc = "An order book without an update for this long is marked stale.",
     .min = 0.1,
     .max = 3600},
    {.path = "engine.feed_stale_after",
     .at = [](Config& c) -> Target { return &c.engine.feed_stale_after; },
     .doc = "An instrument of which nothing was heard for this long is marked stale.",
     .min = 1,
     .max = 86'400},
    {.path = "engine.book_buffer_max",
     .at = [](Config& c) -> Target { return &c.engine.book_buffer_max; },
     .doc = "Order book updates kept while waiting for a snapshot.",
     .min = 1,
     .max = 100'000},
    {.path = "engine.shards",
     .at = [](Config& c) -> Target { return &c.engine.shards; },
     .doc = "Engine threads; the instruments are spread over them, each living on one.",
     .min = 1,
     .max = 64},

    {.path = "validation.future_tolerance",
     .at = [](Config& c) -> Target { return &c.validation.future_tolerance; },
     .doc = "How far ahead of our clock a candle's time may be.",
     .max = 3600},
    {.path = "validation.clock_skew_tolerance",
     .at = [](Config& c) -> Target { return &c.validation.clock_skew_tolerance; },
     .doc = "How much earlier than the venue's time a message may be received before clocks are said to differ.",
     .max = 3600},
    {.path = "validation.window",
     .at = [](Config& c) -> Target { return &c.validation.window; },
     .doc = "Candles that the robust statistics of returns and volumes look back on.",
     .min = 8,
     .max = 1024},
    {.path = "validation.window_min",
     .at = [](Config& c) -> Target { return &c.validation.window_min; },
     .doc = "No jump or outlier is reported before this many candles.",
     .min = 2,
     .max = 1024},
    {.path = "validation.return_z_limit",
     .at = [](Config& c) -> Target { return &c.validation.return_z_limit; },
     .doc = "Robust z-score beyond which a close-to-close return is a price jump.",
     .min = 1,
     .max = 1000},
    {.path = "validation.jump_min",
     .at = [](Config& c) -> Target { return &c.validation.jump_min; },
     .doc = "A move smaller than this fraction of the price is never a jump.",
     .max = 1},
    {.path = "validation.volume_z_limit",
     .at = [](Config& c) -> Target { return &c.validation.volume_z_limit; },
     .doc = "Robust z-score of the square root of the volume beyond which it is an outlier.",
     .min = 1,
     .max = 1000},
    {.path = "validation.stale_repeat_limit",
     .at = [](Config& c) -> Target { return &c.validation.stale_repeat_limit; },
     .doc = "Unchanged candles without volume in a row until a series is called stale.",
     .min = 2,
     .max = 10'000},
    {.path = "validation.tick_jump_limit",
     .at = [](Config& c) -> Target { return &c.validation.tick_jump_limit; },
     .doc = "A trade this fraction away from the one before it is flagged.",
     .min = 0.0001,
     .max = 10},
    {.path = "validation.policies",
     .at = [](Config& c) -> Target { return &c.validation.policies; },
     .doc =
         "What is done with data a finding is about, by finding: accept, flag, repair, quarantine or reject. Findings "
         "that are not named keep the built-in rule."},
    {.path = "validation.quality_window",
     .at = [](Config& c) -> Target { return &c.validation.quality_window; },
     .doc = "Candles that the quality score of a series looks back on.",
     .min = 1,
     .max = 10'000},
    {.path = "validation.pause_clean_candles",
     .at = [](Config& c) -> Target { return &c.validation.pause_clean_candles; },
     .doc = "Good candles in a row before paused signals resume.",
     .min = 1,
     .max = 10'000},
    {.path = "validation.pause_below",
     .at = [](Config& c) -> Target { return &c.validation.pause_below; },
     .doc = "Quality score under which an instrument's signals pause.",
     .max = 1},
    {.path = "validation.resume_above",
     .at = [](Config& c) -> Target { return &c.validation.resume_above; },
     .doc = "Quality score that paused signals need to resume; at least validation.pause_below.",
     .max = 1},

    {.path = "venues.binance.rest_url",
     .at = [](Config& c) -> Target { return &c.venues.binance.rest_url; },
     .doc = "Where Binance spot answers requests; empty means the public address."},
    {.path = "venues.binance.stream_url",
     .at = [](Config& c) -> Target { return &c.venues.binance.stream_url; },
     .doc = "Where Binance spot streams; empty means the public address."},
    {.path = "venues.binance.user_url",
     .at = [](Config& c) -> Target { return &c.venues.binance.user_url; },
     .doc =
         "Where Binance spot's WebSocket API is, from which a live account hears; empty means the public address. Set "
         "it together with rest_url."},
    {.path = "venues.binance_usdm.rest_url",
     .at = [](Config& c) -> Target { return &c.venues.binance_usdm.rest_url; },
     .doc = "Where Binance USD-M futures answer requests; empty means the public address."},
    {.path = "venues.binance_usdm.stream_url",
     .at = [](Config& c) -> Target { return &c.venues.binance_usdm.stream_url; },
     .doc = "Where Binance USD-M futures stream; empty means the public address."},
    {.path = "venues.binance_usdm.user_url",
     .at = [](Config& c) -> Target { return &c.venues.binance_usdm.user_url; },
     .doc =
         "Where Binance USD-M futures stream user data, without the listen key; empty means the public address. Set it "
         "together with rest_url."},
    {.path = "venues.default_symbols",
     .at = [](Config& c) -> Target { return &c.venues.default_symbols; },
     .doc = "Symbols of a live venue when `symbols` names none: a venue lists thousands.",
     .normalize = canonical_symbol},
    {.path = "venues.probe_timeout",
     .at = [](Config& c) -> Target { return &c.venues.probe_timeout; },
     .doc = "How long source auto waits for the venue's answer before it takes the simulated exchange.",
     .min = 0.1,
     .max = 60},
    {.path = "venues.history",
     .at = [](Config& c) -> Target { return &c.venues.history; },
     .doc = "One-minute candles fetched for an instrument that the store does not know yet.",
     .max = 30.0 * 86'400},
    {.path = "venues.stale_after",
     .at = [](Config& c) -> Target { return &c.venues.stale_after; },
     .doc = "A connection on which nothing came for this long is given up and opened anew.",
     .min = 1,
     .max = 600},
    {.path = "venues.failover_after",
     .at = [](Config& c) -> Target { return &c.venues.failover_after; },
     .doc = "A stream that is down this long is replaced by asking again and again, until it is back.",
     .min = 1,
     .max = 3600},
    {.path = "venues.ca_file",
     .at = [](Config& c) -> Target { return &c.venues.ca_file; },
     .doc = "Certificates (PEM) to trust instead of the system's, for a venue behind a proxy of your own."},

    {.path = "sim.seed",
     .at = [](Config& c) -> Target { return &c.sim.seed; },
     .doc = "Seed of the simulated exchange: the same seed gives the same market."},
    {.path = "sim.speed",
     .at = [](Config& c) -> Target { return &c.sim.speed; },
     .doc = "Speed of the simulated exchange and of files, times real time.",
     .min = 0.01,
     .max = 100'000},

    {.path = "recording.enabled",
     .at = [](Config& c) -> Target { return &c.recording.enabled; },
     .doc = "Record the raw input of the engine, so that the session can be replayed."},
    {.path = "recording.dir",
     .at = [](Config& c) -> Target { return &c.recording.dir; },
     .doc = "Folder of the recordings; empty means recordings/ beside the store."},

    {.path = "alerts.enabled",
     .at = [](Config& c) -> Target { return &c.alerts.enabled; },
     .doc = "Watch for what alert rules ask for, and send it to webhooks. Off: /api/alerts answers 404."},
    {.path = "alerts.rules_max",
     .at = [](Config& c) -> Target { return &c.alerts.rules_max; },
     .doc = "Alert rules there may be.",
     .min = 1,
     .max = 10'000},
    {.path = "alerts.webhooks_max",
     .at = [](Config& c) -> Target { return &c.alerts.webhooks_max; },
     .doc = "Webhooks there may be. Each has at most two requests under way.",
     .min = 1,
     .max = 200},
    {.path = "alerts.firings_per_minute",
     .at = [](Config& c) -> Target { return &c.alerts.firings_per_minute; },
     .doc = "Most firings of one rule in a minute, over all instruments; what is more is counted and dropped.",
     .min = 1,
     .max = 10'000},
    {.path = "alerts.late_max",
     .at = [](Config& c) -> Target { return &c.alerts.late_max; },
     .doc =
         "What became known longer than this after it happened (candles fetched after an outage) makes no rule fire.",
     .min = 1,
     .max = 7.0 * 86'400},
    {.path = "alerts.history",
     .at = [](Config& c) -> Target { return &c.alerts.history; },
     .doc = "How long firings and deliveries are kept. What is still to be sent is never removed.",
     .min = 3600,
     .max = 3650.0 * 86'400},
    {.path = "alerts.timeout",
     .at = [](Config& c) -> Target { return &c.alerts.timeout; },
     .doc = "How long a webhook may take to answer one request.",
     .min = 0.1,
     .max = 120},
    {.path = "alerts.retry_first",
     .at = [](Config& c) -> Target { return &c.alerts.retry_first; },
     .doc =
         "Longest wait before the second attempt; it doubles with every failure, and the wait is a random part of it.",
     .min = 0.01,
     .max = 3600},
    {.path = "alerts.retry_max",
     .at = [](Config& c) -> Target { return &c.alerts.retry_max; },
     .doc = "Longest wait between two attempts.",
     .min = 0.01,
     .max = 86'400},
    {.path = "alerts.give_up_after",
     .at = [](Config& c) -> Target { return &c.alerts.give_up_after; },
     .doc = "A delivery that has not succeeded within this time is given up, which its log shows.",
     .min = 1,
     .max = 30.0 * 86'400},

    {.path = "trading.mode",
     .at = [](Config& c) -> Target { return &c.trading.mode; },
     .doc =
         "paper: an account of play money trades against the market's real prices, by hand over /api/orders and by "
         "its strategy. live: orders go to trading.broker, with real money unless its addresses are a testnet's. off: "
         "no account; /api/orders answers 404.",
     .normalize = check_trading_mode},
    {.path = "trading.broker",
     .at = [](Config& c) -> Target { return &c.trading.broker; },
     .doc = "Where live orders go: binance (spot) or binance_usdm (USD-M futures).",
     .normalize = check_broker},
    {.path = "trading.api_key",
     .at = [](Config& c) -> Target { return &c.trading.api_key; },
     .doc = "The account's API key there, for live. From the environment only.",
     .sensitivity = Sensitivity::kSecret},
    {.path = "trading.api_secret",
     .at = [](Config& c) -> Target { return &c.trading.api_secret; },
     .doc = "The key's secret (HMAC). From the environment only.",
     .sensitivity = Sensitivity::kSecret},
    {.path = "trading.currency",
     .at = [](Config& c) -> Target { return &c.trading.currency; },
     .doc = "Currency of the account. Instruments quoted in another one are not traded.",
     .normalize = check_currency},
    {.path = "trading.cash",
     .at = [](Config& c) -> Target { return &c.trading.cash; },
     .doc = "What the account begins with; live: the part of the venue's account that it may use. One that is in the "
            "store already keeps what it has.",
     .normalize = check_amount},
    {.path = "trading.positions",
     .at = [](Config& c) -> Target { return &c.trading.positions; },
     .doc =
         "netting: one position of an instrument, which every order moves. hedging, on paper: a long and a short one "
         "beside each other, and an order says which it means. An account that is in the store keeps its own.",
     .normalize = check_positions},
    {.path = "trading.strategy",
     .at = [](Config& c) -> Target { return &c.trading.strategy; },
     .doc = "What trades by itself: one of the strategies of `tidemark backtest`, decision being the engine's own "
            "signals. Empty: "
            "nothing does, orders come by hand only."},
    {.path = "trading.parameters",
     .at = [](Config& c) -> Target { return &c.trading.parameters; },
     .doc = "Its parameters, NAME=VALUE each."},
    {.path = "trading.symbols",
     .at = [](Config& c) -> Target { return &c.trading.symbols; },
     .doc = "What it trades; empty means everything quoted in the account's currency. Orders by hand may be for all.",
     .normalize = canonical_symbol},
    {.path = "trading.maker_fee",
     .at = [](Config& c) -> Target { return &c.trading.maker_fee; },
     .doc = "Fee of fills of resting orders, as a share of their value; below 0 it is a rebate.",
     .normalize = check_fee},
    {.path = "trading.taker_fee",
     .at = [](Config& c) -> Target { return &c.trading.taker_fee; },
     .doc = "The same of orders that take what rests.",
     .normalize = check_fee},
    {.path = "trading.slippage",
     .at = [](Config& c) -> Target { return &c.trading.slippage; },
     .doc = "What taking costs beyond the price seen, as a share of it.",
     .normalize = check_share},
    {.path = "trading.spread",
     .at = [](Config& c) -> Target { return &c.trading.spread; },
     .doc = "Between bid and ask, as a share of the price; half of it is paid where no book is known.",
     .normalize = check_share},
    {.path = "trading.latency",
     .at = [](Config& c) -> Target { return &c.trading.latency; },
     .doc = "How long an order or a cancel is on its way to the venue.",
     .max = 60},
    {.path = "trading.fills",
     .at = [](Config& c) -> Target { return &c.trading.fills; },
     .doc = "Where the data leaves open whether an order was filled: conservative says no, optimistic says yes.",
     .normalize = check_fills},
    {.path = "trading.participation",
     .at = [](Config& c) -> Target { return &c.trading.participation; },
     .doc = "Most of a trade's volume that may be ours, as a share; empty means all of it.",
     .normalize = check_part_or_empty},
    {.path = "trading.risk_per_trade",
     .at = [](Config& c) -> Target { return &c.trading.risk_per_trade; },
     .doc = "What the strategy may lose at a trade's stop, as a share of the equity.",
     .normalize = check_part},
    {.path = "trading.position_max",
     .at = [](Config& c) -> Target { return &c.trading.position_max; },
     .doc = "Most that one of its positions may be worth, as a share of the equity.",
     .normalize = check_part},
    {.path = "trading.order_value_max",
     .at = [](Config& c) -> Target { return &c.trading.order_value_max; },
     .doc = "No single order may be worth more. Empty: no limit.",
     .normalize = check_amount_or_empty},
    {.path = "trading.price_collar",
     .at = [](Config& c) -> Target { return &c.trading.price_collar; },
     .doc = "How far a limit or a trigger may be from the last price, as a share of it. Empty: no limit.",
     .normalize = check_part_or_empty},
    {.path = "trading.open_orders_max",
     .at = [](Config& c) -> Target { return &c.trading.open_orders_max; },
     .doc = "Open orders there may be; those that only make a position smaller are always let through.",
     .min = 1,
     .max = 10'000},
    {.path = "trading.duplicate_window",
     .at = [](Config& c) -> Target { return &c.trading.duplicate_window; },
     .doc = "The same order again within this time, under another id, is refused as a mistake. 0: it is not.",
     .max = 3600},
    {.path = "trading.instrument_exposure_max",
     .at = [](Config& c) -> Target { return &c.trading.instrument_exposure_max; },
     .doc = "Most that the position of one instrument may be worth, its open orders counted. Empty: no limit.",
     .normalize = check_amount_or_empty},
    {.path = "trading.portfolio_exposure_max",
     .at = [](Config& c) -> Target { return &c.trading.portfolio_exposure_max; },
     .doc = "The same of all positions together. Empty: no limit.",
     .normalize = check_amount_or_empty},
    {.path = "trading.leverage_max",
     .at = [](Config& c) -> Target { return &c.trading.leverage_max; },
     .doc = "All positions over the equity; 1 means nothing is borrowed. Empty: no limit.",
     .normalize = check_leverage},
    {.path = "trading.daily_loss_max",
     .at = [](Config& c) -> Target { return &c.trading.daily_loss_max; },
     .doc =
         "At this loss since 00:00 UTC, as a share of the equity then, nothing is entered until the next day. Empty: "
         "no limit.",
     .normalize = check_part_or_empty},
    {.path = "trading.drawdown_max",
     .at = [](Config& c) -> Target { return &c.trading.drawdown_max; },
     .doc = "At this fall below the highest equity nothing is entered until somebody releases the halt. Empty: no "
            "limit.",
     .normalize = check_part_or_empty},
    {.path = "trading.cool_down_losses",
     .at = [](Config& c) -> Target { return &c.trading.cool_down_losses; },
     .doc = "After so many losing trades in a row nothing is entered for a while. 0: never.",
     .max = 1000},
    {.path = "trading.cool_down",
     .at = [](Config& c) -> Target { return &c.trading.cool_down; },
     .doc = "How long that while is.",
     .min = 1,
     .max = 30.0 * 86'400},

    {.path = "activation.start",
     .at = [](Config& c) -> Target { return &c.activation.start; },
     .doc = "Where a configuration begins that nobody has promoted yet. paper: it trades with play money. shadow: it "
            "decides, and what it would have done is reckoned beside the account.",
     .normalize = check_first_stage},
    {.path = "activation.win_rate_min",
     .at = [](Config& c) -> Target { return &c.activation.win_rate_min; },
     .doc = "For a promotion: least share of won trades.",
     .max = 1},
    {.path = "activation.risk_reward_min",
     .at = [](Config& c) -> Target { return &c.activation.risk_reward_min; },
     .doc = "For a promotion: least mean win over mean loss; 3 is a risk:reward of 1:3.",
     .max = 1000},
    {.path = "activation.drawdown_max",
     .at = [](Config& c) -> Target { return &c.activation.drawdown_max; },
     .doc = "For a promotion: deepest fall below the highest equity at this stage, as a share of it.",
     .max = 1},
    {.path = "activation.objectives_min",
     .at = [](Config& c) -> Target { return &c.activation.objectives_min; },
     .doc = "For a promotion: share of the looks, one a minute, at which every service objective held.",
     .max = 1},
    {.path = "activation.latency_p95_max",
     .at = [](Config& c) -> Target { return &c.activation.latency_p95_max; },
     .doc = "For a promotion, and as a service objective: 95th percentile of the time from an event's receipt to what "
            "follows from it.",
     .min = 0.001,
     .max = 3600},
    {.path = "activation.quality_min",
     .at = [](Config& c) -> Target { return &c.activation.quality_min; },
     .doc = "For a promotion: lowest data quality of a traded instrument.",
     .max = 1},
    {.path = "activation.trades_min",
     .at = [](Config& c) -> Target { return &c.activation.trades_min; },
     .doc = "For a promotion: closed trades at this stage.",
     .min = 1,
     .max = 1000},
    {.path = "activation.minutes_min",
     .at = [](Config& c) -> Target { return &c.activation.minutes_min; },
     .doc = "For a promotion: looks, one a minute, at equity and service objectives.",
     .min = 1,
     .max = 1'000'000},
    {.path = "activation.rollback_drawdown",
     .at = [](Config& c) -> Target { return &c.activation.rollback_drawdown; },
     .doc = "A stage down at once: at a deeper fall below the highest equity at this stage than this.",
     .max = 1},
    {.path = "activation.rollback_losses",
     .at = [](Config& c) -> Target { return &c.activation.rollback_losses; },
     .doc = "A stage down at once: at so many losing trades in a row.",
     .min = 1,
     .max = 1000},
    {.path = "activation.rollback_window",
     .at = [](Config& c) -> Target { return &c.activation.rollback_window; },
     .doc = "How many of the newest trades rollback_win_rate is about.",
     .min = 1,
     .max = 1000},
    {.path = "activation.rollback_win_rate",
     .at = [](Config& c) -> Target { return &c.activation.rollback_win_rate; },
     .doc = "A stage down at once: when a smaller share of them won than this.",
     .max = 1},
    {.path = "activation.rollback_breaches",
     .at = [](Config& c) -> Target { return &c.activation.rollback_breaches; },
     .doc = "A stage down at once: at so many looks in a row at which a service objective did not hold.",
     .min = 1,
     .max = 1000},
    {.path = "activation.rollback_quality",
     .at = [](Config& c) -> Target { return &c.activation.rollback_quality; },
     .doc = "A stage down at once: when the data of a traded instrument scores less.",
     .max = 1},

    {.path = "log.level",
     .at = [](Config& c) -> Target { return &c.log.level; },
     .doc = "Least severity that is logged."},
    {.path = "log.format",
     .at = [](Config& c) -> Target { return &c.log.format; },
     .doc = "text for people, json for machines (one object a line)."},
};

bool is_map(const KeyInfo& key) {
  Config scratch;
  const Target target = key.at(scratch);
  return std::holds_alternative<RetentionMap*>(target) || std::holds_alternative<PolicyMap*>(target);
}

std::string_view last_part(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

}  // namespace

std::span<const KeyInfo> config_keys() {
  return kKeys;
}

const KeyInfo* find_key(std::span<const KeyInfo> keys, std::string_view path) {
  for (const KeyInfo& key : keys) {
    if (key.path == path) return &key;
    const bool below = path.size() > key.path.size() && path.starts_with(key.path) && path[key.path.size()] == '.';
    if (below && is_map(key)) return &key;
  }
  return nullptr;
}

bool is_section(std::span<const KeyInfo> keys, std::string_view path) {
  for (const KeyInfo& key : keys) {
    if (key.path == path) return is_map(key);
    if (key.path.size() > path.size() && key.path.starts_with(path) && key.path[path.size()] == '.') return true;
  }
  return false;
}

std::string_view nearest_key(std::span<const KeyInfo> keys, std::string_view path) {
  std::vector<std::string_view> paths;
  std::vector<std::string_view> names;
  for (const KeyInfo& key : keys) {
    paths.push_back(key.path);
    names.push_back(last_part(key.path));
  }
  if (const auto whole = core::nearest_name(path, paths)) return *whole;
  // "port" or "web.port": the section is what is wrong.
  const auto name = core::nearest_name(last_part(path), names);
  if (!name) return {};
  for (const std::string_view candidate : paths) {
    if (last_part(candidate) == *name) return candidate;
  }
  return {};
}

std::string environment_name(std::string_view path) {
  std::string name = "TIDEMARK_";
  for (const char c : path) {
    if (c == '.') {
      name += "__";
    } else {
      name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return name;
}

}  // namespace tidemark::ops
