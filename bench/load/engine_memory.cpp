// What a thousand instruments keep in memory with everything a default `serve` runs in the engine: the default
// indicators, candlestick and chart patterns, volume, structure, zones, confluence and decisions on all timeframes.
// Each instrument is fed weeks of minutes; what is said is dropped at once. Prints bytes per instrument at half time
// and at the end: what has grown between is what has not yet found its size. Arguments: instruments (1000), minutes
// (20000).
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "app/engine_setup.hpp"
#include "core/rng.hpp"
#include "engine/engine.hpp"
#include "load/measure.hpp"
#include "ops/config.hpp"
#include "ops/process_stats.hpp"

namespace tidemark::load {
namespace {

core::Candle next_candle(core::Rng& rng, std::int64_t& price, core::Timestamp open) {
  const auto below = [&rng](std::uint64_t limit) { return static_cast<std::int64_t>(rng.below(limit)); };
  core::Candle candle;
  candle.open_time = open;
  candle.open = {price};
  price = std::max<std::int64_t>(10'000, price + below(201) - 100);
  candle.close = {price};
  candle.high = {std::max(candle.open, candle.close).ticks + below(60)};
  candle.low = {std::min(candle.open, candle.close).ticks - below(60)};
  candle.volume = {1 + below(1'000'000)};
  return candle;
}

void run(std::uint32_t instruments, int minutes) {
  core::InstrumentTable table;
  for (std::uint32_t i = 0; i < instruments; ++i) {
    core::Instrument one;
    one.venue = "load";
    one.symbol = "SYMBOL" + std::to_string(i);
    one.scale = {2, 3};
    table.add(one);
  }
  auto config = app::engine_config_of(ops::Config{});
  if (!config) fail("configuration");
  config->forming = engine::FormingCandles::kSuppress;
  const std::uint64_t before = ops::read_process_stats().rss_bytes;
  const std::int64_t start = cpu_ns(RUSAGE_SELF);
  engine::Engine engine{table, *config};
  std::vector<core::Rng> rngs;
  for (std::uint32_t i = 0; i < instruments; ++i) rngs.emplace_back(i + 1);
  std::vector<std::int64_t> prices(instruments, 100'000);
  std::vector<engine::Output> out;
  for (int minute = 1; minute <= minutes; ++minute) {
    const core::Timestamp end = core::Timestamp::from_s(1'704'067'200) + core::minutes(minute);
    for (std::uint32_t i = 0; i < instruments; ++i) {
      core::VenueCandle event{.instrument = {i}, .times = {end, end}, .timeframe = core::Timeframe::k1m};
      event.candle = next_candle(rngs[i], prices[i], end - core::minutes(1));
      out.clear();
      engine.process(event, out);
    }
    if (minute != minutes / 2 && minute != minutes) continue;
    const auto held = static_cast<double>(ops::read_process_stats().rss_bytes - before);
    std::printf("%d minutes: %.0f bytes per instrument, %.0f MB in all\n", minute, held / instruments, held / 1e6);
  }
  std::printf("%.0f ns per closed minute with all that closes with it, instruments in turn\n",
              static_cast<double>(cpu_ns(RUSAGE_SELF) - start) / (static_cast<double>(instruments) * minutes));
}

}  // namespace
}  // namespace tidemark::load

int main(int argc, char** argv) {
  const auto instruments = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 1000);
  tidemark::load::run(instruments, argc > 2 ? std::atoi(argv[2]) : 20'000);
}
