#include "analysis/kernel/averages.hpp"

namespace tidemark::analysis {

Trima::Trima(int period)
    : half_{static_cast<std::size_t>(period) / 2},
      odd_{period % 2 == 1},
      factor_{1.0 / (static_cast<double>(odd_ ? half_ + 1 : half_) * static_cast<double>(half_ + 1))},
      window_(static_cast<std::size_t>(period)) {}

Trima::Sums Trima::seeded(double x) const {
  // Ages: 0 is x, then the window's newest and older. The older half is summed from the middle backwards, the newer
  // half from the middle on; the weighted sum takes every partial sum.
  const auto aged = [this, x](std::size_t age) { return age == 0 ? x : window_.newest(age - 1); };
  Sums sums{};
  for (std::size_t age = half_; age < window_.capacity(); ++age) {
    sums[1] += aged(age);
    sums[0] += sums[1];
  }
  for (std::size_t age = half_; age-- > 0;) {
    sums[2] += aged(age);
    sums[0] += sums[2];
  }
  return sums;
}

Trima::Sums Trima::advanced(double x) const {
  const double middle = half_ == 0 ? x : window_.newest(half_ - 1);
  auto [weighted, leaving, coming] = sums_;
  weighted -= leaving;
  leaving -= window_.oldest_after(x);
  leaving += middle;
  if (odd_) weighted += coming;
  coming -= middle;
  if (!odd_) weighted += coming;
  coming += x;
  weighted += x;
  return {weighted, leaving, coming};
}

T3::T3(int period, double v)
    : weights_{}, stages_{BlendedEma{period}, BlendedEma{period}, BlendedEma{period},
                          BlendedEma{period}, BlendedEma{period}, BlendedEma{period}} {
  const double square = v * v;
  weights_[0] = -(square * v);
  weights_[1] = 3.0 * (square - weights_[0]);
  weights_[2] = -6.0 * square - 3.0 * (v - weights_[0]);
  weights_[3] = 1.0 + 3.0 * v - weights_[0] + 3.0 * square;
}

}  // namespace tidemark::analysis
