#include "api/udf.hpp"

#include <array>
#include <set>
#include <utility>

#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

using net::JsonWriter;

constexpr std::array<std::pair<std::string_view, core::Timeframe>, 10> kResolutions{{
    {"1", core::Timeframe::k1m},
    {"5", core::Timeframe::k5m},
    {"15", core::Timeframe::k15m},
    {"30", core::Timeframe::k30m},
    {"60", core::Timeframe::k1h},
    {"240", core::Timeframe::k4h},
    {"1D", core::Timeframe::k1d},
    {"1W", core::Timeframe::k1w},
    {"D", core::Timeframe::k1d},  // the two old spellings
    {"W", core::Timeframe::k1w},
}};
constexpr std::size_t kListed = 8;
constexpr std::size_t kIntraday = 6;

// A session narrower than the data makes the library hide candles, and what a market's week is in UTC changes with
// daylight saving: whatever candles there are, are shown.
constexpr std::string_view kSession = "24x7";
constexpr std::string_view kTimezone = "Etc/UTC";

void write_resolutions(JsonWriter& json, std::size_t count) {
  json.begin_array();
  for (std::size_t i = 0; i < count; ++i) json.text(kResolutions[i].first);
  json.end_array();
}

std::int64_t price_scale(const core::Instrument& instrument) {
  return core::kPow10[instrument.scale.price_decimals];
}

std::string description(const core::Instrument& instrument) {
  return instrument.symbol + " on " + instrument.venue;
}

template <class Write>
void write_column(JsonWriter& json, std::string_view name, std::span<const UdfInstrument> rows, Write&& write) {
  json.key(name).begin_array();
  for (const UdfInstrument& row : rows) write(row.instrument);
  json.end_array();
}

template <class Write>
void write_candles(JsonWriter& json, std::string_view name, const CandleWindow& window, Write&& write) {
  json.key(name).begin_array();
  for (const core::Candle& candle : window.candles) write(candle);
  if (window.forming) write(*window.forming);
  json.end_array();
}

}  // namespace

core::Result<core::Timeframe> parse_resolution(std::string_view text) {
  for (const auto& [name, timeframe] : kResolutions) {
    if (name == text) return timeframe;
  }
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_resolution",
                    "The resolution must be one of 1 5 15 30 60 240 1D 1W.", "resolution");
}

std::string_view udf_type(core::MarketType type) noexcept {
  switch (type) {
    case core::MarketType::kCryptoSpot:
    case core::MarketType::kCryptoPerpetual:
      return "crypto";
    case core::MarketType::kForex:
      return "forex";
    case core::MarketType::kMetal:
      return "commodity";
    case core::MarketType::kFutures:
      return "futures";
    case core::MarketType::kEquity:
      return "stock";
  }
  return "crypto";
}

