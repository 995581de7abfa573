#include "pipeline/robust_window.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::pipeline {
namespace {

/// How many of the ascending values are below one. Halves without branches: which half a value falls in cannot be
/// predicted, and a wrong guess costs more than all the steps. As a mask, because of a choice a compiler makes a
/// branch.
std::ptrdiff_t count_below(const std::vector<double>& ascending, double value) {
  const double* base = ascending.data();
  std::size_t left = ascending.size();
  while (left > 1) {
    const std::size_t half = left / 2;
    base += half & (std::size_t{0} - static_cast<std::size_t>(base[half - 1] < value));
    left -= half;
  }
  return base - ascending.data() + (left == 1 && *base < value ? 1 : 0);
}

}  // namespace

RobustWindow::RobustWindow(std::size_t capacity) : capacity_{capacity} {
  ring_.reserve(capacity);
  sorted_.reserve(capacity);
}

void RobustWindow::add(double value) {
  if (capacity_ == 0) return;
  if (ring_.size() < capacity_) {
    sorted_.insert(std::ranges::upper_bound(sorted_, value), value);
    ring_.push_back(value);
    return;
  }
  const double gone = ring_[oldest_];
  ring_[oldest_] = value;
  oldest_ = (oldest_ + 1) % capacity_;
  // One move of what lies between the place that empties and the place that fills.
  const auto hole = sorted_.begin() + count_below(sorted_, gone);
  const auto place = sorted_.begin() + count_below(sorted_, value);
  if (place > hole) {
    std::move(hole + 1, place, hole);
    *(place - 1) = value;
  } else {
    std::move_backward(place, hole, hole + 1);
    *place = value;
  }
}

double RobustWindow::median() const {
  const std::size_t n = sorted_.size();
  if (n == 0) return 0;
  return n % 2 == 1 ? sorted_[n / 2] : (sorted_[n / 2 - 1] + sorted_[n / 2]) / 2;
}

double RobustWindow::median_deviation() const {
  const std::size_t n = sorted_.size();
  if (n == 0) return 0;
  const double center = median();
  if (n % 2 == 1) return deviation_of_rank(n / 2, center);
  return (deviation_of_rank(n / 2 - 1, center) + deviation_of_rank(n / 2, center)) / 2;
}

double RobustWindow::deviation_of_rank(std::size_t rank, double center) const {
  // The rank + 1 values nearest to the center are neighbors in sorted order. Of all such runs the wanted deviation is
  // the least "farther end"; the left end comes nearer and the right end goes farther as the run slides right.
  const std::size_t length = rank + 1;
  std::size_t low = 0;
  std::size_t high = sorted_.size() - length;
  const auto left = [&](std::size_t i) { return center - sorted_[i]; };
  const auto right = [&](std::size_t i) { return sorted_[i + length - 1] - center; };
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (right(middle) >= left(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  double best = std::max(left(low), right(low));
  if (low > 0) best = std::min(best, std::max(left(low - 1), right(low - 1)));
  return best;
}

void RobustWindow::snapshot(core::ByteWriter& out) const {
  out.put(static_cast<std::uint64_t>(oldest_));
  out.put_doubles(ring_);
}

bool RobustWindow::restore(core::ByteReader& in) {
  const auto oldest = in.get<std::uint64_t>();
  std::vector<double> values = in.get_doubles();
  if (!in.ok() || values.size() > capacity_ ||
      !std::ranges::all_of(values, [](double v) { return std::isfinite(v); })) {
    return false;
  }
  if (oldest >= std::max<std::size_t>(values.size(), 1) || (oldest != 0 && values.size() < capacity_)) return false;
  oldest_ = oldest;
  ring_.assign(values.begin(), values.end());
  sorted_ = ring_;
  sorted_.reserve(capacity_);
  std::ranges::sort(sorted_);
  return true;
}

}  // namespace tidemark::pipeline
