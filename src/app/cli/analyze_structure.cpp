#include "app/cli/analyze_structure.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "analysis/structure/rules.hpp"
#include "analysis/structure/structure.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_reading.hpp"
#include "app/cli/knob_output.hpp"
#include "core/nearest_name.hpp"
#include "engine/structure_bank.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

using namespace analysis::structure;

constexpr std::size_t kFlushBytes = 1 << 16;
constexpr int kSmartMoneyLength = 5;
constexpr int kLuxAlgoLength = 5;
constexpr double kSmartMoneyShare = 0.01;  ///< of the series' range; the library's default

template <class Enum, std::size_t kCount>
std::string_view name_in(const std::array<std::string_view, kCount>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

core::Timestamp close_of(const Moment& candle, core::Timeframe timeframe) {
  return candle.time + core::duration_of(timeframe);
}

core::Result<StructureSettings> rule_set(const std::string& rule, std::span<const core::CandleF> candles) {
  if (rule.empty() || rule == "tidemark") return StructureSettings{};
  if (rule == "lux_algo") return StructureSettings::lux_algo(kLuxAlgoLength);
  if (rule == "smart_money") {
    const double highest = std::ranges::max_element(candles, {}, &core::CandleF::high)->high;
    const double lowest = std::ranges::min_element(candles, {}, &core::CandleF::low)->low;
    return StructureSettings::smart_money(kSmartMoneyLength, (highest - lowest) * kSmartMoneyShare);
  }
  std::string message = "no rule set is called " + rule + "; there are tidemark, smart_money and lux_algo";
  return core::fail(core::ErrorKind::kInvalidArgument, "unknown_rule", message, "--rule");
}

void write_event(net::JsonWriter& json, const AnalyzeInput& input, const Event& event,
                 const StructureSettings& settings) {
  json.begin_object();
  json.key("kind").text(name_in(kKindNames, event.kind));
  json.key("id").unsigned_integer(event.id);
  json.key("state").text(name_in(kStateNames, event.state));
  json.key("direction").text(name_in(kSideNames, event.side));
  if (event.label != Label::kNone) json.key("label").text(name_in(kLabelNames, event.label));
  if (const auto part = part_name(event); !part.empty()) json.key("part").text(part);
  json.key("timeframe").text(core::name_of(input.timeframe));
  json.key("time").text(core::format_iso(event.at.time));
  json.key("known_at").text(core::format_iso(close_of(event.known, input.timeframe)));
  json.key("from").text(core::format_iso(event.from.time));
  json.key("index").integer(event.at.index);
  json.key("from_index").integer(event.from.index);
  json.key("known_index").integer(event.known.index);
  json.key("price").number(event.price);
  json.key("top").number(event.top);
  json.key("bottom").number(event.bottom);
  json.key("measure").number(event.measure);
  json.key("confidence").number(event.confidence);
  if (event.origin) json.key("origin").unsigned_integer(*event.origin);
  json.key("rule").text(rule_of(event.kind, settings));
  json.key("parameters").begin_object();
  for (const auto& knob : knobs_of(event.kind, settings)) write_knob(json, knob.info, knob.get(settings));
  json.end_object();
  json.key("logic_version").integer(Structure::kLogicVersion);
  json.end_object();
}

std::string line_of(const AnalyzeInput& input, const Event& event) {
  std::string text = "  " + core::format_iso(event.at.time) + "  ";
  text += name_in(kSideNames, event.side);
  text += ' ';
  text += event.label == Label::kNone ? name_in(kKindNames, event.kind) : name_in(kLabelNames, event.label);
  text += " at " + fixed_text(event.price, input.scale.price_decimals);
  text += ", known " + core::format_iso(close_of(event.known, input.timeframe));
  return text + "\n";
}

/// The newest events that `wanted` takes, oldest first.
template <class Wanted>
void write_newest(const AnalyzeInput& input, const StructureFound& found, const char* title, std::size_t count,
                  std::ostream& out, Wanted wanted) {
  std::vector<const Event*> newest;
  for (auto event = found.events.rbegin(); event != found.events.rend() && newest.size() < count; ++event) {
    if (wanted(*event)) newest.push_back(&*event);
  }
  if (newest.empty()) return;
  out << '\n' << title << '\n';
  for (auto event = newest.rbegin(); event != newest.rend(); ++event) out << line_of(input, **event);
}

/// Findings of a kind that are still open at the end: said, and since then neither used up nor given up.
std::vector<Event> open_of(const StructureFound& found, Kind kind) {
  std::map<std::uint64_t, Event> open;
  for (const Event& event : found.events) {
    if (event.kind != kind) continue;
    if (event.state == State::kFormed || event.state == State::kExtended) open[event.id] = event;
    if (event.state == State::kMitigated || event.state == State::kExpired || event.state == State::kInvalidated) {
      open.erase(event.id);
    }
  }
  std::vector<Event> events;
  events.reserve(open.size());
  for (const auto& [id, event] : open) events.push_back(event);
  return events;
}

void write_levels(const AnalyzeInput& input, const StructureFound& found, std::ostream& out) {
  constexpr std::size_t kShown = 6;
  const double close = input.candles.back().close;
  auto levels = open_of(found, Kind::kSupportResistance);
  std::ranges::sort(levels, {}, [close](const Event& level) { return std::abs(level.price - close); });
  if (levels.empty()) return;
  out << "\nlevels nearest to the price\n";
  for (std::size_t i = 0; i < std::min(levels.size(), kShown); ++i) {
    out << "  " << (levels[i].price <= close ? "support " : "resistance ")
        << fixed_text(levels[i].price, input.scale.price_decimals) << ", touches " << levels[i].measure << ", first "
        << core::format_iso(levels[i].from.time) << '\n';
  }
}

}  // namespace

