#pragma once

#include "sim/accounts/client_order.hpp"
#include "venues/simulated/api_error.hpp"
#include "venues/simulated/market.hpp"
#include "venues/simulated/parameters.hpp"

namespace tidemark::venues::simulated {

/// Reads a new spot order and holds it against the parameters its type needs (rest-api.md, "New order"). Owner and a
/// missing client id are the caller's. Errors: -1100, -1102, -1106, -1111, -1115…-1117, -1013, -1128.
[[nodiscard]] ApiResult<sim::NewOrder> read_order(const Parameters& parameters, const MarketSymbol& symbol);

/// Open orders of an account on one symbol.
struct OpenOrders {
  std::size_t all{0};
  std::size_t waiting{0};  ///< stop orders
};
/// Holds an order against the symbol's filters (filters.md): -1013 "Filter failure: NAME". `average`: of the last five
/// minutes.
[[nodiscard]] ApiResult<void> check_filters(const sim::NewOrder& order, const SymbolRules& rules, sim::Money average,
                                            const OpenOrders& open);

}  // namespace tidemark::venues::simulated
