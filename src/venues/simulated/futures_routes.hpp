#pragma once

#include <span>
#include <string>

#include "venues/simulated/account_call.hpp"
#include "venues/simulated/futures_desk.hpp"

namespace tidemark::venues::simulated {

/// One request of a USD-M account on its way through an endpoint.
struct FuturesCall : AccountCall {
  FuturesDesk& futures;
};
using FuturesRoute = AccountRoute<FuturesCall>;

[[nodiscard]] std::span<const FuturesRoute> futures_routes();
[[nodiscard]] const FuturesRoute* find_futures_route(net::Method method, std::string_view path);
[[nodiscard]] bool is_futures_path(std::string_view path);

// futures_orders.cpp
ApiResult<std::string> post_futures_order(FuturesCall& call);
ApiResult<std::string> post_futures_order_test(FuturesCall& call);
ApiResult<std::string> delete_futures_order(FuturesCall& call);
ApiResult<std::string> delete_all_futures_orders(FuturesCall& call);
ApiResult<std::string> get_futures_order(FuturesCall& call);
ApiResult<std::string> get_open_futures_order(FuturesCall& call);
ApiResult<std::string> get_open_futures_orders(FuturesCall& call);
ApiResult<std::string> get_all_futures_orders(FuturesCall& call);
ApiResult<std::string> get_user_trades(FuturesCall& call);
// algo_orders.cpp
ApiResult<std::string> post_algo_order(FuturesCall& call);
ApiResult<std::string> delete_algo_order(FuturesCall& call);
ApiResult<std::string> delete_open_algo_orders(FuturesCall& call);
ApiResult<std::string> get_algo_order(FuturesCall& call);
ApiResult<std::string> get_open_algo_orders(FuturesCall& call);
ApiResult<std::string> get_all_algo_orders(FuturesCall& call);
// futures_income.cpp
ApiResult<std::string> get_income(FuturesCall& call);
// futures_account.cpp
ApiResult<std::string> get_futures_account_v2(FuturesCall& call);
ApiResult<std::string> get_futures_account_v3(FuturesCall& call);
ApiResult<std::string> get_futures_balance(FuturesCall& call);
ApiResult<std::string> get_position_risk_v2(FuturesCall& call);
ApiResult<std::string> get_position_risk_v3(FuturesCall& call);
ApiResult<std::string> get_leverage_bracket(FuturesCall& call);
ApiResult<std::string> get_symbol_config(FuturesCall& call);
ApiResult<std::string> get_account_config(FuturesCall& call);
ApiResult<std::string> get_futures_commission(FuturesCall& call);
ApiResult<std::string> post_leverage(FuturesCall& call);
ApiResult<std::string> post_margin_type(FuturesCall& call);
ApiResult<std::string> get_position_mode(FuturesCall& call);
ApiResult<std::string> post_position_mode(FuturesCall& call);
ApiResult<std::string> get_assets_mode(FuturesCall& call);
ApiResult<std::string> post_futures_listen_key(FuturesCall& call);
ApiResult<std::string> put_futures_listen_key(FuturesCall& call);
ApiResult<std::string> delete_futures_listen_key(FuturesCall& call);

}  // namespace tidemark::venues::simulated
