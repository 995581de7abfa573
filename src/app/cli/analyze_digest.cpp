#include "app/cli/analyze_digest.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/catalogue.hpp"
#include "analysis/confidence/agreement.hpp"
#include "analysis/volume/analyzer.hpp"
#include "app/cli/analyze_chart_patterns.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_patterns.hpp"
#include "app/cli/analyze_reading.hpp"
#include "core/timeframe.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kNameWidth = 14;
constexpr std::size_t kFindings = 8;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

/// How far a level is from the close: "63,120.00  1.42 % above".
std::string level_text(double level, const AnalyzeInput& input) {
  const double close = input.candles.back().close;
  const double share = close == 0 ? 0 : 100 * (level / close - 1);
  const std::string side = share > 0 ? " % above" : share < 0 ? " % below" : " % away";
  return padded(fixed_text(level, input.scale.price_decimals), kNameWidth) + fixed_text(std::fabs(share), 2) + side;
}

/// The newest values of an indicator; empty when it has none yet.
struct Newest {
  analysis::IndicatorSpec spec;
  std::vector<analysis::Column> columns;

  [[nodiscard]] bool known() const {
    return std::ranges::none_of(columns,
                                [](const auto& column) { return column.empty() || std::isnan(column.back()); });
  }
};

Newest newest_of(std::string_view text, const AnalyzeInput& input) {
  auto spec = analysis::parse_indicator(text).value();
  auto columns = analysis::compute(spec, input.candles);
  return {std::move(spec), std::move(columns)};
}

/// One line: the value, and what it says.
void write_line(std::string_view text, std::string_view name, const AnalyzeInput& input, std::ostream& out) {
  const Newest newest = newest_of(text, input);
  out << "  " << padded(std::string{name}, kNameWidth);
  if (!newest.known()) {
    out << "no value yet: it needs " << newest.spec.warm_up() + 1 << " candles\n";
    return;
  }
  const auto& output = newest.spec.info->outputs[0];
  const int decimals = output.unit == "price" ? input.scale.price_decimals : 2;
  const std::string words = read_last_values(newest.spec, newest.columns, input.candles);
  out << padded(fixed_text(newest.columns[0].back(), decimals), kNameWidth) << words << '\n';
}

/// Wilder's reading of ADX with the direction of +DI and -DI.
void write_trend_strength(const AnalyzeInput& input, std::ostream& out) {
  const Newest adx = newest_of("ADX:period=14", input);
  const Newest plus = newest_of("PLUS_DI:period=14", input);
  const Newest minus = newest_of("MINUS_DI:period=14", input);
  if (!adx.known() || !plus.known() || !minus.known()) return;
  const double strength = adx.columns[0].back();
  const bool up = plus.columns[0].back() > minus.columns[0].back();
  const std::string_view words = strength < 20   ? "no trend worth the name (below 20)"
                                 : strength < 25 ? "a trend may be forming (20 to 25)"
                                 : up            ? "a trend upward (25 or more, +DI leads)"
                                                 : "a trend downward (25 or more, -DI leads)";
  out << "  " << padded("ADX 14", kNameWidth) << padded(fixed_text(strength, 2), kNameWidth) << words << '\n';
}

void write_trend(const AnalyzeInput& input, std::ostream& out) {
  out << "\nTrend and regime\n";
  const Newest regime = newest_of("REGIME", input);
  out << "  " << padded("regime", 2 * kNameWidth)
      << (regime.known() ? read_last_values(regime.spec, regime.columns, input.candles) : "not known yet") << '\n';
  write_line("SMA:period=20", "SMA 20", input, out);
  write_line("SMA:period=50", "SMA 50", input, out);
  write_line("SMA:period=200", "SMA 200", input, out);
  write_trend_strength(input, out);
}

void write_momentum(const AnalyzeInput& input, std::ostream& out) {
  out << "\nMomentum\n";
  write_line("MOMENTUM", "score -1 to 1", input, out);
  write_line("RSI:period=14", "RSI 14", input, out);
  write_line("MACD", "MACD", input, out);
}

void write_volatility(const AnalyzeInput& input, std::ostream& out) {
  out << "\nVolatility\n";
  write_line("ATR:period=14", "ATR 14", input, out);
  write_line("BBANDS:period=20", "Bollinger 20", input, out);
}

