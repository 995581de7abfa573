#include <algorithm>
#include <cmath>

#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_reading.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kNameWidth = 34;
constexpr std::size_t kValueWidth = 16;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string right_aligned(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

/// Averages fall between ticks, so prices get one decimal more than the instrument's; volumes as many as theirs.
int decimals_of(std::string_view unit, core::Scale scale) {
  if (unit == "price") return scale.price_decimals + 1;
  if (unit == "volume") return scale.qty_decimals;
  return 2;
}

void write_indicator(const AnalyzeInput& input, const Analyzed& one, std::ostream& out) {
  const auto& info = *one.spec.info;
  const std::string title = one.spec.text() + "  " + std::string{info.title};
  if (std::isnan(one.columns.front().back())) {
    out << title << "\n  no value yet: it needs " << one.spec.warm_up() + 1 << " candles\n";
    return;
  }
  out << title << '\n';
  for (std::size_t o = 0; o < one.columns.size(); ++o) {
    const auto& output = info.outputs[o];
    const std::string name{output.name == "Real" ? info.id : output.name};
    out << "  " << padded(name, kNameWidth - kValueWidth)
        << right_aligned(fixed_text(one.columns[o].back(), decimals_of(output.unit, input.scale)), kValueWidth)
        << (output.unit == "price" ? "" : " " + std::string{output.unit}) << '\n';
  }
  const std::string words = read_last_values(one.spec, one.columns, input.candles);
  if (!words.empty()) out << "  " << words << '\n';
}

}  // namespace

void write_heading(const AnalyzeInput& input, std::ostream& out) {
  const auto& last = input.candles.back();
  out << input.name << ' ' << core::name_of(input.timeframe) << '\n'
      << input.candles.size() << (input.candles.size() == 1 ? " candle, " : " candles, ")
      << core::format_iso(input.candles.front().open_time) << " to " << core::format_iso(last.open_time) << '\n'
      << "last candle: open " << fixed_text(last.open, input.scale.price_decimals) << ", high "
      << fixed_text(last.high, input.scale.price_decimals) << ", low "
      << fixed_text(last.low, input.scale.price_decimals) << ", close "
      << fixed_text(last.close, input.scale.price_decimals) << ", volume "
      << fixed_text(last.volume, input.scale.qty_decimals) << '\n';
  for (const auto& note : input.notes) out << "note: " << note << '\n';
  if (input.gaps.empty()) return;
  std::uint64_t missing = 0;
  for (const auto& gap : input.gaps) missing += gap.candles;
  out << "note: " << input.gaps.size() << (input.gaps.size() == 1 ? " gap" : " gaps") << " (" << missing
      << " candles missing); the values run across them\n";
}

void write_report(const AnalyzeInput& input, const std::vector<Analyzed>& analyzed, std::ostream& out) {
  write_heading(input, out);
  for (const auto& one : analyzed) {
    out << '\n';
    write_indicator(input, one, out);
  }
  out << "\nValues are those of the last candle. They describe the past; none of them is a forecast.\n";
}

}  // namespace tidemark::app
