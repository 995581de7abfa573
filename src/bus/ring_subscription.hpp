#pragma once

#include <atomic>
#include <cassert>
#include <utility>

#include "bus/spsc_ring.hpp"
#include "bus/subscription.hpp"

namespace tidemark::bus {

/// kBlock: the producer waits for room, so nothing is lost and the slowness of the consumer becomes visible upstream.
/// kDropNewest: what does not fit is not taken.
template <class T>
class RingSubscription final : public Subscription<T> {
 public:
  /// `policy` is kBlock or kDropNewest.
  RingSubscription(QueueLabel label, std::size_t capacity, OverflowPolicy policy, Waker& consumer)
      : label_{std::move(label)}, policy_{policy}, consumer_{consumer}, ring_{capacity} {
    assert(policy == OverflowPolicy::kBlock || policy == OverflowPolicy::kDropNewest);
  }

  PushResult push(const T& value) override {
    if (closed()) return PushResult::kClosed;
    while (!ring_.try_push(value)) {
      full_.fetch_add(1, std::memory_order_relaxed);
      if (policy_ == OverflowPolicy::kDropNewest) {
        dropped_.fetch_add(1, std::memory_order_relaxed);
        return PushResult::kDropped;
      }
      consumer_.notify();
      room_.wait([this] { return ring_.depth() < ring_.capacity() || closed(); }, kLookAgain);
      if (closed()) return PushResult::kClosed;
    }
    consumer_.notify();
    return PushResult::kPushed;
  }

  bool pop(T& out) override {
    if (!ring_.try_pop(out)) return false;
    // The producer waits only when the ring was full, so it may be told now and then, and surely at the end.
    if (policy_ == OverflowPolicy::kBlock && (ring_.popped() % kTellEvery == 0 || ring_.peek() == nullptr))
      room_.notify();
    return true;
  }

  [[nodiscard]] bool empty() const override { return ring_.empty(); }
  void close() override {
    closed_.store(true, std::memory_order_release);
    consumer_.notify();
    room_.notify();
  }
  [[nodiscard]] bool closed() const override { return closed_.load(std::memory_order_acquire); }

  [[nodiscard]] QueueStats stats() const override {
    return {.name = label_.name,
            .owner = label_.owner,
            .capacity = ring_.capacity(),
            .policy = policy_,
            .depth = ring_.depth(),
            .high_water = ring_.high_water(),
            .pushed = ring_.pushed(),
            .popped = ring_.popped(),
            .dropped = dropped_.load(std::memory_order_relaxed),
            .full = full_.load(std::memory_order_relaxed)};
  }

 private:
  static constexpr std::uint64_t kTellEvery = 16;
  // Only bounds how long a blocked producer sleeps when its consumer pauses between two tellings.
  static constexpr core::Duration kLookAgain = core::milliseconds(50);

  QueueLabel label_;
  OverflowPolicy policy_;
  Waker& consumer_;
  SpscRing<T> ring_;
  Parker room_;
  std::atomic<bool> closed_{false};
  std::atomic<std::uint64_t> dropped_{0};
  std::atomic<std::uint64_t> full_{0};
};

}  // namespace tidemark::bus
