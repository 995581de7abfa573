#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/money.hpp"

namespace tidemark::backtest {

/// The exact sum of the last `length` values.
class MovingSum {
 public:
  explicit MovingSum(std::size_t length) : values_(length) {}

  void add(std::int64_t value) {
    sum_ += value - values_[at_];
    values_[at_] = value;
    if (++at_ == values_.size()) {
      at_ = 0;
      full_ = true;
    }
  }
  [[nodiscard]] bool is_full() const { return full_; }
  [[nodiscard]] core::Int128 sum() const { return sum_; }
  [[nodiscard]] std::int64_t length() const { return static_cast<std::int64_t>(values_.size()); }

 private:
  std::vector<std::int64_t> values_;
  std::size_t at_{0};
  core::Int128 sum_{0};
  bool full_{false};
};

}  // namespace tidemark::backtest
