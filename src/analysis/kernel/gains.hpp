#pragma once

#include <optional>
#include <tuple>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/pair.hpp"

namespace tidemark::analysis {

/// Wilder's averages of the gains and of the losses from value to value. A block (blocks.hpp).
class AverageGains {
 public:
  struct Averages {
    double gain;
    double loss;
  };

  explicit AverageGains(int period) : averages_{period} {}

  Answer<Averages> next(double x) { return feed(*this, x); }
  [[nodiscard]] Answer<Averages> next(double x) const { return feed(*this, x); }
  static auto fields(auto& self) { return std::tie(self.before_, self.averages_); }

 private:
  template <class Self>
  static Answer<Averages> feed(Self& self, double x) {
    const auto before = self.before_.next(x);
    if (!before) return std::nullopt;
    const double change = x - *before;
    const auto averages = self.averages_.next(Pair{positive_part(change), positive_part(-change)});
    if (!averages) return std::nullopt;
    return Averages{(*averages)[0], (*averages)[1]};
  }

  Previous before_;
  WilderMeanOf<Pair> averages_;  ///< gain, loss
};

/// RSI. A block.
class RelativeStrength {
 public:
  explicit RelativeStrength(int period, double epsilon = kTaEpsilon) : gains_{period}, zero_{epsilon} {}

  Answer<double> next(double x) { return of(gains_.next(x)); }
  [[nodiscard]] Answer<double> next(double x) const { return of(gains_.next(x)); }
  static auto fields(auto& self) { return std::tie(self.gains_); }
  [[nodiscard]] static double of(double gain, double loss, ZeroTest zero) {
    const double both = gain + loss;
    return zero(both) ? 0.0 : 100.0 * (gain / both);
  }

 private:
  [[nodiscard]] Answer<double> of(const Answer<AverageGains::Averages>& averages) const {
    if (!averages) return std::nullopt;
    return of(averages->gain, averages->loss, zero_);
  }

  AverageGains gains_;
  ZeroTest zero_;
};

}  // namespace tidemark::analysis
