#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kAlerts = R"json(
"AlertCondition":{"type":"object","required":["type"],"description":"which members there are depends on `type`","properties":{
  "type":{"type":"string","enum":["price_cross","price_range","move","zone","candlestick","chart_pattern","volume","signal","confluence"]},
  "level":{"type":"number","description":"price_cross"},
  "low":{"type":"number","description":"price_range; its ends belong to it"},"high":{"type":"number"},
  "when":{"type":"string","enum":["enters","leaves"]},
  "percent":{"type":"number","description":"move: from a close at most `candles` candles earlier"},
  "candles":{"type":"integer","minimum":1,"maximum":500},
  "direction":{"type":["string","null"],"enum":["up","down","either","bullish","bearish","neutral",null],
    "description":"up, down or either of prices and moves; else bullish, bearish or neutral; null: any"},
  "names":{"type":"array","items":{"type":"string"},"description":"of patterns, volume findings or types of signals; empty: all"},
  "states":{"type":"array","items":{"type":"string"},"description":"chart_pattern: forming, complete, failed, expired; signal: open, target, stopped, expired, reversed"},
  "strengths":{"type":"array","items":{"type":"string"},"description":"volume: weak, medium, strong, extreme"},
  "events":{"type":"array","items":{"type":"string"},
    "description":"zone: created, tested, bounced, broken, flipped, expired"},
  "zone_types":{"type":"array","items":{"type":"string"},"description":"supply, demand, continuation"},
  "least_confidence":{"type":"number","minimum":0,"maximum":100,"description":"of a zone its strength in percent, of confluence its score"}}},
"AlertRule":{"type":"object","properties":{"name":{"type":"string","maxLength":100},
  "symbol":{"type":["string","null"],"description":"as in the paths; null: all instruments"},
  "timeframe":{"oneOf":[{"$ref":"#/components/schemas/TimeframeName"},{"type":"null"}],
    "description":"null: any; of prices and moves 1m"},
  "condition":{"$ref":"#/components/schemas/AlertCondition"},
  "repeat":{"type":"string","enum":["once","once_per_candle","always"],"default":"once_per_candle",
    "description":"for each instrument by itself"},
  "cooldown_s":{"type":"integer","minimum":0,"description":"least time between two firings"},
  "expires_at":{"type":["string","null"],"format":"date-time"},
  "message":{"type":["string","null"],"description":"template; null: a sentence made from the condition"},
  "body":{"type":["string","null"],"description":"template of what webhooks get; null: a FiredAlert"},
  "webhooks":{"type":"array","items":{"type":"string"},"maxItems":8},"enabled":{"type":"boolean"}}},
"Alert":{"type":"object","required":["id","name","symbol","timeframe","condition","repeat","cooldown_s","expires_at",
  "message","body","webhooks","enabled","created_at","updated_at"],"properties":{"id":{"type":"string"},
  "name":{"type":"string"},"symbol":{"type":["string","null"]},
  "timeframe":{"oneOf":[{"$ref":"#/components/schemas/TimeframeName"},{"type":"null"}]},
  "condition":{"$ref":"#/components/schemas/AlertCondition"},
  "repeat":{"type":"string","enum":["once","once_per_candle","always"]},"cooldown_s":{"type":"integer"},
  "expires_at":{"type":["string","null"],"format":"date-time"},"message":{"type":["string","null"]},
  "body":{"type":["string","null"]},"webhooks":{"type":"array","items":{"type":"string"}},
  "enabled":{"type":"boolean"},"created_at":{"type":"string","format":"date-time"},
  "updated_at":{"type":"string","format":"date-time"}}},
"AlertList":{"type":"object","required":["alerts"],"properties":{
  "alerts":{"type":"array","items":{"$ref":"#/components/schemas/Alert"}}}},
