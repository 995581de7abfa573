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

constexpr std::array<std::string_view, 3> kFormats{"json", "csv", "binary"};

constexpr std::array kDataParams{
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
constexpr std::array kSymbolOnly{kSymbolParam};
constexpr std::array kAvailableParams{
    ParamInfo{"search", kQuery, kText, kOptional, "Part of the symbol, in any case.", 0, 32},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most symbols to return.", 1, 5000, 100}};
constexpr std::array kBookParams{
    kSymbolParam, ParamInfo{"depth", kQuery, kInteger, kOptional, "Most levels of each side.", 1, 50, 20}};
constexpr std::array kTradeParams{
    kSymbolParam, ParamInfo{"limit", kQuery, kInteger, kOptional, "Most trades to return.", 1, 200, 50}};
constexpr std::array<std::string_view, 2> kValueSources{"computed", "stored"};
constexpr std::array kIndicatorParams{
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
constexpr std::array<std::string_view, 4> kDirections{"any", "bullish", "bearish", "neutral"};
constexpr ParamInfo kPatternNames{"names",
                                  kQuery,
                                  kText,
                                  kOptional,
                                  "Patterns of the catalogue separated by ',', in any case, with or without CDL — "
                                  "HAMMER,ENGULFING. Without it: all.",
                                  1,
                                  2048};
constexpr std::array kPatternParams{
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
constexpr std::array kPatternStatisticsParams{
    ParamInfo{"symbol", kQuery, kSymbol, kOptional, "Only this instrument; without it all of them together."},
    kTimeframeFilter, kPatternNames,
    ParamInfo{"candles", kQuery, kInteger, kOptional, "How many of the newest candles of each series, at most.", 100,
              20'000, 5000}};
constexpr std::array kPatternAgreementParams{
    ParamInfo{"symbol", kQuery, kSymbol, kRequired, "The instrument; as in the paths."}};
constexpr std::array<std::string_view, 13> kVolumeTypes{"any",
                                                        "spike",
                                                        "divergence",
                                                        "climax",
                                                        "dry_up",
                                                        "accumulation_distribution",
                                                        "breakout",
                                                        "fake_out",
                                                        "exhaustion",
                                                        "obv_divergence",
                                                        "obv_hidden_divergence",
                                                        "ad_divergence",
                                                        "ad_hidden_divergence"};
constexpr std::array<std::string_view, 5> kVolumeStrengths{"any", "weak", "medium", "strong", "extreme"};
constexpr std::array kVolumeParams{
    kSymbolParam,
    ParamInfo{"from", kQuery, kTime, kOptional,
              "First open time of the candle a finding is about, inclusive: ISO-8601 (UTC) or Unix milliseconds."},
    kTo,
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most findings to return, the newest.", 1, 20'000, 1000},
    ParamInfo{"type", kQuery, kChoice, kOptional, "Only findings of this type (/api/volume/patterns).", 0, 0, 0,
              kVolumeTypes},
    ParamInfo{"strength", kQuery, kChoice, kOptional, "Only findings of this strength.", 0, 0, 0, kVolumeStrengths},
    kTimeframeFilter};
constexpr std::array kAftermathParams{
    kSymbolParam, kTimeframeFilter,
    ParamInfo{"candles", kQuery, kInteger, kOptional, "How many of the newest candles of each series, at most.", 200,
              20'000, 5000}};
constexpr std::array kSeriesParams{kSymbolParam, kTimeframeParam};
constexpr std::array kStructureWindow{kSymbolParam, kTimeframeParam, kFrom, kTo, kLimit};
constexpr std::array kStructureParams{
    kSymbolParam,
    kTimeframeParam,
    kFrom,
    kTo,
    kLimit,
    ParamInfo{"kinds", kQuery, kText, kOptional,
              "Kinds separated by ',' — swing,break_of_structure. Without it: all but fractals.", 1, 512}};
constexpr std::array<std::string_view, 4> kZoneTypes{"any", "supply", "demand", "continuation"};
constexpr std::array kZoneParams{
    kSymbolParam,
    kTimeframeParam,
    ParamInfo{"start_time", kQuery, kTime, kOptional,
              "Zones whose life reaches it: ISO-8601 (UTC) or Unix milliseconds. Default: 30 days before `end_time`."},
    ParamInfo{"end_time", kQuery, kTime, kOptional,
              "Zones created before it: ISO-8601 (UTC) or Unix milliseconds. Default: now."},
    ParamInfo{"status_filter", kQuery, kText, kOptional,
              "all, live (active and tested), or a list of active, tested, broken, flipped, expired.", 1, 64},
    ParamInfo{"zone_type", kQuery, kChoice, kOptional, "Only zones of this type.", 0, 0, 0, kZoneTypes},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most zones to return.", 1, 5000, 500},
    ParamInfo{"cursor", kQuery, kText, kOptional, "The `next` of the page before.", 1, 64}};
constexpr std::array kZoneTestParams{ParamInfo{"zone_id", kPath, kText, kRequired, "The `id` of a zone.", 1, 64}};
constexpr std::array kZoneStatisticsParams{
    kSymbolParam, kTimeframeParam,
    ParamInfo{"days_back", kQuery, kInteger, kOptional, "How many days before now.", 1, 3650, 30}};
constexpr std::array kGapParams{kSymbolParam, kTimeframeFilter};
constexpr std::array kQuarantineParams{
    ParamInfo{"symbol", kQuery, kSymbol, kOptional, "Only this symbol."}, kTimeframeFilter,
    ParamInfo{"cursor", kQuery, kInteger, kOptional, "The `next` of the page before.", 0, INT64_MAX, 0},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most rows to return.", 1, 1000, 100}};

// TradingView's protocol. Its clients add parameters of their own, which are known here so that they are not refused.
constexpr ParamInfo kUdfSymbol{"symbol", kQuery, kText, kRequired, "A symbol as /udf/search or /udf/symbols gives it.",
                               1,        64};
constexpr ParamInfo kUdfCurrency{"currencyCode", kQuery, kText, kOptional, "Taken and not used.", 0, 16};
constexpr ParamInfo kUdfUnit{"unitId", kQuery, kText, kOptional, "Taken and not used.", 0, 16};
constexpr std::array kUdfSymbolParams{kUdfSymbol, kUdfCurrency, kUdfUnit};
constexpr std::array kUdfGroupParams{
    ParamInfo{"group", kQuery, kText, kOptional, "Only the symbols of this venue.", 0, 32}};
constexpr std::array kUdfSearchParams{
    ParamInfo{"query", kQuery, kText, kOptional, "Part of the symbol, in any case.", 0, 64},
    ParamInfo{"type", kQuery, kText, kOptional, "Only symbols of this type; empty: all.", 0, 32},
    ParamInfo{"exchange", kQuery, kText, kOptional, "Only symbols of this venue; empty: all.", 0, 32},
    ParamInfo{"limit", kQuery, kInteger, kOptional, "Most symbols to return.", 1, 1000, 30}};
constexpr std::int64_t kUdfTimeMax = 9'223'372'036;  // 2262, the end of our time
constexpr std::array kUdfHistoryParams{
    kUdfSymbol,
    ParamInfo{"resolution", kQuery, kText, kRequired, "1 5 15 30 60 240, D or 1D, W or 1W.", 1, 8},
    ParamInfo{"from", kQuery, kInteger, kRequired, "First open time, inclusive: Unix seconds.", 0, kUdfTimeMax, 0},
    ParamInfo{"to", kQuery, kInteger, kRequired, "End, exclusive: Unix seconds.", 0, kUdfTimeMax, 0},
    ParamInfo{"countback", kQuery, kInteger, kOptional,
              "How many candles before `to` are wanted; goes before `from`. 0: as `from` says.", 0, 20'000, 0},
    kUdfCurrency,
    kUdfUnit};

constexpr std::array kPostProblems{404, 413, 422, 503};
constexpr std::array kNoProblems{503};
constexpr std::array kRefusals{422};
constexpr std::array kUdfProblems{404, 422, 503};
constexpr std::array kChangeProblems{404, 409, 422, 503};
constexpr std::array kMemoryProblems{404, 422};
constexpr std::array kReadProblems{404, 422, 503};
constexpr std::array kListProblems{422, 503};
constexpr std::array kStreamProblems{403, 426};
constexpr std::string_view kJson = "application/json";

constexpr std::string_view kDataText =
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
constexpr std::string_view kSubscriptionText =
    "The change goes to the feed, which carries it out soon after; /api/symbols and the channel `markets` show when it "
    "has. Asking again for what is so already changes nothing.";
constexpr std::string_view kBookText =
    "Only a live book has levels; otherwise `state` says why there are none. At most ten pictures of a book are taken "
    "a "
    "second.";
constexpr std::string_view kUdfHistoryText =
    "Columns of TradingView's protocol: t in Unix seconds, then o h l c v. `s` is \"no_data\" when there is nothing in "
    "the range, with the time of the next candle before it as `nextTime` where there is one.";
constexpr std::string_view kIndicatorText =
    "The window is chosen as in /api/data. Values are computed over earlier candles too, where there are any: the "
    "indicator's warm-up and then at least 500 or twenty times the warm-up, whichever is more. Recursive averages "
    "(EMA, "
    "Wilder) started there differ from ones started at the beginning of history by less than 1e-8 of their value; "
    "cumulative ones (OBV) start anew there, so only their differences mean something. null: not warmed up.";
constexpr std::string_view kPatternText =
    "On closed candles only, each as it was known when its candle closed. Without `from`: the newest `limit`; with it "
    "the oldest. `next` is the cursor of the following page, null at the end; a page may be short, or empty, and still "
    "have one, when many candles show none of what is asked for. `origin` live: said when the candle closed, kept in "
    "the database, with what the other timeframes showed at that moment in `parts.timeframes`. computed: found now by "
    "the same detector in candles that were not seen live (imported history); `known_at` is then the candle's end and "
    "`parts.timeframes` 0. confidence is (base + volume + price + timeframes) x multiplier, at most 100; `parts.price` "
    "(follow-through) is 0 because nothing later was known. `value` is TA-Lib's: +-100, 80 where an end only touches, "
    "200 where an earlier pattern is confirmed; of a neutral pattern its sign says nothing.";
constexpr std::string_view kPatternStatisticsText =
    "Of the newest candles of each series, live and computed patterns alike. `candles` is the sample all counts are "
    "of. `mean_confidence` is null for a pattern that did not occur. Without `symbol` a series gives fewer candles "
    "than asked for when there are many: half a million in all.";
constexpr std::string_view kPatternAgreementText =
    "Over the hierarchy 1m 5m 15m 1h 4h 1d 1w, each by the patterns of its newest closed candle. `direction` is that "
    "of "
    "the longest timeframe that has one, which overrides those below; `consecutive` the longest run of neighboring "
    "timeframes on that side: 1 weak, 2 medium, 3 and more strong; `weight` the sum of their weights, 0.1 for 1m "
    "rising "
    "linearly to 0.4 for 1w.";
constexpr std::string_view kVolumeText =
    "What volume showed on closed candles, ascending by time, of all timeframes or one: the newest `limit` in the "
    "range. `time` is the candle a finding is about, `known_at` when it became known, for divergences against swings "
    "some candles later; `from` and `from_price` where it begins. `origin` is live or computed, as in /api/patterns. "
    "`series` says which candles were looked at: at most 20,000 a timeframe, 5,000 without `from`.";
constexpr std::string_view kStructureText =
    "What closed candles made known, in that order; nothing said is ever changed: what becomes of a finding later is "
    "an event of its own with the same kind and id. Ids count within the answer. `known_at` is the end of the candle "
    "that made it known. The window is chosen as in /api/data; 1000 candles before it are looked at too, so that "
    "swings and levels reach into it. `measure` is what the kind measures: a size, a ratio, a number of touches.";
constexpr std::string_view kZoneText =
    "Zones whose life touches the range, newest first. `origin` live: followed by the engine and kept in the "
    "database. computed: found now by the same analyzer in the candles up to `end_time` (at most 50,000) from before "
    "the database kept zones; such a zone stands as of the range's end. `id` names the same zone wherever it is found. "
    "`direction` bullish is demand, bearish supply, also of a continuation. 404 `zones_off` where the capability is "
    "switched off.";
constexpr std::string_view kZoneStatisticsText =
    "Counted by UTC day over stored and computed zones alike. `success_rate` is the share of decided tests that "
    "bounced; null where there is nothing to rate.";
constexpr std::string_view kDetectText =
    "30 to 10,000 candles in order of time go in, the zones they show come out, as of the last one. Nothing is kept. "
    "`parameters` differ from the defaults of the market by name. A refusal names the member that is wrong.";
constexpr std::string_view kAftermathText =
    "Moves from the close of the candle that made a finding known to the close 1, 5 and 20 candles later, upwards "
    "positive, in percent and in average true ranges; beside them the same after up to 2000 candles drawn at random "
    "from the series. `difference_percent` is events less control with its 95 % interval, null below 30 independent "
    "observations; an interval that holds 0 says nothing, and of a hundred intervals five miss it by chance.";
constexpr std::string_view kStreamText =
    "Send {\"action\":\"subscribe\",\"channels\":[…],\"id\":1}, \"unsubscribe\" or \"ping\". Channels: "
    "candles:BTCUSDT:1m, patterns:BTCUSDT:1m (`pattern_update`: the candlestick patterns of a candle that has just "
    "closed; the snapshot has the newest since the start), volume:BTCUSDT:1m (`volume_pattern`, the same for volume), "
    "structure:BTCUSDT:1m (`fractal_update`, `swing_update`, `fibonacci_update`, `structure_update`), zones:BTCUSDT:1m "
    "(`sd_zone_created`, `sd_zone_tested` when a test begins and when it bounced, `sd_zone_broken`, `sd_zone_flipped`, "
    "`sd_zone_expired`, each with the zone as it then stood), "
    "book:BTCUSDT, trades:BTCUSDT, markets (the rows of all "
    "instruments that changed, four times a "
    "second), system. Every message is an Envelope. A channel begins with a `snapshot`, which replaces whatever the "
    "client "
    "had, and goes on with messages whose `seq` grows by one each. To come back after a lost connection add "
    "\"resume\":{\"candles:BTCUSDT:1m\":SEQ} with the last number seen: what was missed is sent again when it is still "
    "held (`resumed` of the answer names the channel), else a snapshot. A client that is slow is spared outdated "
    "forming "
    "candles, books and rows, which shows as a jump in `seq`. Closed candles and trades are never left out: a client "
    "that "
    "has too many of them waiting gets a snapshot with \"resync\":true once it has caught up, and is closed with code "
    "1013 "
    "when it does not.";

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
    RouteInfo{Operation::kVolumeCatalogue,
              RouteKind::kHttp,
              Method::kGet,
              "/api/volume/patterns",
              "listVolumeTypes",
              "analysis",
              "What can be found in volume, and by which rule",
              "",
              {},
              kJson,
              "VolumeCatalogue",
              {}},
    RouteInfo{Operation::kVolumePatterns, RouteKind::kHttp, Method::kGet, "/api/volume/patterns/{symbol}",
              "getVolumePatterns", "analysis", "What the volume of one instrument showed", kVolumeText, kVolumeParams,
              kJson, "VolumePatterns", kReadProblems},
    RouteInfo{Operation::kFractals, RouteKind::kHttp, Method::kGet, "/api/fractals/{symbol}/{timeframe}", "getFractals",
              "analysis", "Fractals of one series", kStructureText, kStructureWindow, kJson, "StructurePage",
              kReadProblems},
    RouteInfo{Operation::kSwings, RouteKind::kHttp, Method::kGet, "/api/swings/{symbol}/{timeframe}", "getSwings",
              "analysis", "Swings of one series with their labels, and the trend they make", kStructureText,
              kStructureWindow, kJson, "StructurePage", kReadProblems},
    RouteInfo{Operation::kFibonacci, RouteKind::kHttp, Method::kGet, "/api/fibonacci/{symbol}/{timeframe}",
              "getFibonacci", "analysis", "Fibonacci levels of the legs of one series", kStructureText,
              kStructureWindow, kJson, "StructurePage", kReadProblems},
    RouteInfo{Operation::kStructure, RouteKind::kHttp, Method::kGet, "/api/structure/{symbol}/{timeframe}",
              "getStructure", "analysis", "Market structure of one series: breaks, gaps, blocks, pools, levels",
              kStructureText, kStructureParams, kJson, "StructurePage", kReadProblems},
    RouteInfo{Operation::kZones, RouteKind::kHttp, Method::kGet, "/api/supply-demand-zones/{symbol}/{timeframe}",
              "getZones", "analysis", "Supply and demand zones of one series with their life", kZoneText, kZoneParams,
              kJson, "ZonePage", kReadProblems},
    RouteInfo{Operation::kZoneTests, RouteKind::kHttp, Method::kGet, "/api/supply-demand-zones/{zone_id}/tests",
              "getZoneTests", "analysis", "The tests of one stored zone", "", kZoneTestParams, kJson, "ZoneTests",
              kReadProblems},
    RouteInfo{Operation::kDetectZones,
              RouteKind::kHttp,
              Method::kPost,
              "/api/supply-demand-zones/detect-realtime",
              "detectZones",
              "analysis",
              "Find the zones in posted candles",
              kDetectText,
              {},
              kJson,
              "ZonePage",
              kPostProblems,
              200,
              "PostedCandles"},
    RouteInfo{Operation::kZoneStatistics, RouteKind::kHttp, Method::kGet,
              "/api/supply-demand-statistics/{symbol}/{timeframe}", "getZoneStatistics", "analysis",
              "What each day saw of the zones of one series", kZoneStatisticsText, kZoneStatisticsParams, kJson,
              "ZoneStatistics", kReadProblems},
    RouteInfo{Operation::kVolumeAftermath, RouteKind::kHttp, Method::kGet, "/api/volume/aftermath/{symbol}",
              "getVolumeAftermath", "analysis", "How price moved after each kind of finding, against random candles",
              kAftermathText, kAftermathParams, kJson, "VolumeAftermath", kReadProblems},
    RouteInfo{Operation::kQuality, RouteKind::kHttp, Method::kGet, "/api/quality/{symbol}/{timeframe}", "getQuality",
              "quality", "The latest quality score of one series and its parts", "", kSeriesParams, kJson,
              "QualityReply", kReadProblems},
    RouteInfo{Operation::kGaps, RouteKind::kHttp, Method::kGet, "/api/gaps/{symbol}", "listGaps", "quality",
              "Holes in the data of one instrument", "", kGapParams, kJson, "GapList", kReadProblems},
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
    RouteInfo{Operation::kSystem,
              RouteKind::kHttp,
              Method::kGet,
              "/api/system",
              "getSystem",
              "operation",
              "Memory, processor, queues, feeds and the store of the process",
              "",
              {},
              kJson,
              "System",
              kNoProblems},
    RouteInfo{Operation::kLatency,
              RouteKind::kHttp,
              Method::kGet,
              "/api/latency",
              "getLatency",
              "operation",
              "How long events take, stage by stage",
              "",
              {},
              kJson,
              "Latency",
              kNoProblems},
    RouteInfo{Operation::kServices,
              RouteKind::kHttp,
              Method::kGet,
              "/services/status",
              "getServices",
              "operation",
              "The state of every part of the process and of the services it depends on",
              "",
              {},
              kJson,
              "Services",
              kNoProblems},
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
};

}  // namespace

std::span<const RouteInfo> route_table() {
  return kRoutes;
}

}  // namespace tidemark::api
