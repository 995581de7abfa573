#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace tidemark::net {

/// One of a venue's rules: at most `budget` in any stretch of `length`.
struct RateWindow {
  enum class Counts : std::uint8_t { kWeight, kCalls };

  core::Duration length{core::minutes(1)};  ///< > 0
  std::int64_t budget{0};                   ///< >= 0
  Counts counts{Counts::kWeight};
};

/// Keeps what we send within all of a venue's rules at once ("6000 weight a minute, 61,000 requests in five minutes, 5
/// messages a second"). The windows slide: no stretch of a window's length holds more than its budget, wherever the
/// venue begins to count. Time is passed in and should not jump forward; when it goes back, all that is remembered
/// moves with it. Remembers at most one entry per unit of a budget. Not thread-safe.
class RateLimiter {
 public:
  explicit RateLimiter(const std::vector<RateWindow>& windows);

  /// Zero: `weight` (>= 0) was taken, send now. Else nothing was taken: ask again after this long. Errors:
  /// kInvalidArgument "weight_over_budget": it would never fit.
  [[nodiscard]] core::Result<core::Duration> take(std::int64_t weight, core::Timestamp now);

  /// The venue's own count for its weight window of this length: when it is higher than ours, because others use the
  /// same address, the difference is taken too. Unknown lengths are ignored.
  void report_used(core::Duration length, std::int64_t used, core::Timestamp now);
  /// The venue said "not before": nothing is sent until then. An earlier time than one said before changes nothing.
  void hold_until(core::Timestamp time);

  /// What is taken of the budget of window `index`.
  [[nodiscard]] std::int64_t used(std::size_t index, core::Timestamp now);

 private:
  struct Entry {
    core::Timestamp at;
    std::int64_t amount{0};
  };
  struct Window {
    RateWindow rule;
    std::deque<Entry> entries;  ///< oldest first
    std::int64_t sum{0};

    void add(std::int64_t amount, core::Timestamp now);
    void expire(core::Timestamp now);
    /// Until `amount` fits; zero: it fits now.
    [[nodiscard]] core::Duration wait_for(std::int64_t amount, core::Timestamp now) const;
    [[nodiscard]] std::int64_t amount_of(std::int64_t weight) const {
      return rule.counts == RateWindow::Counts::kCalls ? 1 : weight;
    }
  };
  void advance(core::Timestamp now);

  std::vector<Window> windows_;
  std::optional<core::Timestamp> now_;
  std::optional<core::Timestamp> held_until_;
};

}  // namespace tidemark::net
