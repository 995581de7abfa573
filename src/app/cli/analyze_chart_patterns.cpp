#include "app/cli/analyze_chart_patterns.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "analysis/chart_patterns/detector.hpp"
#include "api/chart_pattern_record.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_reading.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

namespace chart = analysis::chart_patterns;
using chart::ChartPattern;
using chart::KindInfo;
using chart::OutcomeState;
using chart::State;

constexpr std::size_t kReported = 8;

std::string_view state_of(const ChartPattern& pattern) {
  return chart::kStateNames[static_cast<std::size_t>(pattern.state)];
}
std::string_view outcome_of(const ChartPattern& pattern) {
  return chart::kOutcomeNames[static_cast<std::size_t>(pattern.outcome.state)];
}
std::string_view reason_of(const ChartPattern& pattern) {
  return chart::kReasonNames[static_cast<std::size_t>(pattern.reason)];
}

core::Timestamp known_at(const ChartPattern& pattern, core::Timeframe timeframe) {
  return pattern.known.time + core::duration_of(timeframe);
}

analysis::confidence::Parts parts_of(const ChartPattern& pattern, core::Timeframe timeframe) {
  auto parts = confidence_of(pattern);
  parts.multiplier = analysis::confidence::timeframe_multiplier(timeframe);
  return parts;
}

void write_optional(net::JsonWriter& json, std::string_view key, const std::optional<double>& value) {
  json.key(key);
  if (value) {
    json.number(*value);
  } else {
    json.null();
  }
}

/// The values of the settings that a kind's rule reads.
void write_parameters(net::JsonWriter& json, const KindInfo& row, const chart::Settings& settings) {
  json.begin_object();
  std::istringstream names{std::string{row.parameters} + " " + std::string{chart::kCommonParameters}};
  for (std::string name; names >> name;) {
    for (const auto& knob : knobs_of(settings)) {
      if (knob.info.name == name) json.key(name).number(knob.get(settings));
    }
  }
  json.end_object();
}

void write_breakout(net::JsonWriter& json, const ChartPattern& pattern) {
  json.key("breakout");
  if (!pattern.breakout) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("time").text(core::format_iso(pattern.breakout->at.time));
  json.key("price").number(pattern.breakout->close);
  json.key("boundary").number(pattern.breakout->boundary);
  json.key("volume_confirmation").number(pattern.breakout->volume_confirmation);
  json.key("volume_dried_before").boolean(pattern.breakout->volume_dried);
  json.end_object();
}

void write_outcome(net::JsonWriter& json, const ChartPattern& pattern) {
  const auto& outcome = pattern.outcome;
  json.key("outcome").begin_object();
  json.key("state").text(outcome_of(pattern));
  json.key("candles").integer(outcome.candles);
  json.key("mfe_atr").number(in_atr(pattern, outcome.favorable));
  json.key("mae_atr").number(in_atr(pattern, outcome.adverse));
  json.key("mfe_percent").number(in_percent(pattern, outcome.favorable));
  json.key("mae_percent").number(in_percent(pattern, outcome.adverse));
  json.end_object();
}

void write_finding(net::JsonWriter& json, const AnalyzeInput& input, const ChartPattern& pattern,
                   const chart::Settings& settings) {
  const KindInfo& row = info_of(pattern.kind());
  const double confidence = analysis::confidence::confidence_of(parts_of(pattern, input.timeframe));
  json.begin_object();
  json.key("kind").text("chart_pattern");
  json.key("pattern").text(row.id);
  json.key("title").text(row.title);
  json.key("direction").text(api::direction_of(pattern.side()));
  json.key("timeframe").text(core::name_of(input.timeframe));
  json.key("time").text(core::format_iso(pattern.shape.anchors.front().at.time));
  json.key("end").text(core::format_iso(pattern.shape.anchors.back().at.time));
  json.key("began").text(core::format_iso(pattern.began.time));
  json.key("known_at").text(core::format_iso(known_at(pattern, input.timeframe)));
  json.key("state").text(state_of(pattern));
  json.key("reason").text(reason_of(pattern));
  json.key("completion").number(pattern.completion);
  json.key("scale").text(chart::kScaleNames[static_cast<std::size_t>(pattern.scale)]);
  json.key("price").number(pattern.breakout ? pattern.breakout->close : pattern.shape.anchors.back().price);
  json.key("height").number(pattern.shape.height);
  json.key("anchors");
  api::write_anchors(json, pattern);
  json.key("boundaries");
  api::write_boundaries(json, pattern);
  write_optional(json, "target", pattern.target);
  write_optional(json, "invalidation", pattern.invalidation);
  write_breakout(json, pattern);
  write_outcome(json, pattern);
  json.key("quality").number(pattern.shape.quality);
  json.key("confidence").number(confidence);
  json.key("strength").text(name_of(analysis::confidence::strength_of(confidence)));
  json.key("reliability").number(analysis::confidence::reliability_of(reliability_of(pattern)));
  json.key("regime").text(name_of(pattern.regime));
  json.key("history");
  api::write_tally(json, pattern.kind_tally);
  json.key("history_in_regime");
  api::write_tally(json, pattern.regime_tally);
  json.key("rule").text(row.rule);
  json.key("parameters");
  write_parameters(json, row, settings);
  json.key("logic_version").integer(row.logic_version);
  json.end_object();
}

