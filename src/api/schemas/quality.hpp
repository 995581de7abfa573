#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kQuality = R"json(
"QualityScore":{"type":"object","required":["score","completeness","consistency","timeliness","plausibility","candles",
  "expected"],"properties":{"score":{"type":"number","minimum":0,"maximum":1},"completeness":{"type":"number"},
  "consistency":{"type":"number"},"timeliness":{"type":"number"},"plausibility":{"type":"number"},
  "candles":{"type":"integer"},"expected":{"type":"integer"}}},
"QualityReply":{"type":"object","required":["symbol","venue","timeframe","time","quality"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "time":{"type":["string","null"],"format":"date-time"},
  "quality":{"oneOf":[{"$ref":"#/components/schemas/QualityScore"},{"type":"null"}]}}},
"GapInfo":{"type":"object","required":["timeframe","from","to","candles","reason","state"],"properties":{
  "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"from":{"type":"string","format":"date-time"},
  "to":{"type":"string","format":"date-time"},"candles":{"type":"integer"},"reason":{"type":"string"},
  "state":{"type":"string"},"first_trade":{"type":"integer","description":"holes among trades: the first id missing"},
  "last_trade":{"type":"integer"}}},
"GapList":{"type":"object","required":["symbol","venue","gaps"],"properties":{"symbol":{"type":"string"},
  "venue":{"type":"string"},"gaps":{"type":"array","items":{"$ref":"#/components/schemas/GapInfo"}}}},
"Quarantine":{"type":"object","required":["rows","next"],"properties":{
  "rows":{"type":"array","items":{"type":"object","required":["symbol","venue","timeframe","code","severity","policy",
    "time","known_at","value","limit","payload"],"properties":{"symbol":{"type":"string"},"venue":{"type":"string"},
    "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"code":{"type":"string"},"severity":{"type":"string"},
    "policy":{"type":"string"},"time":{"type":"string","format":"date-time"},
    "known_at":{"type":"string","format":"date-time"},"value":{"type":["number","null"]},"limit":{"type":["number","null"]},
    "payload":{"type":"string"}}}},
  "next":{"type":["integer","null"],"description":"the cursor of the next page"}}}
)json";

}  // namespace tidemark::api::schemas