core::Result<StructureSettings> structure_settings(const std::string& rule, std::span<const std::string> changes,
                                                   std::span<const core::CandleF> candles) {
  auto settings = rule_set(rule, candles);
  if (!settings) return settings;
  for (const std::string& text : changes) {
    auto change = analysis::parse_knob("structure", text, knobs_of(*settings));
    if (!change) return core::forward_error(change);
    auto status = analysis::set_knob("structure", *settings, knobs_of(*settings), change->first, change->second);
    if (!status) return core::forward_error(status);
  }
  if (auto status = check_settings(*settings); !status) return core::forward_error(status);
  return settings;
}

StructureFound find_structure(const StructureSettings& settings, const AnalyzeInput& input) {
  StructureFound found{.settings = engine::settings_on(settings, input.timeframe), .events = {}};
  Structure{found.settings}.update_all(input.candles, found.events);
  return found;
}

void write_csv(const AnalyzeInput& input, const StructureFound& found, std::ostream& out) {
  std::string text = "time,known_at,kind,state,direction,label,id,part,price,top,bottom,measure,confidence\n";
  for (const Event& event : found.events) {
    text += core::format_iso(event.at.time) + ',' + core::format_iso(close_of(event.known, input.timeframe));
    for (const std::string_view word : {name_in(kKindNames, event.kind), name_in(kStateNames, event.state),
                                        name_in(kSideNames, event.side), name_in(kLabelNames, event.label)}) {
      text += ',';
      text += word;
    }
    text += ',' + std::to_string(event.id) + ',';
    text += part_name(event);
    for (const double value : {event.price, event.top, event.bottom, event.measure, event.confidence}) {
      text += ',';
      append_number(text, value);
    }
    text += '\n';
    if (text.size() < kFlushBytes) continue;
    out << text;
    text.clear();
  }
  out << text;
}

void write_json(const AnalyzeInput& input, const StructureFound& found, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const Event& event : found.events) {
    write_event(json, input, event, found.settings);
    if (text.size() < kFlushBytes) continue;
    out << text;
    text.clear();
  }
  json.end_array();
  out << text << '\n';
}

void write_report(const AnalyzeInput& input, const StructureFound& found, std::ostream& out) {
  write_heading(input, out);
  std::array<std::size_t, kKindNames.size()> counts{};
  Side trend = Side::kNeutral;
  for (const Event& event : found.events) {
    if (event.state == State::kFormed || event.state == State::kBroken) ++counts[static_cast<std::size_t>(event.kind)];
    if (event.kind == Kind::kTrend) trend = event.side;
  }
  out << "\ntrend: " << name_in(kSideNames, trend) << '\n';
  write_newest(input, found, "newest swings", 4, out,
               [](const Event& event) { return event.kind == Kind::kSwing && event.state != State::kConfirmed; });
  write_newest(input, found, "newest breaks", 4, out, [](const Event& event) {
    return event.kind == Kind::kBreakOfStructure || event.kind == Kind::kChangeOfCharacter;
  });
  write_levels(input, found, out);
  out << "\nopen now: " << open_of(found, Kind::kFairValueGap).size() << " fair value gaps, "
      << open_of(found, Kind::kOrderBlock).size() << " order blocks, " << open_of(found, Kind::kLiquidityPool).size()
      << " liquidity pools\n\nhow often\n";
  for (std::size_t kind = 0; kind < counts.size(); ++kind) {
    if (counts[kind] > 0) out << "  " << kKindNames[kind] << ": " << counts[kind] << '\n';
  }
}

}  // namespace tidemark::app
