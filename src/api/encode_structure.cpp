#include "api/encode_structure.hpp"

#include "analysis/structure/structure.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

using analysis::structure::Event;

constexpr std::size_t kBytesPerEvent = 330;  // typical; only a reservation

template <class Names, class E>
std::string_view name_in(const Names& names, E value) {
  return names[static_cast<std::size_t>(value)];
}

void encode_event(net::JsonWriter& json, const Event& event, core::Timestamp known_at) {
  using namespace analysis::structure;
  json.begin_object();
  json.key("kind").text(name_in(kKindNames, event.kind));
  json.key("id").unsigned_integer(event.id);
  json.key("state").text(name_in(kStateNames, event.state));
  json.key("side").text(name_in(kSideNames, event.side));
  json.key("label").text(name_in(kLabelNames, event.label));
  json.key("part").unsigned_integer(event.part);
  json.key("rests_on");
  event.origin ? json.unsigned_integer(*event.origin) : json.null();
  json.key("from").text(core::format_iso(event.from.time));
  json.key("time").text(core::format_iso(event.at.time));
  json.key("known_at").text(core::format_iso(known_at));
  json.key("top").number(event.top);
  json.key("bottom").number(event.bottom);
  json.key("price").number(event.price);
  json.key("measure").number(event.measure);
  json.key("confidence").number(event.confidence);
  json.end_object();
}

Event event_of(const engine::StructureOutput& said) {
  Event event;
  event.kind = said.kind;
  event.state = said.state;
  event.side = said.side;
  event.label = said.label;
  event.part = said.part;
  event.id = said.id;
  if (said.origin != 0) event.origin = said.origin;
  event.from.time = said.from;
  event.at.time = said.time;
  event.top = said.top;
  event.bottom = said.bottom;
  event.price = said.price;
  event.measure = said.measure;
  event.confidence = said.confidence;
  return event;
}

void encode_series(net::JsonWriter& json, const SeriesRef& series) {
  json.key("symbol").text(series.instrument.symbol);
  json.key("venue").text(series.instrument.venue);
  json.key("timeframe").text(core::name_of(series.timeframe));
}

}  // namespace

std::string encode_structure_update(const SeriesRef& series, const std::vector<engine::StructureOutput>& said) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  encode_series(json, series);
  json.key("events").begin_array();
  for (const engine::StructureOutput& one : said) encode_event(json, event_of(one), one.known_at);
  json.end_array().end_object();
  return out;
}

std::string encode_structure(const SeriesRef& series, const std::vector<Event>& events, const CandleWindow& window) {
  std::string out;
  out.reserve(192 + events.size() * kBytesPerEvent);
  net::JsonWriter json{out};
  json.begin_object();
  encode_series(json, series);
  json.key("events").begin_array();
  for (const Event& event : events) encode_event(json, event, event.known.time + core::duration_of(series.timeframe));
  json.end_array();
  json.key("candles").unsigned_integer(window.candles.size());
  json.key("has_more").boolean(window.has_more);
  json.key("logic_version").integer(analysis::structure::Structure::kLogicVersion);
  json.end_object();
  return out;
}

}  // namespace tidemark::api
