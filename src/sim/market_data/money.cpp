#include "sim/market_data/money.hpp"

#include <limits>

#include "core/decimal.hpp"

namespace tidemark::sim {
namespace {

__extension__ using Int128 = __int128;

std::optional<Money> narrow(Int128 units) {
  if (units > std::numeric_limits<std::int64_t>::max() || units < std::numeric_limits<std::int64_t>::min()) {
    return std::nullopt;
  }
  return Money{static_cast<std::int64_t>(units)};
}

/// A product of two 63-bit numbers at `decimals` (0..36), in money's units.
std::optional<Money> to_money(Int128 value, int decimals) {
  int by = kMoneyDecimals - decimals;
  for (; by < -core::kDecimalsMax; by += core::kDecimalsMax) value /= core::kPow10[core::kDecimalsMax];
  if (by < 0) return narrow(value / core::kPow10[static_cast<std::size_t>(-by)]);
  const auto amount = narrow(value);
  if (!amount) return std::nullopt;
  return narrow(static_cast<Int128>(amount->units) * core::kPow10[static_cast<std::size_t>(by)]);
}

}  // namespace

std::optional<Money> notional_of(core::Price price, core::Qty qty, core::Scale scale) noexcept {
  return to_money(static_cast<Int128>(price.ticks) * qty.lots, scale.price_decimals + scale.qty_decimals);
}

std::optional<Money> money_of(core::Qty qty, core::Scale scale) noexcept {
  return to_money(qty.lots, scale.qty_decimals);
}

std::optional<Money> share_of(Money amount, std::int64_t part, std::int64_t whole) noexcept {
  return narrow(static_cast<Int128>(amount.units) * part / whole);
}

}  // namespace tidemark::sim
