#pragma once

#include "core/order.hpp"
#include "trading/execution/paper_settings.hpp"

namespace tidemark::trading {

/// The price moved against a taker of this side by `cost`, rounded to the tick grid against him; at least one tick.
[[nodiscard]] core::Price worse_price(core::Price price, core::Side side, core::Rate cost, core::Price tick);

/// The better of two prices for a buyer (lower) or a seller (higher).
[[nodiscard]] constexpr core::Price better_of(core::Price a, core::Price b, core::Side side) {
  return (side == core::Side::kBuy) == (a < b) ? a : b;
}

/// Whether a price has reached a level coming from below (buy stops, sell limits) or above.
enum class Approach : std::uint8_t { kFromBelow, kFromAbove };
[[nodiscard]] constexpr bool has_reached(core::Price price, core::Price level, Approach approach) {
  return approach == Approach::kFromBelow ? price >= level : price <= level;
}
[[nodiscard]] constexpr bool has_passed(core::Price price, core::Price level, Approach approach) {
  return approach == Approach::kFromBelow ? price > level : price < level;
}

/// From where the price comes to a resting limit order.
[[nodiscard]] constexpr Approach approach_of_limit(core::Side side) {
  return side == core::Side::kBuy ? Approach::kFromAbove : Approach::kFromBelow;
}
/// From where it comes to a trigger.
[[nodiscard]] constexpr Approach approach_of_trigger(core::OrderType type, core::Side side) {
  const bool against = type != core::OrderType::kTakeProfit;
  return (side == core::Side::kBuy) == against ? Approach::kFromBelow : Approach::kFromAbove;
}

}  // namespace tidemark::trading
