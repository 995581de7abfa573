#include "storage/writer_queue.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace tidemark::storage {

using core::ErrorKind;
using core::Status;

Status WriterQueue::push(WriteRecord&& record, core::Duration now, core::Duration patience) {
  const std::uint64_t rows = rows_of(record);
  const auto may_go_on = [&] { return gate_ == Gate::kClosed || fits(rows); };
  std::unique_lock lock{mutex_};
  if (!may_go_on()) {
    if (patience > kNoPatience) ++depth_.waits;
    if (!room_.wait_for(lock, std::chrono::nanoseconds(patience.ns), may_go_on)) {
      ++depth_.refusals;
      return core::fail(ErrorKind::kExhausted, "store_queue_full", "the store cannot keep up: its queue is full");
    }
  }
  if (gate_ == Gate::kClosed)
    return core::fail(ErrorKind::kCancelled, "store_closed", "the store's writer has stopped");
  depth_.rows += rows;
  depth_.rows_max = std::max(depth_.rows_max, depth_.rows);
  waiting_.push_back(
      {.record = std::move(record), .rows = rows, .sequence = ++submitted_sequence_, .submitted_at = now});
  lock.unlock();
  filled_.notify_one();
  return {};
}

bool WriterQueue::wait_for_room(std::uint64_t rows, core::Duration timeout) {
  std::unique_lock lock{mutex_};
  return room_.wait_for(lock, std::chrono::nanoseconds(timeout.ns),
                        [&] { return gate_ == Gate::kClosed || fits(rows); });
}

void WriterQueue::drain_into(std::deque<QueuedRecord>& out) {
  const std::lock_guard lock{mutex_};
  if (out.empty()) {
    out.swap(waiting_);
    return;
  }
  std::ranges::move(waiting_, std::back_inserter(out));
  waiting_.clear();
}

void WriterQueue::settle(std::uint64_t sequence, std::uint64_t rows) {
  {
    const std::lock_guard lock{mutex_};
    settled_sequence_ = sequence;
    depth_.rows -= rows;
  }
  room_.notify_all();
  settled_.notify_all();
}

void WriterQueue::reject(std::uint64_t sequence, core::Error error) {
  const std::lock_guard lock{mutex_};
  if (!rejection_) {
    rejection_ = std::move(error);
    rejected_sequence_ = sequence;
  }
}

void WriterQueue::fail(core::Error error) {
  {
    const std::lock_guard lock{mutex_};
    failure_ = std::move(error);
    ++failures_;
  }
  settled_.notify_all();
}

Status WriterQueue::wait_until_settled() {
  std::unique_lock lock{mutex_};
  const std::uint64_t target = submitted_sequence_;
  const std::uint64_t failures_before = failures_;
  settled_.wait(lock, [&] { return settled_sequence_ >= target || failures_ != failures_before; });
  if (settled_sequence_ < target) return std::unexpected(*failure_);
  if (rejection_ && rejected_sequence_ <= target) return std::unexpected(*std::exchange(rejection_, std::nullopt));
  return {};
}

void WriterQueue::wait_for_records(const std::stop_token& stop, core::Duration timeout) {
  std::unique_lock lock{mutex_};
  filled_.wait_for(lock, stop, std::chrono::nanoseconds(timeout.ns), [&] { return !waiting_.empty(); });
}

void WriterQueue::wait_for_stop(const std::stop_token& stop, core::Duration timeout) {
  std::unique_lock lock{mutex_};
  filled_.wait_for(lock, stop, std::chrono::nanoseconds(timeout.ns), [] { return false; });
}

void WriterQueue::close() {
  {
    const std::lock_guard lock{mutex_};
    gate_ = Gate::kClosed;
  }
  room_.notify_all();
}

WriterQueue::Depth WriterQueue::depth() const {
  const std::lock_guard lock{mutex_};
  return depth_;
}

}  // namespace tidemark::storage
