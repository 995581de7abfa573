#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kTrading = R"json(
"Amount":{"description":"a decimal as a number or, exactly, as text","oneOf":[{"type":"number"},{"type":"string"}]},
"NewOrder":{"type":"object","required":["symbol","side","quantity"],"properties":{
  "symbol":{"type":"string"},"side":{"type":"string","enum":["buy","sell"]},
  "type":{"type":"string","enum":["market","limit","stop","stop_limit","take_profit","trailing_stop"],"default":"market"},
  "quantity":{"$ref":"#/components/schemas/Amount"},
  "limit_price":{"$ref":"#/components/schemas/Amount"},"trigger_price":{"$ref":"#/components/schemas/Amount"},
  "trail":{"$ref":"#/components/schemas/Amount"},
  "time_in_force":{"type":"string","enum":["gtc","ioc","fok","gtd"],"default":"gtc"},
  "good_till":{"type":"string","format":"date-time","description":"of gtd"},
  "post_only":{"type":"boolean"},"reduce_only":{"type":"boolean"},
  "stop_loss":{"$ref":"#/components/schemas/Amount"},"take_profit":{"$ref":"#/components/schemas/Amount"},
  "client_order_id":{"type":"string","minLength":1,"maxLength":64,"description":"letters, digits and -_.: "}}},
"Order":{"type":"object","required":["id","client_order_id","venue","symbol","side","type","time_in_force","post_only",
  "reduce_only","position","quantity","filled","limit_price","trigger_price","trail","good_till","oco","parent","state",
  "triggered","reason","origin","created_at","updated_at"],"properties":{
  "id":{"type":"integer"},"client_order_id":{"type":"string"},"venue":{"type":"string"},"symbol":{"type":"string"},
  "side":{"type":"string","enum":["buy","sell"]},
  "type":{"type":"string","enum":["market","limit","stop","stop_limit","take_profit","trailing_stop"]},
  "time_in_force":{"type":"string","enum":["gtc","ioc","fok","gtd"]},"post_only":{"type":"boolean"},
  "reduce_only":{"type":"boolean"},"position":{"type":"string","enum":["net","long","short"]},
  "quantity":{"type":"number"},"filled":{"type":"number"},"limit_price":{"type":["number","null"]},
  "trigger_price":{"type":["number","null"]},"trail":{"type":["number","null"]},
  "good_till":{"type":["string","null"],"format":"date-time"},
  "oco":{"type":["integer","null"],"description":"group of which one takes from the others"},
  "parent":{"type":["integer","null"],"description":"the order it sleeps for, until that fills"},
  "state":{"type":"string","enum":["new","accepted","partially_filled","filled","canceled","rejected","expired"]},
  "triggered":{"type":"boolean"},"reason":{"type":["string","null"],"description":"why it ended without being filled"},
  "origin":{"type":"string","description":"api, or the strategy that asked for it"},
  "created_at":{"type":"string","format":"date-time","description":"by the market's time"},
  "updated_at":{"type":"string","format":"date-time"}}},
"OrderList":{"type":"object","required":["orders","next"],"properties":{
  "orders":{"type":"array","items":{"$ref":"#/components/schemas/Order"}},"next":{"type":["integer","null"]}}},
"OrderTransition":{"type":"object","required":["sequence","at","kind","before","after","quantity","reason","fill"],"properties":{
  "sequence":{"type":"integer"},"at":{"type":"string","format":"date-time"},"kind":{"type":"string"},
  "before":{"type":"string"},"after":{"type":"string"},"quantity":{"type":"number"},"reason":{"type":["string","null"]},
  "fill":{"type":["integer","null"]}}},
"Fill":{"type":"object","required":["id","order","venue","symbol","side","role","price","quantity","fee","currency","at"],"properties":{
  "id":{"type":"integer"},"order":{"type":"integer"},"venue":{"type":"string"},"symbol":{"type":"string"},
  "side":{"type":"string","enum":["buy","sell"]},"role":{"type":"string","enum":["maker","taker"]},
  "price":{"type":"number"},"quantity":{"type":"number"},"fee":{"type":"number"},"currency":{"type":"string"},
  "at":{"type":"string","format":"date-time"}}},