std::string encode_udf_config(std::span<const UdfInstrument> instruments) {
  std::set<std::string> venues;
  std::set<std::string_view> types;
  for (const UdfInstrument& row : instruments) {
    venues.insert(row.instrument.venue);
    types.insert(udf_type(row.instrument.market_type));
  }
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  json.key("supports_search").boolean(true);
  json.key("supports_group_request").boolean(false);
  json.key("supports_marks").boolean(false);
  json.key("supports_timescale_marks").boolean(false);
  json.key("supports_time").boolean(true);
  write_resolutions(json.key("supported_resolutions"), kListed);
  json.key("exchanges").begin_array();
  json.begin_object().key("value").text("").key("name").text("All venues").key("desc").text("").end_object();
  for (const std::string& venue : venues) {
    json.begin_object().key("value").text(venue).key("name").text(venue).key("desc").text(venue).end_object();
  }
  json.end_array().key("symbols_types").begin_array();
  json.begin_object().key("value").text("").key("name").text("All types").end_object();
  for (const std::string_view type : types) {
    json.begin_object().key("value").text(type).key("name").text(type).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string encode_udf_symbol(const UdfInstrument& row) {
  const core::Instrument& instrument = row.instrument;
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  json.key("name").text(instrument.symbol);
  json.key("ticker").text(instrument.key());
  json.key("description").text(description(instrument));
  json.key("type").text(udf_type(instrument.market_type));
  json.key("session").text(kSession);
  json.key("timezone").text(kTimezone);
  json.key("exchange").text(instrument.venue);
  json.key("listed_exchange").text(instrument.venue);
  json.key("format").text("price");
  json.key("minmov").integer(instrument.tick_size.ticks);
  json.key("pricescale").integer(price_scale(instrument));
  json.key("has_intraday").boolean(true);
  json.key("has_daily").boolean(true);
  json.key("has_weekly_and_monthly").boolean(true);
  json.key("has_empty_bars").boolean(false);
  write_resolutions(json.key("supported_resolutions"), kListed);
  write_resolutions(json.key("intraday_multipliers"), kIntraday);
  json.key("volume_precision").integer(instrument.scale.qty_decimals);
  json.key("data_status").text(row.kind == SeriesRef::Kind::kLive ? "streaming" : "endofday");
  json.end_object();
  return out;
}

std::string encode_udf_symbol_info(std::span<const UdfInstrument> rows) {
  using core::Instrument;
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  write_column(json, "symbol", rows, [&](const Instrument& i) { json.text(i.symbol); });
  write_column(json, "ticker", rows, [&](const Instrument& i) { json.text(i.key()); });
  write_column(json, "description", rows, [&](const Instrument& i) { json.text(description(i)); });
  write_column(json, "exchange-listed", rows, [&](const Instrument& i) { json.text(i.venue); });
  write_column(json, "exchange-traded", rows, [&](const Instrument& i) { json.text(i.venue); });
  write_column(json, "type", rows, [&](const Instrument& i) { json.text(udf_type(i.market_type)); });
  write_column(json, "session-regular", rows, [&](const Instrument&) { json.text(kSession); });
  json.key("timezone").text(kTimezone);
  write_column(json, "minmovement", rows, [&](const Instrument& i) { json.integer(i.tick_size.ticks); });
  write_column(json, "pricescale", rows, [&](const Instrument& i) { json.integer(price_scale(i)); });
  json.key("has-intraday").boolean(true);
  json.key("has-daily").boolean(true);
  json.key("has-weekly-and-monthly").boolean(true);
  write_resolutions(json.key("supported-resolutions"), kListed);
  write_resolutions(json.key("intraday-multipliers"), kIntraday);
  write_column(json, "volume-precision", rows, [&](const Instrument& i) { json.integer(i.scale.qty_decimals); });
  json.end_object();
  return out;
}

std::string encode_udf_search(std::span<const UdfInstrument> found) {
  std::string out;
  JsonWriter json{out};
  json.begin_array();
  for (const UdfInstrument& row : found) {
    const core::Instrument& instrument = row.instrument;
    json.begin_object();
    json.key("symbol").text(instrument.symbol);
    json.key("full_name").text(instrument.key());
    json.key("description").text(description(instrument));
    json.key("exchange").text(instrument.venue);
    json.key("ticker").text(instrument.key());
    json.key("type").text(udf_type(instrument.market_type));
    json.end_object();
  }
  json.end_array();
  return out;
}

std::string encode_udf_history(const CandleWindow& window, std::optional<core::Timestamp> earlier) {
  using core::Candle;
  constexpr std::int64_t kMsPerSecond = 1000;
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  if (window.candles.empty() && !window.forming) {
    json.key("s").text("no_data");
    if (earlier) json.key("nextTime").integer(earlier->ms() / kMsPerSecond);
    json.end_object();
    return out;
  }
  const int price = window.scale.price_decimals;
  json.key("s").text("ok");
  write_candles(json, "t", window, [&](const Candle& c) { json.integer(c.open_time.ms() / kMsPerSecond); });
  write_candles(json, "o", window, [&](const Candle& c) { json.decimal(c.open.ticks, price); });
  write_candles(json, "h", window, [&](const Candle& c) { json.decimal(c.high.ticks, price); });
  write_candles(json, "l", window, [&](const Candle& c) { json.decimal(c.low.ticks, price); });
  write_candles(json, "c", window, [&](const Candle& c) { json.decimal(c.close.ticks, price); });
  write_candles(json, "v", window, [&](const Candle& c) { json.decimal(c.volume.lots, window.scale.qty_decimals); });
  json.end_object();
  return out;
}

std::string encode_udf_error(std::string_view message) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().key("s").text("error").key("errmsg").text(message).end_object();
  return out;
}

}  // namespace tidemark::api
