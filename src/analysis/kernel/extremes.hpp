#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.hpp"

namespace tidemark::analysis {

/// A value and the candle it came with, counted from the series' first.
struct Extreme {
  double value;
  std::int64_t index;
};

enum class Side : std::uint8_t { kHighest, kLowest };
/// Which of equal values counts.
enum class Ties : std::uint8_t { kLatest, kEarliest };

/// The highest or lowest of the last n values, O(1) amortized: a queue of those that can still become the extreme. A
/// block (blocks.hpp).
template <Side kSide, Ties kTies = Ties::kLatest>
class RollingExtreme {
 public:
  explicit RollingExtreme(int period) : period_{period}, queue_(static_cast<std::size_t>(period)) {}

  std::optional<Extreme> next(double x) {
    if (size_ > 0 && front().index <= next_ - period_) drop_front();
    while (size_ > 0 && gives_way(back().value, x)) --size_;
    queue_[place(size_)] = {x, next_};
    ++size_;
    if (++next_ < period_) return std::nullopt;
    return front();
  }
  [[nodiscard]] std::optional<Extreme> next(double x) const {
    if (next_ + 1 < period_) return std::nullopt;
    // At most the front expires; behind it the queue is in order.
    const std::size_t first = size_ > 0 && front().index <= next_ - period_ ? 1 : 0;
    if (first < size_ && !gives_way(queue_[place(first)].value, x)) return queue_[place(first)];
    return Extreme{x, next_};
  }
  /// Values seen.
  [[nodiscard]] std::int64_t count() const { return next_; }

  void save(core::ByteWriter& out) const {
    out.put(next_);
    out.put(static_cast<std::uint32_t>(size_));
    for (std::size_t i = 0; i < size_; ++i) {
      out.put(queue_[place(i)].value);
      out.put(queue_[place(i)].index);
    }
  }
  bool load(core::ByteReader& in) {
    next_ = in.get<std::int64_t>();
    const auto count = in.get<std::uint32_t>();
    if (next_ < 0 || count > queue_.size()) return false;
    head_ = 0;
    size_ = count;
    std::int64_t before = next_ - period_ - 1;
    for (auto i = std::size_t{0}; i < size_; ++i) {
      queue_[i] = {in.get<double>(), in.get<std::int64_t>()};
      if (!std::isfinite(queue_[i].value) || queue_[i].index <= before || queue_[i].index >= next_) return false;
      before = queue_[i].index;
    }
    return in.ok();
  }

 private:
  [[nodiscard]] static bool gives_way(double old, double x) {
    if constexpr (kSide == Side::kHighest) {
      return kTies == Ties::kLatest ? old <= x : old < x;
    } else {
      return kTies == Ties::kLatest ? old >= x : old > x;
    }
  }
  [[nodiscard]] std::size_t place(std::size_t i) const {
    const std::size_t at = head_ + i;
    return at < queue_.size() ? at : at - queue_.size();
  }
  [[nodiscard]] const Extreme& front() const { return queue_[head_]; }
  [[nodiscard]] const Extreme& back() const { return queue_[place(size_ - 1)]; }
  void drop_front() {
    head_ = place(1);
    --size_;
  }

  std::int64_t period_;
  std::int64_t next_{0};  ///< index of the next value
  std::vector<Extreme> queue_;
  std::size_t head_{0};
  std::size_t size_{0};
};

using Highest = RollingExtreme<Side::kHighest>;
using Lowest = RollingExtreme<Side::kLowest>;

}  // namespace tidemark::analysis
