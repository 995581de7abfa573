#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "core/values.hpp"

namespace tidemark::app {

/// Of which instruments the trading thread wants pictures of the book. A picture is a kilobyte and more, and most
/// instruments have neither an order nor a position: shards take them only of those that are wanted. Thread-safe.
class BookWants {
 public:
  using Wanted = std::vector<bool>;  ///< by instrument id; beyond its end nothing is wanted

  [[nodiscard]] static bool has(const Wanted& wanted, core::InstrumentId instrument) {
    return instrument.value < wanted.size() && wanted[instrument.value];
  }

  /// Replaces what was wanted.
  void set(Wanted wanted) {
    const std::lock_guard lock{mutex_};
    wanted_ = std::move(wanted);
    version_.fetch_add(1, std::memory_order_release);
  }
  /// Grows with every set(): who has seen it needs no copy.
  [[nodiscard]] std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  /// What is wanted, at least as of this version.
  [[nodiscard]] Wanted get() const {
    const std::lock_guard lock{mutex_};
    return wanted_;
  }

 private:
  mutable std::mutex mutex_;
  Wanted wanted_;  ///< guarded
  std::atomic<std::uint64_t> version_{0};
};

}  // namespace tidemark::app
