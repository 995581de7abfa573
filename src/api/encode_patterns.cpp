#include "api/encode_patterns.hpp"

#include <bit>

#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

constexpr std::size_t kBytesPerPattern = 430;  // typical; only a reservation

void encode_pattern(net::JsonWriter& json, const SeenPattern& seen) {
  const auto& info = info_of(seen.pattern);
  const double confidence = seen.confidence();
  json.begin_object();
  json.key("name").text(info.id);
  json.key("title").text(info.title);
  json.key("direction").text(seen.direction());
  json.key("value").integer(seen.value);
  json.key("level").integer(info.level());
  json.key("candles").integer(info.candles);
  json.key("time").text(core::format_iso(seen.open_time));
  json.key("known_at").text(core::format_iso(seen.known_at));
  json.key("price").number(seen.price);
  json.key("confidence").number(confidence);
  json.key("label").text(name_of(analysis::confidence::strength_of(confidence)));
  json.key("parts").begin_object();
  json.key("base").number(seen.parts.base);
  json.key("volume").number(seen.parts.volume);
  json.key("price").number(seen.parts.price);
  json.key("timeframes").number(seen.parts.timeframes);
  json.key("multiplier").number(seen.parts.multiplier);
  json.end_object();
  json.key("volume_confirmation").number(seen.volume_confirmation);
  json.key("trend_alignment").number(seen.trend_alignment);
  json.key("origin").text(name_of(seen.origin));
  json.key("logic_version").integer(seen.logic_version);
  json.end_object();
}

/// What the pattern is read as, for each way it may point; null for the others.
void encode_meanings(net::JsonWriter& json, const analysis::candlesticks::PatternInfo& row) {
  using analysis::candlesticks::Direction;
  const auto put = [&](std::string_view name, int side, bool points) {
    json.key(name);
    points ? json.text(meaning_of(row.role, side)) : json.null();
  };
  const bool either = row.direction == Direction::kEither;
  json.begin_object();
  put("bullish", 1, either || row.direction == Direction::kBullish);
  put("bearish", -1, either || row.direction == Direction::kBearish);
  put("neutral", 0, row.direction == Direction::kUnsigned);
  json.end_object();
}

void encode_series(net::JsonWriter& json, const SeriesRef& series) {
  json.key("symbol").text(series.instrument.symbol);
  json.key("venue").text(series.instrument.venue);
  json.key("timeframe").text(core::name_of(series.timeframe));
}

void encode_forming(net::JsonWriter& json, analysis::candlesticks::Pattern pattern, int value) {
  const auto& info = info_of(pattern);
  json.begin_object();
  json.key("name").text(info.id);
  json.key("title").text(info.title);
  json.key("direction").text(SeenPattern{.pattern = pattern, .value = value}.direction());
  json.key("value").integer(value);
  json.key("level").integer(info.level());
  json.key("candles").integer(info.candles);
  json.end_object();
}

/// All members of the document that stream and page share, without braces.
void encode_members(net::JsonWriter& json, const SeriesRef& series, const std::vector<SeenPattern>& patterns) {
  encode_series(json, series);
  json.key("patterns").begin_array();
  for (const SeenPattern& seen : patterns) encode_pattern(json, seen);
  json.end_array();
}

}  // namespace

std::string encode_patterns(const SeriesRef& series, const std::vector<SeenPattern>& patterns) {
  std::string out;
  out.reserve(128 + patterns.size() * kBytesPerPattern);
  net::JsonWriter json{out};
  json.begin_object();
  encode_members(json, series, patterns);
  json.end_object();
  return out;
}

std::string encode_forming_patterns(const SeriesRef& series,
                                    const std::optional<engine::FormingPatternsOutput>& forming) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  encode_series(json, series);
  json.key("state").text("provisional");
  json.key("time");
  forming ? json.text(core::format_iso(forming->open_time)) : json.null();
  json.key("patterns").begin_array();
  for (auto left = forming ? forming->hits.found() : 0; left != 0; left &= left - 1) {
    const auto pattern = static_cast<analysis::candlesticks::Pattern>(std::countr_zero(left));
    encode_forming(json, pattern, forming->hits.value(pattern));
  }
  json.end_array().end_object();
  return out;
}

std::string encode_pattern_page(const SeriesRef& series, const std::vector<SeenPattern>& patterns,
                                std::uint64_t candles, const std::optional<std::string>& next) {
  std::string out;
  out.reserve(192 + patterns.size() * kBytesPerPattern);
  net::JsonWriter json{out};
  json.begin_object();
  encode_members(json, series, patterns);
  json.key("candles").unsigned_integer(candles);
  json.key("next");
  next ? json.text(*next) : json.null();
  json.end_object();
  return out;
}

std::string encode_pattern_catalogue() {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object().key("patterns").begin_array();
  for (const auto& row : analysis::candlesticks::pattern_rows()) {
    json.begin_object();
    json.key("name").text(row.id);
    json.key("title").text(row.title);
    json.key("family").text(row.family);
    json.key("direction").text(name_of(row.direction));
    json.key("role").text(name_of(row.role));
    encode_meanings(json.key("meanings"), row);
    json.key("level").integer(row.level());
    json.key("candles").integer(row.candles);
    json.key("definition").text(row.definition);
    json.key("source").text(row.source);
    json.key("logic_version").integer(row.logic_version);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace tidemark::api
