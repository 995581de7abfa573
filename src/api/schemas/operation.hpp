#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kOperation = R"json(
"ProblemOfPart":{"type":"object","required":["part","problem"],"properties":{"part":{"type":"string"},
  "problem":{"type":"string"}}},
"Stream":{"type":"object","required":["symbol","venue","feed_state","signals","pause_reason","updated","quality","book"],
  "properties":{"symbol":{"type":"string"},"venue":{"type":"string"},
  "feed_state":{"$ref":"#/components/schemas/FeedState"},"signals":{"type":"string","enum":["open","paused"]},
  "pause_reason":{"type":["string","null"]},"updated":{"type":["string","null"],"format":"date-time"},
  "quality":{"type":"object","description":"score by timeframe","additionalProperties":{"type":"number"}},
  "book":{"oneOf":[{"$ref":"#/components/schemas/BookTop"},{"type":"null"}]}}},
"BookTop":{"type":"object","required":["state"],"properties":{"state":{"$ref":"#/components/schemas/BookState"},
  "bid":{"type":"number"},"bid_qty":{"type":"number"},"ask":{"type":"number"},"ask_qty":{"type":"number"}}},
"Status":{"type":"object","required":["version","source","started","uptime_s","ws_clients","problems","streams"],
  "properties":{"version":{"type":"string"},"source":{"$ref":"#/components/schemas/SourceInfo"},
  "started":{"type":"string","format":"date-time"},"uptime_s":{"type":"integer"},"ws_clients":{"type":"integer"},
  "problems":{"type":"array","items":{"$ref":"#/components/schemas/ProblemOfPart"}},
  "streams":{"type":"array","items":{"$ref":"#/components/schemas/Stream"}}}},
"Health":{"type":"object","required":["live","ready","reasons"],"properties":{"live":{"type":"boolean"},
  "ready":{"type":"boolean"},"reasons":{"type":"array","items":{"$ref":"#/components/schemas/ProblemOfPart"}}}},
"System":{"type":"object","required":["process","queues","feeds","store","memory","stream"],"properties":{
  "process":{"$ref":"#/components/schemas/ProcessInfo"},
  "queues":{"type":"array","items":{"$ref":"#/components/schemas/QueueInfo"}},
  "feeds":{"type":"array","items":{"$ref":"#/components/schemas/FeedLink"}},
  "store":{"oneOf":[{"$ref":"#/components/schemas/StoreInfo"},{"type":"null"}]},
  "memory":{"type":"object","required":["instruments","candles","candles_max","trades","gaps"],
    "description":"what the API keeps in memory","properties":{"instruments":{"type":"integer"},
    "candles":{"type":"integer"},"candles_max":{"type":"integer"},"trades":{"type":"integer"},"gaps":{"type":"integer"}}},
  "stream":{"type":"object","required":["clients"],"properties":{"clients":{"type":"integer"}}}}},
"ProcessInfo":{"type":"object","required":["rss_bytes","rss_peak_bytes","cpu_seconds","threads","uptime_s"],"properties":{
  "rss_bytes":{"type":"integer"},"rss_peak_bytes":{"type":"integer"},
  "cpu_seconds":{"type":"number","description":"user and system, all threads"},"threads":{"type":"integer"},
  "uptime_s":{"type":"integer"}}},
"QueueInfo":{"type":"object","required":["name","owner","unit","policy","capacity","depth","high_water","full","lost",
  "coalesced"],"properties":{"name":{"type":"string"},
  "owner":{"type":"string","description":"the thread that empties it"},
  "unit":{"type":"string","description":"what is counted, in the plural"},
  "policy":{"type":"string","enum":["block","refuse","disconnect"],"description":"what it does when it is full"},
  "capacity":{"type":"integer"},"depth":{"type":"integer"},
  "high_water":{"type":"integer","description":"the largest depth so far"},
  "full":{"type":"integer","description":"how often something found no room"},
  "lost":{"type":"integer","description":"of the unit, by the policy"},
  "coalesced":{"type":"integer","description":"replaced by something newer before anyone read them"}}},
