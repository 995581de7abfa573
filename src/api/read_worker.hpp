#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "bus/queue_stats.hpp"
#include "core/result.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// Does database reads and heavy encoding off the I/O thread, one job after the other. Queue: `capacity` jobs, owned
/// here, policy: refuse when full. The caller brings the thread.
class ReadWorker {
 public:
  using OpenStore = std::function<core::Result<std::unique_ptr<storage::Store>>()>;
  /// The store to read from: nullptr when the process has none; an error while it cannot be opened (tried again for
  /// each job). Valid during the call.
  using StoreAccess = core::Result<storage::Store*>;
  using Job = std::move_only_function<void(StoreAccess)>;

  ReadWorker(OpenStore open, std::size_t capacity) : open_{std::move(open)}, capacity_{capacity} {}

  enum class Posted : std::uint8_t { kQueued, kRefused };
  /// From any thread. kRefused: the queue is full, or the worker has stopped; the job is dropped.
  Posted post(Job job);
  /// Works until stop(). Jobs still waiting then are dropped.
  void run();
  void stop();
  /// From any thread.
  [[nodiscard]] bus::QueueStats stats() const;

 private:
  StoreAccess access();

  OpenStore open_;
  std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::size_t most_waiting_{0};
  std::uint64_t refused_{0};
  bool stopped_{false};
  std::unique_ptr<storage::Store> store_;  ///< used on the worker's thread only
};

}  // namespace tidemark::api
