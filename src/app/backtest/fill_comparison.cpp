#include "app/backtest/fill_comparison.hpp"

#include <array>
#include <map>
#include <unordered_map>
#include <utility>
#include <variant>

#include "app/backtest/backtest_input.hpp"
#include "app/backtest/backtest_setup.hpp"
#include "app/backtest/event_input.hpp"
#include "backtest/event_run.hpp"
#include "backtest/run.hpp"
#include "engine/engine.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;
using Outcomes = std::map<OrderKey, OrderOutcome>;

constexpr std::array<std::string_view, 7> kParts{"data", "latency", "slippage",     "spread",
                                                 "fees", "fills",   "participation"};

/// Gathers what became of every order. Orders are asked for one after the other, in the same order in every model.
class Gatherer final : public backtest::RunObserver {
 public:
  Gatherer(core::Timeframe timeframe, core::Scale scale) : timeframe_{timeframe}, scale_{scale} {}

  void on_order_event(const core::OrderEvent& event) override {
    if (event.kind == core::OrderEventKind::kSubmitted) return begin(event);
    const auto known = keys_.find(event.order.value);
    if (known == keys_.end()) return;
    OrderOutcome& outcome = outcomes_[known->second];
    outcome.state = event.after;
    outcome.asked = event.qty;
    if (!event.fill) return;
    outcome.filled.lots += event.fill->qty.lots;
    outcome.value += core::notional_of(event.fill->price, event.fill->qty, scale_).value_or(core::Money{});
    outcome.fees += event.fill->fee;
    outcome.last_fill = event.fill->at;
  }
  [[nodiscard]] Outcomes take() { return std::move(outcomes_); }

 private:
  void begin(const core::OrderEvent& event) {
    OrderKey key{.candle = core::open_time_of(event.at, timeframe_)};
    while (outcomes_.contains(key)) ++key.ordinal;
    keys_.emplace(event.order.value, key);
    outcomes_[key].asked = event.qty;
  }

  core::Timeframe timeframe_;
  core::Scale scale_;
  std::unordered_map<std::uint64_t, OrderKey> keys_;
  Outcomes outcomes_;
};

/// The closed candles that the engine makes of a recording.
Result<std::vector<core::Candle>> candles_of(EventInput& input, core::Timeframe timeframe) {
  engine::EngineConfig config;
  config.forming = engine::FormingCandles::kSuppress;
  config.base_timeframe = core::Timeframe::k1m;
  config.source = engine::CandleSource::kTrades;
  engine::Engine engine{input.table, config};
  std::vector<core::Candle> candles;
  std::vector<engine::Output> outputs;
  core::Event event;
  for (;;) {
    const auto more = input.feed->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) return candles;
    const auto instrument = core::instrument_of(event);
    if (std::holds_alternative<core::VenueCandle>(event) || (instrument && *instrument != input.ids.front())) continue;
    outputs.clear();
    engine.process(event, outputs);
    for (const engine::Output& output : outputs) {
      const auto* candle = std::get_if<engine::CandleOutput>(&output);
      const bool ours = candle != nullptr && candle->timeframe == timeframe &&
                        candle->state == core::CandleState::kClosed && candle->instrument == input.ids.front();
      if (ours) candles.push_back(candle->candle);
    }
  }
}

bool is_asked_for(const BacktestOptions& options, const OrderKey& key) {
  return (!options.from || key.candle >= *options.from) && (!options.to || key.candle < *options.to);
}

struct Run {
  core::Scale scale;
  Outcomes outcomes;
};

