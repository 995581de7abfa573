#include "api/indicator_series.hpp"

#include <algorithm>
#include <limits>

#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

constexpr int kSettlingWarmUps = 20;
constexpr int kSettlingMin = 500;
constexpr int kHistoryMax = 20'000;

IndicatorValues no_values(const analysis::IndicatorSpec& spec, const CandleWindow& window) {
  const analysis::Column none(window.candles.size(), std::numeric_limits<double>::quiet_NaN());
  return {.columns = {spec.info->outputs.size(), none}, .forming = {}};
}

void encode_one(net::JsonWriter& json, const analysis::IndicatorSpec& spec, const IndicatorValues& values) {
  json.begin_object();
  json.key("name").text(spec.text());
  json.key("id").text(spec.info->id);
  json.key("outputs").begin_array();
  for (std::size_t o = 0; o < values.columns.size(); ++o) {
    json.begin_object().key("name").text(spec.info->outputs[o].name).key("values").begin_array();
    for (const double value : values.columns[o]) json.number(value);
    json.end_array().end_object();
  }
  json.end_array().key("forming");
  if (values.forming.empty()) {
    json.null();
  } else {
    json.begin_array();
    for (const double value : values.forming) json.number(value);
    json.end_array();
  }
  json.end_object();
}

}  // namespace

std::uint32_t history_needed(std::span<const analysis::IndicatorSpec> specs, core::Timeframe timeframe) {
  int warm_up = 0;
  std::int64_t reach_s = 0;
  for (const auto& spec : specs) {
    warm_up = std::max(warm_up, spec.warm_up());
    reach_s = std::max(reach_s, spec.reach_s());
  }
  const std::int64_t settling = std::max<std::int64_t>(std::int64_t{kSettlingWarmUps} * warm_up, kSettlingMin);
  const std::int64_t in_time = reach_s / (core::duration_of(timeframe).ns / 1'000'000'000);
  return static_cast<std::uint32_t>(std::min<std::int64_t>(std::max(warm_up + settling, in_time), kHistoryMax));
}

IndicatorValues computed_values(const analysis::IndicatorSpec& spec, const std::vector<core::Candle>& history,
                                const CandleWindow& window) {
  using Ready = analysis::Indicator::Ready;
  const std::size_t outputs = spec.info->outputs.size();
  IndicatorValues values = no_values(spec, window);
  const auto indicator = spec.make();
  std::vector<double> out(outputs);
  for (const core::Candle& candle : history) (void)indicator->update(core::to_double(candle, window.scale), out);
  for (std::size_t i = 0; i < window.candles.size(); ++i) {
    if (indicator->update(core::to_double(window.candles[i], window.scale), out) != Ready::kReady) continue;
    for (std::size_t o = 0; o < outputs; ++o) values.columns[o][i] = out[o];
  }
  if (window.forming && indicator->peek(core::to_double(*window.forming, window.scale), out) == Ready::kReady) {
    values.forming = out;
  }
  return values;
}

IndicatorValues stored_values(const analysis::IndicatorSpec& spec, const std::vector<storage::IndicatorValue>& rows,
                              const CandleWindow& window) {
  IndicatorValues values = no_values(spec, window);
  std::size_t at = 0;
  for (const storage::IndicatorValue& row : rows) {  // ascending, as the candles are
    while (at < window.candles.size() && window.candles[at].open_time < row.time) ++at;
    if (at == window.candles.size()) break;
    const auto output = std::ranges::find(spec.info->outputs, row.output, &analysis::OutputInfo::name);
    if (window.candles[at].open_time != row.time || output == spec.info->outputs.end()) continue;
    values.columns[static_cast<std::size_t>(output - spec.info->outputs.begin())][at] = row.value;
  }
  return values;
}

std::string encode_indicators(const SeriesRef& series, std::span<const analysis::IndicatorSpec> specs,
                              const std::vector<IndicatorValues>& values, const CandleWindow& window) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(series.instrument.symbol);
  json.key("timeframe").text(core::name_of(series.timeframe));
  json.key("times").begin_array();
  for (const core::Candle& candle : window.candles) json.integer(candle.open_time.ms());
  json.end_array().key("indicators").begin_array();
  for (std::size_t i = 0; i < specs.size(); ++i) encode_one(json, specs[i], values[i]);
  json.end_array().end_object();
  return out;
}

}  // namespace tidemark::api