"FeedLink":{"type":"object","required":["venue","stream","state","since","reason","symbols","messages","reconnects",
  "last_message_at"],"properties":{"venue":{"type":"string"},"stream":{"type":"string"},
  "state":{"$ref":"#/components/schemas/FeedState"},"since":{"type":"string","format":"date-time"},
  "reason":{"type":["string","null"]},"symbols":{"type":"integer"},"messages":{"type":"integer"},
  "reconnects":{"type":"integer"},"last_message_at":{"type":["string","null"],"format":"date-time"}}},
"StoreInfo":{"type":"object","required":["state","reason","queue_rows","rejected","database_bytes"],"properties":{
  "state":{"type":"string","enum":["writing","retrying","stopped"]},"reason":{"type":["string","null"]},
  "queue_rows":{"type":"integer"},"rejected":{"type":"integer"},"database_bytes":{"type":"integer"}}},
"Latency":{"type":"object","required":["stages"],"properties":{
  "stages":{"type":"array","items":{"$ref":"#/components/schemas/LatencyStage"}}}},
"LatencyStage":{"type":"object","required":["id","title","count","p50_ms","p90_ms","p99_ms","p999_ms","max_ms","buckets"],
  "properties":{
  "id":{"type":"string","enum":["venue_to_received","received_to_engine","received_to_published","submitted_to_stored",
    "received_to_pushed","received_to_signal_pushed"]},
  "title":{"type":"string"},"count":{"type":"integer"},"p50_ms":{"type":["number","null"]},
  "p90_ms":{"type":["number","null"]},"p99_ms":{"type":["number","null"]},"p999_ms":{"type":["number","null"]},
  "max_ms":{"type":["number","null"]},
  "buckets":{"type":"array","items":{"$ref":"#/components/schemas/LatencyBucket"},
    "description":"powers of two from the least to the greatest value seen"}}},
"LatencyBucket":{"type":"array","description":"[upper edge in ms, how many lie between the edge before and this]",
  "prefixItems":[{"type":"number"},{"type":"integer"}],"items":false,"minItems":2,"maxItems":2},
"Budget":{"type":"object","required":["stages","exceeded"],"properties":{
  "stages":{"type":"array","items":{"$ref":"#/components/schemas/BudgetStage"},"description":"in order of the river"},
  "exceeded":{"type":"array","items":{"type":"string"},"description":"ids of the stages that exceed their target"}}},
"BudgetStage":{"type":"object","required":["id","title","count","p50_us","p99_us","max_us","target","verdict"],
  "properties":{"id":{"type":"string"},"title":{"type":"string"},
  "count":{"type":"integer","description":"samples since the start"},
  "p50_us":{"type":["number","null"]},"p99_us":{"type":["number","null"]},"max_us":{"type":["number","null"]},
  "target":{"oneOf":[{"type":"null"},{"type":"object","required":["quantile","at_most_us","source"],"properties":{
    "quantile":{"type":"number","description":"of the samples that is held against it; 0.99: the 99th percentile"},
    "at_most_us":{"type":"number"},"source":{"type":"string"}}}]},
  "verdict":{"type":"string","enum":["within","exceeded","too_few","no_target","no_data"],
    "description":"too_few: less than 1 / (1 - quantile) samples"}}},
"Services":{"type":"object","required":["services"],"properties":{
  "services":{"type":"array","items":{"$ref":"#/components/schemas/ServiceInfo"}}}},
"ServiceInfo":{"type":"object","required":["name","state","since","reason","circuit"],"properties":{
  "name":{"type":"string"},"state":{"type":"string","enum":["starting","running","degraded","failed","stopped"]},
  "since":{"type":"string","format":"date-time"},"reason":{"type":["string","null"]},
  "circuit":{"type":["string","null"],"enum":["closed","half_open","open",null],
    "description":"of the guard before an outside service: closed lets calls through, open refuses them"}}}
)json";

}  // namespace tidemark::api::schemas
