#pragma once

#include <variant>

#include "core/result.hpp"
#include "core/time.hpp"
#include "trading/execution/venue_account.hpp"
#include "trading/orders/broker_report.hpp"

namespace tidemark::app {

/// The venue is connected; how the account stands there is not known yet.
struct VenueUp {
  core::Timestamp at;
};
struct VenueDown {
  core::Error why;
  core::Timestamp at;
};
/// Something may have been missed.
struct VenueDoubt {
  core::Timestamp at;
};

/// What an account hears of the venue it trades at.
using VenueEvent = std::variant<VenueUp, VenueDown, VenueDoubt, trading::BrokerReport, trading::VenueAccount>;

}  // namespace tidemark::app
