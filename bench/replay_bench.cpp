// Recorded trades and books, as they were received, through the engine and through a backtest: how many events of a
// real market one core replays. The captures are not part of the project (TIDEMARK_SHARED, else ../shared beside the
// tree); without them nothing is measured. Events stand in memory: reading them is venues' affair (parse_bench).
// An event is a message: a depth update changes many levels, which "levels_per_second" counts.
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "backtest/event_run.hpp"
#include "engine/engine.hpp"
#include "venues/file/event_source.hpp"

namespace tidemark {
namespace {

struct Recording {
  core::InstrumentTable table;
  std::vector<core::Event> events;
  core::InstrumentId id;    ///< of the instrument with most events
  std::uint64_t levels{0};  ///< changed by depth updates
};

std::string path_of(const std::string& name) {
  const char* given = std::getenv("TIDEMARK_SHARED");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return (given != nullptr ? std::string{given} : std::string{TIDEMARK_SOURCE_DIR} + "/../shared") + "/data/depth/" +
         name;
}

/// nullptr: it is not there.
std::unique_ptr<Recording> recording(const std::string& name) {
  auto all = std::make_unique<Recording>();
  auto source = venues::file::open_event_source({path_of(name)}, {}, all->table);
  if (!source) return nullptr;
  core::Event event;
  while ((*source)->next(event).value_or(false)) {
    if (const auto* delta = std::get_if<core::BookDelta>(&event))
      all->levels += delta->bids.size() + delta->asks.size();
    all->events.push_back(event);
  }
  for (const core::Event& one : all->events) {
    if (std::holds_alternative<core::BookDelta>(one)) all->id = core::instrument_of(one).value_or(core::InstrumentId{});
  }
  return all;
}

void count(benchmark::State& state, const Recording& market) {
  const auto rounds = static_cast<double>(state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(rounds) * static_cast<std::int64_t>(market.events.size()));
  state.counters["levels_per_second"] =
      benchmark::Counter(rounds * static_cast<double>(market.levels), benchmark::Counter::kIsRate);
  state.counters["events"] = static_cast<double>(market.events.size());
  state.counters["levels_per_event"] = static_cast<double>(market.levels) / static_cast<double>(market.events.size());
}

/// The engine with its books and candles, nothing analyzed.
void engine_replay(benchmark::State& state, const char* name) {
  const auto market = recording(name);
  if (market == nullptr) return state.SkipWithError("the recording is not there");
  std::vector<engine::Output> out;
  for (auto _ : state) {
    engine::Engine engine{market->table, {}};
    for (const core::Event& event : market->events) {
      out.clear();
      engine.process(event, out);
      benchmark::DoNotOptimize(out.data());
    }
  }
  count(state, *market);
}

class Feed final : public backtest::EventFeed {
 public:
  explicit Feed(const std::vector<core::Event>& events) : events_{&events} {}
  core::Result<bool> next(core::Event& out) override {
    if (next_ == events_->size()) return false;
    out = (*events_)[next_++];
    return true;
  }

 private:
  const std::vector<core::Event>* events_;
  std::size_t next_{0};
};

/// A whole backtest over them: engine, paper broker that meets the book's levels, desk, strategy.
void backtest_replay(benchmark::State& state, const char* name) {
  const auto market = recording(name);
  if (market == nullptr) return state.SkipWithError("the recording is not there");
  backtest::SessionSetup setup;
  setup.instruments = {market->table.get(market->id)};
  setup.capital = core::parse_money("10000").value();
  const backtest::StrategyRow& row = *backtest::find_strategy("sma_cross").value();
  std::vector<double> values;
  for (const auto& parameter : row.parameters) values.push_back(parameter.fallback);
  for (auto _ : state) {
    Feed feed{market->events};
    const auto strategy = row.make(values, setup.instruments[0].scale);
    const auto result = backtest::run_events(setup, *strategy, row.needs, market->table, market->id, feed, nullptr);
    if (!result) return state.SkipWithError(result.error().message.c_str());
    benchmark::DoNotOptimize(result->equity);
  }
  count(state, *market);
}

BENCHMARK_CAPTURE(engine_replay, spot, "binance_spot/btcusdt_20240808.gz")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(engine_replay, usdm, "binance_usdm/btcusdt_20240808.gz")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(backtest_replay, spot, "binance_spot/btcusdt_20240808.gz")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(backtest_replay, usdm, "binance_usdm/btcusdt_20240808.gz")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tidemark
