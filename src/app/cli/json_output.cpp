#include "app/cli/json_output.hpp"

namespace tidemark::app {

void write_gap(net::JsonWriter& json, const core::Gap& gap, core::Timeframe timeframe) {
  json.begin_object();
  json.key("timeframe").text(core::name_of(timeframe));
  json.key("from").text(core::format_iso(gap.range.from));
  json.key("to").text(core::format_iso(gap.range.to));
  json.key("candles").unsigned_integer(gap.candles);
  json.key("reason").text(core::name_of(gap.reason));
  json.key("state").text(core::name_of(gap.state));
  if (gap.trades) {
    json.key("first_trade").unsigned_integer(gap.trades->first);
    json.key("last_trade").unsigned_integer(gap.trades->last);
  }
  json.end_object();
}

void write_series(net::JsonWriter& json, const storage::SeriesKey& series) {
  json.key("venue").text(series.venue);
  json.key("symbol").text(series.symbol);
  json.key("timeframe").text(core::name_of(series.timeframe));
}

void write_candle(net::JsonWriter& json, const core::Candle& c, core::Scale s) {
  json.begin_object();
  json.key("time").text(core::format_iso(c.open_time));
  json.key("open").decimal(c.open.ticks, s.price_decimals);
  json.key("high").decimal(c.high.ticks, s.price_decimals);
  json.key("low").decimal(c.low.ticks, s.price_decimals);
  json.key("close").decimal(c.close.ticks, s.price_decimals);
  json.key("volume").decimal(c.volume.lots, s.qty_decimals);
  json.end_object();
}

}  // namespace tidemark::app
