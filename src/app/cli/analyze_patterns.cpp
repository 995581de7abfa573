#include "app/cli/analyze_patterns.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "analysis/candlesticks/detector.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_reading.hpp"
#include "engine/pattern_bank.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

namespace confidence = analysis::confidence;
using analysis::candlesticks::Direction;
using analysis::candlesticks::info_of;
using analysis::candlesticks::Pattern;
using analysis::candlesticks::PatternDetector;
using analysis::candlesticks::PatternHits;
using analysis::candlesticks::PatternInfo;
using analysis::candlesticks::set_of;

constexpr std::size_t kFlushBytes = 1 << 16;
constexpr std::size_t kReportedFindings = 12;
constexpr std::size_t kReportedCandles = 5;

/// "bullish", "bearish", or "neutral" where TA-Lib's sign says nothing of direction.
std::string_view direction_of(const PatternInfo& info, int value) {
  if (info.direction == Direction::kUnsigned) return "neutral";
  return value > 0 ? "bullish" : "bearish";
}

/// Of the candles before, at most so many as the engine looks at.
double mean_volume_before(const AnalyzeInput& input, std::size_t candle) {
  const std::size_t count = std::min(candle, engine::PatternBank::kVolumeCandles);
  double sum = 0;
  for (std::size_t i = candle - count; i < candle; ++i) sum += input.candles[i].volume;
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

/// As known at the close of a series that stands alone: without follow-through and without other timeframes.
confidence::Parts parts_of(const AnalyzeInput& input, std::size_t candle, const PatternInfo& info, int value) {
  const double confirmation =
      confidence::volume_confirmation(input.candles[candle].volume, mean_volume_before(input, candle));
  return {.base = confidence::base_strength(info.level(), value),
          .volume = confidence::volume_boost(confirmation),
          .price = 0,
          .timeframes = 0,
          .multiplier = confidence::timeframe_multiplier(input.timeframe)};
}

void write_finding(net::JsonWriter& json, const AnalyzeInput& input, std::size_t at, const PatternInfo& info,
                   int value) {
  const core::CandleF& candle = input.candles[at];
  const double sure = confidence::confidence_of(parts_of(input, at, info, value));
  json.begin_object();
  json.key("kind").text("candlestick_pattern");
  json.key("pattern").text(info.id);
  json.key("title").text(info.title);
  json.key("direction").text(direction_of(info, value));
  json.key("value").integer(value);
  json.key("level").integer(info.level());
  json.key("timeframe").text(core::name_of(input.timeframe));
  json.key("time").text(core::format_iso(candle.open_time));
  json.key("known_at").text(core::format_iso(candle.open_time + core::duration_of(input.timeframe)));
  json.key("price").number(candle.close);
  json.key("confidence").number(sure);
  json.key("strength").text(name_of(confidence::strength_of(sure)));
  json.key("candles").integer(info.candles);
  json.key("state").text("closed");
  json.key("rule").text(info.definition);
  json.key("logic_version").integer(info.logic_version);
  json.end_object();
}

/// Calls `use(candle index, row, value)` for each finding, oldest first.
template <class Use>
void each_finding(const PatternsFound& found, Use use) {
  for (std::size_t i = 0; i < found.hits.size(); ++i) {
    if (found.hits[i].found() == 0) continue;
    for (const Pattern pattern : found.patterns) {
      if (const int value = found.hits[i].value(pattern); value != 0) use(i, info_of(pattern), value);
    }
  }
}

std::string finding_line(const AnalyzeInput& input, std::size_t candle, const PatternInfo& info, int value) {
  std::string text = "  " + core::format_iso(input.candles[candle].open_time) + "  ";
  text += direction_of(info, value);
  text += "  ";
  text += info.title;
  if (std::abs(value) == 200) text += ", confirmed";
  return text;
}

int side_of(const PatternInfo& info, int value) {
  if (info.direction == Direction::kUnsigned) return 0;
  return value > 0 ? 1 : -1;
}

PatternsFound find_all(const AnalyzeInput& input) {
  return find_patterns(analysis::candlesticks::parse_patterns("all").value(), input);
}

}  // namespace

