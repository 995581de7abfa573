#include "api/work_pool.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::api {

WorkPool::Posted WorkPool::post(std::vector<Job> jobs) {
  {
    const std::lock_guard lock{mutex_};
    if (stopped_) return Posted::kRefused;
    if (jobs_.size() + jobs.size() > capacity_) {
      ++refused_;
      return Posted::kRefused;
    }
    for (Job& job : jobs) jobs_.push_back(std::move(job));
    most_waiting_ = std::max(most_waiting_, jobs_.size());
  }
  wake_.notify_all();
  return Posted::kQueued;
}

void WorkPool::run() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [&] { return stopped_ || !jobs_.empty(); });
      if (stopped_) break;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
  std::deque<Job> dropped;  // what they hold is let go without the lock
  const std::lock_guard lock{mutex_};
  dropped.swap(jobs_);
}

void WorkPool::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
  }
  wake_.notify_all();
}

bus::QueueStats WorkPool::stats() const {
  const std::lock_guard lock{mutex_};
  return {.name = "api.analyses",
          .owner = "analyses",
          .unit = "jobs",
          .policy = bus::OverflowPolicy::kRefuse,
          .capacity = capacity_,
          .depth = jobs_.size(),
          .high_water = most_waiting_,
          .full = refused_,
          .lost = refused_};
}

}  // namespace tidemark::api
