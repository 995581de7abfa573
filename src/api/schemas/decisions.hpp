#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kDecisions = R"json(
"FactorType":{"type":"string","enum":["fibonacci","volume","candlestick","rsi","macd","abc_pattern","swing_level",
  "support_resistance","timeframe","momentum","supply_demand","order_flow","cot","sentiment","relative_strength"]},
"FindingLink":{"type":"object","required":["source","kind","id","time","known_at"],
  "description":"the finding a factor rests on, within the instrument and the factor's timeframe","properties":{
  "source":{"type":"string","enum":["reading","structure","zone","candlestick","volume"]},
  "kind":{"type":"string","description":"by its analyzer's name"},
  "id":{"type":"integer","description":"0 where findings are told by their time"},
  "time":{"type":"string","format":"date-time"},"known_at":{"type":"string","format":"date-time"},
  "zone":{"type":"object","required":["type","status","tests","top","bottom","distance_pips"],"properties":{
    "type":{"type":"string","enum":["demand","supply"]},"status":{"type":"string"},"tests":{"type":"integer"},
    "top":{"type":"number"},"bottom":{"type":"number"},"distance_pips":{"type":"number"}}}}},
"ConfluenceFactor":{"type":"object","required":["type","timeframe","price","strength","confidence","freshness","weight",
  "contribution","finding"],"properties":{
  "type":{"$ref":"#/components/schemas/FactorType"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "price":{"type":"number"},"strength":{"type":"number","minimum":0,"maximum":1},
  "confidence":{"type":"number","minimum":0,"maximum":1},"freshness":{"type":"number","minimum":0,"maximum":1},
  "weight":{"type":"number","minimum":0,"maximum":1,"description":"of its type; all weights sum to 1"},
  "contribution":{"type":"number","minimum":0,"maximum":1,
    "description":"to the score: weight x strength x confidence x freshness; 0 beside a stronger one of its type"},
  "finding":{"$ref":"#/components/schemas/FindingLink"}}},
"ConfluenceZone":{"type":"object","required":["direction","price","top","bottom","score","bonus","features","factors"],
  "properties":{"direction":{"type":"string","enum":["bullish","bearish"]},"price":{"type":"number"},
  "top":{"type":"number"},"bottom":{"type":"number"},"score":{"type":"number","minimum":0,"maximum":1},
  "bonus":{"type":"number","minimum":0,"maximum":1},
  "features":{"type":"object","required":["factor_count","type_count","mean_strength","sd_zone_count",
    "sd_zone_strength_avg","sd_fibonacci_alignment_count","sd_fresh_zone_count","sd_tested_zone_count"],"properties":{
    "factor_count":{"type":"integer"},"type_count":{"type":"integer"},"mean_strength":{"type":"number"},
    "sd_zone_count":{"type":"integer"},"sd_zone_strength_avg":{"type":"number"},
    "sd_fibonacci_alignment_count":{"type":"integer"},"sd_fresh_zone_count":{"type":"integer"},
    "sd_tested_zone_count":{"type":"integer"}}},
  "factors":{"type":"array","items":{"$ref":"#/components/schemas/ConfluenceFactor"}}}},
"ConfluencePage":{"type":"object","required":["symbol","venue","timeframe","time","known_at","zones"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "time":{"type":["string","null"],"format":"date-time","description":"open time of the candle; null: nothing is known yet"},
  "known_at":{"type":["string","null"],"format":"date-time"},
  "zones":{"type":"array","items":{"$ref":"#/components/schemas/ConfluenceZone"}}}},
"SignalType":{"type":"string","enum":["strong_buy","buy","weak_buy","neutral","weak_sell","sell","strong_sell"]},
"SignalInfo":{"type":"object","required":["symbol","venue","number","type","direction","status","score","confluence",
  "confidence","entry","stop","targets","risk_reward","risk_percent","size_hint","candle","known_at","expires","ended","exit",
  "result","mfe","mae","trace_id","logic_version"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"number":{"type":"integer"},
  "type":{"$ref":"#/components/schemas/SignalType"},"direction":{"type":"string","enum":["bullish","bearish"]},
  "status":{"type":"string","enum":["open","target","stopped","expired","reversed"]},
  "score":{"type":"number","minimum":-1,"maximum":1},"confluence":{"type":"number","minimum":0,"maximum":1},
  "confidence":{"type":"number","minimum":0,"maximum":100},"entry":{"type":"number"},"stop":{"type":"number"},
  "targets":{"type":"array","items":{"type":"number"},"description":"nearest first; it ends at the first"},
  "risk_reward":{"type":"number"},"risk_percent":{"type":"number","description":"of equity, lost at the stop"},
  "size_hint":{"type":"number","description":"position value as a share of equity that loses risk_percent at the stop"},
  "candle":{"type":"string","format":"date-time"},"known_at":{"type":"string","format":"date-time"},
  "expires":{"type":"string","format":"date-time"},"ended":{"type":["string","null"],"format":"date-time"},
  "exit":{"type":["number","null"]},"result":{"type":["number","null"],"description":"in multiples of the risk"},
  "mfe":{"type":"number","description":"greatest excursion its way so far, in price"},
  "mae":{"type":"number","description":"against it"},"trace_id":{"type":"string"},"logic_version":{"type":"integer"}}},
"CalibrationRow":{"type":"object","required":["type","confidence","ended","hits","hit_rate","hit_rate_low",
  "hit_rate_high","mean_result"],"properties":{"type":{"$ref":"#/components/schemas/SignalType"},
  "confidence":{"type":"string","enum":["very_low","low","medium","high","extreme"]},"ended":{"type":"integer"},
  "hits":{"type":"integer","description":"that reached their first target"},"hit_rate":{"type":"number"},
  "hit_rate_low":{"type":"number","description":"Wilson interval, 95 %"},"hit_rate_high":{"type":"number"},
  "mean_result":{"type":"number","description":"in multiples of the risk"}}},
"SignalList":{"type":"object","required":["signals","calibration"],"properties":{
  "signals":{"type":"array","items":{"$ref":"#/components/schemas/SignalInfo"}},
  "calibration":{"type":"array","items":{"$ref":"#/components/schemas/CalibrationRow"}}}},
"SignalUpdate":{"type":"object","required":["signals"],"properties":{
  "signals":{"type":"array","items":{"$ref":"#/components/schemas/SignalInfo"}}}},
"Reading":{"type":"object","required":["name","known","value","weight","contribution",
    "timeframes"],"properties":{"name":{"type":"string","enum":["structure","momentum","liquidity","confluence"]},
    "known":{"type":"boolean"},"value":{"type":"number"},"weight":{"type":"number"},"contribution":{"type":"number"},
    "timeframes":{"type":"array","items":{"type":"object","required":["timeframe","known","value"],"properties":{
      "timeframe":{"$ref":"#/components/schemas/TimeframeName"},"known":{"type":"boolean"},"value":{"type":"number"}}}}}},
"DecisionTrace":{"type":"object","required":["id","symbol","venue","candle","known_at","price","data","verdict","type","leaning",
  "direction","signal","score","readings","gates","confluence","confidence","entry_filters","plan","nearest_change",
  "versions"],"properties":{
  "id":{"type":"string"},"symbol":{"type":"string"},"venue":{"type":"string"},
  "candle":{"type":"string","format":"date-time"},"known_at":{"type":"string","format":"date-time"},
  "price":{"type":"number"},"data":{"type":"string","enum":["good","paused","late"]},
  "verdict":{"type":"string","enum":["no_signal","signal"]},
  "type":{"$ref":"#/components/schemas/SignalType"},
  "leaning":{"$ref":"#/components/schemas/SignalType","description":"what the score alone would be"},
  "direction":{"type":"string","enum":["bullish","bearish","neutral"]},
  "signal":{"type":["integer","null"],"description":"number of the signal it gave"},
  "score":{"type":"number","minimum":-1,"maximum":1},
  "readings":{"type":"array","items":{"$ref":"#/components/schemas/Reading"}},
  "gates":{"type":"array","items":{"type":"object","required":["name","asked","passed","value","threshold","margin"],
    "properties":{"name":{"type":"string"},"asked":{"type":"boolean"},"passed":{"type":"boolean"},
    "value":{"type":"number"},"threshold":{"type":"number"},"margin":{"type":"number"}}}},
  "confluence":{"type":"object","required":["score","against","bonus","factors"],"properties":{
    "score":{"type":"number"},"against":{"type":"number","description":"of the other side"},"bonus":{"type":"number"},
    "factors":{"type":"array","items":{"$ref":"#/components/schemas/ConfluenceFactor"}}}},
  "confidence":{"type":"object","required":["value","volume","trend_alignment","market_context","historical_success",
    "timeframe_convergence"],"properties":{"value":{"type":"number","minimum":0,"maximum":100},
    "volume":{"type":"number"},"trend_alignment":{"type":"number"},"market_context":{"type":"number"},
    "historical_success":{"type":"number"},"timeframe_convergence":{"type":"number"}}},
  "entry_filters":{"type":"array","items":{"type":"object","required":["name","state","value","threshold"],"properties":{
    "name":{"type":"string"},"state":{"type":"string","enum":["passed","failed","not_applicable"]},
    "value":{"type":"number"},"threshold":{"type":"number"}}}},
  "plan":{"oneOf":[{"type":"null"},{"type":"object","required":["entry","stop","stop_at_level","targets",
    "target_at_level","risk_reward","risk_percent","size_hint"],"properties":{"entry":{"type":"number"},
    "stop":{"type":"number"},"stop_at_level":{"type":"boolean"},"targets":{"type":"array","items":{"type":"number"}},
    "target_at_level":{"type":"boolean"},"risk_reward":{"type":"number"},"risk_percent":{"type":"number"},
    "size_hint":{"type":"number"}}}]},
  "nearest_change":{"type":"array","items":{"type":"object","required":["gate","from","to","readings"],"properties":{
    "gate":{"type":"string"},"from":{"type":"number"},"to":{"type":"number"},
    "readings":{"type":"array","description":"of the direction gate: what one reading alone would have to be",
      "items":{"type":"object","required":["name","from","to"],"properties":{"name":{"type":"string"},
      "from":{"type":"number"},"to":{"type":"number"}}}}}}},
  "versions":{"type":"object","required":["decision","structure","zones","configuration","weights","weights_outcomes"],
    "properties":{"decision":{"type":"integer"},"structure":{"type":"integer"},"zones":{"type":"integer"},
    "configuration":{"type":"string"},"weights":{"type":"string","enum":["default","configured","measured"]},
    "weights_outcomes":{"type":"integer","description":"ended signals that measured weights were derived from"}}}}}
)json";

}  // namespace tidemark::api::schemas
