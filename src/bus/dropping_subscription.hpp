#pragma once

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#include "bus/subscription.hpp"

namespace tidemark::bus {

/// kDropOldest: always takes the new element; when full, the oldest makes room. Under a lock held for one copy or swap.
template <class T>
class DroppingSubscription final : public Subscription<T> {
 public:
  DroppingSubscription(QueueLabel label, std::size_t capacity, Waker& consumer)
      : label_{std::move(label)}, consumer_{consumer}, slots_(std::max<std::size_t>(capacity, 1)) {}

  PushResult push(const T& value) override {
    PushResult result = PushResult::kPushed;
    {
      const std::scoped_lock lock{mutex_};
      if (closed_) return PushResult::kClosed;
      if (pushed_ - head_ == slots_.size()) {
        ++head_;
        ++dropped_;
        result = PushResult::kDropped;
      }
      slots_[pushed_ % slots_.size()] = value;
      ++pushed_;
      high_water_ = std::max(high_water_, pushed_ - head_);
    }
    consumer_.notify();
    return result;
  }

  bool pop(T& out) override {
    const std::scoped_lock lock{mutex_};
    if (head_ == pushed_) return false;
    using std::swap;
    swap(out, slots_[head_ % slots_.size()]);
    ++head_;
    return true;
  }

  [[nodiscard]] bool empty() const override {
    const std::scoped_lock lock{mutex_};
    return head_ == pushed_;
  }
  void close() override {
    {
      const std::scoped_lock lock{mutex_};
      closed_ = true;
    }
    consumer_.notify();
  }
  [[nodiscard]] bool closed() const override {
    const std::scoped_lock lock{mutex_};
    return closed_;
  }

  [[nodiscard]] QueueStats stats() const override {
    const std::scoped_lock lock{mutex_};
    return {.name = label_.name,
            .owner = label_.owner,
            .capacity = slots_.size(),
            .policy = OverflowPolicy::kDropOldest,
            .depth = pushed_ - head_,
            .high_water = high_water_,
            .pushed = pushed_,
            .popped = head_ - dropped_,
            .dropped = dropped_,
            .full = dropped_};
  }

 private:
  QueueLabel label_;
  Waker& consumer_;
  mutable std::mutex mutex_;
  std::vector<T> slots_;
  std::uint64_t head_{0};    // elements that left, popped or dropped
  std::uint64_t pushed_{0};  // elements that came
  std::uint64_t dropped_{0};
  std::uint64_t high_water_{0};
  bool closed_{false};
};

}  // namespace tidemark::bus
