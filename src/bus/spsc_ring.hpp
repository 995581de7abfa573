#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace tidemark::bus {

/// A bounded queue between one producer thread and one consumer thread (Lamport's ring with cached indices, so that the
/// other side's cache line is touched only when the ring looks full or empty). Slots are filled and read in place and
/// keep their objects: vectors inside a core::Event keep their capacity. Wait-free; never allocates after construction.
/// What happens when it is full is the producer's policy: try_claim() says so and counts it.
template <class T>
class SpscRing {
 public:
  /// `capacity` is rounded up to a power of two, at least 2.
  explicit SpscRing(std::size_t capacity)
      : mask_{std::bit_ceil(capacity < 2 ? std::size_t{2} : capacity) - 1}, slots_{std::make_unique<T[]>(mask_ + 1)} {}

  /// Producer: the slot to fill next, or nullptr when full (counted). The slot holds what was last read from it.
  [[nodiscard]] T* try_claim() noexcept {
    const std::uint64_t head = head_.load(std::memory_order_relaxed);
    if (head - tail_seen_ > mask_) {
      tail_seen_ = tail_.load(std::memory_order_acquire);
      if (head - tail_seen_ > mask_) {
        full_.store(full_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        return nullptr;
      }
    }
    return &slots_[head & mask_];
  }
  /// Producer: the claimed slot is ready.
  void publish() noexcept {
    const std::uint64_t head = head_.load(std::memory_order_relaxed) + 1;
    head_.store(head, std::memory_order_release);
  }

  /// Consumer: the oldest item, or nullptr when empty. It may be changed (swapped out) in place.
  [[nodiscard]] T* try_peek() noexcept {
    const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
    if (tail == head_seen_) {
      head_seen_ = head_.load(std::memory_order_acquire);
      if (tail == head_seen_) return nullptr;
      const std::uint64_t depth = head_seen_ - tail;
      if (depth > high_water_.load(std::memory_order_relaxed)) high_water_.store(depth, std::memory_order_relaxed);
    }
    return &slots_[tail & mask_];
  }
  /// Consumer: done with the peeked item.
  void release() noexcept {
    tail_.store(tail_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  [[nodiscard]] std::size_t capacity() const noexcept { return mask_ + 1; }
  /// From any thread, exact only while both sides rest.
  [[nodiscard]] std::size_t depth() const noexcept {
    const std::uint64_t tail = tail_.load(std::memory_order_acquire);
    return static_cast<std::size_t>(head_.load(std::memory_order_acquire) - tail);
  }
  [[nodiscard]] std::uint64_t pushed() const noexcept { return head_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t full_count() const noexcept { return full_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t high_water() const noexcept { return high_water_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kCacheLine = 64;

  const std::size_t mask_;
  const std::unique_ptr<T[]> slots_;
  alignas(kCacheLine) std::atomic<std::uint64_t> head_{0};  // written by the producer
  std::uint64_t tail_seen_{0};
  std::atomic<std::uint64_t> full_{0};
  alignas(kCacheLine) std::atomic<std::uint64_t> tail_{0};  // written by the consumer
  std::uint64_t head_seen_{0};
  std::atomic<std::uint64_t> high_water_{0};
};

}  // namespace tidemark::bus