std::string line_of(const AnalyzeInput& input, const ChartPattern& pattern) {
  const int decimals = input.scale.price_decimals;
  std::string text = "  " + core::format_iso(pattern.shape.anchors.front().at.time) + "  ";
  text += info_of(pattern.kind()).title;
  text += ", ";
  text += state_of(pattern);
  if (pattern.state == State::kForming) text += " " + fixed_text(pattern.completion, 0) + " %";
  if (pattern.reason != chart::Reason::kNone) text += " (" + std::string{reason_of(pattern)} + ")";
  if (pattern.breakout) {
    text += ", ";
    text += api::direction_of(pattern.side());
    text += " at " + fixed_text(pattern.breakout->close, decimals) + ", ";
    text += outcome_of(pattern);
  }
  if (pattern.target && !pattern.over()) {
    text += ", target " + fixed_text(*pattern.target, decimals);
    text += ", invalid beyond " + fixed_text(*pattern.invalidation, decimals);
  }
  return text + "\n";
}

/// How the patterns of one kind went.
struct Counts {
  std::size_t complete{0};
  std::size_t failed{0};
  chart::Tally tally;
};

void write_counts(const ChartPatternsFound& found, std::ostream& out) {
  std::array<Counts, chart::kKindCount> counts{};
  for (const ChartPattern& pattern : found.patterns) {
    Counts& one = counts[index_of(pattern.kind())];
    if (pattern.state == State::kComplete) ++one.complete;
    if (pattern.state == State::kFailed || pattern.state == State::kExpired) ++one.failed;
    if (pattern.state != State::kComplete || !pattern.over()) continue;
    ++one.tally.ended;
    one.tally.hits += pattern.outcome.state == OutcomeState::kHit ? 1 : 0;
  }
  out << "\nwhat became of them (success: the target was reached; 95 % interval)\n";
  for (const KindInfo& row : chart::kind_rows()) {
    const Counts& one = counts[index_of(row.kind)];
    if (one.complete + one.failed == 0) continue;
    const auto interval = one.tally.interval();
    out << "  " << row.title << ": " << one.complete << " complete, " << one.failed << " not";
    if (one.tally.ended > 0) {
      out << "; " << one.tally.hits << " of " << one.tally.ended << " reached the target ("
          << fixed_text(100 * interval.low, 0) << " to " << fixed_text(100 * interval.high, 0) << " %)";
    }
    out << '\n';
  }
}

}  // namespace

ChartPatternsFound find_chart_patterns(const chart::Settings& settings, const AnalyzeInput& input) {
  ChartPatternsFound found{.settings = settings, .patterns = {}};
  std::vector<ChartPattern> said;
  chart::ChartPatternDetector{settings}.update_all(input.candles, said);
  std::map<std::pair<chart::Kind, std::int64_t>, std::size_t> places;
  for (const ChartPattern& one : said) {
    const auto [place, added] = places.try_emplace({one.kind(), one.began.index}, found.patterns.size());
    if (added) {
      found.patterns.push_back(one);
    } else {
      found.patterns[place->second] = one;
    }
  }
  return found;
}

void write_csv(const ChartPatternsFound& found, std::ostream& out) {
  out << "pattern,start,end,began,known,state,reason,completion,direction,target,invalidation,outcome,mfe_atr,mae_"
         "atr\n";
  const auto number = [](const std::optional<double>& value) { return value ? fixed_text(*value, 8) : std::string{}; };
  for (const ChartPattern& one : found.patterns) {
    out << info_of(one.kind()).id;
    for (const chart::Moment& at : {one.shape.anchors.front().at, one.shape.anchors.back().at, one.began, one.known}) {
      out << ',' << core::format_iso(at.time);
    }
    out << ',' << state_of(one) << ',' << reason_of(one) << ',' << fixed_text(one.completion, 1) << ','
        << api::direction_of(one.side()) << ',' << number(one.target) << ',' << number(one.invalidation) << ','
        << outcome_of(one) << ',' << fixed_text(in_atr(one, one.outcome.favorable), 4) << ','
        << fixed_text(in_atr(one, one.outcome.adverse), 4) << '\n';
  }
}

void write_json(const AnalyzeInput& input, const ChartPatternsFound& found, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const ChartPattern& pattern : found.patterns) write_finding(json, input, pattern, found.settings);
  json.end_array();
  out << text << '\n';
}

void write_report(const AnalyzeInput& input, const ChartPatternsFound& found, std::ostream& out) {
  write_heading(input, out);
  out << '\n';
  write_section(input, found, out);
}

void write_section(const AnalyzeInput& input, const ChartPatternsFound& found, std::ostream& out) {
  if (found.patterns.empty()) {
    out << "no chart pattern\n";
    return;
  }
  const auto list = [&](std::string_view title, auto wanted) {
    std::vector<const ChartPattern*> some;
    for (const ChartPattern& one : found.patterns) {
      if (wanted(one)) some.push_back(&one);
    }
    if (some.empty()) return;
    out << title << '\n';
    for (std::size_t i = some.size() - std::min(some.size(), kReported); i < some.size(); ++i) {
      out << line_of(input, *some[i]);
    }
  };
  list("chart patterns that are open", [](const ChartPattern& one) { return !one.over(); });
  list("chart patterns that broke out and are over, the newest last",
       [](const ChartPattern& one) { return one.over() && one.state == State::kComplete; });
  write_counts(found, out);
}

}  // namespace tidemark::app
