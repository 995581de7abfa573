#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "bus/spsc_ring.hpp"
#include "bus/waker.hpp"

namespace {

using namespace tidemark;

using Line = std::array<std::uint64_t, 8>;  // 64 bytes

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void ring_same_thread(benchmark::State& state) {
  bus::SpscRing<Line> ring{1024};
  Line out{};
  for (auto _ : state) {
    Line* slot = ring.try_claim();
    (*slot)[0] = 1;
    ring.publish();
    benchmark::DoNotOptimize(*ring.peek());
    ring.release();
  }
  benchmark::DoNotOptimize(out);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ring_same_thread);

/// One element from one thread to another; the time is the producer's.
void ring_two_threads(benchmark::State& state) {
  bus::SpscRing<Line> ring{4096};
  std::atomic<bool> done{false};
  std::thread consumer{[&] {
    std::uint64_t sum = 0;
    while (!done.load(std::memory_order_relaxed) || !ring.empty()) {
      if (ring.drain([&](Line& line) { sum += line[0]; }, 1024) == 0) std::this_thread::yield();
    }
    benchmark::DoNotOptimize(sum);
  }};
  for (auto _ : state) {
    Line* slot = ring.try_claim();
    while (slot == nullptr) {
      std::this_thread::yield();
      slot = ring.try_claim();
    }
    (*slot)[0] = 1;
    ring.publish();
  }
  done = true;
  consumer.join();
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ring_two_threads)->UseRealTime();

/// From push to the consumer holding the element, when the consumer has gone to sleep (argument 0) or still spins
/// (argument 1). Quantiles as counters, in nanoseconds.
void wake_up_latency(benchmark::State& state) {
  const bool spins = state.range(0) == 1;
  bus::Parker parker{spins ? bus::IdleStrategy{.spins = 1'000'000'000, .yields = 0} : bus::IdleStrategy{}};
  bus::SpscRing<std::int64_t> ring{64};
  std::atomic<bool> done{false};
  std::vector<std::int64_t> latencies;
  latencies.reserve(1'000'000);
  std::atomic<std::uint64_t> received{0};
  std::thread consumer{[&] {
    std::int64_t sent = 0;
    while (!done || !ring.empty()) {
      if (ring.try_pop(sent)) {
        latencies.push_back(now_ns() - sent);
        received.fetch_add(1, std::memory_order_release);
      } else {
        parker.wait([&] { return !ring.empty() || done; }, core::seconds(1));
      }
    }
  }};
  std::uint64_t sent = 0;
  for (auto _ : state) {
    const std::int64_t start = now_ns();
    while (now_ns() - start < 50'000) {  // long enough for the consumer to give up spinning and sleep
    }
    ring.try_push(now_ns());  // there is room: the one before was received
    parker.notify();
    ++sent;
    while (received.load(std::memory_order_acquire) < sent) {
    }
  }
  done = true;
  parker.notify();
  consumer.join();
  std::ranges::sort(latencies);
  const auto at = [&](double q) {
    return static_cast<double>(latencies[static_cast<std::size_t>(q * static_cast<double>(latencies.size() - 1))]);
  };
  state.counters["p50_ns"] = at(0.5);
  state.counters["p99_ns"] = at(0.99);
}
BENCHMARK(wake_up_latency)->Arg(0)->Arg(1)->UseRealTime()->Iterations(5'000);

}  // namespace
