#include "api/pattern_series.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "engine/pattern_bank.hpp"
#include "net/json_reader.hpp"

namespace tidemark::api {
namespace {

using analysis::candlesticks::Direction;
using analysis::candlesticks::find_pattern;
using analysis::candlesticks::info_of;

/// Reads what StoreFeed wrote beside the confidence.
std::optional<analysis::confidence::Parts> parts_of(const std::string& metadata) {
  const auto value = net::parse_json(metadata);
  if (!value) return std::nullopt;
  analysis::confidence::Parts parts;
  const auto take = [&](std::string_view name, double& out) {
    const net::JsonValue* member = value->find(name);
    const auto number = member != nullptr ? member->number() : std::nullopt;
    if (number) out = *number;
    return number.has_value();
  };
  const bool whole = take("base", parts.base) && take("volume", parts.volume) && take("price", parts.price) &&
                     take("timeframes", parts.timeframes) && take("multiplier", parts.multiplier);
  return whole ? std::optional{parts} : std::nullopt;
}

}  // namespace

std::string_view name_of(PatternOrigin origin) noexcept {
  return origin == PatternOrigin::kLive ? "live" : "computed";
}

std::string_view SeenPattern::direction() const {
  if (info_of(pattern).direction == Direction::kUnsigned) return "neutral";
  return value > 0 ? "bullish" : "bearish";
}

SeenPattern seen_of(const engine::PatternOutput& output, core::Scale scale) {
  return {.pattern = output.pattern,
          .value = output.value,
          .open_time = output.open_time,
          .known_at = output.known_at,
          .price = core::to_double(output.price, scale),
          .parts = output.confidence,
          .volume_confirmation = output.volume_confirmation,
          .trend_alignment = output.trend_alignment,
          .logic_version = info_of(output.pattern).logic_version};
}

std::optional<SeenPattern> seen_of(const storage::PatternRecord& record) {
  const auto* info = find_pattern(record.pattern);
  const auto parts = parts_of(record.metadata);
  double price = 0;
  const char* end = record.price_level.data() + record.price_level.size();
  const bool has_price = std::from_chars(record.price_level.data(), end, price).ptr == end;
  if (info == nullptr || !parts || !has_price) return std::nullopt;
  return SeenPattern{.pattern = info->pattern,
                     .value = record.value,
                     .open_time = record.open_time,
                     .known_at = record.known_at,
                     .price = price,
                     .parts = *parts,
                     .volume_confirmation = record.volume_confirmation,
                     .trend_alignment = record.trend_alignment,
                     .logic_version = record.logic_version};
}

bool PatternFilter::takes(const SeenPattern& seen) const {
  return (names & set_of(seen.pattern)) != 0 && (direction == "any" || direction == seen.direction()) &&
         seen.confidence() >= min_confidence;
}

std::vector<SeenPattern> computed_patterns(const SeriesRef& series, const std::vector<core::Candle>& history,
                                           const CandleWindow& window) {
  const std::optional<analysis::candlesticks::Settings> settings{std::in_place};
  engine::PatternBank bank{settings};
  core::Instrument instrument = series.instrument;
  instrument.scale = window.scale;
  std::vector<engine::Output> out;
  const auto feed = [&](const core::Candle& candle) {
    bank.update(instrument, series.timeframe, candle, candle.open_time + core::duration_of(series.timeframe), out);
  };
  for (const core::Candle& candle : history) feed(candle);
  out.clear();
  for (const core::Candle& candle : window.candles) feed(candle);
  std::vector<SeenPattern> seen;
  seen.reserve(out.size());
  for (const engine::Output& output : out) {
    seen.push_back(seen_of(std::get<engine::PatternOutput>(output), window.scale));
    seen.back().origin = PatternOrigin::kComputed;
  }
  return seen;
}

std::vector<SeenPattern> merge_patterns(const std::vector<SeenPattern>& first, const std::vector<SeenPattern>& second) {
  std::vector<SeenPattern> all;
  all.reserve(first.size() + second.size());
  std::ranges::set_union(first, second, std::back_inserter(all), {}, &SeenPattern::key, &SeenPattern::key);
  return all;
}

}  // namespace tidemark::api
