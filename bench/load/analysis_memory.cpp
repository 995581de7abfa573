// What a thousand instruments of full analysis keep in memory: all 61 candlestick patterns and a set of indicators on
// every timeframe, in the engine's own banks, until all are warm. Prints bytes per instrument, what the process holds
// and what one closed candle takes when the next one is another instrument's. The figure to show is less than 2 GB.
// Arguments: instruments (1000), indicators ("default", "twenty", or as --indicators takes them, "all" among them).
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/catalogue.hpp"
#include "core/rng.hpp"
#include "engine/indicator_bank.hpp"
#include "engine/pattern_bank.hpp"
#include "load/measure.hpp"
#include "ops/config.hpp"
#include "ops/process_stats.hpp"

namespace tidemark::load {
namespace {

/// Candles of each timeframe; every indicator's defaults are warm long before.
constexpr int kCandles = 400;

/// The twenty of bench/candlestick_bench.cpp.
constexpr std::string_view kTwenty =
    "SMA;EMA;WMA;DEMA;TEMA;RSI;MACD;BBANDS;ATR;ADX;STOCH;CCI;MFI;OBV;AD;WILLR;ROC;MOM;NATR;CMO";

std::vector<analysis::IndicatorSpec> specs_of(const std::string& text) {
  std::string list{text == "twenty" ? kTwenty : text};
  if (text == "default") {
    list.clear();
    for (const std::string& one : ops::Config{}.analysis.indicators) list += (list.empty() ? "" : ";") + one;
  }
  auto specs = analysis::parse_indicators(list);
  if (!specs) {
    std::fprintf(stderr, "%s\n", specs.error().message.c_str());
    std::exit(1);
  }
  return *specs;
}

/// One instrument on all timeframes.
class Analyzed {
 public:
  Analyzed(std::uint32_t id, std::span<const analysis::IndicatorSpec> specs,
           const std::optional<analysis::candlesticks::Settings>& settings)
      : indicators_{specs}, patterns_{settings}, rng_{id + 1} {
    instrument_.id = {id};
    instrument_.scale = {2, 3};
  }

  void close(core::Timeframe timeframe, int number, std::vector<engine::Output>& out) {
    const core::Candle candle = next(timeframe, number);
    const core::Timestamp end = candle.open_time + core::duration_of(timeframe);
    indicators_.update(instrument_.id, timeframe, core::to_double(candle, instrument_.scale), end, out);
    patterns_.update(instrument_, timeframe, candle, end, out);
  }

 private:
  std::int64_t below(std::uint64_t limit) { return static_cast<std::int64_t>(rng_.below(limit)); }

  core::Candle next(core::Timeframe timeframe, int number) {
    core::Candle candle;
    candle.open_time = core::Timestamp::from_s(0) + core::duration_of(timeframe) * number;
    candle.open = {price_};
    price_ += below(41) - 20;
    candle.close = {price_};
    candle.high = {std::max(candle.open, candle.close).ticks + below(15)};
    candle.low = {std::min(candle.open, candle.close).ticks - below(15)};
    candle.volume = {1 + below(1'000'000)};
    return candle;
  }

  core::Instrument instrument_;
  engine::IndicatorBank indicators_;
  engine::PatternBank patterns_;
  core::Rng rng_;
  std::int64_t price_{100'000};
};

void run(std::uint32_t instruments, const std::string& indicators) {
  const auto specs = specs_of(indicators);
  const std::optional<analysis::candlesticks::Settings> settings{analysis::candlesticks::Settings{}};
  const std::uint64_t before = ops::read_process_stats().rss_bytes;
  std::vector<Analyzed> all;
  all.reserve(instruments);
  for (std::uint32_t i = 0; i < instruments; ++i) all.emplace_back(i, specs, settings);
  std::vector<engine::Output> out;
  const std::int64_t start = cpu_ns(RUSAGE_SELF);
  for (int number = 0; number < kCandles; ++number) {
    for (const core::Timeframe timeframe : core::kAllTimeframes) {
      for (Analyzed& one : all) {
        out.clear();
        one.close(timeframe, number, out);
      }
    }
  }
  const auto took = static_cast<double>(cpu_ns(RUSAGE_SELF) - start);
  const ops::ProcessStats after = ops::read_process_stats();
  const auto held = static_cast<double>(after.rss_bytes - before);
  std::printf("%u instruments x %zu timeframes x (61 patterns + %zu indicators)\n", instruments, core::kTimeframeCount,
              specs.size());
  std::printf("%.0f bytes per instrument, %.0f per timeframe; process %.0f MB\n", held / instruments,
              held / instruments / core::kTimeframeCount, static_cast<double>(after.rss_peak_bytes) / 1e6);
  std::printf("%.0f ns per closed candle, instruments in turn, making the candle and the outputs included\n",
              took / (static_cast<double>(instruments) * core::kTimeframeCount * kCandles));
}

}  // namespace
}  // namespace tidemark::load

int main(int argc, char** argv) {
  const auto instruments = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 1000);
  tidemark::load::run(instruments, argc > 2 ? argv[2] : "twenty");
}
