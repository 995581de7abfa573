// Cost of the pure stages of the river, one candle or one trade at a time.
#include <algorithm>
#include <vector>

#include <benchmark/benchmark.h>

#include "backtest/analysis_needs.hpp"
#include "core/rng.hpp"
#include "engine/engine.hpp"
#include "pipeline/aggregator.hpp"
#include "pipeline/series_check.hpp"
#include "pipeline/trade_candles.hpp"
#include "pipeline/validator.hpp"

namespace {

using namespace tidemark;

const core::Timestamp kStart = core::Timestamp::from_s(1'704'067'200);  // 2024-01-01, a Monday

core::Instrument instrument() {
  core::Instrument i;
  i.venue = "bench";
  i.symbol = "BTCUSDT";
  i.scale = {2, 5};
  return i;
}

/// A random walk of 1m candles, some weeks long.
std::vector<core::Candle> walk(std::size_t count) {
  core::Rng rng{1};
  std::vector<core::Candle> all(count);
  double price = 3'000'000;
  for (std::size_t i = 0; i < count; ++i) {
    core::Candle& c = all[i];
    c.open_time = kStart + core::minutes(static_cast<std::int64_t>(i));
    c.open = {static_cast<std::int64_t>(price)};
    price *= 1 + 0.0005 * rng.normal();
    c.close = {static_cast<std::int64_t>(price)};
    c.high = {std::max(c.open, c.close).ticks + static_cast<std::int64_t>(rng.below(500))};
    c.low = {std::min(c.open, c.close).ticks - static_cast<std::int64_t>(rng.below(500))};
    c.volume = {static_cast<std::int64_t>(1'000'000 * (0.5 + rng.uniform()))};
    c.taker_buy = {c.volume.lots / 2};
    c.trades = 100;
  }
  return all;
}

constexpr std::size_t kCandles = 50'000;

/// Target: one closed 1m candle through all timeframes <= 100 ns.
void aggregate_one_candle(benchmark::State& state) {
  const auto candles = walk(kCandles);
  const pipeline::Calendar calendar{core::CalendarKind::kAlways};
  pipeline::ClosedCandles closed;
  for (auto _ : state) {
    pipeline::Aggregator aggregator{core::Timeframe::k1m, calendar};
    for (const core::Candle& c : candles) {
      closed.clear();
      aggregator.add(c, closed);
      benchmark::DoNotOptimize(closed);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCandles));
}
BENCHMARK(aggregate_one_candle);

void aggregate_one_candle_of_a_forex_week(benchmark::State& state) {
  const auto candles = walk(kCandles);
  const pipeline::Calendar calendar{core::CalendarKind::kForexWeek};
  pipeline::ClosedCandles closed;
  for (auto _ : state) {
    pipeline::Aggregator aggregator{core::Timeframe::k1m, calendar};
    for (const core::Candle& c : candles) {
      closed.clear();
      aggregator.add(c, closed);
      benchmark::DoNotOptimize(closed);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCandles));
}
BENCHMARK(aggregate_one_candle_of_a_forex_week);

void validate_one_candle(benchmark::State& state) {
  const auto candles = walk(kCandles);
  const pipeline::Calendar calendar{core::CalendarKind::kAlways};
  for (auto _ : state) {
    pipeline::Validator validator{instrument(), core::Timeframe::k1m, calendar, {}};
    for (const core::Candle& c : candles) benchmark::DoNotOptimize(validator.check(c, std::nullopt));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCandles));
}
BENCHMARK(validate_one_candle);

void check_a_series(benchmark::State& state) {
  const auto candles = walk(kCandles);
  for (auto _ : state) {
    benchmark::DoNotOptimize(pipeline::check_series(instrument(), core::Timeframe::k1m, candles, {}));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCandles));
}
BENCHMARK(check_a_series);

core::Trade trade_at(std::size_t i) {
  core::Trade t;
  t.times.exchange = t.times.received = kStart + core::milliseconds(static_cast<std::int64_t>(i) * 50);
  t.price = {3'000'000 + static_cast<std::int64_t>(i % 1000)};
  t.qty = {10'000};
  t.first_id = t.last_id = i + 1;
  return t;
}

void trade_into_forming_candle(benchmark::State& state) {
  pipeline::TradeCandles candles{core::Timeframe::k1m};
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(candles.add(trade_at(i), pipeline::Continuity::kJoined));
    ++i;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(trade_into_forming_candle);

/// What an engine may be asked for, on every timeframe.
enum class Wanted : std::uint8_t {
  kSeven,       ///< the seven indicators that are on by default
  kAll,         ///< every indicator of the catalogue
  kFindings,    ///< candlestick and chart patterns, volume, structure, zones
  kDecisions,   ///< the findings that decisions rest on, and signals, as a backtest has them
  kEverything,  ///< the seven, the findings, confluence, decisions with every trace: as `serve` has them
};

engine::EngineConfig engine_config(Wanted wanted) {
  if (wanted == Wanted::kDecisions) return backtest::config_for(backtest::Needs::kDecision);
  engine::EngineConfig config;
  if (wanted != Wanted::kFindings) {
    const char* indicators = wanted == Wanted::kAll ? "all" : "SMA;EMA;RSI;ATR;MACD;BBANDS;OBV";
    config.indicators = analysis::parse_indicators(indicators).value();
  }
  if (wanted == Wanted::kSeven || wanted == Wanted::kAll) return config;
  config.candlesticks.emplace();
  config.volume.emplace();
  config.structure.emplace();
  config.zones.emplace();
  config.chart_patterns.emplace();
  if (wanted == Wanted::kEverything) config.decision.emplace();
  return config;
}

void engine_trade(benchmark::State& state, Wanted wanted) {
  core::InstrumentTable table;
  const auto id = table.add(instrument());
  engine::Engine engine{table, engine_config(wanted)};
  std::vector<engine::Output> out;
  std::size_t i = 0;
  core::Event event;
  for (auto _ : state) {
    core::Trade t = trade_at(i++);
    t.instrument = id;
    event = t;
    out.clear();
    engine.process(event, out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(engine_trade, seven, Wanted::kSeven);
BENCHMARK_CAPTURE(engine_trade, all, Wanted::kAll);
BENCHMARK_CAPTURE(engine_trade, findings, Wanted::kFindings);
BENCHMARK_CAPTURE(engine_trade, decisions, Wanted::kDecisions);
BENCHMARK_CAPTURE(engine_trade, everything, Wanted::kEverything);

void engine_closed_candle(benchmark::State& state, Wanted wanted) {
  core::InstrumentTable table;
  const auto id = table.add(instrument());
  const auto candles = walk(kCandles);
  std::vector<engine::Output> out;
  for (auto _ : state) {
    engine::Engine engine{table, engine_config(wanted)};
    for (const core::Candle& c : candles) {
      core::VenueCandle v;
      v.instrument = id;
      v.candle = c;
      v.times.exchange = v.times.received = c.open_time + core::minutes(1);
      const core::Event event{v};
      out.clear();
      engine.process(event, out);
      benchmark::DoNotOptimize(out.data());
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCandles));
}
BENCHMARK_CAPTURE(engine_closed_candle, seven, Wanted::kSeven);
BENCHMARK_CAPTURE(engine_closed_candle, all, Wanted::kAll);
BENCHMARK_CAPTURE(engine_closed_candle, findings, Wanted::kFindings);
BENCHMARK_CAPTURE(engine_closed_candle, decisions, Wanted::kDecisions);
BENCHMARK_CAPTURE(engine_closed_candle, everything, Wanted::kEverything);

}  // namespace
