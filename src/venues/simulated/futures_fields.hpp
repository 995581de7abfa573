#pragma once

#include <cstdint>
#include <string_view>

#include "sim/accounts/client_order.hpp"
#include "venues/simulated/api_error.hpp"
#include "venues/simulated/market.hpp"
#include "venues/simulated/parameters.hpp"

namespace tidemark::venues::simulated {

// What orders of the USD-M market and its conditional orders have in common. Codes: developers.binance.com,
// derivatives/usds-margined-futures, "Error Codes".

[[nodiscard]] ApiError order_refusal(sim::DeskRefusal refusal);
/// positionSide, reduceOnly, priceMatch, selfTradePreventionMode.
[[nodiscard]] ApiResult<void> read_flags(const Parameters& parameters, sim::NewOrder& order);
/// A decimal parameter that must be there; -1102, -1111.
[[nodiscard]] ApiResult<std::int64_t> amount_of(const Parameters& parameters, std::string_view name, int decimals);
/// Against the symbol's lots and the least value an order may have.
[[nodiscard]] ApiResult<void> check_qty(const sim::NewOrder& order, const MarketSymbol& symbol, core::Price mark);

}  // namespace tidemark::venues::simulated
