// A strategy over candles in memory: what a candle costs in the session alone, and with the engine before it.

#include <algorithm>
#include <array>
#include <vector>

#include <benchmark/benchmark.h>

#include "backtest/analysis_needs.hpp"
#include "backtest/run.hpp"
#include "core/rng.hpp"
#include "engine/engine.hpp"

namespace tidemark {
namespace {

std::vector<core::Candle> minutes(std::size_t count) {
  core::Rng rng{7};
  std::vector<core::Candle> candles;
  candles.reserve(count);
  std::int64_t price = 3'000'000;
  for (std::size_t i = 0; i < count; ++i) {
    core::Candle c;
    c.open_time = core::Timestamp::from_s(1'672'531'200 + static_cast<std::int64_t>(i) * 60);
    c.open = {price};
    price = std::max<std::int64_t>(price + static_cast<std::int64_t>(rng.below(4001)) - 2000, 100'000);
    const auto wick = static_cast<std::int64_t>(rng.below(1000));
    c.close = {price};
    c.high = {std::max(c.open, c.close).ticks + wick};
    c.low = {std::min(c.open, c.close).ticks - wick};
    c.volume = {static_cast<std::int64_t>(1'000'000 + rng.below(1'000'000))};
    candles.push_back(c);
  }
  return candles;
}

backtest::SessionSetup setup() {
  backtest::SessionSetup s;
  core::Instrument& instrument = s.instruments.emplace_back();
  instrument.venue = "bench";
  instrument.symbol = "BTCUSDT";
  instrument.scale = {2, 5};
  s.capital = core::parse_money("10000").value();
  s.paper.taker_fee = core::parse_rate("0.01%").value();
  return s;
}

void run_over(benchmark::State& state, std::string_view id, std::size_t count) {
  const auto candles = minutes(count);
  const backtest::StrategyRow& row = *backtest::find_strategy(id).value();
  std::vector<double> values;
  for (const auto& parameter : row.parameters) values.push_back(parameter.fallback);
  std::uint64_t trades = 0;
  for (auto _ : state) {
    backtest::SpanSource source{candles};
    const auto result = backtest::run(setup(), row, values, source, nullptr);
    trades = result->trades.all().trades;
    benchmark::DoNotOptimize(result->equity);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(count));
  state.counters["trades"] = static_cast<double>(trades);
}

void sma_cross(benchmark::State& state) {
  run_over(state, "sma_cross", 1'000'000);
}
BENCHMARK(sma_cross)->Unit(benchmark::kMillisecond);

/// Four instruments and two currencies in one account, candle by candle in order of time.
void portfolio_of_four(benchmark::State& state) {
  constexpr std::size_t kCandles = 250'000;
  const auto candles = minutes(kCandles);
  const backtest::StrategyRow& row = *backtest::find_strategy("sma_cross").value();
  backtest::SessionSetup four = setup();
  for (const char* symbol : {"ETHUSDT", "SOLUSDT", "ETHBTC"}) {
    four.instruments.push_back(four.instruments.front());
    four.instruments.back().symbol = symbol;
  }
  for (auto _ : state) {
    std::array<backtest::SpanSource, 4> sources{backtest::SpanSource{candles}, backtest::SpanSource{candles},
                                                backtest::SpanSource{candles}, backtest::SpanSource{candles}};
    const std::array<backtest::CandleSource*, 4> pointers{&sources[0], &sources[1], &sources[2], &sources[3]};
    const auto result = backtest::run(four, row, std::array{10.0, 30.0, 0.0}, pointers, nullptr);
    benchmark::DoNotOptimize(result->equity);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(4 * kCandles));
}
BENCHMARK(portfolio_of_four)->Unit(benchmark::kMillisecond);

void breakout(benchmark::State& state) {
  run_over(state, "breakout", 1'000'000);
}
BENCHMARK(breakout)->Unit(benchmark::kMillisecond);

void zone_bounce_with_the_engine(benchmark::State& state) {
  run_over(state, "zone_bounce", 100'000);
}
BENCHMARK(zone_bounce_with_the_engine)->Unit(benchmark::kMillisecond);

void decision_with_the_engine(benchmark::State& state) {
  run_over(state, "decision", 100'000);
}
BENCHMARK(decision_with_the_engine)->Unit(benchmark::kMillisecond);

/// The engine of the one above when everyone listens: what no decision rests on is looked for, too, on all timeframes.
void decisions_and_every_finding(benchmark::State& state) {
  constexpr std::size_t kCandles = 100'000;
  const auto candles = minutes(kCandles);
  engine::EngineConfig config = backtest::config_for(backtest::Needs::kDecision);
  config.audience = engine::Audience::kEveryone;
  config.base_timeframe = core::Timeframe::k1m;
  config.source = engine::CandleSource::kVenueCandles;
  core::InstrumentTable table;
  const core::InstrumentId id = table.add(setup().instruments[0]);
  std::vector<engine::Output> out;
  for (auto _ : state) {
    engine::Engine engine{table, config};
    for (const core::Candle& candle : candles) {
      const core::Timestamp end = candle.open_time + core::minutes(1);
      out.clear();
      engine.process(core::VenueCandle{.instrument = id,
                                       .times = {end, end},
                                       .timeframe = core::Timeframe::k1m,
                                       .state = core::CandleState::kClosed,
                                       .candle = candle},
                     out);
      benchmark::DoNotOptimize(out.data());
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCandles));
}
BENCHMARK(decisions_and_every_finding)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tidemark
