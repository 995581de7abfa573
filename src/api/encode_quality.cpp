#include "api/encode.hpp"

namespace tidemark::api {
namespace {

void encode_series_names(net::JsonWriter& json, const storage::SeriesKey& series) {
  json.key("symbol").text(series.symbol);
  json.key("venue").text(series.venue);
  json.key("timeframe").text(core::name_of(series.timeframe));
}

}  // namespace

void encode_quality_score(net::JsonWriter& json, const core::QualityScore& quality) {
  json.begin_object();
  json.key("score").number(quality.score);
  json.key("completeness").number(quality.completeness);
  json.key("consistency").number(quality.consistency);
  json.key("timeliness").number(quality.timeliness);
  json.key("plausibility").number(quality.plausibility);
  json.key("candles").unsigned_integer(quality.candles);
  json.key("expected").unsigned_integer(quality.expected);
  json.end_object();
}

std::string encode_quality(const SeriesRef& series, const std::optional<storage::QualityRecord>& record) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  encode_series_names(json, series.key());
  if (record) {
    json.key("time").text(core::format_iso(record->time));
    encode_quality_score(json.key("quality"), record->quality);
  } else {
    json.key("time").null().key("quality").null();
  }
  json.end_object();
  return out;
}

void encode_gap_members(net::JsonWriter& json, const core::Gap& gap) {
  json.key("timeframe").text(core::name_of(gap.timeframe));
  json.key("from").text(core::format_iso(gap.range.from));
  json.key("to").text(core::format_iso(gap.range.to));
  json.key("candles").integer(gap.candles);
  json.key("reason").text(core::name_of(gap.reason));
  json.key("state").text(core::name_of(gap.state));
  if (gap.trades) {
    json.key("first_trade").unsigned_integer(gap.trades->first);
    json.key("last_trade").unsigned_integer(gap.trades->last);
  }
}

std::string encode_gaps(const core::Instrument& instrument, const std::vector<core::Gap>& gaps) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(instrument.symbol);
  json.key("venue").text(instrument.venue);
  json.key("gaps").begin_array();
  for (const core::Gap& gap : gaps) {
    json.begin_object();
    encode_gap_members(json, gap);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string encode_quarantine(const storage::QuarantinePage& page) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object().key("rows").begin_array();
  for (const storage::QuarantineRecord& row : page.rows) {
    json.begin_object();
    encode_series_names(json, row.series);
    json.key("code").text(core::name_of(row.finding.code));
    json.key("severity").text(core::name_of(row.finding.severity));
    json.key("policy").text(core::name_of(row.finding.policy));
    json.key("time").text(core::format_iso(row.finding.time));
    json.key("known_at").text(core::format_iso(row.finding.known_at));
    json.key("value").number(row.finding.value);
    json.key("limit").number(row.finding.limit);
    json.key("payload").text(row.payload);
    json.end_object();
  }
  json.end_array().key("next");
  if (page.next) {
    json.unsigned_integer(*page.next);
  } else {
    json.null();
  }
  json.end_object();
  return out;
}

}  // namespace tidemark::api