"FillList":{"type":"object","required":["fills","next"],"properties":{
  "fills":{"type":"array","items":{"$ref":"#/components/schemas/Fill"}},"next":{"type":["integer","null"]}}},
"OrderDetail":{"type":"object","required":["order","transitions","fills"],"properties":{
  "order":{"$ref":"#/components/schemas/Order"},
  "transitions":{"type":"array","items":{"$ref":"#/components/schemas/OrderTransition"}},
  "fills":{"type":"array","items":{"$ref":"#/components/schemas/Fill"}}}},
"Cancels":{"type":"object","required":["cancels"],"properties":{
  "cancels":{"type":"integer","description":"how many were asked for"}}},
"Position":{"type":"object","required":["venue","symbol","side","quantity","average_price","mark_price","value",
  "unrealized","realized","fees","funding","currency","changed_at"],"properties":{
  "venue":{"type":"string"},"symbol":{"type":"string"},"side":{"type":"string","enum":["net","long","short"]},
  "quantity":{"type":"number","description":"below zero: short"},"average_price":{"type":["number","null"]},
  "mark_price":{"type":["number","null"],"description":"null: none seen; it counts at its cost"},
  "value":{"type":"number"},"unrealized":{"type":"number"},"realized":{"type":"number"},"fees":{"type":"number"},
  "funding":{"type":"number"},"currency":{"type":"string"},"changed_at":{"type":"string","format":"date-time"}}},
"PositionList":{"type":"object","required":["positions"],"properties":{
  "positions":{"type":"array","items":{"$ref":"#/components/schemas/Position"}}}},
"TradingAccount":{"type":"object","required":["currency","cash","deposits","equity","exposure","realized","fees","funding"],"properties":{
  "currency":{"type":"string"},"cash":{"type":"number"},"deposits":{"type":"number"},"equity":{"type":"number"},
  "exposure":{"type":"number"},"realized":{"type":"number"},"fees":{"type":"number"},"funding":{"type":"number"}}},
"RiskLimits":{"type":"object","required":["order_value_max","price_collar","open_orders_max","instrument_exposure_max",
  "portfolio_exposure_max","leverage_max","daily_loss_max","drawdown_max","cool_down_losses"],"description":"null: no limit; shares are fractions","properties":{
  "order_value_max":{"type":["number","null"]},"price_collar":{"type":["number","null"]},
  "open_orders_max":{"type":["integer","null"]},"instrument_exposure_max":{"type":["number","null"]},
  "portfolio_exposure_max":{"type":["number","null"]},"leverage_max":{"type":["number","null"]},
  "daily_loss_max":{"type":["number","null"]},"drawdown_max":{"type":["number","null"]},
  "cool_down_losses":{"type":["integer","null"]}}},
"RiskState":{"type":"object","required":["kill_switch","halt","cool_until","losses_in_a_row","highest_equity","day_equity","limits"],"properties":{
  "kill_switch":{"type":"boolean"},"halt":{"type":"string","enum":["none","daily_loss","drawdown"]},
  "cool_until":{"type":["string","null"],"format":"date-time"},"losses_in_a_row":{"type":"integer"},
  "highest_equity":{"type":["number","null"]},"day_equity":{"type":["number","null"]},
  "limits":{"$ref":"#/components/schemas/RiskLimits"}}},
