#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "api/job_queue.hpp"
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

  ReadWorker(OpenStore open, std::size_t capacity)
      : open_{std::move(open)}, queue_{{"api.reads", "api-reads", "requests"}, capacity} {}

  /// From any thread. kRefused: the queue is full, or the worker has stopped; the job is dropped.
  Posted post(Job job) { return queue_.post(std::move(job)); }
  /// Works until stop(). Jobs still waiting then are dropped.
  void run();
  void stop() { queue_.stop(); }
  /// From any thread.
  [[nodiscard]] bus::QueueStats stats() const { return queue_.stats(); }

 private:
  StoreAccess access();

  OpenStore open_;
  JobQueue<Job> queue_;
  std::unique_ptr<storage::Store> store_;  ///< used on the worker's thread only
};

}  // namespace tidemark::api
