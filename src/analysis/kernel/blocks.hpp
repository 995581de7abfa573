#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/pair.hpp"
#include "analysis/kernel/window.hpp"

namespace tidemark::analysis {

/// The parts indicators are made of. Each takes one value per candle and answers once it has seen enough.
///
/// Every block has next() twice. On a mutable block it feeds the value; on a const block it answers what feeding would
/// give and changes nothing. A kernel written once over a (possibly const) self thereby serves update() and peek()
/// alike.
///
/// fields() names what changes while running, for snapshots; what follows from the parameters is not among it. A block
/// of which several can run side by side (batch/chains.hpp) has states(), the numbers that its next answer is made of.
/// The order of operations is TA-Lib's, because its bits are promised (-ffp-contract=off sees to the rest).

/// TA-Lib's zero: |v| < 1e-14, absolute (0.6; ta_utility.h). Below it gains and losses count as none.
inline constexpr double kTaEpsilon = 1e-14;
[[nodiscard]] constexpr bool is_zero(double v) {
  return -kTaEpsilon < v && v < kTaEpsilon;
}
[[nodiscard]] constexpr bool is_zero_or_negative(double v) {
  return v < kTaEpsilon;
}

/// The same test with an epsilon of one's own. With 0 only nothing is nothing, which prices of 1e-12 need.
struct ZeroTest {
  double epsilon{kTaEpsilon};

  [[nodiscard]] bool operator()(double v) const { return std::fabs(v) < epsilon || v == 0; }
  [[nodiscard]] bool or_negative(double v) const { return v < epsilon || v <= 0; }
};

/// max(x, 0) for finite x, exactly: |x| + x is 2x or 0. No branch, because the sign of a price change cannot be
/// predicted and a wrong guess costs more than the indicator.
[[nodiscard]] inline double positive_part(double x) {
  return (std::fabs(x) + x) * 0.5;
}

/// x where it holds, else 0; likewise without a branch.
[[nodiscard]] inline double where(bool holds, double x) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & (0 - std::uint64_t{holds}));
}

/// -1, 0 or 1; likewise without a branch.
[[nodiscard]] inline double sign_of(double x) {
  return static_cast<double>((x > 0) - (x < 0));
}

/// Writes a state; on a const one writing is only thought of. With it a block that copies its numbers, works on the
/// copies and keeps the result is written once for both kinds of next().
template <class T>
void keep(T& place, std::type_identity_t<T> value) {
  place = value;
}
template <class T>
void keep(const T& /*place*/, std::type_identity_t<T> /*value*/) {}

/// Sum of the last n values. TA-Lib's running form: add the newest, answer, take the oldest off.
class RollingSum {
 public:
  explicit RollingSum(int period) : window_(static_cast<std::size_t>(period - 1)) {}

  Answer<double> next(double x) {
    const double sum = sum_ + x;
    if (!window_.full()) {
      window_.push(x);
      sum_ = sum;
      return std::nullopt;
    }
    sum_ = sum - window_.exchange(x);
    return sum;
  }
  [[nodiscard]] Answer<double> next(double x) const {
    if (!window_.full()) return std::nullopt;
    return sum_ + x;
  }
  static auto fields(auto& self) { return std::tie(self.sum_, self.window_); }
  [[nodiscard]] std::array<double, 1> states() const { return {sum_}; }

 private:
  double sum_{0};  ///< of the values in the window
  Window window_;  ///< the last n-1
};

/// Sum and sum of squares of the last n values, for mean, variance and the like; each kept as RollingSum keeps its sum.
class RollingMoments {
 public:
  struct Sums {
    double values;
    double squares;
  };

  explicit RollingMoments(int period) : window_(static_cast<std::size_t>(period - 1)) {}

  Answer<Sums> next(double x) {
    const Sums sums = with(x);
    if (!window_.full()) {
      window_.push(x);
      values_ = sums.values;
      squares_ = sums.squares;
      return std::nullopt;
    }
    const double oldest = window_.exchange(x);
    values_ = sums.values - oldest;
    squares_ = sums.squares - oldest * oldest;
    return sums;
  }
  [[nodiscard]] Answer<Sums> next(double x) const {
    if (!window_.full()) return std::nullopt;
    return with(x);
  }
  static auto fields(auto& self) { return std::tie(self.values_, self.squares_, self.window_); }

 private:
  [[nodiscard]] Sums with(double x) const { return {values_ + x, squares_ + x * x}; }

  double values_{0};
  double squares_{0};
  Window window_;
};

/// Exponential average with k = 2/(n+1): seeded by the plain average of the first n values, then (x - prev)*k + prev.
/// With `skip`, the first values are left out and the seed is taken after them.
class Ema {
 public:
  explicit Ema(int period, int skip = 0) : Ema(period, skip, factor(period)) {}
  /// With a k of its own (MACDFIX).
  Ema(int period, int skip, double k) : k_{k}, period_{period}, skip_{skip}, ready_{skip + period} {}

