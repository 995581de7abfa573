#include "api/posted_candles.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "net/json_reader.hpp"

namespace tidemark::api {
namespace {

using core::ErrorKind;
using core::fail;
using core::Result;
using core::Status;
using net::JsonValue;

constexpr std::array<std::string_view, 6> kMembers{"timeframe",   "candles",  "symbol",
                                                   "market_type", "pip_size", "parameters"};
constexpr double kPriceMax = 1e15;

std::unexpected<core::Error> bad(std::string code, std::string message, std::string place) {
  return fail(ErrorKind::kInvalidArgument, std::move(code), std::move(message), std::move(place));
}

Status check_members(const JsonValue& body) {
  if (body.members() == nullptr) return bad("bad_body", "The body must be a JSON object.", "body");
  for (const auto& [name, value] : *body.members()) {
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      return bad("unknown_member", "There is no member of this name.", name);
    }
  }
  return {};
}

Result<core::CandleF> candle_of(const JsonValue& row, const std::string& place) {
  constexpr std::size_t kNumbers = 6;
  const auto* items = row.array();
  if (items == nullptr || items->size() != kNumbers) {
    return bad("bad_candle", "A candle is [open_time_ms, open, high, low, close, volume].", place);
  }
  std::array<double, kNumbers> numbers{};
  for (std::size_t i = 0; i < kNumbers; ++i) {
    const auto number = (*items)[i].number();
    if (!number || !std::isfinite(*number)) return bad("bad_candle", "A candle is made of finite numbers.", place);
    numbers[i] = *number;
  }
  const std::int64_t* ms = (*items)[0].integer();
  constexpr std::int64_t kMsMax = INT64_MAX / 1'000'000 - 1;
  if (ms == nullptr || *ms < 0 || *ms > kMsMax) return bad("bad_candle", "A time is whole Unix milliseconds.", place);
  const auto [time, open, high, low, close, volume] = numbers;
  if (low <= 0 || high > kPriceMax || volume < 0 || volume > kPriceMax) {
    return bad("bad_candle", "Prices must be above 0, and neither they nor volumes beyond 1e15.", place);
  }
  if (high < std::max(open, close) || low > std::min(open, close)) {
    return bad("bad_candle", "High and low must enclose open and close.", place);
  }
  return core::CandleF{core::Timestamp::from_ms(*ms), open, high, low, close, volume};
}

Result<std::vector<core::CandleF>> candles_of(const JsonValue& body) {
  const JsonValue* list = body.find("candles");
  if (list == nullptr || list->array() == nullptr) {
    return bad("missing_member", "The body must have `candles`, a list.", "candles");
  }
  const std::size_t count = list->array()->size();
  if (count < kPostedMin) {
    return bad("too_few_candles", "At least " + std::to_string(kPostedMin) + " candles are needed.", "candles");
  }
  if (count > kPostedMax) {
    return bad("too_many_candles", "At most " + std::to_string(kPostedMax) + " candles are looked at.", "candles");
  }
  std::vector<core::CandleF> candles;
  candles.reserve(count);
  for (const JsonValue& row : *list->array()) {
    const std::string place = "candles[" + std::to_string(candles.size()) + "]";
    auto candle = candle_of(row, place);
    if (!candle) return std::unexpected(candle.error());
    if (!candles.empty() && candle->open_time <= candles.back().open_time) {
      return bad("unsorted_candles", "Candles must be in order of time, each time once.", place);
    }
    candles.push_back(*candle);
  }
  return candles;
}

Result<core::Instrument> instrument_of(const JsonValue& body) {
  core::Instrument instrument;
  instrument.venue = "posted";
  instrument.symbol = "POSTED";
  if (const JsonValue* symbol = body.find("symbol")) {
    const auto name = core::parse_symbol(symbol->text() == nullptr ? "" : *symbol->text());
    if (!name) return bad(name.error().code, name.error().message, "symbol");
    instrument.symbol = name->symbol;
  }
  if (const JsonValue* market = body.find("market_type")) {
    const auto type = core::parse_market_type(market->text() == nullptr ? "" : *market->text());
    if (!type) return bad("bad_market", "There is no market type of this name.", "market_type");
    instrument.market_type = *type;
  }
  if (const JsonValue* pip = body.find("pip_size")) {
    const auto number = pip->number();
    if (!number || !(*number > 0) || *number > kPriceMax) {
      return bad("bad_number", "A pip is a price above 0.", "pip_size");
    }
    instrument.pip_size = number;
  }
  return instrument;
}

Result<analysis::zones::ZoneOverrides> overrides_of(const JsonValue& body) {
  analysis::zones::ZoneOverrides overrides;
  const JsonValue* parameters = body.find("parameters");
  if (parameters == nullptr) return overrides;
  if (parameters->members() == nullptr) return bad("bad_parameter", "`parameters` is an object.", "parameters");
  for (const auto& [name, value] : *parameters->members()) {
    const auto number = value.number();
    if (!number) return bad("bad_parameter", "A parameter is a number.", "parameters." + name);
    overrides.emplace_back(name, *number);
  }
  return overrides;
}

}  // namespace

Result<PostedCandles> parse_posted_candles(std::string_view body) {
  const auto value = net::parse_json(body);
  if (!value) return fail(ErrorKind::kParse, value.error().code, value.error().message, "body");
  if (auto known = check_members(*value); !known) return core::forward_error(known);
  PostedCandles posted;
  const JsonValue* timeframe = value->find("timeframe");
  if (timeframe == nullptr || timeframe->text() == nullptr) {
    return bad("missing_member", "The body must have a `timeframe`.", "timeframe");
  }
  const auto length = core::parse_timeframe(*timeframe->text());
  if (!length) return bad(length.error().code, length.error().message, "timeframe");
  posted.timeframe = *length;
  auto instrument = instrument_of(*value);
  if (!instrument) return core::forward_error(instrument);
  posted.instrument = std::move(*instrument);
  auto overrides = overrides_of(*value);
  if (!overrides) return core::forward_error(overrides);
  const auto settings = analysis::zones::settings_of(posted.instrument, *overrides);
  if (!settings) return bad(settings.error().code, settings.error().message, "parameters");
  posted.settings = *settings;
  auto candles = candles_of(*value);
  if (!candles) return core::forward_error(candles);
  posted.candles = std::move(*candles);
  return posted;
}

}  // namespace tidemark::api
