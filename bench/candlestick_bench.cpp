// What one candle costs the 61 candlestick patterns, streaming, peeking and in batch, alone and with twenty indicators,
// over 1,000,000 candles. Compare ratios, not nanoseconds: "ns" depends on the machine, "of_pass" is the time over a
// plain pass summing five arrays of doubles of the same length, measured in the same run. CPU time of the thread; the
// best of the repetitions is the one that was disturbed least.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <time.h>

#include "analysis/candlesticks/detector.hpp"
#include "analysis/catalogue.hpp"
#include "core/rng.hpp"

namespace tidemark {
namespace {

using analysis::candlesticks::PatternDetector;
using analysis::candlesticks::PatternHits;

constexpr std::size_t kCandles = 1'000'000;

/// A random walk on a 0.01 tick.
std::vector<core::CandleF> make_candles() {
  core::Rng rng{42};
  const auto tick = [](double price) { return std::round(price * 100) / 100; };
  std::vector<core::CandleF> candles(kCandles);
  double price = 100;
  for (auto& c : candles) {
    c.open = price;
    c.close = tick(std::max(1.0, price * (1 + 0.001 * rng.normal())));
    c.high = tick(std::max(c.open, c.close) + 0.05 * rng.exponential());
    c.low = tick(std::max(0.5, std::min(c.open, c.close) - 0.05 * rng.exponential()));
    c.volume = std::round(1000 * rng.exponential());
    price = c.close;
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

/// Runs `pass` once per iteration; reports the best, in ns per candle, and its ratio to the plain pass.
template <class Pass>
double measure(benchmark::State& state, Pass pass) {
  double best = 1e9;
  for (auto _ : state) {
    const double start = cpu_seconds();
    pass();
    const double took = cpu_seconds() - start;
    state.SetIterationTime(took);
    best = std::min(best, took);
  }
  return best * 1e9 / static_cast<double>(kCandles);
}

/// ns per candle of a plain pass over five arrays.
double yardstick_ns() {
  static const double kBest = [] {
    std::array<std::vector<double>, 5> arrays;
    for (const auto& c : candles()) {
      const std::array values{c.open, c.high, c.low, c.close, c.volume};
      for (std::size_t a = 0; a < arrays.size(); ++a) arrays[a].push_back(values[a]);
    }
    double best = 1e9;
    for (int round = 0; round < 21; ++round) {
      const double start = cpu_seconds();
      double sum = 0;
      for (std::size_t i = 0; i < kCandles; ++i) {
        sum += ((arrays[0][i] + arrays[1][i]) + (arrays[2][i] + arrays[3][i])) + arrays[4][i];
      }
      benchmark::DoNotOptimize(sum);
      best = std::min(best, (cpu_seconds() - start) * 1e9 / static_cast<double>(kCandles));
    }
    return best;
  }();
  return kBest;
}

void report(benchmark::State& state, double ns) {
  state.counters["ns_per_candle"] = ns;
  state.counters["of_pass"] = ns / yardstick_ns();
}

void patterns_batch(benchmark::State& state) {
  std::vector<PatternHits> hits(kCandles);
  report(state, measure(state, [&] {
           PatternDetector{}.update_all(candles(), hits);
           benchmark::ClobberMemory();
         }));
}

void patterns_stream(benchmark::State& state) {
  report(state, measure(state, [] {
           PatternDetector detector;
           for (const auto& candle : candles()) benchmark::DoNotOptimize(detector.update(candle));
         }));
}

/// What a look at a forming candle costs, of one look a candle: `looks_and_closes` over all of them less `closes`.
template <class Closes, class LooksAndCloses>
void measure_peek(benchmark::State& state, Closes closes, LooksAndCloses looks_and_closes) {
  double both = 1e9;
  double closing = 1e9;
  for (auto _ : state) {
    closing = std::min(closing, closes());
    const double took = looks_and_closes();
    state.SetIterationTime(took);
    both = std::min(both, took);
  }
  report(state, (both - closing) * 1e9 / static_cast<double>(kCandles));
}

void patterns_peek(benchmark::State& state) {
  const auto pass = [](auto each) {
    PatternDetector detector;
    const double start = cpu_seconds();
    for (const auto& candle : candles()) each(detector, candle);
    return cpu_seconds() - start;
  };
  const auto close = [](PatternDetector& detector, const core::CandleF& candle) {
    benchmark::DoNotOptimize(detector.update(candle));
  };
  const auto look_and_close = [&](PatternDetector& detector, const core::CandleF& candle) {
    benchmark::DoNotOptimize(detector.peek(candle));
    close(detector, candle);
  };
  measure_peek(state, [&] { return pass(close); }, [&] { return pass(look_and_close); });
}

/// One closed candle of 1000 instruments in turn: the state does not stay in the nearest cache.
void patterns_stream_1000_instruments(benchmark::State& state) {
  std::vector<PatternDetector> detectors(1000);
  report(state, measure(state, [&] {
           for (std::size_t i = 0; i < kCandles; ++i) {
             benchmark::DoNotOptimize(detectors[i % detectors.size()].update(candles()[i]));
           }
         }));
}

using Indicators = std::vector<std::unique_ptr<analysis::Indicator>>;

/// Twenty that charts show.
constexpr std::array kTwenty{"SMA",   "EMA", "WMA", "DEMA", "TEMA", "RSI",   "MACD", "BBANDS", "ATR",  "ADX",
                             "STOCH", "CCI", "MFI", "OBV",  "AD",   "WILLR", "ROC",  "MOM",    "NATR", "CMO"};

/// At their defaults.
Indicators twenty_indicators() {
  Indicators indicators;
  for (const char* name : kTwenty) indicators.push_back(analysis::parse_indicator(name)->make());
  return indicators;
}

/// With twenty indicators, each candle in turn, as one timeframe of the engine does.
void patterns_and_twenty_indicators_stream(benchmark::State& state) {
  std::array<double, analysis::kOutputsMax> values{};
  report(state, measure(state, [&] {
           PatternDetector detector;
           const Indicators indicators = twenty_indicators();
           for (const auto& candle : candles()) {
             benchmark::DoNotOptimize(detector.update(candle));
             if (!analysis::acceptable(candle)) continue;
             for (const auto& indicator : indicators) indicator->feed(candle, values);
           }
           benchmark::DoNotOptimize(values.data());
         }));
}

/// A forming candle of the same, looked at whenever a part of it has come in: so often that the closings in between,
/// whose code leaves the nearest cache meanwhile, hardly count (with 60 looks a candle they add 5 ns to each).
void patterns_and_twenty_indicators_peek(benchmark::State& state) {
  constexpr std::size_t kLooks = 600;
  std::array<double, analysis::kOutputsMax> values{};
  const auto pass = [&](auto look) {
    PatternDetector detector;
    const Indicators indicators = twenty_indicators();
    const double start = cpu_seconds();
    for (std::size_t i = 0; i < kCandles; i += kLooks) {
      core::CandleF forming = candles()[i];
      for (const auto& part : std::span{candles()}.subspan(i, std::min(kLooks, kCandles - i))) {
        forming.high = std::max(forming.high, part.high);
        forming.low = std::min(forming.low, part.low);
        forming.close = part.close;
        forming.volume += part.volume;
        look(detector, indicators, forming);
      }
      detector.update(forming);
      for (const auto& indicator : indicators) indicator->feed(forming, values);
    }
    benchmark::DoNotOptimize(values.data());
    return cpu_seconds() - start;
  };
  measure_peek(
      state, [&] { return pass([](const auto&, const auto&, const core::CandleF&) {}); },
      [&] {
        return pass([&](const PatternDetector& detector, const Indicators& indicators, const core::CandleF& forming) {
          benchmark::DoNotOptimize(detector.peek(forming));
          if (!analysis::acceptable(forming)) return;
          for (const auto& indicator : indicators) indicator->foresee(forming, values);
        });
      });
}

/// The same in batch, every output into a column of its own.
void patterns_and_twenty_indicators_batch(benchmark::State& state) {
  std::vector<PatternHits> hits(kCandles);
  std::vector<std::vector<analysis::Column>> columns;
  std::vector<analysis::IndicatorSpec> specs;
  for (const char* name : kTwenty) {
    specs.push_back(*analysis::parse_indicator(name));
    columns.emplace_back(specs.back().info->outputs.size(), analysis::Column(kCandles));
  }
  report(state, measure(state, [&] {
           PatternDetector{}.update_all(candles(), hits);
           analysis::compute_all(specs, candles(), columns);
           benchmark::ClobberMemory();
         }));
}

constexpr int kRepetitions = 7;
BENCHMARK(patterns_batch)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);
BENCHMARK(patterns_stream)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);
BENCHMARK(patterns_peek)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);
BENCHMARK(patterns_stream_1000_instruments)->UseManualTime()->Iterations(kRepetitions)->Unit(benchmark::kMillisecond);
BENCHMARK(patterns_and_twenty_indicators_stream)
    ->UseManualTime()
    ->Iterations(kRepetitions)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(patterns_and_twenty_indicators_peek)
    ->UseManualTime()
    ->Iterations(kRepetitions)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(patterns_and_twenty_indicators_batch)
    ->UseManualTime()
    ->Iterations(kRepetitions)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tidemark
