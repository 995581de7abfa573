// What one closed candle costs the chart patterns, streaming, and what full detection over a chart costs by its length.
// "candles_per_second" depends on the machine; that it does not fall with the length must not (linear).
#include <algorithm>
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

#include "analysis/chart_patterns/detector.hpp"
#include "core/rng.hpp"

namespace tidemark {
namespace {

using analysis::chart_patterns::ChartPattern;
using analysis::chart_patterns::ChartPatternDetector;

/// A random walk on a 0.01 tick.
std::vector<core::CandleF> make_candles(std::size_t count) {
  core::Rng rng{42};
  const auto tick = [](double price) { return std::round(price * 100) / 100; };
  std::vector<core::CandleF> candles(count);
  double price = 100;
  std::int64_t second = 0;
  for (auto& c : candles) {
    c.open_time = core::Timestamp::from_s(second += 60);
    c.open = price;
    c.close = tick(std::max(1.0, price * (1 + 0.001 * rng.normal())));
    c.high = tick(std::max(c.open, c.close) + 0.05 * rng.exponential());
    c.low = tick(std::max(0.5, std::min(c.open, c.close) - 0.05 * rng.exponential()));
    c.volume = std::round(1000 * rng.exponential());
    price = c.close;
  }
  return candles;
}

/// Full detection over a chart of so many candles.
void chart(benchmark::State& state) {
  const auto candles = make_candles(static_cast<std::size_t>(state.range(0)));
  std::vector<ChartPattern> said;
  for (auto _ : state) {
    said.clear();
    ChartPatternDetector detector;
    detector.update_all(candles, said);
    benchmark::DoNotOptimize(said.data());
  }
  const auto count = static_cast<double>(candles.size());
  state.counters["candles_per_second"] = benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["events_per_1000"] = 1000 * static_cast<double>(said.size()) / count;
}

/// The state of one series, as a snapshot holds it and in memory.
void state_size(benchmark::State& state) {
  const auto candles = make_candles(5000);
  ChartPatternDetector detector;
  std::vector<ChartPattern> said;
  detector.update_all(candles, said);
  core::ByteWriter writer;
  for (auto _ : state) {
    writer.clear();
    detector.snapshot(writer);
    benchmark::DoNotOptimize(writer.bytes().data());
  }
  state.counters["snapshot_bytes"] = static_cast<double>(writer.bytes().size());
  state.counters["object_bytes"] = static_cast<double>(sizeof(ChartPatternDetector));
}

BENCHMARK(chart)->Arg(5000)->Arg(20'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(state_size)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tidemark
