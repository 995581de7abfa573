#pragma once

#include <string>

#include "venues/simulated/order_request.hpp"
#include "venues/simulated/order_text.hpp"
#include "venues/simulated/trade_routes.hpp"

namespace tidemark::venues::simulated {

// What the endpoints of single orders and of order lists have in common.

inline constexpr std::size_t kOrderIdLength = 22;

/// Why the desk did not take an order, in the matching engine's words (errors.md).
[[nodiscard]] ApiError spot_refusal(sim::DeskRefusal refusal);
[[nodiscard]] OpenOrders count_open(const TradeCall& call, const MarketSymbol& symbol);
/// newOrderRespType, or what an order of this type is answered with.
[[nodiscard]] ApiResult<OrderAnswer> answer_of(const TradeCall& call, sim::OrderType type);
/// newClientOrderId of a cancel, or one that is made up.
[[nodiscard]] std::string cancel_client_id(TradeCall& call);

}  // namespace tidemark::venues::simulated
