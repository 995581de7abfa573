#include "api/read_worker.hpp"

#include <utility>

namespace tidemark::api {

ReadWorker::Posted ReadWorker::post(Job job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopped_ || jobs_.size() >= capacity_) return Posted::kRefused;
    jobs_.push_back(std::move(job));
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

std::size_t ReadWorker::waiting() const {
  const std::lock_guard lock{mutex_};
  return jobs_.size();
}

ReadWorker::StoreAccess ReadWorker::access() {
  if (!open_ || store_) return store_.get();
  auto opened = open_();
  if (!opened) return core::forward_error(opened);
  store_ = std::move(*opened);
  return store_.get();
}

}  // namespace tidemark::api
