#include "app/cli/analyze_zones.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/zones/zones.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_reading.hpp"
#include "app/cli/knob_output.hpp"
#include "core/instrument.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

using namespace analysis::zones;

template <class Enum, std::size_t kCount>
std::string_view name_in(const std::array<std::string_view, kCount>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

/// What the storage tables call what has ended a test.
std::string_view outcome_name(TestOutcome outcome) {
  return name_in(kTestOutcomeNames, outcome);
}

struct Writer {
  net::JsonWriter& json;
  const AnalyzeInput& input;
  const ZonesFound& found;

  [[nodiscard]] std::string close_of(const Moment& candle) const {
    return core::format_iso(candle.time + core::duration_of(input.timeframe));
  }
  void put_candle(std::string_view name, const Moment& candle) const {
    json.key(std::string{name} + "_index").integer(candle.index);
    json.key(std::string{name} + "_time").text(core::format_iso(candle.time));
  }
  [[nodiscard]] double pip(double price) const {
    return found.settings.pip_size > 0 ? found.settings.pip_size : std::fabs(price) * 1e-4;
  }

  void tests(const ZoneHistory& history) const {
    json.key("tests").begin_array();
    for (const ZoneTest& test : history.tests) {
      json.begin_object();
      json.key("test_time").text(core::format_iso(test.at.time));
      json.key("bar_index").integer(test.at.index);
      json.key("test_price").number(test.price);
      json.key("test_type").text(name_in(kTestTypeNames, test.type));
      json.key("rejection_strength").number(test.rejection_strength);
      json.key("outcome").text(outcome_name(test.outcome));
      json.key("volume").number(test.volume);
      json.key("subsequent_move_pips").number(test.move / pip(test.price));
      json.end_object();
    }
    json.end_array();
  }

  void identity(const Zone& zone) const {
    json.key("kind").text("supply_demand_zone");
    json.key("id").unsigned_integer(zone.id);
    json.key("symbol").text(input.symbol.value_or(""));
    json.key("timeframe").text(core::name_of(input.timeframe));
    json.key("time").text(core::format_iso(zone.base_from.time));
    json.key("known_at").text(close_of(zone.created));
    json.key("known_index").integer(zone.created.index);
    json.key("zone_type").text(name_in(kZoneKindNames, zone.kind));
    json.key("formation").text(name_in(kFormationNames, zone.formation));
    json.key("continuation").boolean(zone.continuation);
    json.key("direction").text(zone.kind == ZoneKind::kDemand ? "bullish" : "bearish");
    json.key("top_price").number(zone.top);
    json.key("bottom_price").number(zone.bottom);
    json.key("left_time").text(core::format_iso(zone.base_from.time));
    json.key("right_time").text(core::format_iso(zone.base_to.time));
    put_candle("base_start", zone.base_from);
    put_candle("base_end", zone.base_to);
    put_candle("impulse_start", zone.impulse_from);
    put_candle("impulse_end", zone.impulse_to);
    json.key("magnitude").number(zone.magnitude);
    json.key("momentum").number(zone.momentum);
    json.key("volume_ratio").number(zone.volume_ratio);
    json.key("atr_at_creation").number(zone.atr);
    json.key("volume_at_creation").number(zone.volume);
  }

  void zone(const ZoneHistory& history) const {
    const Zone& zone = history.zone;
    json.begin_object();
    identity(zone);
    json.key("status").text(name_in(kZoneStatusNames, zone.status));
    json.key("state").text(name_in(kZoneStatusNames, zone.status));
    if (zone.ended_by != ZoneEnd::kNone) json.key("ended_by").text(name_in(kZoneEndNames, zone.ended_by));
    json.key("strength_score").number(zone.strength);
    json.key("strength_at_creation").number(history.created.strength);
    json.key("confidence").number(zone.strength);
    json.key("test_count").integer(zone.tests);
    json.key("success_count").integer(zone.successes);
    json.key("created_at").text(close_of(zone.created));
    json.key("updated_at").text(close_of(zone.updated));
    if (zone.origin) json.key("original_zone_id").unsigned_integer(*zone.origin);
    if (zone.successor) {
      json.key(zone.status == ZoneStatus::kFlipped ? "new_zone_id" : "merged_into").unsigned_integer(*zone.successor);
    }
    tests(history);
    json.key("rule").text(zone.formation == Formation::kFlip ? "a broken zone that held from the other side"
                                                             : "a base of small candles left by an impulse");
    json.key("parameters").begin_object();
    for (const auto& knob : knobs_of(found.settings)) write_knob(json, knob.info, knob.get(found.settings));
    json.end_object();
    json.key("logic_version").integer(Zones::kLogicVersion);
    json.end_object();
  }
};

/// Folds an event into its zone's history.
void take(std::vector<ZoneHistory>& zones, const ZoneEvent& event) {
  if (event.kind == ZoneEventKind::kCreated) {
    zones.push_back({.zone = event.zone, .created = event.zone, .tests = {}});
    return;
  }
  const auto history = std::ranges::find(zones, event.zone.id, [](const ZoneHistory& h) { return h.zone.id; });
  if (history == zones.end()) return;
  history->zone = event.zone;
  if (!event.test) return;
  if (history->tests.size() < event.test->number) {
    history->tests.push_back(*event.test);
  } else {
    history->tests.back() = *event.test;
  }
}

struct Tally {
  std::size_t demand{0};
  std::size_t tested{0};
  std::size_t tests{0};
  std::size_t bounces{0};
  std::array<std::size_t, kZoneStatusNames.size()> by_status{};
};

Tally tally_of(const ZonesFound& found) {
  Tally tally;
  for (const ZoneHistory& history : found.zones) {
    tally.demand += history.zone.kind == ZoneKind::kDemand ? 1 : 0;
    tally.tested += history.zone.tests > 0 ? 1 : 0;
    tally.tests += history.zone.tests;
    tally.bounces += history.zone.successes;
    ++tally.by_status[static_cast<std::size_t>(history.zone.status)];
  }
  return tally;
}

void write_live(const AnalyzeInput& input, const ZonesFound& found, std::ostream& out) {
  constexpr std::size_t kShown = 10;
  const double close = input.candles.back().close;
  std::vector<const Zone*> live;
  for (const ZoneHistory& history : found.zones) {
    if (history.zone.live()) live.push_back(&history.zone);
  }
  const auto distance = [close](const Zone* zone) { return std::max({0.0, zone->bottom - close, close - zone->top}); };
  std::ranges::sort(live, {}, distance);
  out << "\nlive zones: " << live.size() << ", the nearest first\n";
  for (std::size_t i = 0; i < std::min(live.size(), kShown); ++i) {
    const Zone& zone = *live[i];
    out << "  " << name_in(kZoneKindNames, zone.kind) << ' ' << fixed_text(zone.bottom, input.scale.price_decimals)
        << " to " << fixed_text(zone.top, input.scale.price_decimals) << ", strength " << fixed_text(zone.strength, 2)
        << ", " << name_in(kFormationNames, zone.formation) << ", " << zone.tests
        << (zone.tests == 1 ? " test" : " tests") << ", " << zone.successes << " held, from "
        << core::format_iso(zone.base_from.time) << '\n';
  }
}

}  // namespace

