#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "bus/queue_stats.hpp"

namespace tidemark::api {

/// Work on what is in memory that may be done side by side. Queue: `capacity` jobs, owned here, policy: refuse when
/// there is no room for all of a batch. The caller brings the threads.
class WorkPool {
 public:
  /// Must not throw.
  using Job = std::move_only_function<void()>;

  explicit WorkPool(std::size_t capacity) : capacity_{capacity} {}

  enum class Posted : std::uint8_t { kQueued, kRefused };
  /// All of them or none. From any thread. kRefused: no room, or the pool has stopped.
  Posted post(std::vector<Job> jobs);
  /// Works until stop(); any number of threads. Jobs still waiting then are dropped.
  void run();
  void stop();
  [[nodiscard]] bus::QueueStats stats() const;

 private:
  std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::size_t most_waiting_{0};
  std::uint64_t refused_{0};
  bool stopped_{false};
};

}  // namespace tidemark::api
