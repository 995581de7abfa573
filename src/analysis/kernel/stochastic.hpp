#pragma once

#include <optional>
#include <tuple>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/extremes.hpp"

namespace tidemark::analysis {

/// Where the close stands in the range of the last n candles, 0 to 100; 0 where there is no range. A block (blocks.hpp)
/// of three series.
class Stochastic {
 public:
  explicit Stochastic(int period) : highest_{period}, lowest_{period} {}

  Answer<double> next(double high, double low, double close) { return feed(*this, high, low, close); }
  [[nodiscard]] Answer<double> next(double high, double low, double close) const {
    return feed(*this, high, low, close);
  }
  static auto fields(auto& self) { return std::tie(self.highest_, self.lowest_); }
  /// In the range from `lowest` to `highest`.
  [[nodiscard]] static double of(double highest, double lowest, double close) {
    // TA-Lib divides the range by 100 first.
    const double percent = (highest - lowest) / 100.0;
    return percent != 0.0 ? (close - lowest) / percent : 0.0;
  }

 private:
  // Inlined by force: see AnyAverage.
  template <class Self>
  [[gnu::always_inline]] static inline Answer<double> feed(Self& self, double high, double low, double close) {
    const auto highest = self.highest_.next(high);
    const auto lowest = self.lowest_.next(low);
    if (!highest || !lowest) return std::nullopt;
    return of(highest->value, lowest->value, close);
  }

  Highest highest_;
  Lowest lowest_;
};

}  // namespace tidemark::analysis
