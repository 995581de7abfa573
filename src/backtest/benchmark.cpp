#include "backtest/benchmark.hpp"

#include "trading/risk/sizing.hpp"

namespace tidemark::backtest {

using core::Money;

void Benchmark::add_instrument(core::InstrumentId id, const trading::TradeRules& rules) {
  shares_.push_back({.id = id, .rules = rules});
  for (Share& share : shares_) {
    share.capital = {capital_.units / static_cast<core::Int128>(shares_.size())};
    share.cash = core::to_double(share.capital);
  }
}

void Benchmark::buy(Share& share, core::Price open, const trading::Portfolio& rates) {
  const trading::CurrencyId quote = rates.quote_of(share.id);
  const auto own = rates.converted(share.capital, base_, quote);
  if (!own) return;
  share.bought = true;
  holding_ = journal::PerformanceMeter::Holding::kInMarket;
  const core::Rate cost{costs_.slippage.e8 + costs_.spread.e8 / 2};
  const core::Price price = trading::worse_price(open, core::Side::kBuy, cost, share.rules.tick_size);
  // What one pays for a coin and its fee; rounded down to whole lots.
  const core::Rate most{static_cast<std::int64_t>(static_cast<core::Int128>(core::kRateOne) * core::kRateOne /
                                                  (core::kRateOne + costs_.taker_fee.e8))};
  const core::Qty qty = trading::size_by_fraction(*own, most, price, share.rules);
  const Money value = core::notional_of(price, qty, share.rules.scale).value_or(Money{});
  const Money paid = value + core::share_of(value, costs_.taker_fee);
  share.cash = core::to_double(share.capital - rates.converted(paid, quote, base_).value_or(Money{}));
  share.value_per_tick = core::to_double(core::notional_of({1}, qty, share.rules.scale).value_or(Money{}));
  share.worth_per_tick = share.value_per_tick * share.rate;
}

double Benchmark::on_moment(core::Timestamp end) {
  double equity = 0;
  for (const Share& share : shares_) equity += share.cash + share.worth_per_tick * share.last;
  meter_.on_equity(end, equity, holding_);
  return equity;
}

}  // namespace tidemark::backtest
