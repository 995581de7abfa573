#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/bytes.hpp"

namespace tidemark::analysis {

/// The last values of a series, side by side in memory: for those who go through all of them with each candle. (Window
/// is the ring for those who want only what falls out.) Allocated once; snapshots are a Window's.
class Tail {
 public:
  /// 1 or more.
  explicit Tail(std::size_t capacity) : values_(2 * capacity), capacity_{capacity} {}

  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::size_t size() const { return size_; }

  void feed(double value) {
    if (end_ == values_.size()) {
      std::copy(values_.end() - static_cast<std::ptrdiff_t>(size_), values_.end(), values_.begin());
      end_ = size_;
    }
    values_[end_++] = value;
    if (size_ < capacity_) ++size_;
  }
  /// The i-th newest value, 0 = the last one; i < size().
  [[nodiscard]] double newest(std::size_t i) const { return values_[end_ - 1 - i]; }

  void save(core::ByteWriter& out) const {
    out.put(static_cast<std::uint32_t>(size_));
    for (std::size_t i = size_; i-- > 0;) out.put(newest(i));
  }
  /// False when the bytes hold more than the capacity or a value that is not finite.
  bool load(core::ByteReader& in) {
    const auto count = in.get<std::uint32_t>();
    if (count > capacity_) return false;
    size_ = 0;
    end_ = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto value = in.get<double>();
      if (!std::isfinite(value)) return false;
      feed(value);
    }
    return in.ok();
  }

 private:
  std::vector<double> values_;
  std::size_t capacity_;
  std::size_t end_{0};  ///< after the newest
  std::size_t size_{0};
};

}  // namespace tidemark::analysis
