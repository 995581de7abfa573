#include "api/encode.hpp"
#include "backtest/analysis_needs.hpp"
#include "backtest/strategies/catalogue.hpp"

namespace tidemark::api {
namespace {

void encode_output(net::JsonWriter& json, const analysis::OutputInfo& output) {
  json.begin_object();
  json.key("name").text(output.name);
  json.key("unit").text(output.unit);
  json.key("min").number(output.min);  // an open end is infinite, which is written as null
  json.key("max").number(output.max);
  json.key("drawn_back_by");
  output.drawn_back_by.empty() ? json.null() : json.text(output.drawn_back_by);
  json.end_object();
}

}  // namespace

void encode_parameter(net::JsonWriter& json, const analysis::ParameterInfo& parameter) {
  json.begin_object();
  json.key("name").text(parameter.name);
  json.key("title").text(parameter.title);
  json.key("default").number(parameter.fallback);
  json.key("min").number(parameter.min);
  json.key("max").number(parameter.max);
  json.key("unit").text(parameter.unit);
  json.key("integer").boolean(parameter.integer);
  json.key("option").boolean(parameter.role == analysis::ParameterRole::kOption);
  json.key("choices").begin_array();
  for (const std::string_view choice : parameter.choices) json.text(choice);
  json.end_array();
  json.end_object();
}

std::string encode_catalogue(std::span<const analysis::IndicatorInfo> catalogue) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object().key("indicators").begin_array();
  for (const analysis::IndicatorInfo& row : catalogue) {
    json.begin_object();
    json.key("id").text(row.id);
    json.key("title").text(row.title);
    json.key("family").text(row.family);
    json.key("inputs").text(row.inputs);
    json.key("placement").text(row.placement == analysis::Placement::kOnPrice ? "price" : "pane");
    json.key("formula").text(row.formula);
    json.key("source").text(row.source);
    json.key("parameters").begin_array();
    for (const auto& parameter : row.parameters) encode_parameter(json, parameter);
    json.end_array().key("outputs").begin_array();
    for (const auto& output : row.outputs) encode_output(json, output);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string encode_strategies() {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object().key("strategies").begin_array();
  for (const backtest::StrategyRow& row : backtest::strategies()) {
    json.begin_object();
    json.key("id").text(row.id);
    json.key("title").text(row.title);
    json.key("rule").text(row.rule);
    json.key("needs").text(backtest::name_of(row.needs));
    json.key("timeframes").begin_array();
    for (const core::Timeframe timeframe : core::kAllTimeframes) {
      if (backtest::check_needs(row.needs, timeframe)) json.text(core::name_of(timeframe));
    }
    json.end_array().key("parameters").begin_array();
    for (const auto& parameter : row.parameters) encode_parameter(json, parameter);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace tidemark::api