core::Result<ZoneSettings> zone_settings(const AnalyzeInput& input, std::span<const std::string> changes) {
  core::Instrument instrument;
  instrument.symbol = input.symbol.value_or("");
  instrument.market_type = core::guess_market_type(instrument.symbol);
  ZoneOverrides overrides;
  for (const std::string& text : changes) {
    auto change = analysis::parse_knob("zones", text, knobs_of(ZoneSettings{}));
    if (!change) return core::forward_error(change);
    overrides.push_back(*change);
  }
  return settings_of(instrument, overrides);
}

ZonesFound find_zones(const ZoneSettings& settings, const AnalyzeInput& input) {
  ZonesFound found{.settings = settings, .events = {}, .zones = {}};
  Zones{settings}.update_all(input.candles, found.events);
  for (const ZoneEvent& event : found.events) take(found.zones, event);
  return found;
}

void write_csv(const AnalyzeInput& input, const ZonesFound& found, std::ostream& out) {
  std::string text =
      "known_at,event,id,zone_type,status,top_price,bottom_price,strength_score,test_count,success_count\n";
  for (const ZoneEvent& event : found.events) {
    const Zone& zone = event.zone;
    text += core::format_iso(event.known.time + core::duration_of(input.timeframe)) + ',';
    text += std::string{name_in(kZoneEventKindNames, event.kind)} + ',' + std::to_string(zone.id) + ',';
    text += std::string{name_in(kZoneKindNames, zone.kind)} + ',' + std::string{name_in(kZoneStatusNames, zone.status)};
    for (const double value : {zone.top, zone.bottom, zone.strength}) {
      text += ',';
      append_number(text, value);
    }
    text += ',' + std::to_string(zone.tests) + ',' + std::to_string(zone.successes) + '\n';
  }
  out << text;
}

void write_json(const AnalyzeInput& input, const ZonesFound& found, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  const Writer writer{json, input, found};
  json.begin_array();
  for (const ZoneHistory& history : found.zones) writer.zone(history);
  json.end_array();
  out << text << '\n';
}

void write_report(const AnalyzeInput& input, const ZonesFound& found, std::ostream& out) {
  write_heading(input, out);
  const Tally tally = tally_of(found);
  const double thousands = static_cast<double>(input.candles.size()) / 1000;
  out << "\nsupply and demand zones: " << found.zones.size() << " (" << tally.demand << " demand), "
      << fixed_text(static_cast<double>(found.zones.size()) / thousands, 1) << " per 1000 candles\n"
      << "tested: " << tally.tested << " zones, " << tally.tests << " tests, " << tally.bounces << " bounced";
  if (tally.tests > 0) {
    out << " (" << fixed_text(100.0 * static_cast<double>(tally.bounces) / static_cast<double>(tally.tests), 1)
        << " %)";
  }
  out << '\n';
  for (std::size_t status = 0; status < tally.by_status.size(); ++status) {
    out << kZoneStatusNames[status] << ": " << tally.by_status[status]
        << (status + 1 < tally.by_status.size() ? ", " : "\n");
  }
  write_live(input, found, out);
}

}  // namespace tidemark::app
