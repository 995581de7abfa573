#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "api/job_queue.hpp"

namespace tidemark::api {

/// Work on what is in memory that may be done side by side. Queue: `capacity` jobs, owned here, policy: refuse when
/// there is no room for all of a batch. The caller brings the threads.
class WorkPool {
 public:
  /// Must not throw.
  using Job = std::move_only_function<void()>;

  explicit WorkPool(std::size_t capacity) : queue_{{"api.analyses", "analyses", "jobs"}, capacity} {}

  /// All of them or none. From any thread. kRefused: no room, or the pool has stopped.
  Posted post(std::vector<Job> jobs) { return queue_.post(std::move(jobs)); }
  /// Works until stop(); any number of threads. Jobs still waiting then are dropped.
  void run() {
    while (auto job = queue_.take()) (*job)();
  }
  void stop() { queue_.stop(); }
  [[nodiscard]] bus::QueueStats stats() const { return queue_.stats(); }

 private:
  JobQueue<Job> queue_;
};

}  // namespace tidemark::api
