#pragma once

#include <cstddef>
#include <vector>

#include "core/values.hpp"
#include "journal/performance.hpp"
#include "trading/execution/fill_price.hpp"
#include "trading/execution/paper_settings.hpp"
#include "trading/orders/order_rules.hpp"
#include "trading/portfolio/portfolio.hpp"

namespace tidemark::backtest {

/// Buy and hold: the capital in equal shares into all instruments, each at its first open at which the rate of its
/// currency is known, with the same costs as a strategy's order. What is not spent stays in the account's currency.
class Benchmark {
 public:
  /// `capital` in the currency `base`.
  Benchmark(core::Money capital, trading::CurrencyId base, const trading::PaperSettings& costs, double days_per_year)
      : capital_{capital}, base_{base}, costs_{costs}, meter_{days_per_year} {}
  /// All of them before the first candle.
  void add_instrument(core::InstrumentId id, const trading::TradeRules& rules);

  void begin(core::Timestamp at) {
    meter_.on_equity(at, core::to_double(capital_), journal::PerformanceMeter::Holding::kFlat);
  }
  /// Of the instrument with this number, in the order they were added.
  void on_open(std::size_t number, core::Price open, const trading::Portfolio& rates) {
    if (!shares_[number].bought) buy(shares_[number], open, rates);
  }
  void on_close(std::size_t number, core::Price close) { shares_[number].last = static_cast<double>(close.ticks); }
  /// What one unit of an instrument's currency is worth now; 1 until it is told.
  void set_rate(std::size_t number, double rate) {
    Share& share = shares_[number];
    share.rate = rate;
    share.worth_per_tick = share.value_per_tick * rate;
  }
  /// The equity at the last closes.
  double on_moment(core::Timestamp end);
  [[nodiscard]] journal::Performance result() const { return meter_.result(); }

 private:
  struct Share {
    core::InstrumentId id;
    trading::TradeRules rules;
    core::Money capital;
    bool bought{false};
    double rate{1};
    double value_per_tick{0};  ///< of what was bought, in the instrument's currency
    double worth_per_tick{0};  ///< in the account's
    double cash{0};
    double last{0};
  };
  void buy(Share& share, core::Price open, const trading::Portfolio& rates);

  core::Money capital_;
  trading::CurrencyId base_;
  trading::PaperSettings costs_;
  journal::PerformanceMeter meter_;
  journal::PerformanceMeter::Holding holding_{journal::PerformanceMeter::Holding::kFlat};
  std::vector<Share> shares_;
};

}  // namespace tidemark::backtest
