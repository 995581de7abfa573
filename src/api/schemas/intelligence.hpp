#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kIntelligence = R"json(
"DecisionSummary":{"type":"object","required":["trace_id","known_at","price","verdict","type","leaning","direction","score",
  "confluence","confluence_against","confidence","missed"],"properties":{"trace_id":{"type":"string"},
  "known_at":{"type":"string","format":"date-time"},"price":{"type":"number"},
  "verdict":{"type":"string","enum":["no_signal","signal"]},"type":{"$ref":"#/components/schemas/SignalType"},
  "leaning":{"$ref":"#/components/schemas/SignalType","description":"what the score alone would be"},
  "direction":{"type":"string","enum":["bullish","bearish","neutral"]},
  "score":{"type":"number","minimum":-1,"maximum":1},"confluence":{"type":"number","minimum":0,"maximum":1},
  "confluence_against":{"type":"number","minimum":0,"maximum":1},
  "confidence":{"type":"number","minimum":0,"maximum":100},
  "missed":{"type":"array","items":{"type":"string"},"description":"gates that were asked and not passed"}}},
"MarketAnalysis":{"type":"object","required":["row","updated","decision","timeframes"],"properties":{
  "row":{"$ref":"#/components/schemas/MarketRow"},"updated":{"type":["string","null"],"format":"date-time"},
  "decision":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/DecisionSummary"}]},
  "timeframes":{"type":"array","description":"of which something is known","items":{"type":"object",
    "required":["timeframe","confluence","pattern"],"properties":{
    "timeframe":{"$ref":"#/components/schemas/TimeframeName"},
    "confluence":{"$ref":"#/components/schemas/MarketConfluence"},
    "pattern":{"oneOf":[{"type":"null"},{"type":"object","required":["name","direction","time","confidence"],"properties":{
      "name":{"type":"string"},"direction":{"$ref":"#/components/schemas/PatternDirection"},
      "time":{"type":"string","format":"date-time"},"confidence":{"type":"number","minimum":0,"maximum":100}}}]}}}}}},
"PatternAnalysis":{"type":"object","required":["symbol","venue","candlesticks","chart_patterns","volume"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},
  "candlesticks":{"type":"array","items":{"$ref":"#/components/schemas/PatternPage"},"description":"one a timeframe"},
  "chart_patterns":{"type":"array","items":{"$ref":"#/components/schemas/ChartPatternPage"},
    "description":"one a timeframe; empty where the capability is off"},
  "volume":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/VolumePatterns"}]}}},
"MarketContext":{"type":"object","required":["row","updated","sparkline","readings","levels_above","levels_below",
  "book_lean"],"properties":{"row":{"$ref":"#/components/schemas/MarketRow"},
  "updated":{"type":["string","null"],"format":"date-time"},
  "sparkline":{"type":"array","items":{"type":"number"}},
  "readings":{"type":"array","items":{"$ref":"#/components/schemas/Reading"},"description":"empty before the first decision"},
  "levels_above":{"type":"array","items":{"$ref":"#/components/schemas/MarketConfluence"},"description":"nearest first"},
  "levels_below":{"type":"array","items":{"$ref":"#/components/schemas/MarketConfluence"},"description":"nearest first"},
  "book_lean":{"type":["number","null"],"minimum":-1,"maximum":1,"description":"null unless the book is live"}}},
"PostedSymbols":{"type":"object","required":["symbols"],"properties":{
  "symbols":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":2000}}},
"BulkAnalysis":{"type":"object","required":["results","analyzed","failed"],"properties":{
  "results":{"type":"array","items":{"type":"object","required":["symbol","analysis","error"],"properties":{
    "symbol":{"type":"string","description":"as asked"},
    "analysis":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/MarketAnalysis"}]},
    "error":{"oneOf":[{"type":"null"},{"type":"object","required":["code","detail"],"properties":{
      "code":{"type":"string"},"detail":{"type":"string"}}}]}}}},
  "analyzed":{"type":"integer"},"failed":{"type":"integer"}}}
)json";

}  // namespace tidemark::api::schemas
