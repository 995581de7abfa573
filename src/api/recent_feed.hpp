#pragma once

#include <cstdint>
#include <mutex>

#include "api/live_state.hpp"
#include "api/recent_ring.hpp"

namespace tidemark::api {

/// The newest of what is said to everyone, from whatever thread. Thread-safe.
template <class T>
class RecentFeed {
 public:
  explicit RecentFeed(std::size_t capacity) : ring_{capacity} {}

  void put(const T& one) {
    const std::lock_guard lock{mutex_};
    ring_.push(one);
  }
  [[nodiscard]] RecentView<T> newest() const {
    const std::lock_guard lock{mutex_};
    return {ring_.newest(SIZE_MAX), ring_.pushed(), false};
  }
  [[nodiscard]] RecentView<T> after(std::uint64_t number) const {
    const std::lock_guard lock{mutex_};
    return {ring_.after(number), ring_.pushed(), !ring_.holds_all_after(number)};
  }

 private:
  mutable std::mutex mutex_;
  RecentRing<T> ring_;
};

}  // namespace tidemark::api
