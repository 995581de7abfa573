#pragma once

#include <atomic>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "app/instrument_feed.hpp"
#include "app/output_hash.hpp"
#include "bus/spsc_ring.hpp"
#include "bus/waker.hpp"
#include "engine/engine.hpp"

namespace tidemark::app {

/// Outputs of one shard on their way to the dispatcher.
using OutputRing = bus::SpscRing<engine::Output>;
using FeedRing = bus::SpscRing<FeedItem>;

enum class Hashing : std::uint8_t { kOff, kOn };

/// One engine with its own table of instruments, between its two rings; an instrument lives on one shard for good. Both
/// rings hold the producer back when they are full: nothing is dropped on the way.
class Shard {
 public:
  /// `downstream` is notified when outputs are ready. `hashing` keeps a hash over everything said (for recordings).
  Shard(const engine::EngineConfig& config, Hashing hashing, bus::Parker& downstream);

  [[nodiscard]] FeedRing& input() { return input_; }
  [[nodiscard]] bus::Parker& parker() { return parker_; }
  [[nodiscard]] OutputRing& output() { return output_; }

  /// The thread's body: works until `stop` is requested and the input is empty.
  void run(const std::stop_token& stop);
  /// Processes what waits, at most a batch; returns how many items that was.
  std::size_t do_work();

  /// Only after run() has returned.
  [[nodiscard]] const OutputHash& hash() const { return hash_; }
  [[nodiscard]] std::uint64_t events() const { return events_.load(std::memory_order_relaxed); }

 private:
  void process(FeedItem& item);
  void pass_on();

  core::InstrumentTable table_;
  engine::Engine engine_;
  FeedRing input_;
  OutputRing output_;
  bus::Parker parker_;
  bus::Parker& downstream_;
  Hashing hashing_;
  OutputHash hash_;
  std::vector<engine::Output> outputs_;
  std::atomic<std::uint64_t> events_{0};
};

}  // namespace tidemark::app
