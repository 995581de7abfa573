#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <tuple>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/pair.hpp"

/// Wilder's directional movement (New Concepts in Technical Trading Systems, 1978) in TA-Lib's form: blocks
/// (blocks.hpp) behind the DI, DM, DX and ADX rows.
namespace tidemark::analysis {

/// Of one candle against the one before: at most one of plus and minus is above zero.
struct DirectionalMove {
  double plus;
  double minus;
  double range;  ///< true range
};

class DirectionalMovement {
 public:
  Answer<DirectionalMove> next(double high, double low, double close) { return feed(*this, high, low, close); }
  [[nodiscard]] Answer<DirectionalMove> next(double high, double low, double close) const {
    return feed(*this, high, low, close);
  }
  static auto fields(auto& self) { return std::tie(self.high_, self.low_, self.range_); }
  /// Plus and minus of a candle's high and low against the ones before.
  [[nodiscard]] static std::array<double, 2> of(double high, double before_high, double low, double before_low) {
    const double up = positive_part(high - before_high);
    const double down = positive_part(before_low - low);
    return {where(up > down, up), where(down > up, down)};
  }

 private:
  template <class Self>
  static Answer<DirectionalMove> feed(Self& self, double high, double low, double close) {
    const auto before_high = self.high_.next(high);
    const auto before_low = self.low_.next(low);
    const auto range = self.range_.next(high, low, close);
    if (!before_high || !before_low || !range) return std::nullopt;
    const auto [plus, minus] = of(high, *before_high, low, *before_low);
    return DirectionalMove{plus, minus, *range};
  }

  Previous high_;
  Previous low_;
  TrueRange range_;
};

/// Wilder's running sum in TA-Lib's form: the first n-1 values added up, then sum - sum/n + x. Answers from the
/// (n-1)-th value on. Of a number, or of a Pair of them.
template <class Number>
class WilderSumOf {
 public:
  explicit WilderSumOf(int period) : period_{period}, n_{static_cast<double>(period)} {}

  Answer<Number> next(Number x) {
    if (seen_ >= period_ - 1) [[likely]] {
      sum_ = sum_ - sum_ / n_ + x;
      return sum_;
    }
    sum_ += x;
    if (++seen_ < period_ - 1) return std::nullopt;
    return sum_;
  }
  [[nodiscard]] Answer<Number> next(Number x) const {
    WilderSumOf copy = *this;
    return copy.next(x);
  }
  [[nodiscard]] bool valid() const { return seen_ >= 0 && seen_ <= period_; }
  static auto fields(auto& self) { return std::tie(self.sum_, self.seen_); }
  [[nodiscard]] std::array<Number, 1> states() const { return {sum_}; }
  [[nodiscard]] double constant() const { return n_; }

 private:
  int period_;
  double n_;
  Number sum_{};
  int seen_{0};
};

using WilderSum = WilderSumOf<double>;

/// The three running sums, in percent of each other.
struct DirectionalIndex {
  double plus;   ///< +DI: 100 * +DM / TR
  double minus;  ///< -DI
};

/// +DI and -DI; the first after n changes. A range that is zero gives 0 and 0.
class DirectionalIndexes {
 public:
  DirectionalIndexes(int period, double epsilon) : period_{period}, zero_{epsilon}, moves_{period}, range_{period} {}

  Answer<DirectionalIndex> next(double high, double low, double close) { return feed(*this, high, low, close); }
  [[nodiscard]] Answer<DirectionalIndex> next(double high, double low, double close) const {
    return feed(*this, high, low, close);
  }
  [[nodiscard]] bool valid() const { return changes_ >= 0 && changes_ <= period_; }
  static auto fields(auto& self) { return std::tie(self.changes_, self.movement_, self.moves_, self.range_); }

 private:
  template <class Self>
  static Answer<DirectionalIndex> feed(Self& self, double high, double low, double close) {
    const auto move = self.movement_.next(high, low, close);
    if (!move) return std::nullopt;
    const auto moves = self.moves_.next(Pair{move->plus, move->minus});
    const auto range = self.range_.next(move->range);
    if (self.changes_ + 1 < self.period_) {
      keep(self.changes_, self.changes_ + 1);
      return std::nullopt;
    }
    if (!moves || !range || self.zero_(*range)) return DirectionalIndex{0, 0};
    const Pair percent = 100.0 * (*moves / *range);
    return DirectionalIndex{percent[0], percent[1]};
  }

  int period_;
  ZeroTest zero_;
  int changes_{0};  ///< up to period_ - 1
  DirectionalMovement movement_;
  WilderSumOf<Pair> moves_;  ///< plus, minus
  WilderSum range_;
};

/// 100 * |+DI - -DI| / (+DI + -DI); none when both are zero.
[[nodiscard]] inline Answer<double> directional_strength(const DirectionalIndex& index, ZeroTest zero) {
  const double both = index.minus + index.plus;
  if (zero(both)) return std::nullopt;
  return 100.0 * (std::fabs(index.minus - index.plus) / both);
}

/// ADX: the average of the first n strengths, then Wilder's smoothing; stays as it is where there is no strength.
class AverageDirection {
 public:
  AverageDirection(int period, double epsilon) : period_{period}, zero_{epsilon}, indexes_{period, epsilon} {}

  Answer<double> next(double high, double low, double close) { return feed(*this, high, low, close); }
  [[nodiscard]] Answer<double> next(double high, double low, double close) const {
    return feed(*this, high, low, close);
  }
  [[nodiscard]] bool valid() const { return seen_ >= 0 && seen_ <= period_; }
  static auto fields(auto& self) { return std::tie(self.value_, self.seen_, self.indexes_); }

 private:
  template <class Self>
  static Answer<double> feed(Self& self, double high, double low, double close) {
    const auto index = self.indexes_.next(high, low, close);
    if (!index) return std::nullopt;
    const auto strength = directional_strength(*index, self.zero_);
    double value = self.value_;
    if (self.seen_ == self.period_) {
      if (strength) value = (value * (self.period_ - 1) + *strength) / self.period_;
      keep(self.value_, value);
      return value;
    }
    value += strength.value_or(0);
    const int seen = self.seen_ + 1;
    if (seen == self.period_) value /= self.period_;
    keep(self.value_, value);
    keep(self.seen_, seen);
    if (seen < self.period_) return std::nullopt;
    return value;
  }

  int period_;
  ZeroTest zero_;
  double value_{0};  ///< the sum until seeded
  int seen_{0};
  DirectionalIndexes indexes_;
};

}  // namespace tidemark::analysis
