// Cost of keeping a local order book. Target: an update costs <= 60 ns per level at about 1000 levels a side.
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/rng.hpp"
#include "pipeline/book_sync.hpp"
#include "pipeline/order_book.hpp"

namespace {

using namespace tidemark;
using pipeline::BookSide;

constexpr std::int64_t kMiddle = 6'000'000;

struct Change {
  BookSide side{BookSide::kBid};
  core::BookLevel level;
};

/// Changes as they come: most near the best (geometric distance with the given mean), some far away, four in ten
/// remove.
std::vector<Change> changes(std::size_t count, double mean_distance) {
  core::Rng rng{7};
  std::vector<Change> all(count);
  for (Change& c : all) {
    c.side = rng.chance(0.5) ? BookSide::kBid : BookSide::kAsk;
    const double distance = rng.chance(0.05) ? rng.uniform(0, 1200) : -mean_distance * std::log(1 - rng.uniform());
    const auto ticks = 1 + static_cast<std::int64_t>(distance);
    c.level.price = {c.side == BookSide::kBid ? kMiddle - ticks : kMiddle + ticks};
    c.level.qty = {rng.chance(0.4) ? 0 : static_cast<std::int64_t>(rng.below(1'000'000)) + 1};
  }
  return all;
}

std::vector<core::BookLevel> side_of(std::int64_t direction, int depth) {
  std::vector<core::BookLevel> all;
  for (int i = 1; i <= depth; ++i) all.push_back({{kMiddle + direction * i}, {1000}});
  return all;
}

/// range(0): levels a side at the start; range(1): mean distance of a change from the best.
void update_level(benchmark::State& state) {
  const auto stream = changes(1 << 16, static_cast<double>(state.range(1)));
  pipeline::OrderBook book;
  book.assign(BookSide::kBid, side_of(-1, static_cast<int>(state.range(0))));
  book.assign(BookSide::kAsk, side_of(+1, static_cast<int>(state.range(0))));
  std::size_t i = 0;
  for (auto _ : state) {
    const Change& c = stream[i++ & 0xffff];
    book.set(c.side, c.level);
  }
  benchmark::DoNotOptimize(book.best(BookSide::kBid));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(update_level)->Args({1000, 10})->Args({1000, 50})->Args({1000, 300})->Args({5000, 50});

/// A whole depthUpdate of 20 + 20 levels through the synchronisation; items are levels.
void apply_delta(benchmark::State& state) {
  const auto stream = changes(1 << 16, 50);
  std::vector<core::BookDelta> deltas(1024);
  std::size_t at = 0;
  for (core::BookDelta& delta : deltas) {
    while (delta.bids.size() < 20 || delta.asks.size() < 20) {
      const Change& c = stream[at++ & 0xffff];
      auto& side = c.side == BookSide::kBid ? delta.bids : delta.asks;
      if (side.size() < 20) side.push_back(c.level);
    }
  }
  pipeline::BookSync sync{{}};
  core::BookSnapshot snapshot;
  snapshot.last_update_id = 1;
  snapshot.bids = side_of(-1, 1000);
  snapshot.asks = side_of(+1, 1000);
  (void)sync.apply(snapshot);
  std::uint64_t id = 1;
  for (auto _ : state) {
    core::BookDelta& delta = deltas[id & 1023];
    delta.first_update_id = delta.last_update_id = ++id;
    benchmark::DoNotOptimize(sync.apply(delta));
  }
  state.SetItemsProcessed(state.iterations() * 40);
}
BENCHMARK(apply_delta);

void read_top_20(benchmark::State& state) {
  pipeline::OrderBook book;
  book.assign(BookSide::kBid, side_of(-1, 1000));
  std::vector<core::BookLevel> top(20);
  for (auto _ : state) benchmark::DoNotOptimize(book.top(BookSide::kBid, top));
}
BENCHMARK(read_top_20);

}  // namespace
