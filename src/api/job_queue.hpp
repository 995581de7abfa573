#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bus/queue_stats.hpp"

namespace tidemark::api {

enum class Posted : std::uint8_t { kQueued, kRefused };

/// Jobs that wait for a thread. Bounded; policy: what there is no room for is refused, a batch as a whole. Thread-safe.
template <class Job>
class JobQueue {
 public:
  /// How it is listed among the queues of the process.
  struct Listed {
    std::string name;
    std::string owner;
    std::string unit;
  };
  JobQueue(Listed listed, std::size_t capacity) : listed_{std::move(listed)}, capacity_{capacity} {}

  /// kRefused: no room, or it was stopped; the job is dropped.
  Posted post(Job job) {
    {
      const std::lock_guard lock{mutex_};
      if (!has_room_for(1)) return Posted::kRefused;
      put(std::move(job));
    }
    wake_.notify_one();
    return Posted::kQueued;
  }
  /// All of them or none.
  Posted post(std::vector<Job> jobs) {
    {
      const std::lock_guard lock{mutex_};
      if (!has_room_for(jobs.size())) return Posted::kRefused;
      for (Job& job : jobs) put(std::move(job));
    }
    wake_.notify_all();
    return Posted::kQueued;
  }

  /// Waits for the next job; nothing once stop() was called: then what waits is dropped.
  [[nodiscard]] std::optional<Job> take() {
    std::deque<Job> dropped;  // what they hold is let go without the lock
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [&] { return stopped_ || !jobs_.empty(); });
    if (stopped_) {
      dropped.swap(jobs_);
      lock.unlock();
      return std::nullopt;
    }
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }
  void stop() {
    {
      const std::lock_guard lock{mutex_};
      stopped_ = true;
    }
    wake_.notify_all();
  }

  [[nodiscard]] bus::QueueStats stats() const {
    const std::lock_guard lock{mutex_};
    return {.name = listed_.name,
            .owner = listed_.owner,
            .unit = listed_.unit,
            .policy = bus::OverflowPolicy::kRefuse,
            .capacity = capacity_,
            .depth = jobs_.size(),
            .high_water = most_waiting_,
            .full = refused_,
            .lost = refused_};
  }

 private:
  [[nodiscard]] bool has_room_for(std::size_t count) {
    if (stopped_) return false;
    if (jobs_.size() + count <= capacity_) return true;
    ++refused_;
    return false;
  }
  void put(Job job) {
    jobs_.push_back(std::move(job));
    most_waiting_ = std::max(most_waiting_, jobs_.size());
  }

  const Listed listed_;
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::size_t most_waiting_{0};
  std::uint64_t refused_{0};
  bool stopped_{false};
};

}  // namespace tidemark::api
