#include "backtest/benchmark.hpp"

#include "trading/risk/sizing.hpp"

namespace tidemark::backtest {

void Benchmark::buy(core::Price open) {
  bought_ = true;
  const core::Rate cost{costs_.slippage.e8 + costs_.spread.e8 / 2};
  const core::Price price = trading::worse_price(open, core::Side::kBuy, cost, rules_.tick_size);
  // What one pays for a coin and its fee; rounded down to whole lots.
  const core::Rate most{static_cast<std::int64_t>(static_cast<core::Int128>(core::kRateOne) * core::kRateOne /
                                                  (core::kRateOne + costs_.taker_fee.e8))};
  const core::Qty qty = trading::size_by_fraction(capital_, most, price, rules_);
  const core::Money value = core::notional_of(price, qty, rules_.scale).value_or(core::Money{});
  cash_ = core::to_double(capital_ - value - core::share_of(value, costs_.taker_fee));
  value_per_tick_ = core::to_double(core::notional_of({1}, qty, rules_.scale).value_or(core::Money{}));
}

double Benchmark::on_candle(const core::Candle& candle, core::Timestamp end) {
  if (!bought_) {
    buy(candle.open);
    meter_.on_equity(candle.open_time, core::to_double(capital_), journal::PerformanceMeter::Holding::kFlat);
  }
  const double equity = cash_ + value_per_tick_ * static_cast<double>(candle.close.ticks);
  meter_.on_equity(end, equity, journal::PerformanceMeter::Holding::kInMarket);
  return equity;
}

}  // namespace tidemark::backtest
