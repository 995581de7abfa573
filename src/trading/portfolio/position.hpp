#pragma once

#include <cstdint>
#include <optional>

#include "core/instrument.hpp"
#include "core/money.hpp"
#include "core/order.hpp"

namespace tidemark::trading {

/// What an account holds of an instrument: one net position, or in a hedging account a long and a short one. All money
/// in the instrument's quote currency.
struct Position {
  core::InstrumentId instrument;
  core::PositionSide side{core::PositionSide::kNet};
  std::int64_t lots{0};     ///< below zero: short
  core::Money cost;         ///< what the open part was bought for, signed as `lots`; fees not counted
  core::Money realized;     ///< profit of all that was closed, fees not counted
  core::Money fees;         ///< paid
  core::Money funding;      ///< received
  core::Timestamp changed;  ///< of the last fill

  [[nodiscard]] bool is_flat() const { return lots == 0; }
};

/// What a fill did to a position.
struct FillOutcome {
  core::Money value;     ///< price * quantity, > 0
  core::Money realized;  ///< profit of the part it closed, before fees
  core::Qty closed;
  core::Qty opened;
};

/// cost / quantity: the price per whole unit at which the open part was bought, cut off below 10^-18. Nothing when
/// flat.
[[nodiscard]] std::optional<core::Money> average_price(const Position& position, core::Scale scale);

/// Counts a fill of this position. The closed part gives up its share of the cost, cut off; what stays open keeps the
/// rest, so that over a round trip realized profit is exactly what came in less what was paid. Nothing, and no change,
/// when an amount does not fit or a hedging position would turn over.
[[nodiscard]] std::optional<FillOutcome> count_fill(Position& position, const core::Fill& fill, core::Scale scale);

}  // namespace tidemark::trading
