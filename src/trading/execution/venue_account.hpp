#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/money.hpp"
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

/// What a perpetual's funding brought, as the venue booked it.
struct VenueFunding {
  std::uint64_t id{0};  ///< the venue's: no two of an instrument share one
  core::InstrumentId instrument;
  core::Money amount;  ///< received; below zero: paid
  core::Timestamp at;

  friend bool operator==(const VenueFunding&, const VenueFunding&) = default;
};

/// What the venue means by a position.
enum class Holdings : std::uint8_t {
  kPositions,  ///< it is the position, to the lot
  kBalances,   ///< what is there of the asset, some of which may be somebody else's (spot)
};

/// What a venue has of a currency: of balances all there is, else the wallet, profit that is not realized not counted.
struct VenueCash {
  std::string currency;
  core::Money amount;
};

/// What a venue says of an account, all of it as of one moment: the answer to VenueRequest::kAccount. A venue that
/// cannot answer in one piece is asked again until two answers agree on every executed quantity.
struct VenueAccount {
  core::Timestamp at;
  /// Every order that is open there, and every one that was asked about, as far as the venue knows it.
  std::vector<VenueOrder> orders;
  /// All fills of those orders, whether told before or not, each with its own id.
  std::vector<core::Fill> fills;
  /// Of every instrument asked about; absent: not asked.
  std::optional<std::vector<VenuePosition>> positions;
  Holdings holdings{Holdings::kPositions};
  std::optional<VenueCash> cash{};       ///< absent: not asked
  std::vector<VenueFunding> fundings{};  ///< from VenueRequest::funding_from on, oldest first; told again and again
  /// The orders that were asked about: what was sent since then is not expected here. Absent: all there are.
  std::optional<std::vector<core::ClientOrderId>> asked{};
};

}  // namespace tidemark::trading
