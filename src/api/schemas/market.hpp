#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kMarket = R"json(
"FeedState":{"type":"string","enum":["connecting","live","stale","resyncing","gapped","polling","closed","catching_up"],
  "description":"catching_up: the past is played as fast as it can be taken, and what is shown is not the present yet"},
"SourceInfo":{"type":"object","required":["kind","label","reason","since"],"properties":{
  "kind":{"type":"string","enum":["sim","file","binance"]},"label":{"type":"string"},"reason":{"type":"string"},
  "since":{"type":"string","format":"date-time"}}},
"FeedInfo":{"type":"object","required":["state","since","reason"],"properties":{
  "state":{"$ref":"#/components/schemas/FeedState"},"since":{"type":["string","null"],"format":"date-time"},
  "reason":{"type":["string","null"],"description":"why it is in this state, where there is something to say"}}},
"MarketRegime":{"oneOf":[{"type":"null"},{"type":"object","required":["timeframe","name"],"properties":{
  "timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "name":{"type":"string","enum":["rising_high_volatility","rising_low_volatility","falling_high_volatility",
    "falling_low_volatility","range_high_volatility","range_low_volatility"]}}}],
  "description":"trend and volatility of 1h, or of the longest timeframe below it while 1h has none; null: not known yet"},
"MarketConfluence":{"oneOf":[{"type":"null"},{"type":"object","required":["timeframe","direction","score","price","top",
  "bottom"],"properties":{"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "direction":{"type":"string","enum":["bullish","bearish"]},"score":{"type":"number","minimum":0,"maximum":1},
  "price":{"type":"number"},"top":{"type":"number"},"bottom":{"type":"number"}}}],
  "description":"the zone with the highest score of the charts from 5m to 4h; null: none is known"},
"MarketZones":{"type":["integer","null"],
  "description":"supply and demand zones of all timeframes that hold; null: not known yet"},
"MarketSignal":{"oneOf":[{"type":"null"},{"type":"object","required":["type","direction","status","confidence","known_at",
  "trace_id"],"properties":{"type":{"$ref":"#/components/schemas/SignalType"},
  "direction":{"type":"string","enum":["bullish","bearish"]},
  "status":{"type":"string","enum":["open","target","stopped","expired","reversed"]},
  "confidence":{"type":"number","minimum":0,"maximum":100},"known_at":{"type":"string","format":"date-time"},
  "trace_id":{"type":"string"}}}],
  "description":"the newest signal, open or ended; null: there never was one"},
"SymbolInfo":{"type":"object","required":["symbol","venue","market_type","price_decimals","qty_decimals","tick_size","last",
  "change_24h_pct","volume_24h","feed_state","feed","quality","signals","subscribed","gaps_open","bid","ask",
  "regime","confluence","zones_active","signal","sparkline","timeframes"],
  "properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"market_type":{"type":"string"},
  "price_decimals":{"type":"integer"},"qty_decimals":{"type":"integer"},"tick_size":{"type":"number"},
  "last":{"type":["number","null"]},
  "change_24h_pct":{"type":["number","null"],"description":"percent; null until 24 hours of candles are in memory"},
  "volume_24h":{"type":["number","null"],"description":"of the base asset; null until 24 hours of candles are in memory"},
  "feed_state":{"$ref":"#/components/schemas/FeedState"},"feed":{"$ref":"#/components/schemas/FeedInfo"},
  "quality":{"type":["number","null"],"minimum":0,"maximum":1},"signals":{"type":"string","enum":["open","paused"]},
  "subscribed":{"type":"boolean"},"gaps_open":{"type":"integer","description":"holes neither filled nor given up"},
  "bid":{"type":["number","null"],"description":"best bid; null unless the book is live"},
  "ask":{"type":["number","null"],"description":"best ask; null unless the book is live"},
  "regime":{"$ref":"#/components/schemas/MarketRegime"},"confluence":{"$ref":"#/components/schemas/MarketConfluence"},
  "zones_active":{"$ref":"#/components/schemas/MarketZones"},"signal":{"$ref":"#/components/schemas/MarketSignal"},
  "sparkline":{"type":"array","items":{"type":"number"},"maxItems":48,
    "description":"closes of the last 24 hours, half an hour apart, oldest first, as far as there are any"},
  "timeframes":{"type":"array","items":{"$ref":"#/components/schemas/TimeframeName"}}}},
"SymbolList":{"type":"object","required":["symbols","source"],"properties":{
  "symbols":{"type":"array","items":{"$ref":"#/components/schemas/SymbolInfo"}},
  "source":{"$ref":"#/components/schemas/SourceInfo"}}},
"AvailableSymbol":{"type":"object","required":["venue","symbol","base","quote","subscribed","state"],"properties":{
  "venue":{"type":"string"},"symbol":{"type":"string"},"base":{"type":"string"},"quote":{"type":"string"},
  "subscribed":{"type":"boolean"},
  "state":{"type":"string","enum":["unsubscribed","subscribing","subscribed","unsubscribing"]}}},
"AvailableList":{"type":"object","required":["symbols","total"],"properties":{
  "symbols":{"type":"array","items":{"$ref":"#/components/schemas/AvailableSymbol"}},
  "total":{"type":"integer","description":"how many match, of which these are the first"}}},
"CandlePage":{"type":"object","required":["symbol","venue","timeframe","candles","forming","has_more"],"properties":{
  "symbol":{"type":"string"},"venue":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "candles":{"type":"array","items":{"$ref":"#/components/schemas/Candle"}},
  "forming":{"oneOf":[{"$ref":"#/components/schemas/Candle"},{"type":"null"}]},
  "has_more":{"type":"boolean"},
  "next":{"type":["string","null"],"description":"the cursor of the following page; not in the stream"}}},
"BookState":{"type":"string","enum":["empty","syncing","live","stale"]},
"BookLevel":{"type":"array","description":"[price, quantity]","prefixItems":[{"type":"number"},{"type":"number"}],
  "items":false,"minItems":2,"maxItems":2},
"OrderBook":{"type":"object","required":["symbol","venue","state","update_id","known_at","spread","bids","asks"],
  "properties":{"symbol":{"type":"string"},"venue":{"type":"string"},"state":{"$ref":"#/components/schemas/BookState"},
  "update_id":{"type":["integer","null"]},"known_at":{"type":["string","null"],"format":"date-time"},
  "spread":{"type":["number","null"]},
  "bids":{"type":"array","items":{"$ref":"#/components/schemas/BookLevel"},"description":"best first; empty unless live"},
  "asks":{"type":"array","items":{"$ref":"#/components/schemas/BookLevel"},"description":"best first; empty unless live"}}},
"TradeInfo":{"type":"object","required":["id","time_ms","price","qty","side"],"properties":{
  "id":{"type":"integer","description":"the venue's; of a group its last"},
  "time_ms":{"type":"integer","description":"by the venue, else when it was received"},"price":{"type":"number"},
  "qty":{"type":"number"},"side":{"type":"string","enum":["buy","sell"],"description":"of the taker"}}},
"TradeList":{"type":"object","required":["symbol","venue","trades"],"properties":{"symbol":{"type":"string"},
  "venue":{"type":"string"},"trades":{"type":"array","items":{"$ref":"#/components/schemas/TradeInfo"}}}}
)json";

}  // namespace tidemark::api::schemas
