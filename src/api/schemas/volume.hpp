#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kVolume = R"json(
"VolumeType":{"type":"string","enum":["spike","divergence","climax","dry_up","accumulation_distribution","breakout",
  "fake_out","exhaustion","obv_divergence","obv_hidden_divergence","ad_divergence","ad_hidden_divergence"]},
"VolumeCatalogue":{"type":"object","required":["types"],"properties":{"types":{"type":"array","items":{"type":"object",
  "required":["type","title","rule","measure","source","logic_version"],"properties":{
  "type":{"$ref":"#/components/schemas/VolumeType"},"title":{"type":"string"},"rule":{"type":"string"},
  "measure":{"type":"string","description":"what `measure` of a finding is"},"source":{"type":"string"},
  "logic_version":{"type":"integer"}}}}}},
"VolumePattern":{"type":"object","required":["type","title","timeframe","direction","strength","confidence","volume_ratio",
  "price_change","measure","candles","from","from_price","time","known_at","price","origin","logic_version"],"properties":{
  "type":{"$ref":"#/components/schemas/VolumeType"},"title":{"type":"string"},
  "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"direction":{"$ref":"#/components/schemas/PatternDirection"},
  "strength":{"type":"string","enum":["weak","medium","strong","extreme"]},
  "confidence":{"type":"number","minimum":0,"maximum":100},
  "volume_ratio":{"type":"number","description":"volume over the mean before; 0 when there is none"},
  "price_change":{"type":"number","description":"percent"},"measure":{"type":"number"},
  "candles":{"type":"integer","description":"it spans"},
  "from":{"type":"string","format":"date-time","description":"open time of the first of them"},
  "from_price":{"type":"number"},"time":{"type":"string","format":"date-time"},
  "known_at":{"type":"string","format":"date-time"},"price":{"type":"number"},
  "origin":{"type":"string","enum":["live","computed"]},"logic_version":{"type":"integer"}}},
"Moves":{"type":"object","required":["count","mean_percent","median_percent","mean_atr","median_atr","share_up"],
  "properties":{"count":{"type":"integer"},"mean_percent":{"type":"number"},"median_percent":{"type":"number"},
  "mean_atr":{"type":"number"},"median_atr":{"type":"number"},"share_up":{"type":"number","minimum":0,"maximum":1}}},
"Aftermath":{"type":"object","required":["candles","events","control","difference_percent"],"properties":{
  "candles":{"type":"integer","description":"after which the move is measured"},
  "events":{"$ref":"#/components/schemas/Moves"},"control":{"$ref":"#/components/schemas/Moves"},
  "difference_percent":{"oneOf":[{"type":"object","required":["mean","low","high"],"properties":{
    "mean":{"type":"number"},"low":{"type":"number"},"high":{"type":"number"}}},{"type":"null"}]}}},
"VolumeAftermath":{"type":"object","required":["symbol","timeframes"],"properties":{"symbol":{"type":"string"},
  "timeframes":{"type":"array","items":{"type":"object","required":["timeframe","candles","first","last","patterns"],
    "properties":{"timeframe":{"$ref":"#/components/schemas/TimeframeName"},"candles":{"type":"integer"},
    "first":{"type":"string","format":"date-time"},"last":{"type":"string","format":"date-time"},
    "patterns":{"type":"array","items":{"type":"object","required":["type","title","direction","count","after"],
      "properties":{"type":{"$ref":"#/components/schemas/VolumeType"},"title":{"type":"string"},
      "direction":{"$ref":"#/components/schemas/PatternDirection"},"count":{"type":"integer"},
      "after":{"type":"array","items":{"$ref":"#/components/schemas/Aftermath"}}}}}}}}}},
"VolumeUpdate":{"type":"object","required":["symbol","venue","timeframe","patterns"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "patterns":{"type":"array","items":{"$ref":"#/components/schemas/VolumePattern"}}}},
"VolumePatterns":{"type":"object","required":["symbol","patterns","series","next"],"properties":{"symbol":{"type":"string"},
  "patterns":{"type":"array","items":{"$ref":"#/components/schemas/VolumePattern"}},
  "series":{"type":"array","description":"what was looked at","items":{"type":"object",
    "required":["timeframe","candles","first","last"],"properties":{
    "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"candles":{"type":"integer"},
    "first":{"type":"string","format":"date-time"},"last":{"type":"string","format":"date-time"}}}},
  "next":{"type":["string","null"],"description":"the cursor of the following page"}}}
)json";

}  // namespace tidemark::api::schemas
