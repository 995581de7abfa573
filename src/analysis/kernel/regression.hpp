#pragma once

#include <cstddef>
#include <optional>
#include <tuple>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/window.hpp"

namespace tidemark::analysis {

/// The straight line of least squares through the last n values at x = 0 (oldest) to n-1. A block (blocks.hpp) that
/// costs O(n) per value: TA-Lib sums anew each time, and its bits are promised.
class Regression {
 public:
  struct Line {
    double slope;
    double intercept;  ///< at x = 0
  };

  explicit Regression(int period)
      : n_{static_cast<double>(period)},
        sum_x_{n_ * (n_ - 1) * 0.5},
        divisor_{sum_x_ * sum_x_ - n_ * (n_ * (n_ - 1) * (2 * n_ - 1) / 6)},
        window_(static_cast<std::size_t>(period - 1)) {}

  Answer<Line> next(double x) {
    const auto line = with(x);
    window_.feed(x);
    return line;
  }
  [[nodiscard]] Answer<Line> next(double x) const { return with(x); }
  static auto fields(auto& self) { return std::tie(self.window_); }

 private:
  [[nodiscard]] Answer<Line> with(double x) const {
    if (!window_.full()) return std::nullopt;
    double sum = 0;
    double weighted = 0;
    for (std::size_t age = window_.size(); age > 0; --age) {
      const double value = window_.newest(age - 1);
      sum += value;
      weighted += static_cast<double>(age) * value;
    }
    sum += x;
    weighted += 0.0 * x;
    const double slope = (n_ * weighted - sum_x_ * sum) / divisor_;
    return Line{slope, (sum - slope * sum_x_) / n_};
  }

  double n_;
  double sum_x_;
  double divisor_;
  Window window_;
};

}  // namespace tidemark::analysis
