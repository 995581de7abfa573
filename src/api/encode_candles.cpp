#include <bit>
#include <cstring>

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

namespace {

/// All members of the document, without braces.
void encode_window_members(net::JsonWriter& json, const SeriesRef& series, const CandleWindow& window) {
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
}

template <class T>
void put_little_endian(std::string& out, T value) {
  static_assert(std::endian::native == std::endian::little);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

void put_record(std::string& out, const core::Candle& candle) {
  put_little_endian(out, candle.open_time.ms());
  for (const core::Price price : {candle.open, candle.high, candle.low, candle.close}) {
    put_little_endian(out, price.ticks);
  }
  put_little_endian(out, candle.volume.lots);
}

}  // namespace

std::string encode_window(const SeriesRef& series, const CandleWindow& window) {
  std::string out;
  out.reserve(256 + window.candles.size() * kBytesPerCandle);
  net::JsonWriter json{out};
  json.begin_object();
  encode_window_members(json, series, window);
  json.end_object();
  return out;
}

std::string encode_page(const SeriesRef& series, const CandleWindow& window, const std::optional<std::string>& next) {
  std::string out;
  out.reserve(256 + window.candles.size() * kBytesPerCandle);
  net::JsonWriter json{out};
  json.begin_object();
  encode_window_members(json, series, window);
  json.key("next");
  if (next) {
    json.text(*next);
  } else {
    json.null();
  }
  json.end_object();
  return out;
}

std::string encode_binary(const CandleWindow& window, core::Timeframe timeframe) {
  constexpr std::uint16_t kVersion = 1;
  constexpr std::uint16_t kHeaderBytes = 32;
  constexpr std::uint32_t kRecordBytes = 48;
  constexpr std::uint16_t kHasMore = 1;
  constexpr std::uint16_t kLastIsForming = 2;
  const std::size_t records = window.candles.size() + (window.forming ? 1 : 0);
  std::string out = "TMCB";
  out.reserve(kHeaderBytes + records * kRecordBytes);
  put_little_endian(out, kVersion);
  put_little_endian(out, kHeaderBytes);
  put_little_endian(out, kRecordBytes);
  put_little_endian(out, static_cast<std::uint32_t>(records));
  put_little_endian(out, static_cast<std::uint32_t>(core::duration_of(timeframe) / core::seconds(1)));
  put_little_endian(out, window.scale.price_decimals);
  put_little_endian(out, window.scale.qty_decimals);
  put_little_endian(
      out, static_cast<std::uint16_t>((window.has_more ? kHasMore : 0) | (window.forming ? kLastIsForming : 0)));
  out.append(kHeaderBytes - out.size(), '\0');
  for (const core::Candle& candle : window.candles) put_record(out, candle);
  if (window.forming) put_record(out, *window.forming);
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
