#pragma once

#include <cstdint>
#include <optional>

#include "core/values.hpp"

namespace tidemark::sim {

/// Decimals in which the venue keeps all money, whatever the asset (Binance: baseAssetPrecision 8).
inline constexpr int kMoneyDecimals = 8;

/// An amount of some asset in units of 10^-8.
struct Money {
  std::int64_t units{0};

  friend constexpr auto operator<=>(Money, Money) = default;
};

/// price * quantity in the quote asset. Exact when the scale's decimals together are at most 8, as with all built-in
/// symbols; else digits below 10^-8 are cut off. Nothing when it does not fit.
[[nodiscard]] std::optional<Money> notional_of(core::Price price, core::Qty qty, core::Scale scale) noexcept;
/// A quantity as money of the base asset; digits below 10^-8 are cut off. Nothing when it does not fit.
[[nodiscard]] std::optional<Money> money_of(core::Qty qty, core::Scale scale) noexcept;
/// amount * part / whole, cut off; `whole` > 0. Nothing when it does not fit.
[[nodiscard]] std::optional<Money> share_of(Money amount, std::int64_t part, std::int64_t whole) noexcept;

}  // namespace tidemark::sim
