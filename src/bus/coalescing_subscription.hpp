#pragma once

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bus/subscription.hpp"

namespace tidemark::bus {

/// kCoalesceLatest: an element replaces a pending one of the same key, in that one's place in the queue, so each key's
/// newest value arrives and no key starves another. KeyOf: const T& -> a hashable key. When more keys are pending than
/// the capacity, the oldest pending element is dropped and counted: give the capacity the number of keys.
template <class T, class KeyOf>
class CoalescingSubscription final : public Subscription<T> {
 public:
  CoalescingSubscription(QueueLabel label, std::size_t capacity, KeyOf key_of, Waker& consumer)
      : label_{std::move(label)},
        key_of_{std::move(key_of)},
        consumer_{consumer},
        slots_(std::max<std::size_t>(capacity, 1)) {
    place_of_.reserve(slots_.size());
  }

  PushResult push(const T& value) override {
    const PushResult result = put(value);
    if (result != PushResult::kClosed) consumer_.notify();
    return result;
  }

  bool pop(T& out) override {
    const std::scoped_lock lock{mutex_};
    if (head_ == pushed_) return false;
    T& oldest = slots_[head_ % slots_.size()];
    place_of_.erase(key_of_(std::as_const(oldest)));
    using std::swap;
    swap(out, oldest);
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
            .policy = OverflowPolicy::kCoalesceLatest,
            .depth = pushed_ - head_,
            .high_water = high_water_,
            .pushed = pushed_,
            .popped = head_ - dropped_,
            .dropped = dropped_,
            .coalesced = coalesced_,
            .full = dropped_};
  }

 private:
  using Key = std::decay_t<std::invoke_result_t<const KeyOf&, const T&>>;

  PushResult put(const T& value) {
    const std::scoped_lock lock{mutex_};
    if (closed_) return PushResult::kClosed;
    const Key key = key_of_(value);
    if (const auto pending = place_of_.find(key); pending != place_of_.end()) {
      slots_[pending->second % slots_.size()] = value;
      ++coalesced_;
      return PushResult::kCoalesced;
    }
    PushResult result = PushResult::kPushed;
    if (pushed_ - head_ == slots_.size()) {
      place_of_.erase(key_of_(std::as_const(slots_[head_ % slots_.size()])));
      ++head_;
      ++dropped_;
      result = PushResult::kDropped;
    }
    slots_[pushed_ % slots_.size()] = value;
    place_of_.emplace(key, pushed_);
    ++pushed_;
    high_water_ = std::max(high_water_, pushed_ - head_);
    return result;
  }

  QueueLabel label_;
  KeyOf key_of_;
  Waker& consumer_;
  mutable std::mutex mutex_;
  std::vector<T> slots_;
  std::unordered_map<Key, std::uint64_t> place_of_;  // of the pending element of a key
  std::uint64_t head_{0};
  std::uint64_t pushed_{0};
  std::uint64_t dropped_{0};
  std::uint64_t coalesced_{0};
  std::uint64_t high_water_{0};
  bool closed_{false};
};

}  // namespace tidemark::bus
