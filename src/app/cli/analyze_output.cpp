#include "app/cli/analyze_output.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kFlushBytes = 1 << 16;

/// %.17g: enough digits to read back the same double.
void append_exact(std::string& text, double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 17);
  text.append(buffer.data(), end.ptr);
}

void write_series(net::JsonWriter& json, const AnalyzeInput& input) {
  json.key("input").text(input.name);
  json.key("symbol");
  input.symbol ? json.text(*input.symbol) : json.null();
  json.key("timeframe").text(core::name_of(input.timeframe));
  json.key("candles").unsigned_integer(input.candles.size());
  json.key("from").text(core::format_iso(input.candles.front().open_time));
  json.key("last").text(core::format_iso(input.candles.back().open_time));
  json.key("notes").begin_array();
  for (const auto& note : input.notes) json.text(note);
  json.end_array();
}

void write_column(net::JsonWriter& json, const Analyzed& one, std::size_t output, const std::string& name) {
  json.begin_object();
  json.key("name").text(name);
  json.key("indicator").text(one.spec.text());
  json.key("output").text(one.spec.info->outputs[output].name);
  json.key("unit").text(one.spec.info->outputs[output].unit);
  json.key("warm_up").integer(one.spec.warm_up());
  json.key("values").begin_array();
  for (const double value : one.columns[output]) json.number(value);  // NaN becomes null
  json.end_array();
  json.end_object();
}

}  // namespace

std::vector<std::string> column_names(const std::vector<Analyzed>& analyzed) {
  std::vector<std::string> names;
  for (const auto& one : analyzed) {
    const auto same = [&one](const Analyzed& other) { return other.spec.info == one.spec.info; };
    std::string base = std::ranges::count_if(analyzed, same) > 1 ? one.spec.text() : std::string{one.spec.info->id};
    std::ranges::replace(base, ',', ' ');
    for (const auto& output : one.spec.info->outputs) {
      const bool several = one.spec.info->outputs.size() > 1;
      names.push_back(several ? base + "." + std::string{output.name} : base);
    }
  }
  return names;
}

void write_csv(const std::vector<Analyzed>& analyzed, std::size_t candles, std::ostream& out) {
  std::string text = "index";
  for (const auto& name : column_names(analyzed)) text += "," + name;
  text += '\n';
  for (std::size_t i = 0; i < candles; ++i) {
    text += std::to_string(i);
    for (const auto& one : analyzed) {
      for (const auto& column : one.columns) {
        text += ',';
        if (!std::isnan(column[i])) append_exact(text, column[i]);
      }
    }
    text += '\n';
    if (text.size() < kFlushBytes) continue;
    out << text;
    text.clear();
  }
  out << text;
}

void write_json(const AnalyzeInput& input, const std::vector<Analyzed>& analyzed, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  write_series(json, input);
  json.key("times").begin_array();
  for (const auto& candle : input.candles) json.integer(candle.open_time.ms());
  json.end_array();
  json.key("columns").begin_array();
  const auto names = column_names(analyzed);
  std::size_t next = 0;
  for (const auto& one : analyzed) {
    for (std::size_t o = 0; o < one.columns.size(); ++o) write_column(json, one, o, names[next++]);
  }
  json.end_array();
  json.end_object();
  out << text << '\n';
}

}  // namespace tidemark::app
