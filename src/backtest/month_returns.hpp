#pragma once

#include <vector>

#include "backtest/run_result.hpp"
#include "core/time.hpp"

namespace tidemark::backtest {

/// Cuts an equity into months.
class MonthReturns {
 public:
  /// `at`: the close that the equity is of; times do not go back.
  void on_equity(core::Timestamp at, double equity) {
    if (at >= month_end_) begin(at, equity);
    last_ = equity;
  }
  /// With the month that is not over.
  [[nodiscard]] std::vector<MonthReturn> result() const;

 private:
  void begin(core::Timestamp at, double equity);

  std::vector<MonthReturn> months_;  ///< the last one is not over
  core::Timestamp month_end_;
  double open_{0};
  double last_{0};
};

}  // namespace tidemark::backtest
