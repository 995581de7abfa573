#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/bytes.hpp"

namespace tidemark::analysis {

/// The last `capacity` values of a series, in a ring allocated once. Capacity 0 is allowed: it is always full and gives
/// back what it is given.
class Window {
 public:
  explicit Window(std::size_t capacity) : values_(capacity), capacity_{capacity} {}

  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool full() const { return size_ == capacity_; }

  /// Appends while not full.
  void push(double value) {
    values_[head_] = value;
    advance();
    ++size_;
  }
  /// Appends when full; returns the value that falls out at the other end.
  double exchange(double value) {
    if (capacity_ == 0) [[unlikely]]
      return value;
    const double oldest = values_[head_];
    values_[head_] = value;
    advance();
    return oldest;
  }
  /// push() or exchange(), as the window is full or not.
  void feed(double value) {
    if (capacity_ == 0) return;
    if (full()) {
      exchange(value);
    } else {
      push(value);
    }
  }
  /// On a const window feeding is only thought of (blocks.hpp).
  void feed(double /*value*/) const {}
  /// What exchange(value) would return.
  [[nodiscard]] double oldest_after(double value) const { return capacity_ == 0 ? value : values_[head_]; }
  /// The i-th newest value, 0 = the last one; i < size().
  [[nodiscard]] double newest(std::size_t i) const {
    const std::size_t back = i + 1;
    return values_[head_ >= back ? head_ - back : head_ + capacity_ - back];
  }

  /// All values, in no order that means anything.
  [[nodiscard]] std::span<const double> values() const { return std::span{values_}.first(size_); }

  /// Oldest first, so that the bytes do not depend on where the ring happens to stand.
  void save(core::ByteWriter& out) const {
    out.put(static_cast<std::uint32_t>(size_));
    for (std::size_t i = size_; i-- > 0;) out.put(newest(i));
  }
  /// False when the bytes hold more than the capacity or a value that is not finite.
  bool load(core::ByteReader& in) {
    const auto count = in.get<std::uint32_t>();
    if (count > capacity_) return false;
    size_ = 0;
    head_ = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto value = in.get<double>();
      if (!std::isfinite(value)) return false;
      push(value);
    }
    return in.ok();
  }

 private:
  void advance() { head_ = head_ + 1 == capacity_ ? 0 : head_ + 1; }

  std::vector<double> values_;
  std::size_t capacity_;  ///< of values_, which would have to subtract for it
  std::size_t head_{0};   ///< where the next value goes; the oldest one when full
  std::size_t size_{0};
};

}  // namespace tidemark::analysis
