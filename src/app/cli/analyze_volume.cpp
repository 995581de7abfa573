#include "app/cli/analyze_volume.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string>

#include "analysis/parse_parameters.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_reading.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

namespace volume = analysis::volume;
using volume::Finding;
using volume::KindInfo;
using volume::name_of_side;
using volume::Placed;

constexpr std::size_t kReportedFindings = 12;

/// The values of the parameters that a kind's rule names.
void write_parameters(net::JsonWriter& json, const KindInfo& row, const volume::Settings& settings) {
  json.begin_object();
  std::istringstream names{std::string{row.parameters}};
  for (std::string name; names >> name;) {
    for (const auto& knob : knobs_of(settings)) {
      if (knob.info.name != name) continue;
      const double value = knob.get(settings);
      json.key(name);
      if (knob.info.choices.empty()) {
        json.number(value);
      } else {
        json.text(knob.info.choices[static_cast<std::size_t>(value)]);
      }
    }
  }
  json.end_object();
}

void write_finding(net::JsonWriter& json, const AnalyzeInput& input, const Finding& finding,
                   const volume::Settings& settings) {
  const KindInfo& row = info_of(finding.kind);
  json.begin_object();
  json.key("kind").text("volume_pattern");
  json.key("pattern").text(row.id);
  json.key("title").text(row.title);
  json.key("direction").text(name_of_side(finding.side));
  json.key("timeframe").text(core::name_of(input.timeframe));
  json.key("time").text(core::format_iso(finding.time));
  json.key("known_at").text(core::format_iso(finding.known_at));
  json.key("from").text(core::format_iso(finding.from));
  json.key("candles").integer(finding.candles);
  json.key("price").number(finding.price);
  json.key("from_price").number(finding.from_price);
  json.key("state").text("closed");
  json.key("strength").text(name_of(finding.strength));
  json.key("confidence").number(finding.confidence);
  json.key("volume_ratio").number(finding.volume_ratio);
  json.key("price_change").number(finding.price_change);
  json.key("measure").number(finding.measure);
  json.key("measure_is").text(row.measure);
  json.key("rule").text(row.rule);
  json.key("parameters");
  write_parameters(json, row, settings);
  json.key("logic_version").integer(row.logic_version);
  json.end_object();
}

std::string finding_line(const Finding& finding) {
  std::string text = "  " + core::format_iso(finding.time) + "  ";
  text += name_of_side(finding.side);
  text += "  ";
  text += info_of(finding.kind).title;
  text += ", ";
  text += name_of(finding.strength);
  text += ", confidence " + fixed_text(finding.confidence, 0);
  if (finding.volume_ratio > 0) text += ", volume " + fixed_text(finding.volume_ratio, 2) + " of the mean";
  return text + "\n";
}

std::string_view name_of_state(volume::Side state) {
  if (state == volume::Side::kNone) return "neither accumulating nor distributing";
  return state == volume::Side::kBullish ? "accumulating" : "distributing";
}

}  // namespace

VolumeFound find_volume(const volume::Settings& settings, const AnalyzeInput& input) {
  VolumeFound found{.settings = for_market(settings, input.market), .findings = {}, .state = {}};
  volume::VolumeAnalyzer analyzer{found.settings, input.timeframe};
  for (std::size_t i = 0; i < input.candles.size(); ++i) {
    for (const Finding& finding : analyzer.update(input.candles[i])) found.findings.push_back({i, finding});
  }
  found.state = analyzer.flow_state();
  return found;
}

void write_csv(const VolumeFound& found, std::ostream& out) {
  out << "index,pattern,direction,strength,confidence,volume_ratio,price_change,measure,price,from,time,known_at\n";
  for (const auto& [index, f] : found.findings) {
    out << index << ',' << info_of(f.kind).id << ',' << name_of_side(f.side) << ',' << name_of(f.strength);
    for (const double number : {f.confidence, f.volume_ratio, f.price_change, f.measure, f.price}) {
      out << ',' << analysis::number_text(number);
    }
    for (const auto time : {f.from, f.time, f.known_at}) out << ',' << core::format_iso(time);
    out << '\n';
  }
}

void write_json(const AnalyzeInput& input, const VolumeFound& found, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const Placed& placed : found.findings) write_finding(json, input, placed.finding, found.settings);
  json.end_array();
  out << text << '\n';
}

void write_report(const AnalyzeInput& input, const VolumeFound& found, std::ostream& out) {
  write_heading(input, out);
  out << "\nvolume: " << name_of_state(found.state);
  if (found.settings.basis == volume::Basis::kTimeOfDay) out << "; held against the same time of day";
  if (found.findings.empty()) {
    out << "; it showed nothing\n";
    return;
  }
  out << "; " << found.findings.size() << (found.findings.size() == 1 ? " finding" : " findings, the newest last")
      << '\n';
  const std::size_t shown = std::min(found.findings.size(), kReportedFindings);
  for (std::size_t i = found.findings.size() - shown; i < found.findings.size(); ++i) {
    out << finding_line(found.findings[i].finding);
  }
  std::array<std::size_t, volume::kKindCount> counts{};
  for (const Placed& placed : found.findings) ++counts[index_of(placed.finding.kind)];
  out << "\nhow often\n";
  for (const KindInfo& row : volume::kind_rows()) {
    if (counts[index_of(row.kind)] > 0) out << "  " << row.title << ": " << counts[index_of(row.kind)] << '\n';
  }
}

}  // namespace tidemark::app
