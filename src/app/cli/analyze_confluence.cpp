#include "app/cli/analyze_confluence.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "api/decision_record.hpp"
#include "api/encode_decisions.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_reading.hpp"
#include "app/cli/knob_output.hpp"
#include "app/decision_run.hpp"
#include "decision/calibration.hpp"
#include "decision/decider.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

/// In the units of the input; its doubles came from there.
core::Candle exact_of(const core::CandleF& candle, core::Scale scale) {
  const auto units = [](double value, std::uint8_t decimals) {
    return std::llround(value * static_cast<double>(core::kPow10[decimals]));
  };
  core::Candle exact;
  exact.open_time = candle.open_time;
  exact.open = {units(candle.open, scale.price_decimals)};
  exact.high = {units(candle.high, scale.price_decimals)};
  exact.low = {units(candle.low, scale.price_decimals)};
  exact.close = {units(candle.close, scale.price_decimals)};
  exact.volume = {units(candle.volume, scale.qty_decimals)};
  return exact;
}

core::Instrument instrument_of(const AnalyzeInput& input) {
  core::Instrument instrument;
  instrument.venue = "file";
  instrument.symbol = input.symbol.value_or("SERIES");
  instrument.market_type = input.market;
  instrument.calendar = core::calendar_of(input.market);
  instrument.scale = input.scale;
  return instrument;
}

std::string_view direction_of(decision::Side side) {
  return side == decision::Side::kBearish ? "bearish" : "bullish";
}

void write_zone(net::JsonWriter& json, const ConfluenceFound& found, const ConfluenceFound::Chart& chart,
                const storage::ConfluenceRecord& record, const storage::ConfluenceZoneRecord& zone) {
  json.begin_object();
  json.key("kind").text("confluence_zone");
  json.key("symbol").text(found.instrument.symbol);
  json.key("timeframe").text(core::name_of(chart.timeframe));
  json.key("time").text(core::format_iso(record.time));
  json.key("known_at").text(core::format_iso(record.known_at));
  json.key("state").text("active");
  json.key("direction").text(zone.direction);
  json.key("price").number(zone.price);
  json.key("top_price").number(zone.top);
  json.key("bottom_price").number(zone.bottom);
  json.key("score").number(zone.score);
  json.key("confidence").number(zone.score);
  json.key("bonus").number(zone.bonus);
  json.key("factors").begin_array();
  for (const auto& factor : zone.factors) {
    json.begin_object();
    json.key("factor_type").text(factor.type);
    json.key("timeframe").text(factor.timeframe);
    json.key("price_level").number(factor.price);
    json.key("strength").number(factor.strength);
    json.key("confidence").number(factor.confidence);
    json.key("freshness").number(factor.freshness);
    json.key("weight").number(factor.weight);
    json.key("contribution").number(factor.contribution);
    json.key("metadata").raw(factor.metadata);
    json.end_object();
  }
  json.end_array();
  json.key("rule").text("levels of one side within the tolerance; the strongest factor of each type counts");
  json.key("parameters").begin_object();
  for (const auto& knob : knobs_of(found.config.settings)) {
    write_knob(json, knob.info, knob.get(found.config.settings));
  }
  json.end_object();
  json.key("logic_version").integer(record.logic_version);
  json.end_object();
}

}  // namespace

core::Result<engine::DecisionConfig> confluence_config(std::span<const std::string> changes) {
  decision::DecisionOverrides overrides;
  for (const std::string& change : changes) {
    const std::string name = change.substr(0, change.find('='));
    if (std::ranges::find(decision::kFactorTypeNames, name) != decision::kFactorTypeNames.end()) {
      auto weight = decision::parse_weight(change);
      if (!weight) return core::forward_error(weight);
      overrides.weights.push_back(std::move(*weight));
      continue;
    }
    auto parameter = analysis::parse_knob("confluence", change, knobs_of(decision::DecisionSettings{}));
    if (!parameter) return core::forward_error(parameter);
    overrides.parameters.push_back(std::move(*parameter));
  }
  auto settings = decision::settings_of(overrides);
  if (!settings) return core::forward_error(settings);
  if (auto weights = decision::weights_for("", overrides.weights); !weights) return core::forward_error(weights);
  return engine::DecisionConfig{*settings, std::move(overrides.weights)};
}

