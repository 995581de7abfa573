#include "venues/simulated/symbol_rules.hpp"

#include <algorithm>

#include "core/decimal.hpp"

namespace tidemark::venues::simulated {
namespace {

/// Largest order, in quote units; quantities are rounded up to a power of ten.
constexpr sim::Money kLargestOrder{500'000'000LL * 100'000'000LL};
constexpr sim::Money kSpotMinNotional{5LL * 100'000'000LL};
constexpr sim::Money kFuturesMinNotional{100LL * 100'000'000LL};

std::int64_t power_of_ten_above(std::int64_t value) {
  const auto found = std::ranges::lower_bound(core::kPow10, value);
  return found == core::kPow10.end() ? core::kPow10.back() : *found;
}

core::Qty largest_qty(core::Price price, core::Scale scale) {
  std::int64_t lots = 1;
  for (const std::int64_t power : core::kPow10) {
    const auto notional = sim::notional_of(price, core::Qty{power}, scale);
    if (!notional || *notional > kLargestOrder) break;
    if (!sim::money_of(core::Qty{power}, scale)) break;
    lots = power;
  }
  return {lots};
}

}  // namespace

SymbolRules rules_of(const core::Instrument& instrument, binance::Market market, core::Price last_price) {
  const core::Scale scale = instrument.scale;
  const bool spot = market == binance::Market::kSpot;
  SymbolRules rules{.instrument = instrument, .assets = core::split_symbol(instrument.symbol)};
  rules.price_digits = spot ? std::max<int>(8, scale.price_decimals) : scale.price_decimals;
  rules.qty_digits = spot ? std::max<int>(8, scale.qty_decimals) : scale.qty_decimals;
  const core::Price price{std::max<std::int64_t>(last_price.ticks, 1)};
  rules.max_price = {power_of_ten_above(std::min<std::int64_t>(price.ticks, core::kPow10[15]) * 10)};
  rules.max_qty = largest_qty(price, scale);
  rules.max_market_qty = {std::max<std::int64_t>(rules.max_qty.lots / 10, 1)};
  rules.min_notional = spot ? kSpotMinNotional : kFuturesMinNotional;
  return rules;
}

}  // namespace tidemark::venues::simulated