"FiredAlert":{"type":"object","required":["id","alert_id","alert","venue","symbol","timeframe","event","detail",
  "direction","price","confidence","level","zone_top","zone_bottom","stop","target","time","known_at","message"],"properties":{
  "id":{"type":"string","description":"of the firing: the same however often it is told"},
  "alert_id":{"type":"string"},"alert":{"type":"string","description":"its name"},"venue":{"type":"string"},
  "symbol":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "event":{"type":"string","description":"crosses_up, crosses_down, enters, leaves, moves_up, moves_down, or the name of what was found"},
  "detail":{"type":"string","description":"type of the zone, state of the chart pattern, strength of the volume finding; while_down: the price came there between two runs"},
  "direction":{"type":"string","enum":["bullish","bearish","neutral"]},"price":{"type":"number"},
  "confidence":{"type":["number","null"]},"level":{"type":["number","null"]},"zone_top":{"type":["number","null"]},
  "zone_bottom":{"type":["number","null"]},"stop":{"type":["number","null"],"description":"of a signal; of a chart pattern where it fails"},
  "target":{"type":["number","null"]},
  "time":{"type":"string","format":"date-time","description":"of the trade, or open time of the candle"},
  "known_at":{"type":"string","format":"date-time"},"message":{"type":"string"}}},
"FiredAlerts":{"type":"object","required":["alerts"],"properties":{
  "alerts":{"type":"array","items":{"$ref":"#/components/schemas/FiredAlert"}}}},
"AlertHistory":{"type":"object","required":["firings","next"],"properties":{
  "firings":{"type":"array","items":{"$ref":"#/components/schemas/FiredAlert"}},
  "next":{"type":["integer","null"],"description":"the cursor of the following page"}}},
"Removed":{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}},
"WebhookTarget":{"type":"object","properties":{"name":{"type":"string","maxLength":100},
  "url":{"type":"string","format":"uri","maxLength":2048},"secret":{"type":"string","minLength":16,"maxLength":256},
  "enabled":{"type":"boolean"}}},
"Webhook":{"type":"object","required":["id","name","url","enabled","created_at","updated_at"],"properties":{
  "id":{"type":"string"},"name":{"type":"string"},"url":{"type":"string"},"enabled":{"type":"boolean"},
  "created_at":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"}}},
"NewWebhook":{"type":"object","required":["id","name","url","enabled","created_at","updated_at"],"properties":{
  "id":{"type":"string"},"name":{"type":"string"},"url":{"type":"string"},"enabled":{"type":"boolean"},
  "created_at":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"},
  "secret":{"type":"string","description":"when it was made here: told now and never again"}}},
"WebhookList":{"type":"object","required":["webhooks"],"properties":{
  "webhooks":{"type":"array","items":{"$ref":"#/components/schemas/Webhook"}}}},
"TestDelivery":{"type":"object","required":["delivery"],"properties":{"delivery":{"type":"string"}}},
"DeliveryAttempt":{"type":"object","required":["number","began_at","took_ms","status","error"],"properties":{
  "number":{"type":"integer"},"began_at":{"type":"string","format":"date-time"},"took_ms":{"type":"integer"},
  "status":{"type":["integer","null"],"description":"HTTP; null when there was no answer"},
  "error":{"type":"string","description":"http_503, request_timeout, connection_failed …; empty when delivered"}}},
"WebhookDelivery":{"type":"object","required":["id","firing","state","created_at","next_at","attempts_made","attempts",
  "body"],"properties":{"id":{"type":"string","description":"the Idempotency-Key"},
  "firing":{"type":["string","null"],"description":"null: a test"},
  "state":{"type":"string","enum":["pending","delivered","refused","given_up"]},
  "created_at":{"type":"string","format":"date-time"},
  "next_at":{"type":["string","null"],"format":"date-time","description":"of the next attempt, while pending"},
  "attempts_made":{"type":"integer"},
  "attempts":{"type":"array","items":{"$ref":"#/components/schemas/DeliveryAttempt"}},"body":{"type":"string"}}},
"DeliveryList":{"type":"object","required":["deliveries","next"],"properties":{
  "deliveries":{"type":"array","items":{"$ref":"#/components/schemas/WebhookDelivery"}},
  "next":{"type":["integer","null"],"description":"the cursor of the following page"}}}
)json";

}  // namespace tidemark::api::schemas
