#pragma once

#include <compare>
#include <cstdint>

#include "core/decimal.hpp"

namespace tidemark::core {

/// A price in units of 10^-price_decimals of its instrument. Exact; only comparable within one instrument.
struct Price {
  std::int64_t ticks{0};

  friend constexpr auto operator<=>(Price, Price) = default;
};

/// A quantity of the base asset in units of 10^-qty_decimals of its instrument. Because the scale is the instrument's
/// own, 63 bits hold a meme coin's yearly volume (1e15 whole coins) as well as eight decimals of bitcoin; sums go
/// through checked_add and say so when they would not fit.
struct Qty {
  std::int64_t lots{0};

  friend constexpr auto operator<=>(Qty, Qty) = default;
};

/// Units of the two scales of an instrument: both 0..18.
struct Scale {
  std::uint8_t price_decimals{8};
  std::uint8_t qty_decimals{8};

  friend constexpr bool operator==(Scale, Scale) = default;
};

[[nodiscard]] constexpr double to_double(Price p, Scale s) noexcept {
  return to_double(p.ticks, s.price_decimals);
}
[[nodiscard]] constexpr double to_double(Qty q, Scale s) noexcept {
  return to_double(q.lots, s.qty_decimals);
}

/// Which side took liquidity in a public trade.
enum class Side : std::uint8_t { kBuy, kSell };

}  // namespace tidemark::core
