#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/instrument.hpp"
#include "core/order.hpp"
#include "core/result.hpp"
#include "journal/round_trips.hpp"
#include "storage/trading_record.hpp"
#include "trading/portfolio/portfolio.hpp"
#include "trading/portfolio/position.hpp"
#include "trading/risk/risk_limits.hpp"

namespace tidemark::app {

/// Origin of orders that were asked for by hand, that is through the API.
inline constexpr std::string_view kByHand = "api";

/// Ids of orders at a venue begin with a millisecond of this century (VenueSetup::first_order), those on paper with 1.
[[nodiscard]] constexpr bool is_id_of_venue(std::uint64_t order) {
  constexpr std::uint64_t kFirstOfVenues = 1'000'000'000'000;
  return order >= kFirstOfVenues;
}

/// What the records say of an order beyond the order itself.
struct OrderFacts {
  std::string client_id;
  std::string origin;
  std::optional<core::Price> best;
  std::optional<core::Price> stop{};  ///< that protects what it opens; known in this run only
};

/// What a trade's record says beyond the trade.
struct TradeFacts {
  std::string currency;
  std::string strategy;
  std::string source{"paper"};
};

[[nodiscard]] storage::OrderRecord record_of(const core::Order& order, const OrderFacts& facts,
                                             const core::Instrument& instrument);
[[nodiscard]] storage::OrderTransitionRecord record_of(const core::OrderEvent& event,
                                                       const core::Instrument& instrument);
[[nodiscard]] storage::FillRecord record_of(const core::Fill& fill, const core::Instrument& instrument,
                                            const std::string& currency);
[[nodiscard]] storage::PositionRecord record_of(const trading::Position& position, core::Money basis,
                                                const core::Instrument& instrument, const std::string& currency);
/// A closed trade, or one that is still open.
[[nodiscard]] storage::TradeRecord record_of(const journal::ClosedTrade& trade, const core::Instrument& instrument,
                                             const TradeFacts& facts);
[[nodiscard]] storage::TradeRecord record_of(const journal::Trip& open, const core::Instrument& instrument,
                                             const TradeFacts& facts);

/// And back, for one instrument. kCorrupt "bad_record" when a number cannot be read in its units.
[[nodiscard]] core::Result<core::Order> order_of(const storage::OrderRecord& record,
                                                 const core::Instrument& instrument);
[[nodiscard]] core::Result<trading::Position> position_of(const storage::PositionRecord& record,
                                                          const core::Instrument& instrument);
[[nodiscard]] core::Result<journal::Trip> trip_of(const storage::TradeRecord& record,
                                                  const core::Instrument& instrument);
/// An amount as it stands in a record. kCorrupt "bad_record".
[[nodiscard]] core::Result<core::Money> money_of(const std::string& text);
/// What a currency is worth in another, above zero. kCorrupt "bad_record".
[[nodiscard]] core::Result<trading::ExchangeRate> rate_of(const std::string& text);
[[nodiscard]] core::Result<core::Price> price_of(const std::string& text, const core::Instrument& instrument);

}  // namespace tidemark::app