"Portfolio":{"type":"object","required":["at","mode","venue","link","strategy","currency","accounts","positions","absent","risk","open_orders","faults","stale_since"],"properties":{
  "at":{"type":"string","format":"date-time","description":"time of the market's last event"},
  "mode":{"type":"string","enum":["paper","live"]},
  "venue":{"type":["string","null"],"description":"where orders go; null on paper"},
  "link":{"type":["string","null"],"enum":["down","reconciling","ready",null],"description":"to the venue: orders go out when it is ready"},
  "strategy":{"type":["string","null"]},"currency":{"type":"string"},
  "accounts":{"type":"array","items":{"$ref":"#/components/schemas/TradingAccount"}},
  "positions":{"type":"array","items":{"$ref":"#/components/schemas/Position"}},
  "absent":{"type":"array","description":"positions in instruments this run does not have; they count at their cost",
    "items":{"type":"object","required":["venue","symbol","quantity","cost"],"properties":{"venue":{"type":"string"},
      "symbol":{"type":"string"},"quantity":{"type":"number"},"cost":{"type":"number"}}}},
  "risk":{"$ref":"#/components/schemas/RiskState"},"open_orders":{"type":"integer"},
  "faults":{"type":"integer","description":"of the books: above 0 they must be looked at"},
  "stale_since":{"type":["string","null"],"format":"date-time",
    "description":"the market went on without the account from then on, and it takes no new orders"}}},
"PortfolioHistory":{"type":"object","required":["points"],"properties":{"points":{"type":"array",
  "items":{"type":"object","required":["at","equity","cash","exposure","currency"],"properties":{
    "at":{"type":"string","format":"date-time"},"equity":{"type":"number"},"cash":{"type":"number"},
    "exposure":{"type":"number"},"currency":{"type":"string"}}}}}},
"PositionSizeRequest":{"type":"object","required":["symbol"],"properties":{"symbol":{"type":"string"},
  "method":{"type":"string","enum":["stop","atr","fraction","kelly","volatility"],"default":"stop"},
  "equity":{"$ref":"#/components/schemas/Amount"},"entry":{"$ref":"#/components/schemas/Amount"},
  "stop":{"$ref":"#/components/schemas/Amount"},"risk_percent":{"type":"number","default":1},
  "atr":{"$ref":"#/components/schemas/Amount"},"multiple":{"type":"number","default":2},
  "fraction_percent":{"type":"number","default":100},"win_rate":{"type":"number"},"payoff":{"type":"number"},
  "target_volatility":{"type":"number"},"volatility":{"type":"number"}}},
"PositionSize":{"type":"object","required":["symbol","method","quantity","value","equity","entry","risk","leverage"],"properties":{
  "symbol":{"type":"string"},"method":{"type":"string"},"quantity":{"type":"number"},"value":{"type":"number"},
  "equity":{"type":"number"},"entry":{"type":"number"},
  "risk":{"type":["number","null"],"description":"what is lost at the stop; null without one"},
  "leverage":{"type":"number","description":"value over equity"}}},
"Confirmation":{"type":"object","required":["confirm"],"properties":{"confirm":{"type":"string","enum":["release"]}}},
"KillSwitchRequest":{"type":"object","required":["engaged"],"properties":{"engaged":{"type":"boolean"},
  "reason":{"type":"string","maxLength":200},"confirm":{"type":"string","enum":["release"]}}},
"KillSwitch":{"type":"object","required":["engaged","reason","changed_at","cancels","took_us"],"properties":{
  "engaged":{"type":"boolean"},"reason":{"type":["string","null"]},"changed_at":{"type":["string","null"],"format":"date-time"},
  "cancels":{"type":["integer","null"],"description":"sent by this request"},
  "took_us":{"type":["integer","null"],"description":"from the request to the last of them"}}},
"JournalNotes":{"type":"object","properties":{
  "tags":{"type":"array","maxItems":20,"items":{"type":"string","minLength":1,"maxLength":40}},
  "notes":{"type":"string","maxLength":16384}}},
"ManualTrade":{"type":"object","required":["symbol","direction","quantity","entry_price","exit_price","entered_at","exited_at"],"properties":{
  "symbol":{"type":"string"},"direction":{"type":"string","enum":["long","short"]},
  "quantity":{"$ref":"#/components/schemas/Amount"},"entry_price":{"$ref":"#/components/schemas/Amount"},
  "exit_price":{"$ref":"#/components/schemas/Amount"},"stop":{"$ref":"#/components/schemas/Amount"},
  "fees":{"$ref":"#/components/schemas/Amount"},"entered_at":{"type":"string","format":"date-time"},
  "exited_at":{"type":"string","format":"date-time"},"setup":{"type":"string","maxLength":100},
  "tags":{"type":"array","maxItems":20,"items":{"type":"string","minLength":1,"maxLength":40}},
  "notes":{"type":"string","maxLength":16384}}},
