#pragma once

#include <string_view>

namespace tidemark::api::schemas {

inline constexpr std::string_view kUdf = R"json(
"UdfConfig":{"type":"object","required":["supports_search","supports_group_request","supports_marks",
  "supports_timescale_marks","supports_time","supported_resolutions","exchanges","symbols_types"],"properties":{
  "supports_search":{"type":"boolean"},"supports_group_request":{"type":"boolean"},"supports_marks":{"type":"boolean"},
  "supports_timescale_marks":{"type":"boolean"},"supports_time":{"type":"boolean"},
  "supported_resolutions":{"type":"array","items":{"type":"string"}},
  "exchanges":{"type":"array","items":{"type":"object","required":["value","name","desc"],"properties":{
    "value":{"type":"string"},"name":{"type":"string"},"desc":{"type":"string"}}}},
  "symbols_types":{"type":"array","items":{"type":"object","required":["value","name"],"properties":{
    "value":{"type":"string"},"name":{"type":"string"}}}}}},
"UdfSymbol":{"type":"object","required":["name","ticker","description","type","session","timezone","exchange",
  "listed_exchange","format","minmov","pricescale","has_intraday","has_daily","has_weekly_and_monthly","has_empty_bars",
  "supported_resolutions","intraday_multipliers","volume_precision","data_status"],"properties":{
  "name":{"type":"string"},"ticker":{"type":"string"},"description":{"type":"string"},"type":{"type":"string"},
  "session":{"type":"string"},"timezone":{"type":"string"},"exchange":{"type":"string"},
  "listed_exchange":{"type":"string"},"format":{"type":"string"},"minmov":{"type":"integer"},
  "pricescale":{"type":"integer"},"has_intraday":{"type":"boolean"},"has_daily":{"type":"boolean"},
  "has_weekly_and_monthly":{"type":"boolean"},"has_empty_bars":{"type":"boolean"},
  "supported_resolutions":{"type":"array","items":{"type":"string"}},
  "intraday_multipliers":{"type":"array","items":{"type":"string"}},"volume_precision":{"type":"integer"},
  "data_status":{"type":"string"}}},
"UdfSymbolInfo":{"type":"object","required":["symbol","ticker","description","exchange-listed","exchange-traded","type",
  "session-regular","timezone","minmovement","pricescale","has-intraday","has-daily","has-weekly-and-monthly",
  "supported-resolutions","intraday-multipliers","volume-precision"],
  "description":"columns: one entry per symbol, or one value for all","properties":{
  "symbol":{"type":"array","items":{"type":"string"}},"ticker":{"type":"array","items":{"type":"string"}},
  "description":{"type":"array","items":{"type":"string"}},"exchange-listed":{"type":"array","items":{"type":"string"}},
  "exchange-traded":{"type":"array","items":{"type":"string"}},"type":{"type":"array","items":{"type":"string"}},
  "session-regular":{"type":"array","items":{"type":"string"}},"timezone":{"type":"string"},
  "minmovement":{"type":"array","items":{"type":"integer"}},"pricescale":{"type":"array","items":{"type":"integer"}},
  "has-intraday":{"type":"boolean"},"has-daily":{"type":"boolean"},"has-weekly-and-monthly":{"type":"boolean"},
  "supported-resolutions":{"type":"array","items":{"type":"string"}},
  "intraday-multipliers":{"type":"array","items":{"type":"string"}},
  "volume-precision":{"type":"array","items":{"type":"integer"}}}},
"UdfSearch":{"type":"array","items":{"type":"object","required":["symbol","full_name","description","exchange","ticker",
  "type"],"properties":{"symbol":{"type":"string"},"full_name":{"type":"string"},"description":{"type":"string"},
  "exchange":{"type":"string"},"ticker":{"type":"string"},"type":{"type":"string"}}}},
"UdfHistory":{"type":"object","required":["s"],"properties":{"s":{"type":"string","enum":["ok","no_data"]},
  "t":{"type":"array","items":{"type":"integer"}},"o":{"type":"array","items":{"type":"number"}},
  "h":{"type":"array","items":{"type":"number"}},"l":{"type":"array","items":{"type":"number"}},
  "c":{"type":"array","items":{"type":"number"}},"v":{"type":"array","items":{"type":"number"}},
  "nextTime":{"type":"integer"}}},
"UdfError":{"type":"object","required":["s","errmsg"],"properties":{"s":{"type":"string","enum":["error"]},
  "errmsg":{"type":"string"}}}
)json";

}  // namespace tidemark::api::schemas
