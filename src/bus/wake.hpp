#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "core/time.hpp"

namespace tidemark::bus {

/// Lets one thread sleep until others have made work for it, without a lost wake-up and without cost while it is awake:
/// notify() is one atomic load then. The sleeper looks for work, and when there is none calls
///   const auto seen = wake.prepare();  …look again…  wake.wait(seen, timeout);
/// A notify() between prepare() and wait() makes wait() return at once. One sleeper; any number of notifiers.
class Wake {
 public:
  [[nodiscard]] std::uint64_t prepare() noexcept {
    sleeping_.store(true, std::memory_order_seq_cst);
    return epoch_.load(std::memory_order_seq_cst);
  }
  /// Call instead of wait() when the second look found work.
  void cancel() noexcept { sleeping_.store(false, std::memory_order_relaxed); }
  void wait(std::uint64_t seen, core::Duration timeout);
  void notify() noexcept {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (sleeping_.load(std::memory_order_relaxed)) wake_up();
  }

 private:
  void wake_up() noexcept;

  std::atomic<std::uint64_t> epoch_{0};
  std::atomic<bool> sleeping_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace tidemark::bus
