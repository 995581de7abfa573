// What a decision costs when a 1m candle closes, with everything on and all timeframes fed: the target is a 99th
// percentile of 50 us. "decision" is what the decision bank adds: hearing what the analyzers said, the confluence of
// every chart that closed, the decision with its trace. "minute" is the whole engine, the analyzers included.
#include <algorithm>
#include <chrono>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/rng.hpp"
#include "engine/decision_bank.hpp"
#include "engine/engine.hpp"

namespace tidemark {
namespace {

constexpr std::size_t kWarm = 30'000;  // three weeks: every timeframe has closed
constexpr std::size_t kMeasured = 20'000;

core::Instrument instrument() {
  core::Instrument i;
  i.venue = "bench";
  i.symbol = "BTCUSDT";
  i.scale = {2, 5};
  return i;
}

engine::EngineConfig configuration() {
  engine::EngineConfig config;
  config.candlesticks.emplace();
  config.volume.emplace();
  config.structure.emplace();
  config.zones.emplace();
  config.chart_patterns.emplace();
  config.decision.emplace();
  config.forming = engine::FormingCandles::kSuppress;
  return config;
}

/// A walk with trends and a quote before each candle.
std::vector<core::Event> market(core::InstrumentId id) {
  core::Rng rng{7};
  std::vector<core::Event> events;
  events.reserve(2 * (kWarm + kMeasured));
  double price = 3'000'000;
  double drift = 0;
  for (std::size_t i = 0; i < kWarm + kMeasured; ++i) {
    if (rng.chance(0.01)) drift = 0.00015 * rng.normal();
    core::VenueCandle event{.instrument = id, .timeframe = core::Timeframe::k1m};
    core::Candle& c = event.candle;
    c.open_time = core::Timestamp::from_s(1'704'067'200) + core::minutes(static_cast<std::int64_t>(i));
    c.open = {static_cast<std::int64_t>(price)};
    price *= 1 + drift + 0.0005 * rng.normal();
    c.close = {static_cast<std::int64_t>(price)};
    c.high = {std::max(c.open, c.close).ticks + static_cast<std::int64_t>(rng.below(900))};
    c.low = {std::min(c.open, c.close).ticks - static_cast<std::int64_t>(rng.below(900))};
    c.volume = {static_cast<std::int64_t>(1'000'000 * (0.5 + rng.exponential()))};
    const core::Timestamp end = c.open_time + core::minutes(1);
    event.times = {end, end};
    core::Quote quote{.instrument = id, .times = {end, end}, .bid = {c.close.ticks - 1}, .bid_qty = {5}};
    quote.ask = {c.close.ticks + 1};
    quote.ask_qty = {5};
    events.emplace_back(quote);
    events.emplace_back(event);
  }
  return events;
}

using Clock = std::chrono::steady_clock;

double microseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

void report(benchmark::State& state, std::vector<double>& times) {
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  state.counters["p50_us"] = at(0.5);
  state.counters["p99_us"] = at(0.99);
  state.counters["p999_us"] = at(0.999);
  state.counters["max_us"] = times.back();
}

/// The whole engine, minute by minute.
void minute(benchmark::State& state) {
  core::InstrumentTable table;
  const auto events = market(table.add(instrument()));
  std::vector<double> times;
  for (auto _ : state) {
    engine::Engine engine{table, configuration()};
    std::vector<engine::Output> out;
    for (std::size_t i = 0; i < events.size(); ++i) {
      out.clear();
      const auto begin = Clock::now();
      engine.process(events[i], out);
      const auto taken = Clock::now() - begin;
      if (i >= 2 * kWarm && i % 2 == 1) times.push_back(microseconds(taken));
      benchmark::DoNotOptimize(out.data());
    }
  }
  report(state, times);
}

/// The decision bank alone, fed with what the other banks of an engine said.
void decision(benchmark::State& state) {
  core::InstrumentTable table;
  const core::InstrumentId id = table.add(instrument());
  const auto events = market(id);
  const std::optional<engine::DecisionConfig> decisions{std::in_place};
  auto config = configuration();
  config.decision.reset();
  std::vector<double> times;
  for (auto _ : state) {
    engine::Engine engine{table, config};
    engine::DecisionBank bank{decisions, table.get(id)};
    engine::PauseGate gate{{}};
    std::vector<engine::Output> said;
    std::vector<std::vector<engine::Output>> pieces;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (const auto* quote = std::get_if<core::Quote>(&events[i])) bank.on_quote(quote->bid, quote->ask, engine.now());
      said.clear();
      engine.process(events[i], said);
      pieces.clear();
      for (auto& output : said) {
        if (std::holds_alternative<engine::CandleOutput>(output)) pieces.emplace_back().reserve(128);
        if (!pieces.empty()) pieces.back().push_back(std::move(output));
      }
      if (pieces.empty()) continue;
      const auto begin = Clock::now();
      for (auto& piece : pieces) {
        const auto candle = std::get<engine::CandleOutput>(piece.front());
        engine::Sink sink{piece, gate, id, engine.now()};
        bank.observe(candle.timeframe, candle.candle, 0, sink);
      }
      engine::Sink sink{pieces.back(), gate, id, engine.now()};
      bank.say_confluence(sink);
      bank.decide(core::Timeframe::k1m, std::get<engine::CandleOutput>(pieces.front().front()).candle, sink);
      const auto taken = Clock::now() - begin;
      if (i >= 2 * kWarm) times.push_back(microseconds(taken));
    }
  }
  report(state, times);
}

/// What one instrument's decisions keep, as a snapshot holds it.
void state_size(benchmark::State& state) {
  core::InstrumentTable table;
  const core::InstrumentId id = table.add(instrument());
  const auto events = market(id);
  auto config = configuration();
  engine::Engine with{table, config};
  config.decision.reset();
  engine::Engine without{table, config};
  std::vector<engine::Output> out;
  for (const auto& event : events) {
    out.clear();
    with.process(event, out);
    without.process(event, out);
  }
  core::ByteWriter a;
  core::ByteWriter b;
  for (auto _ : state) {
    a.clear();
    b.clear();
    benchmark::DoNotOptimize(with.snapshot(id, a));
    benchmark::DoNotOptimize(without.snapshot(id, b));
  }
  state.counters["snapshot_bytes"] = static_cast<double>(a.bytes().size()) - static_cast<double>(b.bytes().size());
}

BENCHMARK(minute)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(decision)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(state_size)->Unit(benchmark::kMicrosecond)->Iterations(10);

}  // namespace
}  // namespace tidemark