  Answer<double> next(double x) {
    if (seen_ == ready_) [[likely]] {
      value_ = (x - value_) * k_ + value_;
      return value_;
    }
    if (seen_++ < skip_) return std::nullopt;
    value_ += x;
    if (seen_ < ready_) return std::nullopt;
    value_ /= period_;
    return value_;
  }
  [[nodiscard]] Answer<double> next(double x) const {
    Ema copy = *this;
    return copy.next(x);
  }
  [[nodiscard]] bool valid() const { return seen_ >= 0 && seen_ <= ready_; }
  static auto fields(auto& self) { return std::tie(self.value_, self.seen_); }
  [[nodiscard]] std::array<double, 1> states() const { return {value_}; }
  [[nodiscard]] double constant() const { return k_; }
  [[nodiscard]] static double factor(int period) { return 2.0 / static_cast<double>(period + 1); }

 private:
  double k_;
  int period_;
  int skip_;
  int ready_;
  double value_{0};  ///< the sum until seeded, then the average
  int seen_{0};
};

/// Wilder's smoothing: seeded by the plain average of the first n values, then (prev*(n-1) + x) / n. Of a number, or of
/// a Pair of them.
template <class Number>
class WilderMeanOf {
 public:
  explicit WilderMeanOf(int period) : period_{period}, n_{static_cast<double>(period)} {}

  Answer<Number> next(Number x) {
    if (seen_ == period_) [[likely]] {
      value_ = (value_ * (n_ - 1) + x) / n_;
      return value_;
    }
    value_ += x;
    if (++seen_ < period_) return std::nullopt;
    value_ /= n_;
    return value_;
  }
  [[nodiscard]] Answer<Number> next(Number x) const {
    WilderMeanOf copy = *this;
    return copy.next(x);
  }
  [[nodiscard]] bool valid() const { return seen_ >= 0 && seen_ <= period_; }
  static auto fields(auto& self) { return std::tie(self.value_, self.seen_); }
  /// Whether it is seeded.
  [[nodiscard]] bool begun() const { return seen_ == period_; }
  [[nodiscard]] std::array<Number, 1> states() const { return {value_}; }
  [[nodiscard]] double constant() const { return n_; }

 private:
  int period_;
  double n_;        ///< the period
  Number value_{};  ///< the sum until seeded, then the average
  int seen_{0};
};

using WilderMean = WilderMeanOf<double>;

/// The value before this one.
class Previous {
 public:
  Answer<double> next(double x) {
    const double before = std::exchange(value_, x);
    if (!std::exchange(known_, true)) [[unlikely]]
      return std::nullopt;
    return before;
  }
  [[nodiscard]] Answer<double> next(double /*x*/) const {
    if (!known_) return std::nullopt;
    return value_;
  }
  static auto fields(auto& self) { return std::tie(self.value_, self.known_); }

 private:
  double value_{0};
  bool known_{false};
};

/// The value n candles ago; none while there is none.
class Lag {
 public:
  explicit Lag(int candles) : window_(static_cast<std::size_t>(candles)) {}

  Answer<double> next(double x) {
    if (window_.full()) [[likely]]
      return window_.exchange(x);
    window_.push(x);
    return std::nullopt;
  }
  [[nodiscard]] Answer<double> next(double x) const {
    if (!window_.full()) return std::nullopt;
    return window_.oldest_after(x);
  }
  static auto fields(auto& self) { return std::tie(self.window_); }

 private:
  Window window_;
};

/// A block that is fed only after the first `skip` values: TA-Lib seeds some averages later than they could start, so
/// that two of them begin together.
template <class Block>
class Delayed {
 public:
  Delayed(int skip, Block block) : skip_{skip}, block_{std::move(block)} {}

  auto next(double x) { return feed(*this, x); }
  [[nodiscard]] auto next(double x) const { return feed(*this, x); }
  [[nodiscard]] bool valid() const { return seen_ >= 0 && seen_ <= skip_; }
  static auto fields(auto& self) { return std::tie(self.seen_, self.block_); }

 private:
  template <class Self>
  static auto feed(Self& self, double x) -> decltype(self.block_.next(x)) {
    if (self.seen_ == self.skip_) [[likely]]
      return self.block_.next(x);
    keep(self.seen_, self.seen_ + 1);
    return std::nullopt;
  }

  int skip_;
  int seen_{0};
  Block block_;
};

/// Everything so far, added up.
class RunningTotal {
 public:
  double next(double x) { return total_ += x; }
  [[nodiscard]] double next(double x) const { return total_ + x; }
  static auto fields(auto& self) { return std::tie(self.total_); }
  [[nodiscard]] std::array<double, 1> states() const { return {total_}; }

 private:
  double total_{0};
};

/// Wilder's true range: the largest of high-low, |previous close - high| and |previous close - low|. None for the first
/// candle, as in TA-Lib (some others take high-low there).
class TrueRange {
 public:
  /// With the close before.
  [[nodiscard]] static double of(double before, double high, double low) {
    return std::max(std::max(high - low, std::fabs(before - high)), std::fabs(before - low));
  }
  Answer<double> next(double high, double low, double close) { return since(previous_close_.next(close), high, low); }
  [[nodiscard]] Answer<double> next(double high, double low, double close) const {
    return since(previous_close_.next(close), high, low);
  }
  static auto fields(auto& self) { return std::tie(self.previous_close_); }

 private:
  static Answer<double> since(Answer<double> before, double high, double low) {
    if (!before) return std::nullopt;
    return of(*before, high, low);
  }

  Previous previous_close_;
};

}  // namespace tidemark::analysis
