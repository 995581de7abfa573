#pragma once

#include <cstddef>
#include <vector>

#include "core/bytes.hpp"

namespace tidemark::pipeline {

/// Median and median absolute deviation of the last N values, exactly and incrementally: a ring for the order of
/// arrival and the same values sorted; adding costs one binary search and one move, the MAD O(log N).
/// Allocates at construction only. Values must be finite.
class RobustWindow {
 public:
  explicit RobustWindow(std::size_t capacity);

  void add(double value);
  [[nodiscard]] std::size_t size() const { return sorted_.size(); }
  /// Lower and upper middle averaged when the count is even; 0 when empty.
  [[nodiscard]] double median() const;
  /// Median of |x - median()|, same convention; 0 when empty.
  [[nodiscard]] double median_deviation() const;

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  [[nodiscard]] double deviation_of_rank(std::size_t rank, double center) const;

  std::size_t capacity_;
  std::size_t oldest_{0};     // index into ring_ once it is full
  std::vector<double> ring_;  // in order of arrival
  std::vector<double> sorted_;
};

}  // namespace tidemark::pipeline
