#pragma once

#include <cstdint>
#include <optional>

#include "core/instrument.hpp"
#include "core/order.hpp"

namespace tidemark::trading {

/// Whether a position may be below zero: what is sold at a spot venue must be held.
enum class Shorting : std::uint8_t { kAllowed, kNone };

/// What of an instrument an order is held against.
struct TradeRules {
  core::Scale scale;
  core::Price tick_size{1};
  core::Qty lot_size{1};
  Shorting shorting{Shorting::kAllowed};

  [[nodiscard]] static TradeRules of(const core::Instrument& instrument) {
    return {.scale = instrument.scale, .tick_size = instrument.tick_size, .lot_size = instrument.lot_size};
  }
};

/// The position of a hedging account that orders of this side add to; those of the other side take from it.
[[nodiscard]] constexpr core::PositionSide opened_by(core::Side side) {
  return side == core::Side::kBuy ? core::PositionSide::kLong : core::PositionSide::kShort;
}
/// Whether it can only make a position smaller: by its own word, or, in a hedging account, because it takes from the
/// position that it names. What would go beyond that is cut off.
[[nodiscard]] constexpr bool only_reduces(const core::OrderRequest& request) {
  const bool takes = request.position != core::PositionSide::kNet && request.position != opened_by(request.side);
  return takes || request.effect == core::Effect::kReduceOnly;
}

/// What is wrong with a request whatever the market does: quantity and prices on their grids and there exactly where
/// the type needs them, and parts that go together. Nothing when it is well-formed.
[[nodiscard]] std::optional<core::OrderReason> fault_of(const core::OrderRequest& request, const TradeRules& rules);

}  // namespace tidemark::trading
