#pragma once

#include <cstddef>
#include <deque>

#include "core/time.hpp"

namespace tidemark::venues::binance {

/// Counts connection attempts in a sliding window of five minutes, as the venue does by address. Not thread-safe.
class Attempts {
 public:
  explicit Attempts(std::size_t max) : max_{max} {}

  /// True, and counted, when one more may be made now.
  [[nodiscard]] bool take(core::Timestamp now) {
    while (!made_.empty() && now - made_.front() >= kWindow) made_.pop_front();
    if (made_.size() >= max_) return false;
    made_.push_back(now);
    return true;
  }
  /// When the next one may be made at the latest.
  [[nodiscard]] core::Timestamp next(core::Timestamp now) const {
    return made_.size() < max_ ? now : made_.front() + kWindow;
  }

 private:
  static constexpr core::Duration kWindow = core::minutes(5);
  std::size_t max_;
  std::deque<core::Timestamp> made_;
};

}  // namespace tidemark::venues::binance