PatternsFound find_patterns(std::vector<Pattern> patterns, const AnalyzeInput& input) {
  PatternsFound found{.patterns = std::move(patterns), .hits = std::vector<PatternHits>(input.candles.size())};
  PatternDetector{}.update_all(input.candles, found.hits);
  return found;
}

void write_csv(const PatternsFound& found, std::ostream& out) {
  std::string text = "index";
  for (const Pattern pattern : found.patterns) text += "," + std::string{info_of(pattern).id};
  text += '\n';
  for (std::size_t i = 0; i < found.hits.size(); ++i) {
    text += std::to_string(i);
    for (const Pattern pattern : found.patterns) {
      text += ',';
      if ((found.hits[i].ready & set_of(pattern)) != 0) text += std::to_string(found.hits[i].value(pattern));
    }
    text += '\n';
    if (text.size() < kFlushBytes) continue;
    out << text;
    text.clear();
  }
  out << text;
}

void write_json(const AnalyzeInput& input, const PatternsFound& found, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  each_finding(found,
               [&](std::size_t i, const PatternInfo& info, int value) { write_finding(json, input, i, info, value); });
  json.end_array();
  out << text << '\n';
}

void write_newest_patterns(const AnalyzeInput& input, std::ostream& out) {
  std::vector<std::string> lines;
  std::size_t count = 0;
  each_finding(find_all(input), [&](std::size_t at, const PatternInfo& info, int value) {
    ++count;
    if (at + kReportedCandles < input.candles.size()) return;
    const double sure = confidence::confidence_of(parts_of(input, at, info, value));
    std::string label{name_of(confidence::strength_of(sure))};
    std::ranges::replace(label, '_', ' ');
    lines.push_back(finding_line(input, at, info, value) + ", confidence " + fixed_text(sure, 0) + ", " + label + ". " +
                    std::string{meaning_of(info.role, side_of(info, value))} + "\n");
  });
  const double per_candle = static_cast<double>(count) / static_cast<double>(input.candles.size());
  out << "\nCandlestick patterns of the last " << std::min(kReportedCandles, input.candles.size()) << " candles ("
      << fixed_text(per_candle, 1) << " a candle on average)\n";
  if (lines.empty()) out << "  none\n";
  for (const std::string& line : lines) out << line;
}

confidence::Side newest_side(const AnalyzeInput& input) {
  const auto found = find_all(input);
  int net = 0;
  for (const Pattern pattern : found.patterns) {
    const int value = found.hits.back().value(pattern);
    if (value != 0) net += side_of(info_of(pattern), value);
  }
  return confidence::side_of(net);
}

void write_report(const AnalyzeInput& input, const PatternsFound& found, std::ostream& out) {
  write_heading(input, out);
  std::vector<std::string> lines;
  std::vector<std::size_t> counts(analysis::candlesticks::kPatternCount);
  each_finding(found, [&](std::size_t i, const PatternInfo& info, int value) {
    lines.push_back(finding_line(input, i, info, value) + "\n");
    ++counts[index_of(info.pattern)];
  });
  if (lines.empty()) {
    out << "\nno candlestick pattern\n";
    return;
  }
  out << "\ncandlestick patterns: " << lines.size() << ", the newest last\n";
  const std::size_t shown = std::min(lines.size(), kReportedFindings);
  for (std::size_t i = lines.size() - shown; i < lines.size(); ++i) out << lines[i];
  out << "\nhow often\n";
  for (const Pattern pattern : found.patterns) {
    const std::size_t count = counts[index_of(pattern)];
    if (count > 0) out << "  " << info_of(pattern).title << ": " << count << '\n';
  }
}

}  // namespace tidemark::app
