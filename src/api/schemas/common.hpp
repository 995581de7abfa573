#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kCommon = R"json(
"Problem":{"type":"object","required":["type","title","status","detail","code"],"properties":{
  "type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},
  "code":{"type":"string","description":"stable, machine-readable"},
  "field":{"type":"string","description":"the offending parameter"}}},
"Candle":{"type":"array","description":"[open_time_ms, open, high, low, close, volume]",
  "prefixItems":[{"type":"integer"},{"type":"number"},{"type":"number"},{"type":"number"},{"type":"number"},{"type":"number"}],
  "items":false,"minItems":6,"maxItems":6},
"TimeframeName":{"type":"string","enum":["1m","5m","15m","30m","1h","4h","1d","1w"]}
)json";

}  // namespace tidemark::api::schemas
