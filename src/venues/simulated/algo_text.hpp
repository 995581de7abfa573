#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/json_writer.hpp"
#include "sim/accounts/client_order.hpp"
#include "venues/simulated/market.hpp"

namespace tidemark::venues::simulated {

// Conditional orders of USD-M as developers.binance.com documents them (derivatives/usds-margined-futures: New Algo
// Order, Query Algo Order, Event Algo Order Update). They are orders of the account's desk that wait for their stop
// price; the algo service numbers them apart from those of the matching engine.

/// Number of the first order at the algo service.
inline constexpr std::uint64_t kAlgoIdsFrom = 2'000'000'000'000;
[[nodiscard]] constexpr std::uint64_t algo_id_of(const sim::ClientOrder& order) {
  return kAlgoIdsFrom + order.id;
}
/// STOP_MARKET, TAKE_PROFIT_MARKET, TRAILING_STOP_MARKET.
[[nodiscard]] std::string_view algo_type_of(sim::OrderType type) noexcept;

/// How much is said of a conditional order.
enum class AlgoAnswer : std::uint8_t {
  kNew,      ///< it was just placed
  kQueried,  ///< with what came of it
};
void put_algo_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol,
                    AlgoAnswer answer);
/// ALGO_UPDATE of the user data stream.
[[nodiscard]] std::string algo_update_text(const sim::OrderEvent& event, const MarketSymbol& symbol,
                                           core::Timestamp shown_now);

}  // namespace tidemark::venues::simulated