Result<Run> run_once(const BacktestOptions& options) {
  const auto row = backtest::find_strategy(options.strategy);
  if (!row) return std::unexpected(row.error());
  const auto values = read_backtest_values(**row, options.set);
  if (!values) return std::unexpected(values.error());
  auto setup = read_backtest_setup(options);
  if (!setup) return std::unexpected(setup.error());
  const auto timeframe = core::parse_timeframe(options.timeframe.value_or("1m"));
  if (!timeframe) return std::unexpected(timeframe.error());
  if (auto good = check_single(options); !good) return std::unexpected(good.error());
  const BacktestInputRequest single = single_input(options);
  const auto input = open_event_input(single.file, options.symbols);
  if (!input) return std::unexpected(input.error());
  setup->instruments = {(*input)->table.get((*input)->ids.front())};
  setup->timeframe = *timeframe;
  setup->days_per_year = days_per_year(setup->instruments);
  if (auto good = backtest::check_setup(*setup); !good) return std::unexpected(good.error());
  Gatherer gatherer{*timeframe, setup->instruments[0].scale};
  if (options.data == BacktestData::kEvents) {
    const auto strategy = (*row)->make(*values, setup->instruments[0].scale);
    const auto result = backtest::run_events(*setup, *strategy, (*row)->needs, (*input)->table, (*input)->ids.front(),
                                             *(*input)->feed, &gatherer);
    if (!result) return std::unexpected(result.error());
  } else {
    const auto candles = candles_of(**input, *timeframe);
    if (!candles) return std::unexpected(candles.error());
    backtest::SpanSource source{*candles};
    const auto result = backtest::run(*setup, **row, *values, source, &gatherer);
    if (!result) return std::unexpected(result.error());
  }
  return Run{setup->instruments[0].scale, gatherer.take()};
}

void explain(const ModelChange& change, const Outcomes& before, const Outcomes& after,
             std::map<OrderKey, std::vector<FillReason>>& reasons) {
  for (const auto& [key, was] : before) {
    const auto now = after.find(key);
    if (now != after.end() && now->second != was) reasons[key].push_back({change, was, now->second});
  }
}

}  // namespace

void set_part(const ModelChange& change, BacktestOptions& options) {
  if (change.part == "data") options.data = change.value == "candles" ? BacktestData::kCandles : BacktestData::kEvents;
  if (change.part == "latency") options.latency = change.value;
  if (change.part == "slippage") options.slippage = change.value;
  if (change.part == "spread") options.spread = change.value;
  if (change.part == "fees") options.fees = change.value;
  if (change.part == "fills") options.fills = change.value;
  if (change.part == "participation") {
    options.participation = change.value == "none" ? std::nullopt : std::optional{change.value};
  }
}

std::string value_of(std::string_view part, const BacktestOptions& options) {
  if (part == "latency") return options.latency;
  if (part == "slippage") return options.slippage;
  if (part == "spread") return options.spread;
  if (part == "fees") return options.fees;
  if (part == "fills") return options.fills;
  return options.participation.value_or("none");
}

Result<ModelChange> parse_model_change(const std::string& text) {
  const std::size_t at = text.find('=');
  if (at == std::string::npos || at + 1 == text.size()) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_change", "'" + text + "' is not PART=VALUE", "--change");
  }
  ModelChange change{text.substr(0, at), text.substr(at + 1)};
  for (const std::string_view part : kParts) {
    if (part != change.part) continue;
    if (part == "data" && change.value != "events" && change.value != "candles") {
      return core::fail(ErrorKind::kInvalidArgument, "bad_change", "data is events or candles", "--change");
    }
    if (part == "fills" && change.value != "conservative" && change.value != "optimistic") {
      return core::fail(ErrorKind::kInvalidArgument, "bad_change", "fills is conservative or optimistic", "--change");
    }
    return change;
  }
  std::string list;
  for (const std::string_view part : kParts) list.append(list.empty() ? "" : ", ").append(part);
  return core::fail(ErrorKind::kInvalidArgument, "unknown_part",
                    "there is no part '" + change.part + "' of the model; there are " + list, "--change");
}

Result<FillComparison> compare_fills(const BacktestOptions& options, const std::vector<ModelChange>& changes) {
  const auto first = run_once(options);
  if (!first) return std::unexpected(first.error());
  BacktestOptions model = options;
  std::map<OrderKey, std::vector<FillReason>> reasons;
  Outcomes last = first->outcomes;
  for (const ModelChange& change : changes) {
    set_part(change, model);
    auto next = run_once(model);
    if (!next) return std::unexpected(next.error());
    explain(change, last, next->outcomes, reasons);
    last = std::move(next->outcomes);
  }
  FillComparison comparison;
  comparison.scale = first->scale;
  for (const auto& [key, outcome] : first->outcomes) {
    if (!is_asked_for(options, key)) continue;
    const auto found = last.find(key);
    if (found == last.end()) {
      comparison.only_first.push_back(key);
    } else {
      comparison.orders.push_back({key, outcome, found->second, std::move(reasons[key])});
    }
  }
  for (const auto& [key, outcome] : last) {
    if (is_asked_for(options, key) && !first->outcomes.contains(key)) comparison.only_last.push_back(key);
  }
  return comparison;
}

}  // namespace tidemark::app
