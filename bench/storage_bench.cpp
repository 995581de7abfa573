#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/clock.hpp"
#include "core/rng.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "storage/transactional_store.hpp"
#include "storage/writer.hpp"

// Floors of the same work without constraints, references and provenance (docs/dependencies.md): 866,000 rows/s in
// sequence, 741,000 interleaved, 58-60 bytes a row, 10,000 candles in 1.9 ms, the latest candle in 1.2 us.
namespace {

using namespace tidemark;

constexpr int kSymbols = 20;
constexpr std::int64_t kPerSymbol = 50'000;
constexpr std::size_t kRowsPerTransaction = 5'000;
constexpr core::Timestamp kStart = core::Timestamp::from_s(1'704'067'200);

/// A database of its own for each run, gone afterwards.
class Place {
 public:
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "tidemark-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
  }
  ~Place() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] std::string file() const { return (folder_ / "bench.db").string(); }

 private:
  std::filesystem::path folder_;
};

template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}
void must(const core::Status& status) {
  if (!status) throw std::runtime_error(status.error().text());
}

/// Numbers as large as Binance's majors: prices in cents, volumes with five decimals.
struct Series {
  core::Instrument instrument;
  std::vector<core::Candle> candles;
};

Series make_series(int number) {
  Series series;
  series.instrument.venue = "binance";
  series.instrument.symbol = "COIN" + std::to_string(number) + "USDT";
  series.instrument.scale = {.price_decimals = 2, .qty_decimals = 5};
  core::Rng rng{static_cast<std::uint64_t>(number) + 1};
  std::int64_t price = 100'000 + static_cast<std::int64_t>(rng.below(6'000'000));
  for (std::int64_t i = 0; i < kPerSymbol; ++i) {
    const std::int64_t open = price;
    price = std::max<std::int64_t>(10'000, price + static_cast<std::int64_t>(rng.normal() * 2'000));
    const auto volume = static_cast<std::int64_t>(rng.exponential() * 3'000'000);
    series.candles.push_back({.open_time = kStart + core::minutes(i),
                              .open = {open},
                              .high = {std::max(open, price) + static_cast<std::int64_t>(rng.below(1'500))},
                              .low = {std::min(open, price) - static_cast<std::int64_t>(rng.below(1'500))},
                              .close = {price},
                              .volume = {volume},
                              .taker_buy = {volume / 2},
                              .trades = static_cast<std::uint32_t>(rng.below(5'000))});
  }
  return series;
}

const std::vector<Series>& market() {
  static const std::vector<Series> kMarket = [] {
    std::vector<Series> all;
    for (int i = 0; i < kSymbols; ++i) all.push_back(make_series(i));
    return all;
  }();
  return kMarket;
}

storage::CandleBatch batch_of(const Series& series, std::int64_t first, std::int64_t count) {
  const auto begin = series.candles.begin() + first;
  return {.instrument = series.instrument,
          .timeframe = core::Timeframe::k1m,
          .source = "binance",
          .candles = {begin, begin + count}};
}

/// A million candles, one symbol after the other: an import.
std::vector<std::vector<storage::CandleBatch>> sequential() {
  std::vector<std::vector<storage::CandleBatch>> transactions;
  constexpr auto kRows = static_cast<std::int64_t>(kRowsPerTransaction);
  for (const Series& series : market()) {
    for (std::int64_t at = 0; at < kPerSymbol; at += kRows) transactions.push_back({batch_of(series, at, kRows)});
  }
  return transactions;
}

/// The same million in the order of time, `run` candles of each symbol in turn.
std::vector<std::vector<storage::CandleBatch>> interleaved(std::int64_t run) {
  std::vector<std::vector<storage::CandleBatch>> transactions(1);
  std::size_t rows = 0;
  for (std::int64_t at = 0; at < kPerSymbol; at += run) {
    for (const Series& series : market()) {
      if (rows >= kRowsPerTransaction) {
        transactions.emplace_back();
        rows = 0;
      }
      transactions.back().push_back(batch_of(series, at, run));
      rows += static_cast<std::size_t>(run);
    }
  }
  return transactions;
}

void fill(storage::TransactionalStore& store, const std::vector<std::vector<storage::CandleBatch>>& transactions) {
  for (const auto& transaction : transactions) must(store.put_candles(transaction));
}

void write(benchmark::State& state, const std::vector<std::vector<storage::CandleBatch>>& transactions) {
  double bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const Place place;
    auto store = must(storage::open_transactional_store(place.file(), storage::OpenMode::kCreate));
    state.ResumeTiming();
    fill(*store, transactions);
    state.PauseTiming();
    store.reset();  // folds the log into the file
    bytes = static_cast<double>(std::filesystem::file_size(place.file()));
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kSymbols * kPerSymbol);
  state.counters["bytes_per_candle"] = bytes / (kSymbols * kPerSymbol);
}

void write_sequential(benchmark::State& state) {
  write(state, sequential());
}
BENCHMARK(write_sequential)->Unit(benchmark::kMillisecond)->UseRealTime();

void write_interleaved_runs_of_50(benchmark::State& state) {
  write(state, interleaved(50));
}
BENCHMARK(write_interleaved_runs_of_50)->Unit(benchmark::kMillisecond)->UseRealTime();

void write_interleaved_one_by_one(benchmark::State& state) {
  write(state, interleaved(1));
}
BENCHMARK(write_interleaved_one_by_one)->Unit(benchmark::kMillisecond)->UseRealTime();

/// A repeated import: every row is there already and equal.
void write_again_unchanged(benchmark::State& state) {
  const Place place;
  auto store = must(storage::open_transactional_store(place.file(), storage::OpenMode::kCreate));
  const auto transactions = sequential();
  fill(*store, transactions);
  for (auto _ : state) fill(*store, transactions);
  state.SetItemsProcessed(state.iterations() * kSymbols * kPerSymbol);
}
BENCHMARK(write_again_unchanged)->Unit(benchmark::kMillisecond)->UseRealTime();

class SteadyClock final : public core::Clock {
 public:
  [[nodiscard]] core::Timestamp now() const override { return kStart; }
  [[nodiscard]] core::Duration monotonic() const override {
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
                .count()};
  }
};

/// What serving does: single candles of all symbols through the writer's queue, committed in groups.
void writer_single_candles(benchmark::State& state) {
  constexpr std::int64_t kSteps = 5'000;
  const SteadyClock clock;
  for (auto _ : state) {
    state.PauseTiming();
    const Place place;
    auto metrics = ops::make_metrics();
    storage::Writer writer{must(storage::open_transactional_store(place.file(), storage::OpenMode::kCreate)), clock,
                           *metrics, ops::null_logger()};
    state.ResumeTiming();
    for (std::int64_t at = 0; at < kSteps; ++at) {
      for (const Series& series : market()) must(writer.submit(batch_of(series, at, 1)));
      if (at % 250 == 249) {
        while (writer.do_work() != 0) {
        }
      }
    }
    must(writer.close_and_drain());
  }
  state.SetItemsProcessed(state.iterations() * kSymbols * kSteps);
}
BENCHMARK(writer_single_candles)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The same with the values of the default indicators: eleven a candle.
void writer_indicator_values(benchmark::State& state) {
  constexpr std::int64_t kSteps = 2'000;
  constexpr std::uint32_t kValues = 11;
  const SteadyClock clock;
  std::vector<storage::IndicatorType> list;
  for (std::uint32_t i = 0; i < kValues; ++i) list.push_back({"TYPE:period=" + std::to_string(i), "Real"});
  const auto types = std::make_shared<const std::vector<storage::IndicatorType>>(std::move(list));
  core::Rng rng{3};
  double bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const Place place;
    auto metrics = ops::make_metrics();
    storage::Writer writer{must(storage::open_transactional_store(place.file(), storage::OpenMode::kCreate)), clock,
                           *metrics, ops::null_logger()};
    for (const Series& series : market()) must(writer.submit(series.instrument));
    state.ResumeTiming();
    for (std::int64_t at = 0; at < kSteps; ++at) {
      for (const Series& series : market()) {
        storage::IndicatorBatch batch{
            .series = {series.instrument.venue, series.instrument.symbol, core::Timeframe::k1m}, .types = types};
        for (std::uint32_t i = 0; i < kValues; ++i) batch.rows.push_back({kStart + core::minutes(at), i, rng.normal()});
        must(writer.submit(std::move(batch)));
      }
      if (at % 100 == 99) {
        while (writer.do_work() != 0) {
        }
      }
    }
    must(writer.close_and_drain());
    state.PauseTiming();
    must(must(storage::open_transactional_store(place.file(), storage::OpenMode::kExisting))->check());
    bytes = static_cast<double>(std::filesystem::file_size(place.file()));
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kSymbols * kSteps * kValues);
  state.counters["bytes_per_value"] = bytes / (kSymbols * kSteps * kValues);
}
BENCHMARK(writer_indicator_values)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Reads from the million candles written in sequence (argument 0) or interleaved (1).
class FilledStore : public benchmark::Fixture {
 public:
  void SetUp(const benchmark::State& state) override {
    place_ = std::make_unique<Place>();
    {
      auto writer = must(storage::open_transactional_store(place_->file(), storage::OpenMode::kCreate));
      fill(*writer, state.range(0) == 0 ? sequential() : interleaved(50));
    }
    reader_ = must(storage::open_store(place_->file(), storage::OpenMode::kReadOnly));
  }
  void TearDown(const benchmark::State&) override {
    reader_.reset();
    place_.reset();
  }

 protected:
  storage::CandleQuery next_query(std::uint32_t limit) {
    storage::CandleQuery query;
    const Series& series = market()[rng_.below(kSymbols)];
    query.series = {series.instrument.venue, series.instrument.symbol, core::Timeframe::k1m};
    query.limit = limit;
    return query;
  }

  std::unique_ptr<Place> place_;
  std::unique_ptr<storage::Store> reader_;
  core::Rng rng_{1};
};

BENCHMARK_DEFINE_F(FilledStore, read_10000_candles)(benchmark::State& state) {
  for (auto _ : state) {
    auto query = next_query(10'000);
    query.from = kStart + core::minutes(static_cast<std::int64_t>(rng_.below(kPerSymbol - 10'000)));
    query.order = storage::Order::kOldestFirst;
    benchmark::DoNotOptimize(must(reader_->candles(query)));
  }
}
BENCHMARK_REGISTER_F(FilledStore, read_10000_candles)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

BENCHMARK_DEFINE_F(FilledStore, read_newest_10000_candles)(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(must(reader_->candles(next_query(10'000))));
}
BENCHMARK_REGISTER_F(FilledStore, read_newest_10000_candles)->Arg(0)->Unit(benchmark::kMicrosecond);

BENCHMARK_DEFINE_F(FilledStore, read_latest_candle)(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(must(reader_->candles(next_query(1))));
}
BENCHMARK_REGISTER_F(FilledStore, read_latest_candle)->Arg(0)->Unit(benchmark::kMicrosecond);

BENCHMARK_DEFINE_F(FilledStore, list_series)(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(must(reader_->series()));
}
BENCHMARK_REGISTER_F(FilledStore, list_series)->Arg(0)->Unit(benchmark::kMicrosecond);

}  // namespace
