#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/window.hpp"

/// The averages of TA-Lib as blocks (blocks.hpp), in its order of operations. lookback() is how many values come before
/// the first answer.
namespace tidemark::analysis {

class Sma {
 public:
  explicit Sma(int period) : period_{period}, sum_{period} {}

  Answer<double> next(double x) { return mean(sum_.next(x)); }
  [[nodiscard]] Answer<double> next(double x) const { return mean(sum_.next(x)); }
  [[nodiscard]] static constexpr int lookback(int period) { return period - 1; }
  static auto fields(auto& self) { return std::tie(self.sum_); }

 private:
  [[nodiscard]] Answer<double> mean(Answer<double> sum) const {
    if (!sum) return std::nullopt;
    return *sum / period_;
  }

  int period_;
  RollingSum sum_;
};

/// Sum of the last n values, weighted 1 to n, the newest the heaviest; it and the plain sum are kept running.
class WeightedSum {
 public:
  explicit WeightedSum(int period)
      : period_{static_cast<double>(period)}, window_(static_cast<std::size_t>(period - 1)) {}

  Answer<double> next(double x) { return feed(*this, x); }
  [[nodiscard]] Answer<double> next(double x) const { return feed(*this, x); }
  static auto fields(auto& self) { return std::tie(self.plain_, self.weighted_, self.trailing_, self.window_); }
  [[nodiscard]] std::array<double, 2> states() const { return {plain_, weighted_}; }
  [[nodiscard]] double constant() const { return period_; }

 private:
  template <class Self>
  static Answer<double> feed(Self& self, double x) {
    if (!self.window_.full()) {
      keep(self.plain_, self.plain_ + x);
      keep(self.weighted_, self.weighted_ + x * static_cast<double>(self.window_.size() + 1));
      self.window_.feed(x);
      return std::nullopt;
    }
    const double plain = self.plain_ + x - self.trailing_;
    const double weighted = self.weighted_ + x * self.period_;
    keep(self.trailing_, self.window_.oldest_after(x));
    keep(self.plain_, plain);
    keep(self.weighted_, weighted - plain);
    self.window_.feed(x);
    return weighted;
  }

  double period_;
  double plain_{0};
  double weighted_{0};
  double trailing_{0};  ///< what leaves the plain sum next
  Window window_;
};

/// Weights 1 to n, the newest the heaviest: sum(weight * x) / (n(n+1)/2).
class Wma {
 public:
  explicit Wma(int period) : divider_{divider(period)}, sum_{period} {}

  Answer<double> next(double x) { return mean(sum_.next(x)); }
  [[nodiscard]] Answer<double> next(double x) const { return mean(sum_.next(x)); }
  [[nodiscard]] static constexpr int lookback(int period) { return period - 1; }
  /// Sum of the weights.
  [[nodiscard]] static constexpr double divider(int period) {
    const auto n = static_cast<double>(period);
    return n * (n + 1) / 2;
  }
  static auto fields(auto& self) { return std::tie(self.sum_); }

 private:
  [[nodiscard]] Answer<double> mean(Answer<double> sum) const {
    if (!sum) return std::nullopt;
    return *sum / divider_;
  }

  double divider_;
  WeightedSum sum_;
};

/// EMA over EMA over … kStages deep, each seeded by the plain average of its first n inputs. Answers all stages once
/// the last one has a value.
template <std::size_t kStages>
class EmaChain {
 public:
  using Values = std::array<double, kStages>;

  explicit EmaChain(int period) : stages_{make(period, std::make_index_sequence<kStages>{})} {}

  Answer<Values> next(double x) { return feed(*this, x); }
  [[nodiscard]] Answer<Values> next(double x) const { return feed(*this, x); }
  static auto fields(auto& self) { return std::tie(self.stages_); }

 private:
  template <std::size_t... kIndex>
  static std::array<Ema, kStages> make(int period, std::index_sequence<kIndex...> /*stages*/) {
    return {((void)kIndex, Ema{period})...};
  }
  template <class Self>
  static Answer<Values> feed(Self& self, double x) {
    Values values{};
    for (std::size_t s = 0; s < kStages; ++s) {
      const auto value = self.stages_[s].next(x);
      if (!value) return std::nullopt;
      values[s] = x = *value;
    }
    return values;
  }

  std::array<Ema, kStages> stages_;
};

/// 2 * EMA - EMA(EMA).
class Dema {
 public:
  explicit Dema(int period) : chain_{period} {}

  Answer<double> next(double x) { return of(chain_.next(x)); }
  [[nodiscard]] Answer<double> next(double x) const { return of(chain_.next(x)); }
  [[nodiscard]] static constexpr int lookback(int period) { return 2 * (period - 1); }
  static auto fields(auto& self) { return std::tie(self.chain_); }
  [[nodiscard]] static double of(double once, double twice) { return 2.0 * once - twice; }

 private:
  static Answer<double> of(const Answer<EmaChain<2>::Values>& e) {
    if (!e) return std::nullopt;
    return of((*e)[0], (*e)[1]);
  }

  EmaChain<2> chain_;
};

/// 3 * EMA - 3 * EMA(EMA) + EMA(EMA(EMA)).
class Tema {
 public:
  explicit Tema(int period) : chain_{period} {}

  Answer<double> next(double x) { return of(chain_.next(x)); }
  [[nodiscard]] Answer<double> next(double x) const { return of(chain_.next(x)); }
  [[nodiscard]] static constexpr int lookback(int period) { return 3 * (period - 1); }
  static auto fields(auto& self) { return std::tie(self.chain_); }
  [[nodiscard]] static double of(double once, double twice, double thrice) {
    return thrice + (3.0 * once - 3.0 * twice);
  }

