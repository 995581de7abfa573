#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kActivation = R"json(
"StageName":{"type":"string","enum":["shadow","paper","micro","partial_25","partial_50","full"]},
"Criterion":{"type":"object","required":["id","title","verdict","measured","target","bound","unit","sample","sample_min",
  "sample_of","interval","interval_method"],"properties":{
  "id":{"type":"string","enum":["trades","win_rate","risk_reward","drawdown","objectives","latency_p95","data_quality"]},
  "title":{"type":"string"},"verdict":{"type":"string","enum":["met","unmet","too_few"]},
  "measured":{"type":["number","null"],"description":"null: nothing to measure yet"},"target":{"type":"number"},
  "bound":{"type":"string","enum":["at_least","at_most"]},"unit":{"type":"string","enum":["count","share","ratio","ms"]},
  "sample":{"type":"integer"},"sample_min":{"type":"integer"},"sample_of":{"type":"string"},
  "interval":{"oneOf":[{"type":"null"},{"type":"object","required":["low","high"],"properties":{
    "low":{"type":"number"},"high":{"type":"number"}}}],"description":"of 95 %"},
  "interval_method":{"type":"string","description":"how the interval comes about, or why there is none"}}},
"RollbackTrigger":{"type":"object","required":["id","title","measured","limit","bound","unit"],"properties":{
  "id":{"type":"string","enum":["drawdown","loss_streak","win_rate","objectives","data"]},"title":{"type":"string"},
  "measured":{"type":["number","null"]},"limit":{"type":"number"},
  "bound":{"type":"string","enum":["at_least","at_most"]},"unit":{"type":"string","enum":["count","share","ratio","ms"]}}},
"ActivationEvent":{"type":"object","required":["number","at","kind","from","to","configuration","reason","rollback","criteria"],"properties":{
  "number":{"type":"integer"},"at":{"type":"string","format":"date-time"},
  "kind":{"type":"string","enum":["configured","promoted","rolled_back","restarted"]},
  "from":{"$ref":"#/components/schemas/StageName"},"to":{"$ref":"#/components/schemas/StageName"},
  "configuration":{"type":"string"},"reason":{"type":"string"},
  "rollback":{"oneOf":[{"type":"null"},{"type":"object","required":["trigger","measured","limit","restored"],"properties":{
    "trigger":{"type":"string","enum":["drawdown","loss_streak","win_rate","objectives","data","manual"]},
    "measured":{"type":["number","null"]},"limit":{"type":["number","null"]},
    "restored":{"type":"string","description":"the last good configuration"}}}]},
  "criteria":{"type":"array","description":"as they stood before the step","items":{"$ref":"#/components/schemas/Criterion"}}}},
"ActivationEventList":{"type":"object","required":["events","next"],"properties":{
  "events":{"type":"array","items":{"$ref":"#/components/schemas/ActivationEvent"}},"next":{"type":["integer","null"]}}},
"Activation":{"type":"object","required":["stage","multiplier","since","go","next","hindrance","stages","configuration","criteria","triggers","events"],"properties":{
  "stage":{"$ref":"#/components/schemas/StageName"},"multiplier":{"type":"number","description":"of the position sizes of the strategy in the account; with real money 0 below micro"},
  "since":{"type":"string","format":"date-time"},"go":{"type":"boolean","description":"every criterion is met"},
  "next":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/StageName"}]},
  "hindrance":{"type":["string","null"],"description":"why no promotion would be given whatever is seen"},
  "stages":{"type":"array","items":{"type":"object","required":["stage","multiplier","real_money","reachable"],"properties":{
    "stage":{"$ref":"#/components/schemas/StageName"},"multiplier":{"type":"number"},"real_money":{"type":"boolean"},
    "reachable":{"type":"boolean","description":"with this account"}}}},
  "configuration":{"type":"object","required":["id","rejected","last_good"],"properties":{"id":{"type":"string"},
    "rejected":{"type":"boolean","description":"it was rolled back; put the last good one back"},
    "last_good":{"oneOf":[{"type":"null"},{"type":"object","required":["id","stage"],"properties":{"id":{"type":"string"},
      "stage":{"$ref":"#/components/schemas/StageName"}}}]}}},
  "criteria":{"type":"array","items":{"$ref":"#/components/schemas/Criterion"}},
  "triggers":{"type":"array","items":{"$ref":"#/components/schemas/RollbackTrigger"}},
  "events":{"type":"array","description":"the newest","items":{"$ref":"#/components/schemas/ActivationEvent"}}}},
