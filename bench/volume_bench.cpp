// What one closed candle costs the analysis of volume (eight patterns, OBV and A/D against the swings), streaming, over
// 1,000,000 candles; in one series, in 1000 in turn, and by time of day. As in candlestick_bench, compare "of_pass",
// the ratio to a plain pass over five arrays in the same run, not nanoseconds. CPU time of the thread, the best
// repetition.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>
#include <time.h>

#include "analysis/volume/analyzer.hpp"
#include "core/rng.hpp"

namespace tidemark {
namespace {

using analysis::volume::Settings;
using analysis::volume::VolumeAnalyzer;

constexpr std::size_t kCandles = 1'000'000;

/// A random walk on a 0.01 tick, one candle a minute.
std::vector<core::CandleF> make_candles() {
  core::Rng rng{42};
  const auto tick = [](double price) { return std::round(price * 100) / 100; };
  std::vector<core::CandleF> candles(kCandles);
  double price = 100;
  std::int64_t second = 1'672'531'200;
  for (auto& c : candles) {
    c.open_time = core::Timestamp::from_s(second);
    c.open = price;
    c.close = tick(std::max(1.0, price * (1 + 0.001 * rng.normal())));
    c.high = tick(std::max(c.open, c.close) + 0.05 * rng.exponential());
    c.low = tick(std::max(0.5, std::min(c.open, c.close) - 0.05 * rng.exponential()));
    c.volume = std::round(1000 * rng.exponential());
    price = c.close;
    second += 60;
  }
  return candles;
}

const std::vector<core::CandleF>& candles() {
  static const auto kSeries = make_candles();
  return kSeries;
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The best of `rounds`, in ns per candle.
template <class Pass>
double best_ns(int rounds, Pass pass) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_seconds();
    pass();
    best = std::min(best, (cpu_seconds() - start) * 1e9 / static_cast<double>(kCandles));
  }
  return best;
}

double yardstick_ns() {
  static const double kBest = [] {
    std::array<std::vector<double>, 5> arrays;
    for (const auto& c : candles()) {
      const std::array values{c.open, c.high, c.low, c.close, c.volume};
      for (std::size_t a = 0; a < arrays.size(); ++a) arrays[a].push_back(values[a]);
    }
    return best_ns(21, [&arrays] {
      double sum = 0;
      for (std::size_t i = 0; i < kCandles; ++i) {
        sum += ((arrays[0][i] + arrays[1][i]) + (arrays[2][i] + arrays[3][i])) + arrays[4][i];
      }
      benchmark::DoNotOptimize(sum);
    });
  }();
  return kBest;
}

/// `series` analyzers, fed one candle each in turn.
void run(benchmark::State& state, const Settings& settings, std::size_t series) {
  double best = 1e9;
  std::size_t findings = 0;
  for (auto _ : state) {
    std::vector<VolumeAnalyzer> analyzers(series, VolumeAnalyzer{settings, core::Timeframe::k1m});
    findings = 0;
    const double ns = best_ns(1, [&] {
      for (std::size_t i = 0; i < kCandles; ++i) findings += analyzers[i % series].update(candles()[i]).size();
    });
    state.SetIterationTime(ns * 1e-9 * static_cast<double>(kCandles));
    best = std::min(best, ns);
  }
  state.counters["ns_per_candle"] = best;
  state.counters["of_pass"] = best / yardstick_ns();
  state.counters["findings_per_1000"] = 1000 * static_cast<double>(findings) / static_cast<double>(kCandles);
}

void volume_stream(benchmark::State& state) {
  run(state, {}, 1);
}
void volume_stream_1000_series(benchmark::State& state) {
  run(state, {}, 1000);
}
void volume_stream_by_time_of_day(benchmark::State& state) {
  run(state, analysis::volume::for_market({}, core::MarketType::kForex), 1);
}

constexpr int kRepetitions = 5;
BENCHMARK(volume_stream)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);
BENCHMARK(volume_stream_1000_series)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);
BENCHMARK(volume_stream_by_time_of_day)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tidemark
