#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "core/bytes.hpp"

namespace tidemark::analysis {

/// The last n values in the places of TA-Lib's circular buffer: a new value takes the place of the oldest, and sums run
/// over the places in order. (Window is the ring whose places do not matter.)
class Ring {
 public:
  explicit Ring(std::size_t capacity) : values_(capacity) {}

  /// Whether all places are taken once one more value has come.
  [[nodiscard]] bool lacks_one_at_most() const { return seen_ + 1 >= values_.size(); }
  void feed(double value) {
    values_[at_] = value;
    at_ = at_ + 1 == values_.size() ? 0 : at_ + 1;
    begun_ = at_ == 0 ? 0 : begun_ + value;
    if (seen_ < values_.size()) ++seen_;
  }
  void feed(double /*value*/) const {}
  /// The values added up in the order of places, as they will be with `value` in. What comes before its place has been
  /// added up already.
  [[nodiscard]] double sum_with(double value) const {
    double sum = begun_ + value;
    for (std::size_t i = at_ + 1; i < values_.size(); ++i) sum += values_[i];
    return sum;
  }
  /// Calls `take` on each place's value in order, as they will be with `value` in. Where the ring may change, `value`
  /// takes its place at once, so that the places are one run; feed() must follow.
  template <class Take>
  void each_with(double value, Take take) {
    values_[at_] = value;
#pragma GCC unroll 4
    for (const double one : values_) {
      take(one);
      // No two places at once: one was written just now, and a wider read would wait until it has reached the cache.
      __asm__("" ::: "memory");
    }
  }
  template <class Take>
  void each_with(double value, Take take) const {
    for (std::size_t i = 0; i < at_; ++i) take(values_[i]);
    take(value);
    for (std::size_t i = at_ + 1; i < values_.size(); ++i) take(values_[i]);
  }

  void save(core::ByteWriter& out) const {
    out.put(static_cast<std::uint32_t>(at_));
    out.put(static_cast<std::uint32_t>(seen_));
    for (const double value : values_) out.put(value);
  }
  bool load(core::ByteReader& in) {
    at_ = in.get<std::uint32_t>();
    seen_ = in.get<std::uint32_t>();
    if (!in.ok() || at_ >= values_.size() || seen_ > values_.size()) return false;
    for (double& value : values_) {
      value = in.get<double>();
      if (!std::isfinite(value)) return false;
    }
    begun_ = std::accumulate(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(at_), 0.0);
    return in.ok();
  }

 private:
  std::vector<double> values_;
  std::size_t at_{0};  ///< the next value's place
  std::size_t seen_{0};
  double begun_{0};  ///< sum of the places before at_, in order
};

}  // namespace tidemark::analysis
