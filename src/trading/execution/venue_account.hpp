#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/order.hpp"
#include "core/time.hpp"

namespace tidemark::trading {

/// An order as its venue has it.
struct VenueOrder {
  core::ClientOrderId id;  ///< ours, as it was given to the venue
  core::InstrumentId instrument;
  core::OrderState state{core::OrderState::kAccepted};
  core::Qty filled;
  std::optional<core::OrderReason> reason;  ///< of one that was canceled, rejected or has expired
};

/// A position as its venue has it.
struct VenuePosition {
  core::InstrumentId instrument;
  core::PositionSide side{core::PositionSide::kNet};
  std::int64_t lots{0};  ///< below zero: short
};

/// What a venue says of an account, all of it as of one moment: the answer to VenueRequest::kAccount. A venue that
/// cannot answer in one piece is asked again until two answers agree on every executed quantity.
struct VenueAccount {
  core::Timestamp at;
  /// Every order that is open there, and every one that was asked about, as far as the venue knows it.
  std::vector<VenueOrder> orders;
  /// All fills of those orders, whether told before or not, each with its own id.
  std::vector<core::Fill> fills;
  /// Of every instrument asked about; absent where the venue keeps balances only (spot).
  std::optional<std::vector<VenuePosition>> positions;
};

}  // namespace tidemark::trading