void write_volume(const AnalyzeInput& input, std::ostream& out) {
  out << "\nVolume\n";
  write_line("OBV", "OBV", input, out);
  const auto settings = analysis::volume::for_market({}, input.market);
  auto found = analysis::volume::find_all(settings, input.timeframe, input.candles);
  if (found.empty()) {
    out << "  nothing out of the ordinary\n";
    return;
  }
  out << "  findings, in the order in which they became known\n";
  const std::size_t shown = std::min(found.size(), kFindings);
  for (std::size_t i = found.size() - shown; i < found.size(); ++i) {
    const auto& finding = found[i].finding;
    out << "  " << core::format_iso(finding.time) << "  "
        << padded(std::string{analysis::volume::name_of_side(finding.side)}, 9)
        << padded(std::string{info_of(finding.kind).title}, 36) << padded(std::string{name_of(finding.strength)}, 9)
        << "confidence " << fixed_text(finding.confidence, 0) << '\n';
  }
}

void write_levels(const AnalyzeInput& input, std::ostream& out) {
  out << "\nLevels, from high to low\n";
  struct Level {
    double price;
    std::string name;
  };
  std::vector<Level> levels;
  const auto add = [&](std::string_view text, std::string_view prefix) {
    const Newest newest = newest_of(text, input);
    for (std::size_t o = 0; o < newest.columns.size(); ++o) {
      const auto& output = newest.spec.info->outputs[o];
      const double value = newest.columns[o].empty() ? std::nan("") : newest.columns[o].back();
      if (output.unit != "price" || std::isnan(value)) continue;
      levels.push_back({value, std::string{prefix} + " " + std::string{output.name}});
    }
  };
  add("PIVOTS", "pivot");
  add("VOLUME_PROFILE", "volume profile");
  add("DONCHIAN:period=20", "20 candles");
  std::ranges::sort(levels, std::greater{}, &Level::price);
  if (levels.empty()) out << "  none yet\n";
  bool passed = false;
  for (const Level& level : levels) {
    if (!passed && level.price < input.candles.back().close) {
      out << "  " << padded("close", 2 * kNameWidth)
          << fixed_text(input.candles.back().close, input.scale.price_decimals) << '\n';
      passed = true;
    }
    out << "  " << padded(level.name, 2 * kNameWidth) << level_text(level.price, input) << '\n';
  }
}

/// The candles of a longer timeframe that these make up; the last one only when it is complete.
std::vector<core::CandleF> longer(const AnalyzeInput& input, core::Timeframe timeframe) {
  std::vector<core::CandleF> candles;
  for (const core::CandleF& candle : input.candles) {
    const core::Timestamp open = core::open_time_of(candle.open_time, timeframe);
    if (candles.empty() || candles.back().open_time != open) {
      candles.push_back(candle);
      candles.back().open_time = open;
      continue;
    }
    core::CandleF& last = candles.back();
    last.high = std::max(last.high, candle.high);
    last.low = std::min(last.low, candle.low);
    last.close = candle.close;
    last.volume += candle.volume;
  }
  const core::Timestamp end = input.candles.back().open_time + core::duration_of(input.timeframe);
  if (!candles.empty() && candles.back().open_time + core::duration_of(timeframe) > end) candles.pop_back();
  return candles;
}

void write_agreement(const AnalyzeInput& input, std::ostream& out) {
  using namespace analysis::confidence;
  Sides sides{};
  out << "\nTimeframes, by the patterns of each one's newest closed candle\n";
  for (std::size_t place = 0; place < kHierarchy.size(); ++place) {
    const core::Timeframe timeframe = kHierarchy[place];
    if (timeframe < input.timeframe) continue;
    AnalyzeInput same = input;
    same.timeframe = timeframe;
    if (timeframe != input.timeframe) same.candles = longer(input, timeframe);
    if (same.candles.empty()) continue;
    sides[place] = newest_side(same);
    out << "  " << padded(std::string{core::name_of(timeframe)}, kNameWidth)
        << (sides[place] == Side::kNone ? "neutral" : analysis::volume::name_of_side(sides[place])) << '\n';
  }
  const Agreement agreement = agreement_of(sides);
  if (agreement.side == Side::kNone) {
    out << "  no timeframe points either way\n";
    return;
  }
  out << "  " << analysis::volume::name_of_side(agreement.side) << ", " << name_of(agreement.strength)
      << " agreement: " << agreement.consecutive << (agreement.consecutive == 1 ? " timeframe" : " timeframes in a row")
      << ", weight " << fixed_text(agreement.weight, 2) << '\n';
}

}  // namespace

void write_digest(const AnalyzeInput& input, std::ostream& out) {
  write_heading(input, out);
  write_trend(input, out);
  write_momentum(input, out);
  write_volatility(input, out);
  write_volume(input, out);
  write_levels(input, out);
  write_newest_patterns(input, out);
  write_agreement(input, out);
  out << '\n';
  write_section(input, find_chart_patterns({}, input), out);
  out << "\nAll of it describes the past; none of it is a forecast. --indicators all lists every indicator.\n";
}

}  // namespace tidemark::app
