#include "api/encode_volume.hpp"

#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

void encode_finding(net::JsonWriter& json, const SeenVolume& seen) {
  const auto& finding = seen.finding;
  const auto& info = info_of(finding.kind);
  json.begin_object();
  json.key("type").text(info.id);
  json.key("title").text(info.title);
  json.key("timeframe").text(core::name_of(seen.timeframe));
  json.key("direction").text(analysis::volume::name_of_side(finding.side));
  json.key("strength").text(name_of(finding.strength));
  json.key("confidence").number(finding.confidence);
  json.key("volume_ratio").number(finding.volume_ratio);
  json.key("price_change").number(finding.price_change);
  json.key("measure").number(finding.measure);
  json.key("candles").integer(finding.candles);
  json.key("from").text(core::format_iso(finding.from));
  json.key("from_price").number(finding.from_price);
  json.key("time").text(core::format_iso(finding.time));
  json.key("known_at").text(core::format_iso(seen.known_at));
  json.key("price").number(finding.price);
  json.key("origin").text(name_of(seen.origin));
  json.key("logic_version").integer(seen.logic_version);
  json.end_object();
}

void encode_findings(net::JsonWriter& json, const std::vector<SeenVolume>& findings) {
  json.key("patterns").begin_array();
  for (const SeenVolume& seen : findings) encode_finding(json, seen);
  json.end_array();
}

}  // namespace

std::string encode_volume_update(const SeriesRef& series, const std::vector<SeenVolume>& findings) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(series.instrument.symbol);
  json.key("venue").text(series.instrument.venue);
  json.key("timeframe").text(core::name_of(series.timeframe));
  encode_findings(json, findings);
  json.end_object();
  return out;
}

std::string encode_volume_patterns(const core::SymbolName& symbol, const VolumeFindings& found) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(symbol.symbol);
  encode_findings(json, found.findings);
  json.key("series").begin_array();
  for (const VolumeSample& sample : found.samples) {
    json.begin_object();
    json.key("timeframe").text(core::name_of(sample.timeframe));
    json.key("candles").unsigned_integer(sample.candles);
    json.key("first").text(core::format_iso(sample.first));
    json.key("last").text(core::format_iso(sample.last));
    json.end_object();
  }
  json.end_array().key("next");
  found.next ? json.text(*found.next) : json.null();
  json.end_object();
  return out;
}

std::string encode_volume_catalogue() {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object().key("types").begin_array();
  for (const auto& row : analysis::volume::kind_rows()) {
    json.begin_object();
    json.key("type").text(row.id);
    json.key("title").text(row.title);
    json.key("rule").text(row.rule);
    json.key("measure").text(row.measure);
    json.key("source").text(row.source);
    json.key("logic_version").integer(row.logic_version);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace tidemark::api