"GoNoGo":{"type":"object","required":["stage","verdict","next","hindrance","criteria"],"properties":{
  "stage":{"$ref":"#/components/schemas/StageName"},"verdict":{"type":"string","enum":["go","no_go"]},
  "next":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/StageName"}]},"hindrance":{"type":["string","null"]},
  "criteria":{"type":"array","items":{"$ref":"#/components/schemas/Criterion"}}}},
"ConfigurationList":{"type":"object","required":["configurations"],"properties":{
  "configurations":{"type":"array","items":{"type":"object","required":["id","first_used","settings"],"properties":{
    "id":{"type":"string"},"first_used":{"type":"string","format":"date-time"},
    "settings":{"type":"object","additionalProperties":{"type":"string"}}}}}}},
"StageRequest":{"type":"object","required":["action","confirm"],"properties":{
  "action":{"type":"string","enum":["promote","restart"]},
  "confirm":{"type":"string","enum":["promote","restart"],"description":"the action again"},
  "reason":{"type":"string","maxLength":200}}},
"Intents":{"type":"array","items":{"type":"object","required":["at","instrument","side"],"properties":{
  "at":{"type":"string","format":"date-time"},"instrument":{"type":"string"},"side":{"type":"string","enum":["buy","sell"]}}}},
"IntentComparison":{"type":"object","required":["same","only_active","only_candidate","active_alone","candidate_alone"],"properties":{
  "same":{"type":"integer"},"only_active":{"type":"integer"},"only_candidate":{"type":"integer"},
  "active_alone":{"$ref":"#/components/schemas/Intents"},"candidate_alone":{"$ref":"#/components/schemas/Intents"}}},
"ShadowOutcome":{"type":"object","required":["configuration","trades","won","lost","win_rate","payoff","profit","equity","drawdown"],"properties":{
  "configuration":{"type":"string"},"trades":{"type":"integer"},"won":{"type":"integer"},"lost":{"type":"integer"},
  "win_rate":{"type":["number","null"]},"payoff":{"type":["number","null"]},"profit":{"type":"number"},
  "equity":{"type":"number"},"drawdown":{"type":"number"}}},
"ShadowMode":{"type":"object","required":["running","since","strategy","parameters","orders","active","candidate"],"properties":{
  "running":{"type":"boolean","description":"false: all else is null"},"since":{"type":["string","null"],"format":"date-time"},
  "strategy":{"type":["string","null"]},
  "parameters":{"oneOf":[{"type":"null"},{"type":"array","items":{"type":"string"}}]},
  "orders":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/IntentComparison"}]},
  "active":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/ShadowOutcome"}]},
  "candidate":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/ShadowOutcome"}]}}},
"ShadowModeRequest":{"type":"object","required":["action"],"properties":{"action":{"type":"string","enum":["start","stop"]},
  "strategy":{"type":"string"},"parameters":{"type":"array","items":{"type":"string"},"description":"NAME=VALUE each"},
  "risk_per_trade":{"type":"string"},"position_max":{"type":"string"}}},
"RollbackRequest":{"type":"object","properties":{"reason":{"type":"string","maxLength":200},
  "to":{"$ref":"#/components/schemas/StageName"}}}
)json";

}  // namespace tidemark::api::schemas