ConfluenceFound find_confluence(const engine::DecisionConfig& config, const AnalyzeInput& input) {
  ConfluenceFound found{.config = config, .instrument = instrument_of(input), .charts = {}, .signals = {}};
  engine::EngineConfig engine;
  engine.candlesticks.emplace();
  engine.volume.emplace();
  engine.structure.emplace();
  engine.zones.emplace();
  engine.decision = config;
  std::vector<core::Candle> candles;
  candles.reserve(input.candles.size());
  for (const auto& candle : input.candles) candles.push_back(exact_of(candle, input.scale));
  std::array<std::shared_ptr<const decision::Confluence>, core::kTimeframeCount> newest;
  run_decisions(engine, found.instrument, input.timeframe, candles, [&](const engine::Output& output) {
    if (const auto* chart = std::get_if<engine::ConfluenceOutput>(&output)) {
      newest[core::index_of(chart->timeframe)] = chart->confluence;
    } else if (const auto* said = std::get_if<engine::SignalOutput>(&output)) {
      const auto known = std::ranges::find(found.signals, said->signal->number, &decision::Signal::number);
      if (known != found.signals.end()) {
        *known = *said->signal;
      } else {
        found.signals.push_back(*said->signal);
      }
    }
  });
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    const auto& chart = newest[core::index_of(timeframe)];
    if (chart != nullptr) found.charts.push_back({timeframe, chart});
  }
  return found;
}

void write_csv(const AnalyzeInput& /*input*/, const ConfluenceFound& found, std::ostream& out) {
  out << "time,timeframe,direction,price,top,bottom,score,bonus,factors\n";
  for (const auto& [timeframe, confluence] : found.charts) {
    for (const auto& zone : confluence->zones) {
      std::string line = core::format_iso(confluence->time);
      line.append(",").append(core::name_of(timeframe)).append(",").append(direction_of(zone.side));
      for (const double value : {zone.price, zone.top, zone.bottom, zone.score.total, zone.score.bonus}) {
        line += ',';
        append_number(line, value);
      }
      out << line << ',' << zone.count << '\n';
    }
  }
}

void write_json(const AnalyzeInput& /*input*/, const ConfluenceFound& found, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const auto& chart : found.charts) {
    const auto record = api::record_of(found.instrument, chart.timeframe, *chart.confluence);
    for (const auto& zone : record.zones) write_zone(json, found, chart, record, zone);
  }
  for (const decision::Signal& signal : found.signals) {
    std::string inner;
    net::JsonWriter one{inner};
    api::encode_signal(one, api::record_of(found.instrument, signal));
    json.begin_object();
    json.key("kind").text("signal");
    json.key("time").text(core::format_iso(signal.candle));
    json.key("known_at").text(core::format_iso(signal.known_at));
    json.key("state").text(name_of(signal.status));
    json.key("confidence").number(signal.confidence / 100);
    json.key("signal").raw(inner);
    json.end_object();
  }
  json.end_array();
  out << text << '\n';
}

void write_report(const AnalyzeInput& input, const ConfluenceFound& found, std::ostream& out) {
  constexpr std::size_t kShown = 4;
  const int decimals = input.scale.price_decimals;
  write_heading(input, out);
  for (const auto& [timeframe, confluence] : found.charts) {
    out << '\n' << core::name_of(timeframe) << ", as of " << core::format_iso(confluence->known_at) << '\n';
    if (confluence->zones.empty()) out << "  no levels near the price\n";
    for (std::size_t i = 0; i < std::min(kShown, confluence->zones.size()); ++i) {
      const auto& zone = confluence->zones[i];
      out << "  " << direction_of(zone.side) << ' ' << fixed_text(zone.price, decimals) << ", score "
          << fixed_text(zone.score.total, 2) << ':';
      for (std::size_t type = 0; type < decision::kFactorTypeCount; ++type) {
        if (zone.score.contributions[type] <= 0) continue;
        out << ' ' << decision::kFactorTypeNames[type] << ' ' << fixed_text(zone.score.contributions[type], 2);
      }
      if (zone.score.bonus > 0) out << " bonus " << fixed_text(zone.score.bonus, 2);
      out << '\n';
    }
  }
  if (input.timeframe > decision::Decider::kLongestBase) {
    out << "\nno signals: decisions are taken on 1m or 5m candles\n";
    return;
  }
  decision::Calibration table;
  for (const auto& signal : found.signals) {
    if (signal.ended) table.add(signal);
  }
  const auto all = table.all();
  out << "\nsignals: " << found.signals.size() << ", ended " << all.ended << ", first target reached "
      << fixed_text(100 * all.rate(), 0) << " % (" << fixed_text(100 * all.interval().low, 0) << " to "
      << fixed_text(100 * all.interval().high, 0) << " %), mean result " << fixed_text(all.mean_result(), 2)
      << " risks before costs\n";
}

}  // namespace tidemark::app
