#include <vector>

#include <benchmark/benchmark.h>

#include "core/rng.hpp"
#include "sim/exchange.hpp"
#include "sim/matching/order_book.hpp"

namespace {

using namespace tidemark;

constexpr core::Timestamp kStart = core::Timestamp::from_s(1'719'838'800);

/// A book of about 200 levels a side; each round one limit order near the touch, one small taker and cancels that keep
/// the book's size. Time is per order submitted or canceled.
void order_book_mixed(benchmark::State& state) {
  sim::OrderBook book{sim::OrderRules{}};
  sim::BookOutput out;
  core::Rng rng{1};
  std::vector<sim::OrderId> resting;
  const auto post = [&] {
    const bool buys = rng.chance(0.5);
    const auto away = static_cast<std::int64_t>(30 * rng.exponential());
    const sim::OrderId id = book.submit({.side = buys ? core::Side::kBuy : core::Side::kSell,
                                         .liquidity = sim::Liquidity::kMakerOnly,
                                         .price = {buys ? 9'999 - away : 10'001 + away},
                                         .qty = {100}},
                                        out);
    if (book.find(id) != nullptr) resting.push_back(id);
  };
  for (int i = 0; i < 1'000; ++i) post();
  std::int64_t operations = 0;
  for (auto _ : state) {
    out.clear();
    post();
    book.submit(
        {.side = rng.chance(0.5) ? core::Side::kBuy : core::Side::kSell, .kind = sim::OrderKind::kMarket, .qty = {50}},
        out);
    operations += 2;
    if (resting.size() > 1'000) {
      const std::size_t pick = rng.below(resting.size());
      book.cancel(resting[pick], sim::kCrowd, out);
      resting[pick] = resting.back();
      resting.pop_back();
      ++operations;
    }
  }
  state.SetItemsProcessed(operations);
}
BENCHMARK(order_book_mixed);

/// Eight symbols, one simulated second a round; items are events.
void exchange_live(benchmark::State& state) {
  sim::Exchange exchange{
      {.seed = 1, .start = kStart, .listings = sim::default_listings(), .history = core::Duration{}}};
  std::vector<core::Event> events;
  std::int64_t count = 0;
  std::int64_t seconds = 0;
  for (auto _ : state) {
    events.clear();
    exchange.advance(exchange.now() + core::seconds(1), events);
    count += static_cast<std::int64_t>(events.size());
    ++seconds;
  }
  state.SetItemsProcessed(count);
  state.counters["times_real_time"] = benchmark::Counter(static_cast<double>(seconds), benchmark::Counter::kIsRate);
}
BENCHMARK(exchange_live)->Unit(benchmark::kMicrosecond);

/// What a fresh `serve` waits for: eight symbols with three days of one-minute candles.
void exchange_start_with_history(benchmark::State& state) {
  for (auto _ : state) {
    const sim::Exchange exchange{{.seed = 1, .start = kStart, .listings = sim::default_listings()}};
    benchmark::DoNotOptimize(exchange.history({0}, 1));
  }
  state.SetItemsProcessed(state.iterations() * 8 * 4'320);
}
BENCHMARK(exchange_start_with_history)->Unit(benchmark::kMillisecond);

}  // namespace
