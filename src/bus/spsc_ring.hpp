#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tidemark::bus {

/// Bounded queue between exactly one producer thread and one consumer thread: Lamport's ring (1983) with each side's
/// view of the other's index cached, so that a side touches the other's cache line only when its view is used up. Slots
/// are made once and used in place: claim/publish, peek/release, so that vectors and strings inside an element keep
/// their memory. Never blocks and never drops: what to do when it is full is its producer's decision. Indices count
/// since the start and are 64 bits wide: they do not wrap.
template <class T>
class SpscRing {
 public:
  /// Rounded up to a power of two, at least 2.
  explicit SpscRing(std::size_t capacity)
      : slots_(std::bit_ceil(std::max<std::size_t>(capacity, 2))),
        mask_{slots_.size() - 1},
        watch_from_{std::max<std::size_t>(slots_.size() / 8, 1)} {}
  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  // --- producer ---

  /// The next free slot, holding whatever was there before; nullptr when full. Claiming again without publish() gives
  /// the same slot.
  [[nodiscard]] T* try_claim() {
    const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - cached_head_ >= slots_.size()) {
      cached_head_ = head_.load(std::memory_order_acquire);
      if (tail - cached_head_ >= slots_.size()) {
        note_full(tail);
        return nullptr;
      }
    }
    return &slots_[tail & mask_];
  }
  /// Hands the claimed slot to the consumer.
  void publish() {
    const std::uint64_t tail = tail_.load(std::memory_order_relaxed) + 1;
    tail_.store(tail, std::memory_order_release);
    if (tail - cached_head_ > watch_from_) watch_depth(tail);
  }
  template <class U>
  bool try_push(U&& value) {
    T* slot = try_claim();
    if (slot == nullptr) return false;
    *slot = std::forward<U>(value);
    publish();
    return true;
  }

  // --- consumer ---

  /// The oldest element, nullptr when empty. May be changed in place (swapped out) before release().
  [[nodiscard]] T* peek() {
    const std::uint64_t head = head_.load(std::memory_order_relaxed);
    if (head == cached_tail_) {
      cached_tail_ = tail_.load(std::memory_order_acquire);
      if (head == cached_tail_) return nullptr;
      note_depth(cached_tail_ - head);
    }
    return &slots_[head & mask_];
  }
  /// Gives the peeked slot back to the producer.
  void release() { head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }
  /// Exchanges `out` with the oldest element; false when empty. The slot inherits out's memory.
  bool try_pop(T& out) {
    T* slot = peek();
    if (slot == nullptr) return false;
    using std::swap;
    swap(out, *slot);
    release();
    return true;
  }
  /// Calls visit(T&) for the waiting elements, at most `max`; returns how many. Slots go back in batches.
  template <class Visit>
  std::size_t drain(Visit&& visit, std::size_t max) {
    constexpr std::size_t kBatch = 64;
    std::size_t done = 0;
    while (done < max && peek() != nullptr) {
      const std::uint64_t head = head_.load(std::memory_order_relaxed);
      const std::size_t batch = std::min({max - done, static_cast<std::size_t>(cached_tail_ - head), kBatch});
      for (std::size_t i = 0; i < batch; ++i) visit(slots_[(head + i) & mask_]);
      head_.store(head + batch, std::memory_order_release);
      done += batch;
    }
    return done;
  }

  // --- any thread ---

  [[nodiscard]] std::size_t capacity() const { return slots_.size(); }
  [[nodiscard]] std::uint64_t pushed() const { return tail_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint64_t popped() const { return head_.load(std::memory_order_acquire); }
  /// Exact for producer and consumer when the other rests; else of a moment just passed.
  [[nodiscard]] std::uint64_t depth() const {
    const std::uint64_t head = popped();  // first: a later tail is never behind it
    return std::min<std::uint64_t>(pushed() - head, slots_.size());
  }
  [[nodiscard]] bool empty() const { return depth() == 0; }
  /// Exact from an eighth of the capacity up; below, what the consumer found when it looked.
  [[nodiscard]] std::uint64_t high_water() const { return high_water_.load(std::memory_order_relaxed); }
  /// Elements that found no room at first, however often they were tried again.
  [[nodiscard]] std::uint64_t full() const { return full_.load(std::memory_order_relaxed); }

 private:
  // The producer's view of the head is old, so the depth it computes is an upper bound: only when that bound passes the
  // mark it fetches the true head. That keeps the mark exact from watch_from_ up and the consumer's line quiet.
  void watch_depth(std::uint64_t tail) {
    if (tail - cached_head_ <= high_water_.load(std::memory_order_relaxed)) return;
    cached_head_ = head_.load(std::memory_order_acquire);
    note_depth(tail - cached_head_);
  }
  void note_full(std::uint64_t tail) {
    if (tail == refused_at_) return;
    refused_at_ = tail;
    full_.store(full_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);  // only the producer counts
  }
  void note_depth(std::uint64_t depth) {
    std::uint64_t mark = high_water_.load(std::memory_order_relaxed);
    while (depth > mark && !high_water_.compare_exchange_weak(mark, depth, std::memory_order_relaxed)) {
    }
  }

  std::vector<T> slots_;
  std::size_t mask_;
  std::size_t watch_from_;
  alignas(64) std::atomic<std::uint64_t> tail_{0};  // producer's line
  std::uint64_t cached_head_{0};
  std::uint64_t refused_at_{0};  // the tail that last found no room; at 0 there is always some
  std::atomic<std::uint64_t> full_{0};
  alignas(64) std::atomic<std::uint64_t> head_{0};  // consumer's line
  std::uint64_t cached_tail_{0};
  alignas(64) std::atomic<std::uint64_t> high_water_{0};
};

}  // namespace tidemark::bus
