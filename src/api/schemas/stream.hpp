#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kStream = R"json(
"Envelope":{"type":"object","required":["type","channel","timestamp","seq","data"],"properties":{
  "type":{"type":"string",
    "enum":["subscribed","unsubscribed","snapshot","candle","pattern_update","pattern_forming","volume_pattern","fractal_update","swing_update",
    "fibonacci_update","structure_update","sd_zone_created","sd_zone_tested","sd_zone_broken","sd_zone_flipped",
    "sd_zone_expired","sd_zones_detected","confluence_update","signal","alert_triggered","trading_signal","portfolio_change","activation_event","book","trades","markets","status","pong","error"]},
  "channel":{"type":"string","description":"empty for what belongs to no channel"},
  "timestamp":{"type":"string","format":"date-time"},"seq":{"type":"integer"},
  "resync":{"type":"boolean","description":"of a snapshot: it stands for messages that were left out"},
  "id":{"type":"integer","description":"of the request this answers"},
  "data":{"oneOf":[{"$ref":"#/components/schemas/CandlePage"},{"$ref":"#/components/schemas/LiveCandle"},
    {"$ref":"#/components/schemas/OrderBook"},{"$ref":"#/components/schemas/TradeList"},
    {"$ref":"#/components/schemas/PatternPage"},{"$ref":"#/components/schemas/FormingPatterns"},{"$ref":"#/components/schemas/VolumeUpdate"},
    {"$ref":"#/components/schemas/StructureUpdate"},{"$ref":"#/components/schemas/ZoneUpdate"},
    {"$ref":"#/components/schemas/ZonePage"},{"$ref":"#/components/schemas/ChartPatternUpdate"},
    {"$ref":"#/components/schemas/ConfluencePage"},{"$ref":"#/components/schemas/SignalUpdate"},
    {"$ref":"#/components/schemas/MarketRows"},{"$ref":"#/components/schemas/SystemState"},
    {"$ref":"#/components/schemas/StatusEvent"},{"$ref":"#/components/schemas/ChannelList"},
    {"$ref":"#/components/schemas/FiredAlerts"},{"$ref":"#/components/schemas/TradingNews"},{"$ref":"#/components/schemas/Problem"},{"type":"object","maxProperties":0}]}}},
"LiveCandle":{"type":"object","required":["candle","state"],"properties":{
  "candle":{"$ref":"#/components/schemas/Candle"},"state":{"type":"string","enum":["forming","closed"]}}},
"MarketRow":{"type":"object","required":["symbol","venue","last","change_24h_pct","volume_24h","feed","quality","signals",
  "subscribed","gaps_open","bid","ask","regime","confluence","zones_active","signal"],"properties":{"symbol":{"type":"string"},"venue":{"type":"string"},
  "last":{"type":["number","null"]},"change_24h_pct":{"type":["number","null"]},"volume_24h":{"type":["number","null"]},
  "feed":{"$ref":"#/components/schemas/FeedInfo"},"quality":{"type":["number","null"]},
  "signals":{"type":"string","enum":["open","paused"]},"subscribed":{"type":"boolean"},"gaps_open":{"type":"integer"},
  "bid":{"type":["number","null"]},"ask":{"type":["number","null"]},
  "regime":{"$ref":"#/components/schemas/MarketRegime"},"confluence":{"$ref":"#/components/schemas/MarketConfluence"},
  "zones_active":{"$ref":"#/components/schemas/MarketZones"},"signal":{"$ref":"#/components/schemas/MarketSignal"}}},
"MarketRows":{"type":"object","required":["rows"],"properties":{
  "rows":{"type":"array","items":{"$ref":"#/components/schemas/MarketRow"},
    "description":"all in a snapshot, those that changed in a `markets` message"}}},
"ChannelList":{"type":"object","required":["channels"],"properties":{
  "channels":{"type":"array","items":{"type":"string"}},
  "resumed":{"type":"array","items":{"type":"string"},
    "description":"those that go on after the number given; the others begin with a snapshot"}}},
"SystemState":{"type":"object","required":["source","problems","streams"],"properties":{
  "source":{"$ref":"#/components/schemas/SourceInfo"},
  "problems":{"type":"array","items":{"$ref":"#/components/schemas/ProblemOfPart"}},
  "streams":{"type":"array","items":{"$ref":"#/components/schemas/Stream"}}}},
"StatusEvent":{"type":"object","required":["kind","symbol","venue"],"properties":{
  "kind":{"type":"string","enum":["feed","signals","quality","gap","book"]},"symbol":{"type":"string"},
  "venue":{"type":"string"},"feed_state":{"$ref":"#/components/schemas/FeedState"},
  "signals":{"type":"string","enum":["open","paused"]},"reason":{"type":"string"},
  "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"quality":{"$ref":"#/components/schemas/QualityScore"},
  "from":{"type":"string"},"to":{"type":"string"},"candles":{"type":"integer"},"state":{"type":"string"}}}
)json";

}  // namespace tidemark::api::schemas
