#pragma once

#include <span>
#include <string>
#include <string_view>

#include "net/http_types.hpp"
#include "venues/simulated/account_call.hpp"
#include "venues/simulated/api_error.hpp"
#include "venues/simulated/parameters.hpp"
#include "venues/simulated/spot_desk.hpp"

namespace tidemark::venues::simulated {

/// One request of a spot account on its way through an endpoint.
struct TradeCall : AccountCall {
  SpotDesk& spot;
};
using TradeRoute = AccountRoute<TradeCall>;

[[nodiscard]] std::span<const TradeRoute> trade_routes();
[[nodiscard]] const TradeRoute* find_trade_route(net::Method method, std::string_view path);
[[nodiscard]] const TradeRoute* find_trade_method(std::string_view ws_method);
[[nodiscard]] bool is_trade_path(std::string_view path);

// order_endpoints.cpp
ApiResult<std::string> post_order(TradeCall& call);
ApiResult<std::string> post_order_test(TradeCall& call);
ApiResult<std::string> delete_order(TradeCall& call);
ApiResult<std::string> delete_open_orders(TradeCall& call);
// order_list_endpoints.cpp
ApiResult<std::string> post_oco(TradeCall& call);
ApiResult<std::string> delete_order_list(TradeCall& call);
ApiResult<std::string> get_order_list(TradeCall& call);
ApiResult<std::string> get_open_order_lists(TradeCall& call);
// account_endpoints.cpp
ApiResult<std::string> get_order(TradeCall& call);
ApiResult<std::string> get_open_orders(TradeCall& call);
ApiResult<std::string> get_all_orders(TradeCall& call);
ApiResult<std::string> get_account(TradeCall& call);
ApiResult<std::string> get_my_trades(TradeCall& call);
ApiResult<std::string> get_commission(TradeCall& call);
/// Whether fees are paid in BNB.
ApiResult<std::string> get_bnb_burn(TradeCall& call);
ApiResult<std::string> post_bnb_burn(TradeCall& call);
ApiResult<std::string> get_order_limits(TradeCall& call);
/// There is no margin trading: an empty list.
ApiResult<std::string> get_margin_pairs(TradeCall& call);
ApiResult<std::string> post_listen_key(TradeCall& call);
ApiResult<std::string> put_listen_key(TradeCall& call);
ApiResult<std::string> delete_listen_key(TradeCall& call);

}  // namespace tidemark::venues::simulated
