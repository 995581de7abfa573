#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kZones = R"json(
"ZoneTest":{"type":"object","required":["number","time","candle_index","test_type","outcome","price","rejection_strength","volume",
  "subsequent_move_pips"],"properties":{"number":{"type":"integer"},
  "time":{"type":"string","format":"date-time","description":"open time of the candle that came to the zone"},
  "candle_index":{"type":["integer","null"],"description":"its number in the series; null where not kept"},
  "test_type":{"type":"string","enum":["touch","penetration","break"]},
  "outcome":{"type":"string","enum":["open","bounce","break","flip"]},
  "price":{"type":"number","description":"the deepest"},"rejection_strength":{"type":"number","minimum":0,"maximum":1},
  "volume":{"type":"number"},
  "subsequent_move_pips":{"type":"number","description":"from the deepest price to the close that decided it"}}},
"ZoneInfo":{"type":"object","required":["id","zone_type","direction","formation","status","ended_by","top_price",
  "bottom_price","strength","left_time","right_time","impulse_from","impulse_to","created_at","updated_at","ended_at",
  "known_at","test_count","success_count","base_start_index","base_end_index",
  "impulse_start_index","impulse_end_index","fibonacci_aligned","magnitude_atr","momentum","volume_ratio",
  "atr_at_creation",
  "volume_at_creation","flipped_from","successor","tests","origin","logic_version"],"properties":{
  "id":{"type":"string"},"zone_type":{"type":"string","enum":["supply","demand","continuation"]},
  "direction":{"type":"string","enum":["bullish","bearish"],"description":"bullish: demand, bearish: supply"},
  "formation":{"type":"string","enum":["drop_base_rally","rally_base_rally","rally_base_drop","drop_base_drop","flip"]},
  "status":{"type":"string","enum":["active","tested","broken","flipped","expired"]},
  "ended_by":{"type":"string","enum":["","age","limit","merged"],"description":"why it expired"},
  "top_price":{"type":"number"},"bottom_price":{"type":"number"},"strength":{"type":"number","minimum":0,"maximum":1},
  "left_time":{"type":"string","format":"date-time","description":"open time of the base's first candle"},
  "right_time":{"type":"string","format":"date-time","description":"of its last"},
  "impulse_from":{"type":"string","format":"date-time"},"impulse_to":{"type":"string","format":"date-time"},
  "base_start_index":{"type":["integer","null"],
    "description":"numbers of these candles in the series, as far as the engine had seen it; null where not kept"},
  "base_end_index":{"type":["integer","null"]},"impulse_start_index":{"type":["integer","null"]},
  "impulse_end_index":{"type":["integer","null"]},
  "fibonacci_aligned":{"type":"boolean","description":"a Fibonacci level lay at it when it was created"},
  "created_at":{"type":"string","format":"date-time","description":"open time of the candle that made it known"},
  "updated_at":{"type":"string","format":"date-time","description":"of the candle of the last change"},
  "ended_at":{"type":["string","null"],"format":"date-time","description":"of the candle that broke or expired it"},
  "known_at":{"type":"string","format":"date-time","description":"when the last change was known"},
  "test_count":{"type":"integer"},"success_count":{"type":"integer","description":"tests that bounced"},
  "magnitude_atr":{"type":"number","description":"how far the impulse left the base, in average true ranges"},
  "momentum":{"type":"number","description":"share of the impulse's candles in its direction"},
  "volume_ratio":{"type":"number","description":"of the impulse against before; 0 without volume"},
  "atr_at_creation":{"type":"number"},"volume_at_creation":{"type":"number"},
  "flipped_from":{"type":["string","null"],"description":"id of the zone it flipped from"},
  "successor":{"type":["string","null"],"description":"id of the zone it flipped to or was merged into"},
  "tests":{"type":"array","items":{"$ref":"#/components/schemas/ZoneTest"}},
  "origin":{"type":"string","enum":["live","computed"]},"logic_version":{"type":"integer"}}},
"ZonePage":{"type":"object","required":["symbol","venue","timeframe","zones","candles","next"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "zones":{"type":"array","items":{"$ref":"#/components/schemas/ZoneInfo"},"description":"newest first"},
  "candles":{"type":"integer","description":"that computed zones were found in; 0 when all are stored ones"},
  "next":{"type":["string","null"],"description":"the cursor of the following page"}}},
"ZoneUpdate":{"type":"object","required":["symbol","venue","timeframe","zones"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "zones":{"type":"array","items":{"$ref":"#/components/schemas/ZoneInfo"},
    "description":"as they stood then, oldest word first; `tests` has only the one this is about"}}},
"ZoneTests":{"type":"object","required":["symbol","venue","timeframe","zone","tests"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "zone":{"$ref":"#/components/schemas/ZoneInfo"},
  "tests":{"type":"array","items":{"$ref":"#/components/schemas/ZoneTest"}}}},
"ZoneTally":{"type":"object","required":["created","tested","successful","broken","flipped","average_strength",
  "success_rate","average_lifespan_hours","fibonacci_alignment_count","fibonacci_alignment_successes",
  "fibonacci_success_rate"],"properties":{"date":{"type":"string","format":"date"},
  "created":{"type":"integer"},"tested":{"type":"integer"},"successful":{"type":"integer"},"broken":{"type":"integer"},
  "flipped":{"type":"integer"},"average_strength":{"type":["number","null"]},
  "success_rate":{"type":["number","null"],"minimum":0,"maximum":1},"average_lifespan_hours":{"type":["number","null"]},
  "fibonacci_alignment_count":{"type":"integer","description":"of those created, at a Fibonacci level"},
  "fibonacci_alignment_successes":{"type":"integer","description":"tests of such zones that bounced"},
  "fibonacci_success_rate":{"type":["number","null"],"minimum":0,"maximum":1}}},
"ZoneStatistics":{"type":"object","required":["symbol","venue","timeframe","from","to","total","days"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "from":{"type":"string","format":"date-time"},"to":{"type":"string","format":"date-time"},
  "total":{"$ref":"#/components/schemas/ZoneTally"},
  "days":{"type":"array","items":{"$ref":"#/components/schemas/ZoneTally"},
    "description":"those on which anything happened, ascending"}}},
"PostedCandles":{"type":"object","required":["timeframe","candles"],"additionalProperties":false,"properties":{
  "timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "candles":{"type":"array","items":{"$ref":"#/components/schemas/Candle"},"minItems":30,"maxItems":10000},
  "symbol":{"type":"string"},
  "market_type":{"type":"string","enum":["crypto_spot","crypto_perpetual","forex","metal","futures","equity"]},
  "pip_size":{"type":"number","exclusiveMinimum":0},
  "parameters":{"type":"object","additionalProperties":{"type":"number"}}}}
)json";

}  // namespace tidemark::api::schemas
