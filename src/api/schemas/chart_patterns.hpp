#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kChartPatterns = R"json(
"ChartPatternKind":{"type":"object","required":["kind","title","direction","nature","rule","logic_version"],"properties":{
  "kind":{"type":"string"},"title":{"type":"string"},
  "direction":{"type":"string","enum":["bullish","bearish","neutral"],
    "description":"where it is expected to break out; neutral: either way"},
  "nature":{"type":"string","enum":["reversal","continuation","either"],"description":"of the trend before it"},
  "rule":{"type":"string"},"logic_version":{"type":"integer"}}},
"ChartPatternCatalogue":{"type":"object","required":["kinds"],"properties":{
  "kinds":{"type":"array","items":{"$ref":"#/components/schemas/ChartPatternKind"}}}},
"ChartPoint":{"type":"object","required":["time","price"],"properties":{
  "time":{"type":"string","format":"date-time","description":"open time of its candle"},"price":{"type":"number"}}},
"ChartLine":{"type":"object","required":["from","to"],"description":"straight through both","properties":{
  "from":{"$ref":"#/components/schemas/ChartPoint"},"to":{"$ref":"#/components/schemas/ChartPoint"}}},
"ChartHistory":{"type":"object","required":["hits","ended","low","high"],
  "description":"how breakouts ended before this was said","properties":{
  "hits":{"type":"integer","description":"that reached their target"},"ended":{"type":"integer"},
  "low":{"type":"number","minimum":0,"maximum":1,"description":"Wilson interval of hits in ended, 95 %"},
  "high":{"type":"number","minimum":0,"maximum":1}}},
"ChartPattern":{"type":"object","required":["id","kind","title","direction","state","reason","completion","began_at",
  "start_time","end_time","updated_at","known_at","anchors","boundaries","target","invalidation","breakout","outcome","confidence",
  "label","reliability","regime","details","origin","logic_version"],"properties":{
  "id":{"type":"string","description":"names the pattern within its series through its whole life"},
  "kind":{"type":"string"},"title":{"type":"string"},
  "direction":{"type":"string","enum":["bullish","bearish","neutral"],
    "description":"of the breakout when there was one, else the expected one"},
  "state":{"type":"string","enum":["forming","complete","failed","expired"]},
  "reason":{"type":"string","enum":["none","invalidated","broke_early","unconfirmed","reshaped","too_late"],
    "description":"why it failed or expired"},
  "completion":{"type":"number","minimum":0,"maximum":100,"description":"percent"},
  "began_at":{"type":"string","format":"date-time","description":"open time of the candle that first made it known"},
  "start_time":{"type":"string","format":"date-time","description":"of its first anchor"},
  "end_time":{"type":"string","format":"date-time","description":"of its last anchor"},
  "updated_at":{"type":"string","format":"date-time","description":"of the candle of the last change"},
  "known_at":{"type":"string","format":"date-time","description":"when this state of it was known"},
  "anchors":{"type":"array","items":{"$ref":"#/components/schemas/ChartPoint"},"description":"oldest first"},
  "boundaries":{"type":"object","required":["upper","lower"],"properties":{
    "upper":{"$ref":"#/components/schemas/ChartLine"},"lower":{"$ref":"#/components/schemas/ChartLine"}}},
  "target":{"type":["number","null"],"description":"by the measured move"},
  "invalidation":{"type":["number","null"],"description":"a close there before the breakout, a touch after it, fails it"},
  "breakout":{"oneOf":[{"$ref":"#/components/schemas/ChartPoint"},{"type":"null"}]},
  "outcome":{"type":"object","required":["state","candles","mfe_atr","mae_atr","mfe_percent","mae_percent"],
    "description":"of the breakout; excursions from its close","properties":{
    "state":{"type":"string","enum":["none","open","hit_target","failed","timed_out"]},
    "candles":{"type":"integer","description":"since the breakout"},"mfe_atr":{"type":"number"},
    "mae_atr":{"type":"number"},"mfe_percent":{"type":"number"},"mae_percent":{"type":"number"}}},
  "confidence":{"type":"number","minimum":0,"maximum":100},
  "label":{"type":"string","enum":["very_low","low","medium","high","extreme"]},
  "reliability":{"type":"number","minimum":0,"maximum":100},
  "regime":{"type":"string","enum":["unknown","rising_high_volatility","rising_low_volatility","range_high_volatility",
    "range_low_volatility","falling_high_volatility","falling_low_volatility"],
    "description":"when it began, then when it broke out"},
  "details":{"type":"object","required":["level","scale","height","atr","quality","base","volume","price","timeframes",
    "multiplier","history","history_in_regime"],"properties":{"level":{"type":"integer"},
    "scale":{"type":"string","enum":["major","minor"],"description":"of the swings it was found in"},
    "height":{"type":"number","description":"of the measured move, in price"},
    "atr":{"type":"number","description":"when it began, in price"},
    "quality":{"type":"number","minimum":0,"maximum":1,"description":"1 fits perfectly, 0 at the edge of a tolerance"},
    "base":{"type":"number"},"volume":{"type":"number"},"price":{"type":"number"},"timeframes":{"type":"number"},
    "multiplier":{"type":"number","description":"the five: what the confidence is made of"},
    "history":{"$ref":"#/components/schemas/ChartHistory"},
    "history_in_regime":{"$ref":"#/components/schemas/ChartHistory"}}},
  "origin":{"type":"string","enum":["live","computed"]},"logic_version":{"type":"integer"}}},
"ChartPatternPage":{"type":"object","required":["symbol","venue","timeframe","chart_patterns","candles","next"],
  "properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "chart_patterns":{"type":"array","items":{"$ref":"#/components/schemas/ChartPattern"},"description":"newest first"},
  "candles":{"type":"integer","description":"that computed patterns were found in; 0 when all are stored ones"},
  "next":{"type":["string","null"],"description":"the cursor of the following page"}}},
"ChartPatternUpdate":{"type":"object","required":["symbol","venue","timeframe","chart_patterns"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "chart_patterns":{"type":"array","items":{"$ref":"#/components/schemas/ChartPattern"},
    "description":"as they stood then, oldest word first; one may come more than once"}}}
)json";

}  // namespace tidemark::api::schemas