 private:
  static Answer<double> of(const Answer<EmaChain<3>::Values>& e) {
    if (!e) return std::nullopt;
    return of((*e)[0], (*e)[1], (*e)[2]);
  }

  EmaChain<3> chain_;
};

/// Weights rising to the middle and falling again, kept running by two half sums.
class Trima {
 public:
  explicit Trima(int period);

  Answer<double> next(double x) { return feed(*this, x); }
  [[nodiscard]] Answer<double> next(double x) const { return feed(*this, x); }
  [[nodiscard]] static constexpr int lookback(int period) { return period - 1; }
  static auto fields(auto& self) { return std::tie(self.sums_, self.window_); }

 private:
  /// [0] the weighted sum; [1] of the older half, leaving; [2] of the newer half, coming.
  using Sums = std::array<double, 3>;

  template <class Self>
  static Answer<double> feed(Self& self, double x) {
    const std::size_t seen = self.window_.size();
    if (seen + 1 < self.window_.capacity()) {
      self.window_.feed(x);
      return std::nullopt;
    }
    const Sums sums = seen < self.window_.capacity() ? self.seeded(x) : self.advanced(x);
    keep(self.sums_, sums);
    self.window_.feed(x);
    return sums[0] * self.factor_;
  }
  [[nodiscard]] Sums seeded(double x) const;
  [[nodiscard]] Sums advanced(double x) const;

  std::size_t half_;
  bool odd_;
  double factor_;
  Sums sums_{};
  Window window_;  ///< the last n
};

/// Kaufman's: an exponential average whose speed follows |move over n| / sum of |moves|, between 2/3 and 2/31.
class Kama {
 public:
  explicit Kama(int period) : window_(static_cast<std::size_t>(period)) {}

  Answer<double> next(double x) { return feed(*this, x); }
  [[nodiscard]] Answer<double> next(double x) const { return feed(*this, x); }
  [[nodiscard]] static constexpr int lookback(int period) { return period; }
  static auto fields(auto& self) {
    return std::tie(self.path_, self.trailing_, self.value_, self.started_, self.window_);
  }

 private:
  template <class Self>
  static Answer<double> feed(Self& self, double x) {
    const std::size_t seen = self.window_.size();
    const double step = seen > 0 ? std::fabs(x - self.window_.newest(0)) : 0;
    if (!self.window_.full()) {
      keep(self.path_, self.path_ + step);
      self.window_.feed(x);
      return std::nullopt;
    }
    const double oldest = self.window_.oldest_after(x);
    // Signed on purpose: TA-Lib compares the path with the move, not with its size.
    const double path = (self.started_ ? self.path_ - std::fabs(self.trailing_ - oldest) : self.path_) + step;
    const double before = self.started_ ? self.value_ : self.window_.newest(0);
    const double move = x - oldest;
    const double efficiency = path <= move || is_zero(path) ? 1.0 : std::fabs(move / path);
    constexpr double kSlow = 2.0 / (30.0 + 1.0);
    constexpr double kSpan = 2.0 / (2.0 + 1.0) - kSlow;
    double speed = efficiency * kSpan + kSlow;
    speed *= speed;
    const double value = (x - before) * speed + before;
    keep(self.path_, path);
    keep(self.trailing_, oldest);
    keep(self.value_, value);
    keep(self.started_, true);
    self.window_.feed(x);
    return value;
  }

  double path_{0};
  double trailing_{0};  ///< the value that fell out last
  double value_{0};
  bool started_{false};
  Window window_;
};

/// k * x + (1 - k) * previous, seeded by the plain average of the first n: the Ema of T3, in T3's order of operations.
class BlendedEma {
 public:
  explicit BlendedEma(int period) : k_{2.0 / (period + 1.0)}, rest_{1.0 - k_}, period_{period} {}

  Answer<double> next(double x) {
    if (seen_ == period_) [[likely]] {
      value_ = k_ * x + rest_ * value_;
      return value_;
    }
    value_ += x;
    if (++seen_ < period_) return std::nullopt;
    value_ /= period_;
    return value_;
  }
  [[nodiscard]] Answer<double> next(double x) const {
    BlendedEma copy = *this;
    return copy.next(x);
  }
  [[nodiscard]] bool valid() const { return seen_ >= 0 && seen_ <= period_; }
  static auto fields(auto& self) { return std::tie(self.value_, self.seen_); }

 private:
  double k_;
  double rest_;
  int period_;
  double value_{0};
  int seen_{0};
};

/// Tillson's T3: six EMAs in a row, the last four combined by the volume factor v.
class T3 {
 public:
  T3(int period, double v);

  Answer<double> next(double x) { return feed(*this, x); }
  [[nodiscard]] Answer<double> next(double x) const { return feed(*this, x); }
  [[nodiscard]] static constexpr int lookback(int period) { return 6 * (period - 1); }
  static auto fields(auto& self) { return std::tie(self.stages_); }

 private:
  template <class Self>
  static Answer<double> feed(Self& self, double x) {
    std::array<double, 6> e{};
    for (std::size_t s = 0; s < e.size(); ++s) {
      const auto value = self.stages_[s].next(x);
      if (!value) return std::nullopt;
      e[s] = x = *value;
    }
    const auto& c = self.weights_;
    return c[0] * e[5] + c[1] * e[4] + c[2] * e[3] + c[3] * e[2];
  }

  std::array<double, 4> weights_;
  std::array<BlendedEma, 6> stages_;
};

}  // namespace tidemark::analysis
