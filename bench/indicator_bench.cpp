// What one candle costs each indicator of the catalogue, streaming and in batch, over 1,000,000 candles.
// Compare ratios, not nanoseconds: "ns" depends on the machine, "of_pass" is the time over a plain pass summing five
// arrays of doubles of the same length, measured in the same run.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <time.h>

#include "analysis/catalogue.hpp"
#include "core/rng.hpp"

namespace tidemark {
namespace {

constexpr std::size_t kCandles = 1'000'000;

/// A random walk on a 0.01 tick.
std::vector<core::CandleF> make_candles() {
  core::Rng rng{42};
  const auto tick = [](double price) { return std::round(price * 100) / 100; };
  std::vector<core::CandleF> candles(kCandles);
  double price = 100;
  for (std::size_t i = 0; i < kCandles; ++i) {
    auto& c = candles[i];
    c.open_time = core::Timestamp::from_s(static_cast<std::int64_t>(i) * 60);
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

/// CPU time of this thread in seconds: other work on the machine does not count.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Five arrays side by side, the yardstick's input.
std::array<std::vector<double>, 5> make_arrays() {
  std::array<std::vector<double>, 5> arrays;
  for (const auto& c : candles()) {
    const std::array values{c.open, c.high, c.low, c.close, c.volume};
    for (std::size_t a = 0; a < arrays.size(); ++a) arrays[a].push_back(values[a]);
  }
  return arrays;
}

double pass_over_five_arrays(const std::array<std::vector<double>, 5>& arrays) {
  double sum = 0;
  for (std::size_t i = 0; i < kCandles; ++i) {
    sum += ((arrays[0][i] + arrays[1][i]) + (arrays[2][i] + arrays[3][i])) + arrays[4][i];
  }
  return sum;
}

/// ns per candle of the yardstick: the best of many passes, so that a busy moment does not flatter the ratios.
double yardstick_ns() {
  static const double kBest = [] {
    const auto arrays = make_arrays();
    double best = 1e9;
    for (int round = 0; round < 21; ++round) {
      const double start = cpu_seconds();
      benchmark::DoNotOptimize(pass_over_five_arrays(arrays));
      best = std::min(best, (cpu_seconds() - start) * 1e9 / static_cast<double>(kCandles));
    }
    return best;
  }();
  return kBest;
}

/// Reports ns per candle and its ratio to the yardstick.
void report(benchmark::State& state, double seconds) {
  const auto passes = static_cast<double>(state.iterations());
  const double ns = seconds * 1e9 / (passes * static_cast<double>(kCandles));
  state.counters["ns_per_candle"] = ns;
  state.counters["of_pass"] = ns / yardstick_ns();
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCandles));
}

/// Runs `pass` once per iteration.
template <class Pass>
void measure(benchmark::State& state, Pass pass) {
  static_cast<void>(yardstick_ns());
  double seconds = 0;
  for (auto _ : state) {
    const double start = cpu_seconds();
    pass();
    const double took = cpu_seconds() - start;
    state.SetIterationTime(took);
    seconds += took;
  }
  report(state, seconds);
}

analysis::IndicatorSpec defaults(const analysis::IndicatorInfo& row) {
  return *analysis::parse_indicator(row.id);
}

/// update() per candle through the virtual call, as the engine does.
void stream(benchmark::State& state, const analysis::IndicatorSpec& spec) {
  std::vector<double> values(spec.info->outputs.size());
  measure(state, [&] {
    const auto indicator = spec.make();
    for (const auto& candle : candles()) indicator->update(candle, values);
    benchmark::DoNotOptimize(values.data());
  });
}

/// peek() then update() per candle: one forming candle for each closed one.
void peek(benchmark::State& state, const analysis::IndicatorSpec& spec) {
  std::vector<double> values(spec.info->outputs.size());
  measure(state, [&] {
    const auto indicator = spec.make();
    for (const auto& candle : candles()) {
      benchmark::DoNotOptimize(indicator->peek(candle, values));
      indicator->update(candle, values);
    }
    benchmark::DoNotOptimize(values.data());
  });
}

/// compute_all() of one into columns that are already there.
void batch(benchmark::State& state, const analysis::IndicatorSpec& spec) {
  std::vector<std::vector<analysis::Column>> columns;
  columns.emplace_back(spec.info->outputs.size(), analysis::Column(kCandles));
  measure(state, [&] {
    analysis::compute_all(std::span{&spec, 1}, candles(), columns);
    benchmark::ClobberMemory();
  });
}

/// The twenty that charts show most, with the parameters of ta-anchors' table where it has them.
constexpr std::string_view kTwenty =
    "SMA:period=20;EMA:period=20;WMA:period=20;DEMA:period=20;KAMA:period=20;RSI;MACD;BBANDS:period=20;ATR;ADX;"
    "STOCH:fast_k_period=14,slow_k_period=3,slow_d_period=3;OBV;AD;MFI;CCI:period=20;WILLR;AROON;SAR;STDDEV:period=20;"
    "ROC";

/// Each of `specs` on each candle, as one instrument and timeframe of the engine does.
void stream_all(benchmark::State& state, const std::vector<analysis::IndicatorSpec>& specs) {
  std::array<double, analysis::kOutputsMax> values{};
  measure(state, [&] {
    std::vector<std::unique_ptr<analysis::Indicator>> indicators;
    for (const auto& spec : specs) indicators.push_back(spec.make());
    for (const auto& candle : candles()) {
      for (const auto& indicator : indicators) indicator->update(candle, values);
    }
    benchmark::DoNotOptimize(values.data());
  });
}

/// The same in batch, every output into a column of its own that is already there.
void batch_all(benchmark::State& state, const std::vector<analysis::IndicatorSpec>& specs) {
  std::vector<std::vector<analysis::Column>> columns;
  for (const auto& spec : specs) columns.emplace_back(spec.info->outputs.size(), analysis::Column(kCandles));
  measure(state, [&] {
    analysis::compute_all(specs, candles(), columns);
    benchmark::ClobberMemory();
  });
}

void yardstick(benchmark::State& state) {
  const auto arrays = make_arrays();
  measure(state, [&] { benchmark::DoNotOptimize(pass_over_five_arrays(arrays)); });
}

/// Registers a benchmark per row and way of running.
const int kRegistered = [] {
  const auto add = [](const std::string& name, auto run) {
    benchmark::RegisterBenchmark(name.c_str(), run)->UseManualTime()->Unit(benchmark::kMillisecond);
  };
  add("pass_over_five_arrays", yardstick);
  for (const auto& row : analysis::catalogue()) {
    const auto spec = defaults(row);
    const std::string id{row.id};
    add(id + "/stream", [spec](benchmark::State& state) { stream(state, spec); });
    add(id + "/peek_and_stream", [spec](benchmark::State& state) { peek(state, spec); });
    add(id + "/batch", [spec](benchmark::State& state) { batch(state, spec); });
  }
  const auto twenty = *analysis::parse_indicators(kTwenty);
  const auto all = *analysis::parse_indicators("all");
  add("twenty/stream", [twenty](benchmark::State& state) { stream_all(state, twenty); });
  add("twenty/batch", [twenty](benchmark::State& state) { batch_all(state, twenty); });
  add("all/stream", [all](benchmark::State& state) { stream_all(state, all); });
  add("all/batch", [all](benchmark::State& state) { batch_all(state, all); });
  return 0;
}();

}  // namespace
}  // namespace tidemark
