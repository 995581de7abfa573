#include "api/openapi.hpp"

namespace tidemark::api {
namespace {

// JSON Schema 2020-12 as OpenAPI 3.1 has it. Checked in tests against what the routes really answer.
constexpr std::string_view kSchemas = R"json({
"Problem":{"type":"object","required":["type","title","status","detail","code"],"properties":{
  "type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},
  "code":{"type":"string","description":"stable, machine-readable"},
  "field":{"type":"string","description":"the offending parameter"}}},
"Candle":{"type":"array","description":"[open_time_ms, open, high, low, close, volume]",
  "prefixItems":[{"type":"integer"},{"type":"number"},{"type":"number"},{"type":"number"},{"type":"number"},{"type":"number"}],
  "items":false,"minItems":6,"maxItems":6},
"Timeframe":{"type":"string","enum":["1m","5m","15m","30m","1h","4h","1d","1w"]},
"FeedState":{"type":"string","enum":["connecting","live","stale","resyncing","gapped","polling","closed"]},
"Source":{"type":"object","required":["kind","label","reason","since"],"properties":{
  "kind":{"type":"string","examples":["sim","file","binance"]},"label":{"type":"string"},"reason":{"type":"string"},
  "since":{"type":"string","format":"date-time"}}},
"Symbol":{"type":"object","required":["symbol","venue","market_type","price_decimals","qty_decimals","tick_size","last",
  "change_24h_pct","feed_state","quality","signals","timeframes"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"market_type":{"type":"string"},
  "price_decimals":{"type":"integer"},"qty_decimals":{"type":"integer"},"tick_size":{"type":"number"},
  "last":{"type":["number","null"]},
  "change_24h_pct":{"type":["number","null"],"description":"percent; null until 24 hours of candles are in memory"},
  "feed_state":{"$ref":"#/components/schemas/FeedState"},
  "quality":{"type":["number","null"],"minimum":0,"maximum":1},"signals":{"type":"string","enum":["open","paused"]},
  "timeframes":{"type":"array","items":{"$ref":"#/components/schemas/Timeframe"}}}},
"Symbols":{"type":"object","required":["symbols","source"],"properties":{
  "symbols":{"type":"array","items":{"$ref":"#/components/schemas/Symbol"}},
  "source":{"$ref":"#/components/schemas/Source"}}},
"Candles":{"type":"object","required":["symbol","venue","timeframe","candles","forming","has_more"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/Timeframe"},
  "candles":{"type":"array","items":{"$ref":"#/components/schemas/Candle"}},
  "forming":{"oneOf":[{"$ref":"#/components/schemas/Candle"},{"type":"null"}]},
  "has_more":{"type":"boolean"}}},
"IndicatorInfo":{"type":"object","required":["id","title","family","inputs","placement","formula","source","parameters",
  "outputs"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"family":{"type":"string"},
  "inputs":{"type":"string"},"placement":{"type":"string","enum":["price","pane"]},"formula":{"type":"string"},
  "source":{"type":"string"},
  "parameters":{"type":"array","items":{"type":"object",
    "required":["name","title","default","min","max","unit","integer"],"properties":{"name":{"type":"string"},
    "title":{"type":"string"},"default":{"type":"number"},"min":{"type":"number"},"max":{"type":"number"},
    "unit":{"type":"string"},"integer":{"type":"boolean"}}}},
  "outputs":{"type":"array","items":{"type":"object","required":["name","unit","min","max"],"properties":{
    "name":{"type":"string"},"unit":{"type":"string"},"min":{"type":["number","null"]},"max":{"type":["number","null"]}}}}}},
"IndicatorCatalogue":{"type":"object","required":["indicators"],"properties":{
  "indicators":{"type":"array","items":{"$ref":"#/components/schemas/IndicatorInfo"}}}},
"Indicators":{"type":"object","required":["symbol","timeframe","times","indicators"],"properties":{
  "symbol":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/Timeframe"},
  "times":{"type":"array","items":{"type":"integer"}},
  "indicators":{"type":"array","items":{"type":"object","required":["name","id","outputs","forming"],"properties":{
    "name":{"type":"string"},"id":{"type":"string"},
    "outputs":{"type":"array","items":{"type":"object","required":["name","values"],"properties":{"name":{"type":"string"},
      "values":{"type":"array","items":{"type":["number","null"]}}}}},
    "forming":{"type":["array","null"],"items":{"type":"number"}}}}}}},
"QualityScore":{"type":"object","required":["score","completeness","consistency","timeliness","plausibility","candles",
  "expected"],"properties":{"score":{"type":"number","minimum":0,"maximum":1},"completeness":{"type":"number"},
  "consistency":{"type":"number"},"timeliness":{"type":"number"},"plausibility":{"type":"number"},
  "candles":{"type":"integer"},"expected":{"type":"integer"}}},
"Quality":{"type":"object","required":["symbol","venue","timeframe","time","quality"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/Timeframe"},
  "time":{"type":["string","null"],"format":"date-time"},
  "quality":{"oneOf":[{"$ref":"#/components/schemas/QualityScore"},{"type":"null"}]}}},
"Gap":{"type":"object","required":["timeframe","from","to","candles","reason","state"],"properties":{
  "timeframe":{"$ref":"#/components/schemas/Timeframe"},"from":{"type":"string","format":"date-time"},
  "to":{"type":"string","format":"date-time"},"candles":{"type":"integer"},"reason":{"type":"string"},
  "state":{"type":"string"}}},
"Gaps":{"type":"object","required":["symbol","venue","gaps"],"properties":{"symbol":{"type":"string"},
  "venue":{"type":"string"},"gaps":{"type":"array","items":{"$ref":"#/components/schemas/Gap"}}}},
"Quarantine":{"type":"object","required":["rows","next"],"properties":{
  "rows":{"type":"array","items":{"type":"object","required":["symbol","venue","timeframe","code","severity","policy",
    "time","known_at","value","limit","payload"],"properties":{"symbol":{"type":"string"},"venue":{"type":"string"},
    "timeframe":{"$ref":"#/components/schemas/Timeframe"},"code":{"type":"string"},"severity":{"type":"string"},
    "policy":{"type":"string"},"time":{"type":"string","format":"date-time"},
    "known_at":{"type":"string","format":"date-time"},"value":{"type":["number","null"]},"limit":{"type":["number","null"]},
    "payload":{"type":"string"}}}},
  "next":{"type":["integer","null"],"description":"the cursor of the next page"}}},
"ProblemOfPart":{"type":"object","required":["part","problem"],"properties":{"part":{"type":"string"},
  "problem":{"type":"string"}}},
"Stream":{"type":"object","required":["symbol","venue","feed_state","signals","pause_reason","updated","quality","book"],
  "properties":{"symbol":{"type":"string"},"venue":{"type":"string"},
  "feed_state":{"$ref":"#/components/schemas/FeedState"},"signals":{"type":"string","enum":["open","paused"]},
  "pause_reason":{"type":["string","null"]},"updated":{"type":["string","null"],"format":"date-time"},
  "quality":{"type":"object","description":"score by timeframe","additionalProperties":{"type":"number"}},
  "book":{"type":["object","null"],"required":["state"],"properties":{
    "state":{"type":"string","enum":["empty","syncing","live","stale"]},"bid":{"type":"number"},
    "bid_qty":{"type":"number"},"ask":{"type":"number"},"ask_qty":{"type":"number"}}}}},
"Status":{"type":"object","required":["version","source","started","uptime_s","ws_clients","problems","streams"],
  "properties":{"version":{"type":"string"},"source":{"$ref":"#/components/schemas/Source"},
  "started":{"type":"string","format":"date-time"},"uptime_s":{"type":"integer"},"ws_clients":{"type":"integer"},
  "problems":{"type":"array","items":{"$ref":"#/components/schemas/ProblemOfPart"}},
  "streams":{"type":"array","items":{"$ref":"#/components/schemas/Stream"}}}},
"Health":{"type":"object","required":["live","ready","reasons"],"properties":{"live":{"type":"boolean"},
  "ready":{"type":"boolean"},"reasons":{"type":"array","items":{"$ref":"#/components/schemas/ProblemOfPart"}}}},
"StreamMessage":{"type":"object","required":["type","channel","timestamp","seq","data"],"properties":{
  "type":{"type":"string","enum":["subscribed","unsubscribed","snapshot","candle","status","pong","error"]},
  "channel":{"type":"string","description":"empty for what belongs to no channel"},
  "timestamp":{"type":"string","format":"date-time"},"seq":{"type":"integer"},
  "id":{"type":"integer","description":"of the request this answers"},
  "data":{"oneOf":[{"$ref":"#/components/schemas/Candles"},{"$ref":"#/components/schemas/CandleUpdate"},
    {"$ref":"#/components/schemas/SystemState"},{"$ref":"#/components/schemas/StatusEvent"},
    {"$ref":"#/components/schemas/ChannelList"},{"$ref":"#/components/schemas/Problem"},{"type":"object","maxProperties":0}]}}},
"CandleUpdate":{"type":"object","required":["candle","state"],"properties":{
  "candle":{"$ref":"#/components/schemas/Candle"},"state":{"type":"string","enum":["forming","closed"]}}},
"ChannelList":{"type":"object","required":["channels"],"properties":{
  "channels":{"type":"array","items":{"type":"string"}}}},
"SystemState":{"type":"object","required":["source","problems","streams"],"properties":{
  "source":{"$ref":"#/components/schemas/Source"},
  "problems":{"type":"array","items":{"$ref":"#/components/schemas/ProblemOfPart"}},
  "streams":{"type":"array","items":{"$ref":"#/components/schemas/Stream"}}}},
"StatusEvent":{"type":"object","required":["kind","symbol","venue"],"properties":{
  "kind":{"type":"string","enum":["feed","signals","quality","gap","book"]},"symbol":{"type":"string"},
  "venue":{"type":"string"},"feed_state":{"$ref":"#/components/schemas/FeedState"},
  "signals":{"type":"string","enum":["open","paused"]},"reason":{"type":"string"},
  "timeframe":{"$ref":"#/components/schemas/Timeframe"},"quality":{"$ref":"#/components/schemas/QualityScore"},
  "from":{"type":"string"},"to":{"type":"string"},"candles":{"type":"integer"},"state":{"type":"string"}}}
})json";

}  // namespace

std::string_view openapi_schemas() {
  return kSchemas;
}

}  // namespace tidemark::api
