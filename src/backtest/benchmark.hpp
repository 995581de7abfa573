#pragma once

#include <optional>

#include "core/candle.hpp"
#include "journal/performance.hpp"
#include "trading/execution/fill_price.hpp"
#include "trading/execution/paper_settings.hpp"
#include "trading/orders/order_rules.hpp"

namespace tidemark::backtest {

/// Buy and hold: everything into the instrument at the first open, with the same costs as a strategy's order.
class Benchmark {
 public:
  Benchmark(core::Money capital, const trading::TradeRules& rules, const trading::PaperSettings& costs,
            double days_per_year)
      : capital_{capital}, rules_{rules}, costs_{costs}, meter_{days_per_year} {}

  /// The equity at the candle's close.
  double on_candle(const core::Candle& candle, core::Timestamp end);
  [[nodiscard]] journal::Performance result() const { return meter_.result(); }

 private:
  void buy(core::Price open);

  core::Money capital_;
  trading::TradeRules rules_;
  trading::PaperSettings costs_;
  journal::PerformanceMeter meter_;
  bool bought_{false};
  double cash_{0};
  double value_per_tick_{0};
};

}  // namespace tidemark::backtest
