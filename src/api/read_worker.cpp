#include "api/read_worker.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::api {

ReadWorker::Posted ReadWorker::post(Job job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopped_) return Posted::kRefused;
    if (jobs_.size() >= capacity_) {
      ++refused_;
      return Posted::kRefused;
    }
    jobs_.push_back(std::move(job));
    most_waiting_ = std::max(most_waiting_, jobs_.size());
  }
  wake_.notify_one();
  return Posted::kQueued;
}

void ReadWorker::run() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [&] { return stopped_ || !jobs_.empty(); });
      if (stopped_) break;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job(access());
  }
  store_.reset();
  std::deque<Job> dropped;
  const std::lock_guard lock{mutex_};
  dropped.swap(jobs_);
}

void ReadWorker::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
  }
  wake_.notify_all();
}

bus::QueueStats ReadWorker::stats() const {
  const std::lock_guard lock{mutex_};
  return {.name = "api.reads",
          .owner = "api-reads",
          .unit = "requests",
          .policy = bus::OverflowPolicy::kRefuse,
          .capacity = capacity_,
          .depth = jobs_.size(),
          .high_water = most_waiting_,
          .full = refused_,
          .lost = refused_};
}

ReadWorker::StoreAccess ReadWorker::access() {
  if (!open_ || store_) return store_.get();
  auto opened = open_();
  if (!opened) return core::forward_error(opened);
  store_ = std::move(*opened);
  return store_.get();
}

}  // namespace tidemark::api
