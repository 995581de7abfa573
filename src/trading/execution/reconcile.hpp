#pragma once

#include <cstdint>
#include <vector>

#include "trading/execution/venue_account.hpp"
#include "trading/orders/broker_report.hpp"
#include "trading/orders/order_registry.hpp"
#include "trading/portfolio/portfolio.hpp"

namespace tidemark::trading {

/// What cannot be put right by counting what was missed, and needs somebody to look at it.
struct Difference {
  enum class Kind : std::uint8_t {
    kUnknownOrder,  ///< open at the venue, never asked for here
    kFillMissing,   ///< the venue has filled more than the fills it tells, or less than was counted here
    kPosition,      ///< after all fills the venue holds something else, of balances less: `here` and `there` in lots
    kCash,          ///< the venue has less of the currency than the books: `missing`
  };
  Kind kind{Kind::kUnknownOrder};
  core::ClientOrderId order;  ///< 0 for kPosition and kCash
  core::InstrumentId instrument;
  core::PositionSide side{core::PositionSide::kNet};
  std::int64_t here{0};
  std::int64_t there{0};
  core::Money missing{};

  friend bool operator==(const Difference&, const Difference&) = default;
};

/// The reports that bring open orders of the registry to where the venue has them: fills that were not counted, in the
/// venue's order, then that an order is accepted, or over. An order the venue never heard of is rejected (kLost) when
/// it was never accepted, else canceled (kVenue); but of a bracket's leg LegKeeper says what follows from that, and
/// from its having been taken off. A fill is counted once, however often it was told.
[[nodiscard]] std::vector<BrokerReport> missed_reports(const OrderRegistry& orders, const VenueAccount& account);

/// What differs after those reports were applied. Empty: the books agree.
[[nodiscard]] std::vector<Difference> differences(const OrderRegistry& orders, const Portfolio& portfolio,
                                                  const VenueAccount& account);

}  // namespace tidemark::trading
