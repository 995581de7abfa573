#include "api/encode_chart_patterns.hpp"

#include "analysis/chart_patterns/kinds.hpp"
#include "api/chart_pattern_record.hpp"
#include "api/cursor.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

using net::JsonWriter;
using storage::ChartPatternRecord;

constexpr std::size_t kBytesPerPattern = 1800;  // typical; only a reservation

void encode_price(JsonWriter& json, const std::optional<std::string>& decimal) {
  decimal ? json.raw(*decimal) : json.null();
}

void encode_breakout(JsonWriter& json, const ChartPatternRecord& p) {
  if (!p.breakout) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("time").text(core::format_iso(*p.breakout));
  json.key("price");
  encode_price(json, p.breakout_price);
  json.end_object();
}

void encode_outcome(JsonWriter& json, const ChartPatternRecord& p) {
  json.begin_object();
  json.key("state").text(p.outcome);
  json.key("candles").integer(p.outcome_candles);
  json.key("mfe_atr").number(p.mfe_atr);
  json.key("mae_atr").number(p.mae_atr);
  json.key("mfe_percent").number(p.mfe_percent);
  json.key("mae_percent").number(p.mae_percent);
  json.end_object();
}

void encode(JsonWriter& json, const SeenChartPattern& seen) {
  const ChartPatternRecord& p = seen.pattern;
  const auto kind = analysis::chart_patterns::find_kind(p.pattern);
  json.begin_object();
  json.key("id").text(cursor_text(p.began, p.pattern));
  json.key("kind").text(p.pattern);
  json.key("title").text(kind ? info_of(*kind).title : std::string_view{p.pattern});
  json.key("direction").text(p.direction);
  json.key("state").text(p.state);
  json.key("reason").text(p.reason);
  json.key("completion").number(p.completion);
  json.key("began_at").text(core::format_iso(p.began));
  json.key("start_time").text(core::format_iso(p.start));
  json.key("end_time").text(core::format_iso(p.end));
  json.key("updated_at").text(core::format_iso(p.updated));
  json.key("known_at").text(core::format_iso(p.known_at));
  json.key("anchors").raw(p.anchors);
  json.key("boundaries").raw(p.boundaries);
  json.key("target");
  encode_price(json, p.target);
  json.key("invalidation");
  encode_price(json, p.invalidation);
  json.key("breakout");
  encode_breakout(json, p);
  json.key("outcome");
  encode_outcome(json, p);
  json.key("confidence").number(p.confidence);
  json.key("label").text(p.strength);
  json.key("reliability").number(p.reliability);
  json.key("regime").text(p.regime);
  json.key("details").raw(p.metadata);
  json.key("origin").text(name_of(seen.origin));
  json.key("logic_version").integer(p.logic_version);
  json.end_object();
}

/// What page and update share, without braces.
void encode_members(JsonWriter& json, const SeriesRef& series, const std::vector<SeenChartPattern>& patterns) {
  json.key("symbol").text(series.instrument.symbol);
  json.key("venue").text(series.instrument.venue);
  json.key("timeframe").text(core::name_of(series.timeframe));
  json.key("chart_patterns").begin_array();
  for (const SeenChartPattern& seen : patterns) encode(json, seen);
  json.end_array();
}

std::string_view name_of(analysis::chart_patterns::Nature nature) {
  using enum analysis::chart_patterns::Nature;
  if (nature == kEither) return "either";
  return nature == kReversal ? "reversal" : "continuation";
}

}  // namespace

std::string encode_chart_pattern_catalogue() {
  std::string out;
  JsonWriter json{out};
  json.begin_object().key("kinds").begin_array();
  for (const auto& row : analysis::chart_patterns::kind_rows()) {
    json.begin_object();
    json.key("kind").text(row.id);
    json.key("title").text(row.title);
    json.key("direction").text(direction_of(row.side));
    json.key("nature").text(name_of(row.nature));
    json.key("rule").text(row.rule);
    json.key("logic_version").integer(row.logic_version);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string encode_chart_pattern_page(const SeriesRef& series, const ChartPatternList& list) {
  std::string out;
  out.reserve(192 + list.patterns.size() * kBytesPerPattern);
  JsonWriter json{out};
  json.begin_object();
  encode_members(json, series, list.patterns);
  json.key("candles").unsigned_integer(list.candles);
  json.key("next");
  list.next ? json.text(*list.next) : json.null();
  json.end_object();
  return out;
}

std::string encode_chart_pattern_update(const SeriesRef& series, const std::vector<engine::ChartPatternOutput>& said) {
  std::vector<SeenChartPattern> patterns;
  patterns.reserve(said.size());
  for (const auto& output : said) patterns.push_back({record_of(series, output), PatternOrigin::kLive});
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  encode_members(json, series, patterns);
  json.end_object();
  return out;
}

}  // namespace tidemark::api