"JournalEntry":{"type":"object","required":["id","source","venue","symbol","direction","setup","regime","strategy","trace",
  "currency","entered_at","exited_at","quantity","open_quantity","entry_price","exit_price","entry_value","exit_value",
  "fees","funding","profit","best","worst","risk","r_multiple","tags","notes"],"properties":{
  "id":{"type":"string"},"source":{"type":"string","enum":["paper","manual"]},"venue":{"type":"string"},
  "symbol":{"type":"string"},"direction":{"type":"string","enum":["long","short"]},"setup":{"type":"string"},
  "regime":{"type":["string","null"],"description":"up, range or down, at entry"},
  "strategy":{"type":["string","null"],"description":"null: by hand"},
  "trace":{"type":["string","null"],"description":"of the decision that opened it: GET /decision-traces/{trace}"},
  "currency":{"type":"string"},"entered_at":{"type":"string","format":"date-time"},
  "exited_at":{"type":["string","null"],"format":"date-time","description":"null: still open"},
  "quantity":{"type":"number"},"open_quantity":{"type":"number"},"entry_price":{"type":["number","null"]},
  "exit_price":{"type":["number","null"]},"entry_value":{"type":"number"},"exit_value":{"type":"number"},
  "fees":{"type":"number"},"funding":{"type":"number"},"profit":{"type":"number","description":"net; 0 while open"},
  "best":{"type":"number","description":"MFE: highest gross profit while it was open"},
  "worst":{"type":"number","description":"MAE: the lowest"},"risk":{"type":["number","null"]},
  "r_multiple":{"type":["number","null"]},"tags":{"type":"array","items":{"type":"string"}},"notes":{"type":"string"}}},
"Journal":{"type":"object","required":["trades","next"],"properties":{
  "trades":{"type":"array","items":{"$ref":"#/components/schemas/JournalEntry"}},"next":{"type":["integer","null"]}}},
"TradeTally":{"type":"object","required":["trades","won","lost","profit","win_rate","expectancy","profit_factor","payoff",
  "mean_r","r_trades","largest_win","largest_loss","mean_held_s"],"properties":{"trades":{"type":"integer"},
  "won":{"type":"integer"},"lost":{"type":"integer"},"profit":{"type":"number"},"win_rate":{"type":["number","null"]},
  "expectancy":{"type":["number","null"]},"profit_factor":{"type":["number","null"]},"payoff":{"type":["number","null"]},
  "mean_r":{"type":["number","null"]},"r_trades":{"type":"integer","description":"whose risk is known"},
  "largest_win":{"type":"number"},"largest_loss":{"type":"number"},"mean_held_s":{"type":["number","null"]}}},
"NamedTally":{"type":"object","required":["name","tally"],"properties":{"name":{"type":"string"},
  "tally":{"$ref":"#/components/schemas/TradeTally"}}},
"JournalStatistics":{"type":"object","required":["all","long","short","wins_in_a_row","losses_in_a_row","by_setup","by_regime","by_hour","by_weekday"],"properties":{
  "all":{"$ref":"#/components/schemas/TradeTally"},"long":{"$ref":"#/components/schemas/TradeTally"},
  "short":{"$ref":"#/components/schemas/TradeTally"},"wins_in_a_row":{"type":"integer"},"losses_in_a_row":{"type":"integer"},
  "by_setup":{"type":"array","items":{"$ref":"#/components/schemas/NamedTally"}},
  "by_regime":{"type":"array","items":{"$ref":"#/components/schemas/NamedTally"}},
  "by_hour":{"type":"array","items":{"$ref":"#/components/schemas/NamedTally"}},
  "by_weekday":{"type":"array","items":{"$ref":"#/components/schemas/NamedTally"}}}},
