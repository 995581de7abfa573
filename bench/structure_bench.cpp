// What one candle costs market structure and supply and demand zones: streaming, over a chart of 5000 candles, and over
// 100,000. CPU time of the thread; the best of the repetitions is the one that was disturbed least.
#include <algorithm>
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>
#include <time.h>

#include "analysis/structure/structure.hpp"
#include "analysis/zones/zones.hpp"
#include "core/rng.hpp"

namespace tidemark {
namespace {

using analysis::structure::Structure;
using analysis::zones::Zones;

/// A random walk on a 0.01 tick, a candle a minute.
std::vector<core::CandleF> make_candles(std::size_t count) {
  core::Rng rng{42};
  const auto tick = [](double price) { return std::round(price * 100) / 100; };
  std::vector<core::CandleF> candles(count);
  double price = 100;
  std::int64_t minute = 0;
  for (auto& c : candles) {
    c.open_time = core::Timestamp::from_s(1'600'000'020 + 60 * minute++);
    c.open = price;
    c.close = tick(std::max(1.0, price * (1 + 0.001 * rng.normal())));
    c.high = tick(std::max(c.open, c.close) + 0.05 * rng.exponential());
    c.low = tick(std::max(0.5, std::min(c.open, c.close) - 0.05 * rng.exponential()));
    c.volume = std::round(1000 * rng.exponential());
    price = c.close;
  }
  return candles;
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Runs `pass` once per iteration; reports the best in milliseconds and in ns per candle.
template <class Pass>
void measure(benchmark::State& state, std::size_t candles, Pass pass) {
  double best = 1e9;
  for (auto _ : state) {
    const double start = cpu_seconds();
    pass();
    const double took = cpu_seconds() - start;
    state.SetIterationTime(took);
    best = std::min(best, took);
  }
  state.counters["ms"] = best * 1e3;
  state.counters["ns_per_candle"] = best * 1e9 / static_cast<double>(candles);
}

template <class Analyzer, class Event>
void stream(const std::vector<core::CandleF>& candles, std::vector<Event>& out) {
  Analyzer analyzer{};
  for (const auto& candle : candles) {
    out.clear();
    analyzer.update(candle, out);
    benchmark::DoNotOptimize(out.data());
  }
}

void structure_stream(benchmark::State& state) {
  const auto candles = make_candles(static_cast<std::size_t>(state.range(0)));
  std::vector<analysis::structure::Event> out;
  measure(state, candles.size(), [&] { stream<Structure>(candles, out); });
}

void zones_stream(benchmark::State& state) {
  const auto candles = make_candles(static_cast<std::size_t>(state.range(0)));
  std::vector<analysis::zones::ZoneEvent> out;
  measure(state, candles.size(), [&] { stream<Zones>(candles, out); });
}

/// As the engine runs them: one closed candle after the other, each to both.
void both_stream(benchmark::State& state) {
  const auto candles = make_candles(static_cast<std::size_t>(state.range(0)));
  std::vector<analysis::structure::Event> events;
  std::vector<analysis::zones::ZoneEvent> zone_events;
  measure(state, candles.size(), [&] {
    Structure structure;
    Zones zones{analysis::zones::market_defaults(core::MarketType::kCryptoSpot)};
    for (const auto& candle : candles) {
      events.clear();
      zone_events.clear();
      structure.update(candle, events);
      zones.update(candle, zone_events);
      benchmark::DoNotOptimize(events.data());
      benchmark::DoNotOptimize(zone_events.data());
    }
  });
}

/// Detection over a whole chart, all findings kept.
void both_batch(benchmark::State& state) {
  const auto candles = make_candles(static_cast<std::size_t>(state.range(0)));
  measure(state, candles.size(), [&] {
    std::vector<analysis::structure::Event> events;
    std::vector<analysis::zones::ZoneEvent> zone_events;
    Structure{}.update_all(candles, events);
    Zones{analysis::zones::market_defaults(core::MarketType::kCryptoSpot)}.update_all(candles, zone_events);
    benchmark::DoNotOptimize(events.data());
    benchmark::DoNotOptimize(zone_events.data());
  });
  state.counters["zone_bytes"] = sizeof(analysis::zones::FollowedZone);
}

constexpr int kRepetitions = 7;
BENCHMARK(structure_stream)->Arg(100'000)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);
BENCHMARK(zones_stream)->Arg(100'000)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);
BENCHMARK(both_stream)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->UseManualTime()
    ->Iterations(kRepetitions)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(both_batch)
    ->Arg(5'000)
    ->Arg(50'000)
    ->Arg(100'000)
    ->UseManualTime()
    ->Iterations(kRepetitions)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tidemark
