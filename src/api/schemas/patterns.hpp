#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kPatterns = R"json(
"PatternDirection":{"type":"string","enum":["bullish","bearish","neutral"]},
"PatternInfo":{"type":"object","required":["name","title","family","direction","role","meanings","level","candles","definition","source",
  "logic_version"],"properties":{"name":{"type":"string"},"title":{"type":"string"},"family":{"type":"string"},
  "direction":{"type":"string","enum":["bullish","bearish","either","unsigned"],
    "description":"either: by the sign of the value; unsigned: it says nothing of direction"},
  "role":{"type":"string","enum":["reversal","continuation","indecision","conviction","trap"]},
  "meanings":{"type":"object","required":["bullish","bearish","neutral"],
    "description":"what traders read it as, in a sentence, for each way it may point","properties":{
    "bullish":{"type":["string","null"]},"bearish":{"type":["string","null"]},"neutral":{"type":["string","null"]}}},
  "level":{"type":"integer","minimum":1,"maximum":3,"description":"1 a single candle, 2 two or three, 3 more"},
  "candles":{"type":"integer"},"definition":{"type":"string","description":"what it looks like, in plain words"},
  "source":{"type":"string","description":"who described it"},"logic_version":{"type":"integer"}}},
"PatternCatalogue":{"type":"object","required":["patterns"],"properties":{
  "patterns":{"type":"array","items":{"$ref":"#/components/schemas/PatternInfo"}}}},
"ConfidenceParts":{"type":"object","required":["base","volume","price","timeframes","multiplier"],"properties":{
  "base":{"type":"number","minimum":0,"maximum":60},"volume":{"type":"number","minimum":0,"maximum":30},
  "price":{"type":"number","minimum":0,"maximum":20},"timeframes":{"type":"number","minimum":0,"maximum":30},
  "multiplier":{"type":"number","minimum":0.8,"maximum":1.2}}},
"CandlestickPattern":{"type":"object","required":["name","title","direction","value","level","candles","time","known_at",
  "price","confidence","label","parts","volume_confirmation","trend_alignment","origin","logic_version"],"properties":{
  "name":{"type":"string"},"title":{"type":"string"},"direction":{"$ref":"#/components/schemas/PatternDirection"},
  "value":{"type":"integer"},"level":{"type":"integer"},"candles":{"type":"integer","description":"it is made of"},
  "time":{"type":"string","format":"date-time","description":"open time of the candle that completed it"},
  "known_at":{"type":"string","format":"date-time"},"price":{"type":"number","description":"the candle's close"},
  "confidence":{"type":"number","minimum":0,"maximum":100},
  "label":{"type":"string","enum":["very_low","low","medium","high","extreme"],
    "description":"extreme from 90, high from 75, medium from 60, low from 40"},
  "parts":{"$ref":"#/components/schemas/ConfidenceParts"},
  "volume_confirmation":{"type":"number","minimum":0,"maximum":1},
  "trend_alignment":{"type":"number","minimum":0,"maximum":1},
  "origin":{"type":"string","enum":["live","computed"]},"logic_version":{"type":"integer"}}},
"PatternPage":{"type":"object","required":["symbol","venue","timeframe","patterns"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "patterns":{"type":"array","items":{"$ref":"#/components/schemas/CandlestickPattern"}},
  "candles":{"type":"integer","description":"looked at for this page; not in the stream"},
  "next":{"type":["string","null"],"description":"the cursor of the following page; not in the stream"}}},
"FormingPatterns":{"type":"object","required":["symbol","venue","timeframe","state","time","patterns"],
  "description":"what the candle that still forms would complete if it closed now: provisional, replaced by the next word and gone when the candle closes",
  "properties":{"symbol":{"type":"string"},"venue":{"type":"string"},
  "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"state":{"type":"string","enum":["provisional"]},
  "time":{"type":["string","null"],"format":"date-time","description":"open time of the forming candle; null when none forms"},
  "patterns":{"type":"array","items":{"type":"object","required":["name","title","direction","value","level","candles"],
    "properties":{"name":{"type":"string"},"title":{"type":"string"},
    "direction":{"$ref":"#/components/schemas/PatternDirection"},"value":{"type":"integer"},"level":{"type":"integer"},
    "candles":{"type":"integer"}}}}}},
"Followed":{"type":"object","required":["candles","events","difference_percent"],"properties":{
  "candles":{"type":"integer","description":"after which the move is measured"},
  "events":{"$ref":"#/components/schemas/Moves"},
  "difference_percent":{"description":"events less control and its 95 % interval",
    "oneOf":[{"type":"object","required":["mean","low","high"],"properties":{
    "mean":{"type":"number"},"low":{"type":"number"},"high":{"type":"number"}}},{"type":"null"}]}}},
"PatternFrequency":{"type":"object","required":["name","title","count","bullish","bearish","per_1000","mean_confidence",
  "after"],"properties":{"name":{"type":"string"},"title":{"type":"string"},"count":{"type":"integer"},
  "bullish":{"type":"integer"},"bearish":{"type":"integer"},
  "per_1000":{"type":"number","description":"occurrences in a thousand candles"},
  "mean_confidence":{"type":["number","null"],"minimum":0,"maximum":100},
  "after":{"type":"array","description":"what followed, for each way it pointed that anything is known of","items":{
    "type":"object","required":["direction","after"],"properties":{
    "direction":{"$ref":"#/components/schemas/PatternDirection"},
    "after":{"type":"array","items":{"$ref":"#/components/schemas/Followed"}}}}}}},
"PatternStatistics":{"type":"object","required":["symbol","timeframes"],"properties":{
  "symbol":{"type":["string","null"],"description":"null: all instruments together"},
  "timeframes":{"type":"array","description":"those that have candles","items":{"type":"object",
    "required":["timeframe","instruments","candles","control","patterns"],"properties":{
    "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"instruments":{"type":"integer"},
    "candles":{"type":"integer","description":"the sample"},
    "control":{"type":"array","description":"what followed candles drawn at random","items":{"type":"object",
      "required":["candles","moves"],"properties":{"candles":{"type":"integer"},
      "moves":{"$ref":"#/components/schemas/Moves"}}}},
    "patterns":{"type":"array","items":{"$ref":"#/components/schemas/PatternFrequency"}}}}}}},
"PatternAgreement":{"type":"object","required":["symbol","direction","strength","consecutive","weight","timeframes"],
  "properties":{"symbol":{"type":"string"},"direction":{"$ref":"#/components/schemas/PatternDirection"},
  "strength":{"type":"string","enum":["none","weak","medium","strong"]},"consecutive":{"type":"integer"},
  "weight":{"type":"number"},"timeframes":{"type":"array","items":{"type":"object",
    "required":["timeframe","direction","weight","time","patterns"],"properties":{
    "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"direction":{"$ref":"#/components/schemas/PatternDirection"},
    "weight":{"type":"number"},"time":{"type":["string","null"],"format":"date-time"},
    "patterns":{"type":"array","items":{"type":"string"}}}}}}}
)json";

}  // namespace tidemark::api::schemas
