// What a decision costs when a 1m candle closes, with everything on and all timeframes fed: the target is a 99th
// percentile of 50 us. "decision" is what the decision bank adds: hearing what the analyzers said, the confluence of
// every chart that closed, the decision with its trace. "minute" is the whole engine, the analyzers included.
#include <chrono>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/decision_bank.hpp"
#include "engine/engine.hpp"
#include "ops/histogram.hpp"
#include "walk.hpp"

namespace tidemark {
namespace {

constexpr std::size_t kWarm = 30'000;  // three weeks: every timeframe has closed
constexpr std::size_t kMeasured = 20'000;

/// The walk, and a quote before each candle.
std::vector<core::Event> market(core::InstrumentId id) {
  Walk walk{7, core::Timestamp::from_s(1'704'067'200)};
  std::vector<core::Event> events;
  events.reserve(2 * (kWarm + kMeasured));
  for (std::size_t i = 0; i < kWarm + kMeasured; ++i) {
    const core::VenueCandle candle = walk.next(id);
    const core::Price close = candle.candle.close;
    core::Quote quote{.instrument = id, .times = candle.times, .bid = {close.ticks - 1}, .bid_qty = {5}};
    quote.ask = {close.ticks + 1};
    quote.ask_qty = {5};
    events.emplace_back(quote);
    events.emplace_back(candle);
  }
  return events;
}

using Clock = std::chrono::steady_clock;

void record(ops::Histogram& times, Clock::duration taken) {
  times.record(std::chrono::duration_cast<std::chrono::nanoseconds>(taken).count());
}

/// Quantiles as the running program has them in /metrics: the upper edge of their bucket, 3.2 % wide.
void report(benchmark::State& state, const ops::Histogram& times) {
  constexpr double kUs = 1e3;
  state.counters["p50_us"] = static_cast<double>(times.quantile_ns(0.5)) / kUs;
  state.counters["p99_us"] = static_cast<double>(times.quantile_ns(0.99)) / kUs;
  state.counters["p999_us"] = static_cast<double>(times.quantile_ns(0.999)) / kUs;
  state.counters["max_us"] = static_cast<double>(times.max_ns()) / kUs;
}

/// The whole engine, minute by minute.
void minute(benchmark::State& state) {
  core::InstrumentTable table;
  const auto events = market(table.add(walk_instrument("bench")));
  ops::Histogram times;
  for (auto _ : state) {
    engine::Engine engine{table, everything_on()};
    std::vector<engine::Output> out;
    for (std::size_t i = 0; i < events.size(); ++i) {
      out.clear();
      const auto begin = Clock::now();
      engine.process(events[i], out);
      const auto taken = Clock::now() - begin;
      if (i >= 2 * kWarm && i % 2 == 1) record(times, taken);
      benchmark::DoNotOptimize(out.data());
    }
  }
  report(state, times);
}

/// The decision bank alone, fed with what the other banks of an engine said.
void decision(benchmark::State& state) {
  core::InstrumentTable table;
  const core::InstrumentId id = table.add(walk_instrument("bench"));
  const auto events = market(id);
  const std::optional<engine::DecisionConfig> decisions{std::in_place};
  auto config = everything_on();
  config.decision.reset();
  ops::Histogram times;
  for (auto _ : state) {
    engine::Engine engine{table, config};
    engine::DecisionBank bank{decisions, table.get(id)};
    engine::PauseGate gate{{}};
    decision::Workspace work;
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
        engine::Sink sink{piece, gate, id, engine.now(), work};
        bank.observe(candle.timeframe, core::to_double(candle.candle, table.get(id).scale), 0, sink);
      }
      engine::Sink sink{pieces.back(), gate, id, engine.now(), work};
      bank.say_confluence(sink);
      bank.decide(core::Timeframe::k1m, std::get<engine::CandleOutput>(pieces.front().front()).candle, sink);
      const auto taken = Clock::now() - begin;
      if (i >= 2 * kWarm) record(times, taken);
    }
  }
  report(state, times);
}

/// What one instrument's decisions keep, as a snapshot holds it.
void state_size(benchmark::State& state) {
  core::InstrumentTable table;
  const core::InstrumentId id = table.add(walk_instrument("bench"));
  const auto events = market(id);
  auto config = everything_on();
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
