#pragma once

#include <algorithm>
#include <optional>
#include <tuple>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/blocks.hpp"
#include "core/candle.hpp"

namespace tidemark::analysis {

/// Chaikin's money flow volume of a candle: volume times where the close stands in the range, -1 (low) to 1 (high).
/// 0 without a range.
[[nodiscard]] constexpr double money_flow_volume(const core::CandleF& c) {
  const double range = c.high - c.low;
  return range > 0.0 ? ((c.close - c.low) - (c.high - c.close)) / range * c.volume : 0.0;
}

/// Chaikin's money flow of the last n candles: their money flow volume over their volume, -1 … 1; 0 where nothing was
/// traded. A block (blocks.hpp).
class MoneyFlow {
 public:
  explicit MoneyFlow(int period) : flows_{period}, volumes_{period}, traded_{period} {}

  Answer<double> next(const core::CandleF& candle) { return step(*this, candle); }
  [[nodiscard]] Answer<double> next(const core::CandleF& candle) const { return step(*this, candle); }
  static auto fields(auto& self) { return std::tie(self.flows_, self.volumes_, self.traded_); }

 private:
  template <class Self>
  static Answer<double> step(Self& self, const core::CandleF& candle) {
    const auto flows = self.flows_.next(money_flow_volume(candle));
    const auto volumes = self.volumes_.next(candle.volume);
    // Counted, because a running sum that should be zero again may not quite be.
    const auto traded = self.traded_.next(candle.volume > 0 ? 1.0 : 0.0);
    if (!flows || !volumes || !traded) return std::nullopt;
    return *traded > 0 && *volumes > 0 ? std::clamp(*flows / *volumes, -1.0, 1.0) : 0.0;
  }

  RollingSum flows_;
  RollingSum volumes_;
  RollingSum traded_;
};

}  // namespace tidemark::analysis
