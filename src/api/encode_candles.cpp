#include "api/encode.hpp"

namespace tidemark::api {
namespace {

constexpr std::size_t kBytesPerCandle = 72;  // typical; only a reservation

void append_decimal(std::string& out, std::int64_t value, int decimals) {
  char buffer[32];
  out += ',';
  out.append(buffer, core::format_decimal(buffer, value, decimals));
}

}  // namespace

void encode_candle(net::JsonWriter& json, const core::Candle& candle, core::Scale scale) {
  json.begin_array().integer(candle.open_time.ms());
  for (const core::Price price : {candle.open, candle.high, candle.low, candle.close}) {
    json.decimal(price.ticks, scale.price_decimals);
  }
  json.decimal(candle.volume.lots, scale.qty_decimals).end_array();
}

std::string encode_window(const SeriesRef& series, const CandleWindow& window) {
  std::string out;
  out.reserve(256 + window.candles.size() * kBytesPerCandle);
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(series.instrument.symbol);
  json.key("venue").text(series.instrument.venue);
  json.key("timeframe").text(core::name_of(series.timeframe));
  json.key("candles").begin_array();
  for (const core::Candle& candle : window.candles) encode_candle(json, candle, window.scale);
  json.end_array();
  json.key("forming");
  if (window.forming) {
    encode_candle(json, *window.forming, window.scale);
  } else {
    json.null();
  }
  json.key("has_more").boolean(window.has_more);
  json.end_object();
  return out;
}

std::string encode_csv(const CandleWindow& window) {
  std::string out = "time,open,high,low,close,volume\n";
  out.reserve(out.size() + window.candles.size() * kBytesPerCandle);
  for (const core::Candle& candle : window.candles) {
    out += core::format_iso(candle.open_time);
    for (const core::Price price : {candle.open, candle.high, candle.low, candle.close}) {
      append_decimal(out, price.ticks, window.scale.price_decimals);
    }
    append_decimal(out, candle.volume.lots, window.scale.qty_decimals);
    out += '\n';
  }
  return out;
}

}  // namespace tidemark::api
