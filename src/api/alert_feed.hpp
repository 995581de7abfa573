#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "api/live_state.hpp"
#include "api/recent_ring.hpp"
#include "core/time.hpp"

namespace tidemark::api {

/// An alert that fired, as it is told: alerts::document_of.
struct SaidAlert {
  std::string document;
  core::Timestamp known_at;
};
using AlertsView = RecentView<SaidAlert>;

/// The newest alerts that fired. Thread-safe.
class AlertFeed {
 public:
  explicit AlertFeed(std::size_t capacity) : ring_{capacity} {}

  void put(const SaidAlert& alert) {
    const std::lock_guard lock{mutex_};
    ring_.push(alert);
  }
  [[nodiscard]] AlertsView newest() const {
    const std::lock_guard lock{mutex_};
    return {ring_.newest(SIZE_MAX), ring_.pushed(), false};
  }
  [[nodiscard]] AlertsView after(std::uint64_t number) const {
    const std::lock_guard lock{mutex_};
    return {ring_.after(number), ring_.pushed(), !ring_.holds_all_after(number)};
  }

 private:
  mutable std::mutex mutex_;
  RecentRing<SaidAlert> ring_;
};

}  // namespace tidemark::api