"StrategyInfo":{"type":"object","required":["id","title","rule","needs","timeframes","parameters"],"properties":{
  "id":{"type":"string"},"title":{"type":"string"},"rule":{"type":"string","description":"what it does, in a sentence or two"},
  "needs":{"type":"string","enum":["candles","zones","decision"],"description":"of the analysis, beside candles"},
  "timeframes":{"type":"array","items":{"$ref":"#/components/schemas/TimeframeName"},"description":"on which it can run"},
  "parameters":{"type":"array","items":{"$ref":"#/components/schemas/ParameterInfo"}}}},
"StrategyCatalogue":{"type":"object","required":["strategies"],"properties":{
  "strategies":{"type":"array","items":{"$ref":"#/components/schemas/StrategyInfo"}}}},
"BacktestRequest":{"type":"object","required":["strategy","symbol","timeframe"],"properties":{
  "strategy":{"type":"string"},"symbol":{"type":"string"},"timeframe":{"$ref":"#/components/schemas/TimeframeName"},
  "from":{"type":"string","format":"date-time"},"to":{"type":"string","format":"date-time"},
  "parameters":{"type":"array","items":{"type":"string"},"description":"NAME=VALUE each"},
  "grid":{"type":"array","items":{"type":"string"},
    "description":"NAME=V,V,... or NAME=FROM:TO:STEP each: every combination is run, 5,000 at most"},
  "objective":{"type":"string","enum":["sharpe","return","calmar","profit_factor"],"description":"of a search"},
  "min_trades":{"type":"integer","minimum":0,"description":"of a search: fewer have no score; 10 without it"},
  "walk_forward":{"type":"string",
    "description":"of a search: TRAIN,TEST in candles; chosen on the former, judged on the latter, then further on"},
  "capital":{"type":"string"},"fees":{"type":"string"},"slippage":{"type":"string"},"spread":{"type":"string"},
  "latency":{"type":"string"},"funding":{"type":"string"},"fraction":{"type":"string"},"risk":{"type":"string"},
  "fills":{"type":"string","enum":["conservative","optimistic"]}}},
"Backtest":{"type":"object","required":["id","state","created_at","started_at","ended_at","candles","total","progress","request","error"],"properties":{
  "id":{"type":"string"},"state":{"type":"string","enum":["queued","running","done","failed","canceled"]},
  "created_at":{"type":"string","format":"date-time"},"started_at":{"type":["string","null"],"format":"date-time"},
  "ended_at":{"type":["string","null"],"format":"date-time"},"candles":{"type":"integer","description":"run over so far"},
  "total":{"type":["integer","null"]},"progress":{"type":["number","null"],"description":"0 to 1; null: not known"},
  "request":{"$ref":"#/components/schemas/BacktestRequest"},"error":{"type":["string","null"]}}},
"BacktestList":{"type":"object","required":["backtests"],"properties":{
  "backtests":{"type":"array","items":{"$ref":"#/components/schemas/Backtest"}}}},
"PortfolioChange":{"type":"object","required":["orders","fills","trades","portfolio"],"properties":{
  "orders":{"type":"array","items":{"$ref":"#/components/schemas/Order"}},
  "fills":{"type":"array","items":{"$ref":"#/components/schemas/Fill"}},
  "trades":{"type":"array","items":{"$ref":"#/components/schemas/JournalEntry"}},
  "portfolio":{"$ref":"#/components/schemas/Portfolio"}}},
"TradingNews":{"type":"object","required":["changes","signals","steps"],"properties":{
  "changes":{"type":"array","items":{"$ref":"#/components/schemas/PortfolioChange"}},
  "signals":{"type":"array","description":"orders the strategy asked for","items":{"$ref":"#/components/schemas/Order"}},
  "steps":{"type":"array","description":"of the strategy's stage","items":{"$ref":"#/components/schemas/ActivationEvent"}}}}
)json";

}  // namespace tidemark::api::schemas
