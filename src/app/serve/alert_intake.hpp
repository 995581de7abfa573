#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "alerts/happening.hpp"
#include "bus/queue_stats.hpp"
#include "bus/spsc_ring.hpp"
#include "core/values.hpp"
#include "engine/output.hpp"

namespace tidemark::app {

/// The way of what happens from the dispatch thread to the alerts thread: only what some rule needs, through a ring.
/// When the ring is full what comes is refused and counted: alerts must never hold back candles and the store.
class AlertIntake {
 public:
  static constexpr std::size_t kCapacity = 32'768;

  AlertIntake() : ring_{kCapacity} {}

  /// From any thread: what is wanted of an instrument (RuleBook::wants), and how its numbers read.
  void want(core::InstrumentId instrument, core::Scale scale, std::uint32_t wanted);
  /// The dispatch thread. True when something was put in.
  bool offer(const engine::Output& output);
  /// The alerts thread.
  std::size_t drain(const std::function<void(const alerts::Happening&)>& take, std::size_t max);
  [[nodiscard]] bool empty() const { return ring_.empty(); }
  [[nodiscard]] std::uint64_t lost() const { return lost_.load(std::memory_order_relaxed); }
  [[nodiscard]] bus::QueueStats stats() const;

 private:
  struct Wanted {
    core::Scale scale;
    std::uint32_t kinds{0};
  };
  void refresh();

  std::atomic<std::uint64_t> version_{0};
  std::mutex mutex_;
  std::vector<Wanted> wanted_;  ///< by instrument; guarded

  std::uint64_t seen_{0};  ///< the dispatch thread's own, with its copy
  std::vector<Wanted> copy_;
  bool any_{false};

  bus::SpscRing<alerts::Happening> ring_;
  std::atomic<std::uint64_t> lost_{0};
};

}  // namespace tidemark::app
