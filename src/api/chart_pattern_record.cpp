#include "api/chart_pattern_record.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/decimal.hpp"

namespace tidemark::api {
namespace {

namespace chart = analysis::chart_patterns;
using analysis::confidence::Parts;
using analysis::confidence::Side;
using chart::ChartPattern;

template <class Name, class Names>
std::string name_in(const Names& names, Name value) {
  return std::string{names[static_cast<std::size_t>(value)]};
}

std::string decimal_of(double price, core::Scale scale) {
  const double units = static_cast<double>(core::kPow10[scale.price_decimals]);
  return core::format_decimal(std::llround(price * units), scale.price_decimals);
}

void write_anchor(net::JsonWriter& json, const chart::Anchor& anchor) {
  json.begin_object();
  json.key("time").text(core::format_iso(anchor.at.time));
  json.key("price").number(anchor.price);
  json.end_object();
}

void write_line(net::JsonWriter& json, const chart::Line& line) {
  json.begin_object();
  json.key("from");
  write_anchor(json, line.from);
  json.key("to");
  write_anchor(json, line.to);
  json.end_object();
}

/// What has no column of its own.
std::string metadata_of(const ChartPattern& pattern, const Parts& confidence) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  json.key("level").integer(chart::kLevel);
  json.key("scale").text(chart::kScaleNames[static_cast<std::size_t>(pattern.scale)]);
  json.key("height").number(pattern.shape.height);
  json.key("atr").number(pattern.atr);
  json.key("quality").number(pattern.shape.quality);
  json.key("base").number(confidence.base);
  json.key("volume").number(confidence.volume);
  json.key("price").number(confidence.price);
  json.key("timeframes").number(confidence.timeframes);
  json.key("multiplier").number(confidence.multiplier);
  json.key("history");
  write_tally(json, pattern.kind_tally);
  json.key("history_in_regime");
  write_tally(json, pattern.regime_tally);
  json.end_object();
  return text;
}

template <class Write>
std::string json_of(const ChartPattern& pattern, Write write) {
  std::string text;
  net::JsonWriter json{text};
  write(json, pattern);
  return text;
}

}  // namespace

void write_anchors(net::JsonWriter& json, const ChartPattern& pattern) {
  json.begin_array();
  for (const chart::Anchor& anchor : pattern.shape.anchors.items()) write_anchor(json, anchor);
  json.end_array();
}

void write_boundaries(net::JsonWriter& json, const ChartPattern& pattern) {
  json.begin_object();
  json.key("upper");
  write_line(json, pattern.shape.upper);
  json.key("lower");
  write_line(json, pattern.shape.lower);
  json.end_object();
}

void write_tally(net::JsonWriter& json, const chart::Tally& tally) {
  const auto interval = tally.interval();
  json.begin_object();
  json.key("hits").unsigned_integer(tally.hits);
  json.key("ended").unsigned_integer(tally.ended);
  json.key("low").number(interval.low);
  json.key("high").number(interval.high);
  json.end_object();
}

std::string_view direction_of(Side side) {
  if (side == Side::kNone) return "neutral";
  return side == Side::kBullish ? "bullish" : "bearish";
}

storage::ChartPatternRecord chart_pattern_record(storage::SeriesKey series, const ChartPattern& pattern,
                                                 const Parts& confidence, core::Timestamp known_at, core::Scale scale) {
  const auto& row = info_of(pattern.kind());
  const double percent = analysis::confidence::confidence_of(confidence);
  storage::ChartPatternRecord record;
  record.series = std::move(series);
  record.pattern = std::string{row.id};
  record.began = pattern.began.time;
  record.start = pattern.shape.anchors.front().at.time;
  record.end = pattern.shape.anchors.back().at.time;
  record.updated = pattern.known.time;
  // A clock behind the venue's would know of a candle before it began.
  record.known_at = std::max(known_at, pattern.known.time);
  record.state = name_in(chart::kStateNames, pattern.state);
  record.reason = name_in(chart::kReasonNames, pattern.reason);
  record.direction = std::string{direction_of(pattern.side())};
  record.completion = pattern.completion;
  record.confidence = percent;
  record.strength = std::string{name_of(analysis::confidence::strength_of(percent))};
  record.reliability = analysis::confidence::reliability_of(reliability_of(pattern));
  record.anchors = json_of(pattern, write_anchors);
  record.boundaries = json_of(pattern, write_boundaries);
  if (pattern.target) record.target = decimal_of(*pattern.target, scale);
  if (pattern.invalidation) record.invalidation = decimal_of(*pattern.invalidation, scale);
  if (pattern.breakout) {
    record.breakout = pattern.breakout->at.time;
    record.breakout_price = decimal_of(pattern.breakout->close, scale);
  }
  record.outcome = name_in(chart::kOutcomeNames, pattern.outcome.state);
  record.outcome_candles = pattern.outcome.candles;
  record.mfe_atr = in_atr(pattern, pattern.outcome.favorable);
  record.mae_atr = in_atr(pattern, pattern.outcome.adverse);
  record.mfe_percent = in_percent(pattern, pattern.outcome.favorable);
  record.mae_percent = in_percent(pattern, pattern.outcome.adverse);
  record.regime = std::string{name_of(pattern.regime)};
  record.metadata = metadata_of(pattern, confidence);
  record.logic_version = row.logic_version;
  return record;
}

}  // namespace tidemark::api
