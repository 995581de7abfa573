#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kStructure = R"json(
"StructureEvent":{"type":"object","required":["kind","id","state","side","label","part","rests_on","from","time",
  "known_at","top","bottom","price","measure","confidence"],"properties":{
  "kind":{"type":"string","enum":["fractal","swing","trend","break_of_structure","change_of_character","fair_value_gap",
    "order_block","liquidity_pool","previous_high_low","session","premium_discount","support_resistance","fibonacci",
    "abc_pattern"]},"id":{"type":"integer","description":"of the finding, within its kind"},
  "state":{"type":"string","enum":["formed","extended","confirmed","tested","mitigated","broken","completed","invalidated",
    "expired"]},"side":{"$ref":"#/components/schemas/PatternDirection"},
  "label":{"type":"string","enum":["","HH","HL","LH","LL"]},
  "part":{"type":"integer","description":"which session, period or ratio"},
  "rests_on":{"type":["integer","null"],"description":"the number of a swing"},
  "from":{"type":"string","format":"date-time","description":"where the finding begins"},
  "time":{"type":"string","format":"date-time","description":"the candle this is about"},
  "known_at":{"type":"string","format":"date-time"},"top":{"type":"number"},"bottom":{"type":"number"},
  "price":{"type":"number"},"measure":{"type":"number"},"confidence":{"type":"number","minimum":0,"maximum":1}}},
"StructurePage":{"type":"object","required":["symbol","venue","timeframe","events","candles","has_more","logic_version"],
  "properties":{"symbol":{"type":"string"},"venue":{"type":"string"},
  "timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "events":{"type":"array","items":{"$ref":"#/components/schemas/StructureEvent"}},
  "candles":{"type":"integer","description":"in the window"},"has_more":{"type":"boolean"},
  "logic_version":{"type":"integer"}}},
"StructureUpdate":{"type":"object","required":["symbol","venue","timeframe","events"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "events":{"type":"array","items":{"$ref":"#/components/schemas/StructureEvent"}}}}
)json";

}  // namespace tidemark::api::schemas
