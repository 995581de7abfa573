#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kIndicators = R"json(
"IndicatorInfo":{"type":"object","required":["id","title","family","inputs","placement","formula","source","parameters",
  "outputs"],"properties":{"id":{"type":"string"},"title":{"type":"string"},"family":{"type":"string"},
  "inputs":{"type":"string"},"placement":{"type":"string","enum":["price","pane"]},"formula":{"type":"string"},
  "source":{"type":"string"},
  "parameters":{"type":"array","items":{"$ref":"#/components/schemas/ParameterInfo"}},
  "outputs":{"type":"array","items":{"$ref":"#/components/schemas/OutputInfo"}}}},
"ParameterInfo":{"type":"object","required":["name","title","default","min","max","unit","integer","option","choices"],
  "properties":{"name":{"type":"string"},"title":{"type":"string"},"default":{"type":"number"},"min":{"type":"number"},
  "max":{"type":"number"},"unit":{"type":"string"},"integer":{"type":"boolean"},
  "option":{"type":"boolean","description":"away from the reference; left out of canonical names at its default"},
  "choices":{"type":"array","items":{"type":"string"},
    "description":"of an enumeration, whose value is the place in this list; else empty"}}},
"OutputInfo":{"type":"object","required":["name","unit","min","max","drawn_back_by"],"properties":{
  "name":{"type":"string"},"unit":{"type":"string"},"min":{"type":["number","null"]},"max":{"type":["number","null"]},
  "drawn_back_by":{"type":["string","null"],
    "description":"the parameter that says how many candles further back a chart draws the value"}}},
"IndicatorCatalogue":{"type":"object","required":["indicators"],"properties":{
  "indicators":{"type":"array","items":{"$ref":"#/components/schemas/IndicatorInfo"}}}},
"IndicatorPage":{"type":"object","required":["symbol","timeframe","times","indicators"],"properties":{
  "symbol":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "times":{"type":"array","items":{"type":"integer"}},
  "indicators":{"type":"array","items":{"$ref":"#/components/schemas/IndicatorValues"}}}},
"IndicatorValues":{"type":"object","required":["name","id","outputs","forming"],"properties":{
  "name":{"type":"string","description":"canonical: RSI:period=14"},"id":{"type":"string"},
  "outputs":{"type":"array","items":{"type":"object","required":["name","values"],"properties":{"name":{"type":"string"},
    "values":{"type":"array","items":{"type":["number","null"]}}}}},
  "forming":{"type":["array","null"],"items":{"type":["number","null"]},
    "description":"one value per output for the candle still forming"}}}
)json";

}  // namespace tidemark::api::schemas
