#include "api/encode_decisions.hpp"

#include "analysis/confidence/pattern_confidence.hpp"
#include "analysis/confidence/reliability.hpp"
#include "api/decision_record.hpp"

namespace tidemark::api {
namespace {

using net::JsonWriter;

void number_or_null(JsonWriter& json, const std::optional<double>& value) {
  value ? json.number(*value) : json.null();
}

/// Of a row that counts ended signals, into an open object.
template <class Row>
void encode_rates(JsonWriter& json, const Row& row) {
  const auto interval = analysis::confidence::wilson_interval(row.hits, row.ended);
  json.key("ended").unsigned_integer(row.ended);
  json.key("hits").unsigned_integer(row.hits);
  json.key("hit_rate").number(static_cast<double>(row.hits) / static_cast<double>(row.ended));
  json.key("hit_rate_low").number(interval.low);
  json.key("hit_rate_high").number(interval.high);
  json.key("mean_result").number(row.sum_results / static_cast<double>(row.ended));
}

void encode(JsonWriter& json, const storage::CalibrationRow& row) {
  json.begin_object();
  json.key("type").text(row.type);
  json.key("confidence").text(name_of(static_cast<analysis::confidence::Strength>(row.bucket)));
  encode_rates(json, row);
  json.end_object();
}

void encode(JsonWriter& json, const storage::FactorPerformanceRow& row) {
  json.begin_object();
  json.key("factor").text(row.factor);
  encode_rates(json, row);
  json.end_object();
}

void encode(JsonWriter& json, const storage::ConfluenceFactorRecord& factor) {
  json.begin_object();
  json.key("type").text(factor.type);
  json.key("timeframe").text(factor.timeframe);
  json.key("price").number(factor.price);
  json.key("strength").number(factor.strength);
  json.key("confidence").number(factor.confidence);
  json.key("freshness").number(factor.freshness);
  json.key("weight").number(factor.weight);
  json.key("contribution").number(factor.contribution);
  json.key("finding").raw(factor.metadata);
  json.end_object();
}

void encode(JsonWriter& json, const storage::ConfluenceZoneRecord& zone) {
  json.begin_object();
  json.key("direction").text(zone.direction);
  json.key("price").number(zone.price);
  json.key("top").number(zone.top);
  json.key("bottom").number(zone.bottom);
  json.key("score").number(zone.score);
  json.key("bonus").number(zone.bonus);
  json.key("features").begin_object();
  json.key("factor_count").integer(zone.factor_count);
  json.key("type_count").integer(zone.type_count);
  json.key("mean_strength").number(zone.mean_strength);
  json.key("sd_zone_count").integer(zone.sd_zone_count);
  json.key("sd_zone_strength_avg").number(zone.sd_zone_strength_avg);
  json.key("sd_fibonacci_alignment_count").integer(zone.sd_fibonacci_alignment_count);
  json.key("sd_fresh_zone_count").integer(zone.sd_fresh_zone_count);
  json.key("sd_tested_zone_count").integer(zone.sd_tested_zone_count);
  json.end_object();
  json.key("factors").begin_array();
  for (const auto& factor : zone.factors) encode(json, factor);
  json.end_array();
  json.end_object();
}

void encode_list(JsonWriter& json, const std::vector<storage::SignalRecord>& signals) {
  json.key("signals").begin_array();
  for (const auto& signal : signals) encode_signal(json, signal);
  json.end_array();
}

}  // namespace

void encode_signal(JsonWriter& json, const storage::SignalRecord& s) {
  json.begin_object();
  json.key("symbol").text(s.instrument.symbol);
  json.key("venue").text(s.instrument.venue);
  json.key("number").unsigned_integer(s.number);
  json.key("type").text(s.type);
  json.key("direction").text(s.direction);
  json.key("status").text(s.status);
  json.key("score").number(s.score);
  json.key("confluence").number(s.confluence);
  json.key("confidence").number(s.confidence);
  json.key("entry").number(s.entry);
  json.key("stop").number(s.stop);
  json.key("targets").raw(s.targets);
  json.key("risk_reward").number(s.risk_reward);
  json.key("risk_percent").number(s.risk_percent);
  json.key("size_hint").number(s.size_hint);
  json.key("candle").text(core::format_iso(s.candle));
  json.key("known_at").text(core::format_iso(s.known_at));
  json.key("expires").text(core::format_iso(s.expires));
  json.key("ended");
  s.ended ? json.text(core::format_iso(*s.ended)) : json.null();
  json.key("exit");
  number_or_null(json, s.exit);
  json.key("result");
  number_or_null(json, s.result);
  json.key("mfe").number(s.favorable);
  json.key("mae").number(s.adverse);
  json.key("trace_id").text(trace_id_of(s.instrument, s.known_at));
  json.key("logic_version").integer(s.logic_version);
  json.end_object();
}

std::string encode_signals(const std::vector<storage::SignalRecord>& signals, const SignalOutcomes& outcomes) {
  std::string text;
  JsonWriter json{text};
  json.begin_object();
  encode_list(json, signals);
  json.key("calibration").begin_array();
  for (const auto& row : outcomes.calibration) encode(json, row);
  json.end_array();
  json.key("factors").begin_array();
  for (const auto& row : outcomes.factors) encode(json, row);
  json.end_array();
  json.end_object();
  return text;
}

std::string encode_signal_update(const std::vector<storage::SignalRecord>& signals) {
  std::string text;
  JsonWriter json{text};
  json.begin_object();
  encode_list(json, signals);
  json.end_object();
  return text;
}

std::string encode_confluence(const storage::SeriesKey& series, const storage::ConfluenceRecord* record) {
  std::string text;
  JsonWriter json{text};
  json.begin_object();
  json.key("symbol").text(series.symbol);
  json.key("venue").text(series.venue);
  json.key("timeframe").text(core::name_of(series.timeframe));
  json.key("time");
  record != nullptr ? json.text(core::format_iso(record->time)) : json.null();
  json.key("known_at");
  record != nullptr ? json.text(core::format_iso(record->known_at)) : json.null();
  json.key("zones").begin_array();
  if (record != nullptr) {
    for (const auto& zone : record->zones) encode(json, zone);
  }
  json.end_array();
  json.end_object();
  return text;
}

}  // namespace tidemark::api
