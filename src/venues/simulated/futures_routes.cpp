#include "venues/simulated/futures_routes.hpp"

#include <algorithm>
#include <array>

namespace tidemark::venues::simulated {
namespace {

using net::Method;
using enum Security;

constexpr std::string_view kOrderParameters =
    "symbol,side,positionSide,type,timeInForce,quantity,reduceOnly,price,newClientOrderId,stopPrice,closePosition,"
    "activationPrice,callbackRate,workingType,priceProtect,newOrderRespType,priceMatch,selfTradePreventionMode,"
    "goodTillDate";
constexpr std::string_view kWhichOrder = "symbol,orderId,origClientOrderId";
constexpr std::string_view kAlgoParameters =
    "algoType,symbol,side,positionSide,type,timeInForce,quantity,price,triggerPrice,workingType,priceMatch,"
    "closePosition,priceProtect,reduceOnly,activatePrice,callbackRate,clientAlgoId,newOrderRespType,"
    "selfTradePreventionMode,goodTillDate";

// Weights: developers.binance.com, derivatives/usds-margined-futures.
constexpr std::array<FuturesRoute, 34> kRoutes{{
    {Method::kPost, "/fapi/v1/order", "", post_futures_order, 0, kSigned, kOrderParameters},
    {Method::kPost, "/fapi/v1/order/test", "", post_futures_order_test, 0, kSigned, kOrderParameters},
    {Method::kDelete, "/fapi/v1/order", "", delete_futures_order, 1, kSigned, kWhichOrder},
    {Method::kGet, "/fapi/v1/order", "", get_futures_order, 1, kSigned, kWhichOrder},
    {Method::kGet, "/fapi/v1/openOrder", "", get_open_futures_order, 1, kSigned, kWhichOrder},
    {Method::kGet, "/fapi/v1/openOrders", "", get_open_futures_orders, 1, kSigned, "symbol"},
    {Method::kDelete, "/fapi/v1/allOpenOrders", "", delete_all_futures_orders, 1, kSigned, "symbol"},
    {Method::kGet, "/fapi/v1/allOrders", "", get_all_futures_orders, 5, kSigned,
     "symbol,orderId,startTime,endTime,limit"},
    {Method::kGet, "/fapi/v1/userTrades", "", get_user_trades, 5, kSigned,
     "symbol,orderId,startTime,endTime,fromId,limit"},
    {Method::kPost, "/fapi/v1/algoOrder", "", post_algo_order, 0, kSigned, kAlgoParameters},
    {Method::kDelete, "/fapi/v1/algoOrder", "", delete_algo_order, 1, kSigned, "symbol,algoId,clientAlgoId"},
    {Method::kGet, "/fapi/v1/algoOrder", "", get_algo_order, 1, kSigned, "symbol,algoId,clientAlgoId"},
    {Method::kGet, "/fapi/v1/openAlgoOrders", "", get_open_algo_orders, 1, kSigned, "algoType,symbol,algoId"},
    {Method::kDelete, "/fapi/v1/algoOpenOrders", "", delete_open_algo_orders, 1, kSigned, "symbol"},
    {Method::kGet, "/fapi/v1/allAlgoOrders", "", get_all_algo_orders, 5, kSigned,
     "symbol,algoId,startTime,endTime,limit"},
    {Method::kGet, "/fapi/v2/account", "", get_futures_account_v2, 5, kSigned, ""},
    {Method::kGet, "/fapi/v3/account", "", get_futures_account_v3, 5, kSigned, ""},
    {Method::kGet, "/fapi/v2/balance", "", get_futures_balance, 5, kSigned, ""},
    {Method::kGet, "/fapi/v3/balance", "", get_futures_balance, 5, kSigned, ""},
    {Method::kGet, "/fapi/v2/positionRisk", "", get_position_risk_v2, 5, kSigned, "symbol"},
    {Method::kGet, "/fapi/v3/positionRisk", "", get_position_risk_v3, 5, kSigned, "symbol"},
    {Method::kGet, "/fapi/v1/leverageBracket", "", get_leverage_bracket, 1, kSigned, "symbol"},
    {Method::kGet, "/fapi/v1/symbolConfig", "", get_symbol_config, 5, kSigned, "symbol"},
    {Method::kGet, "/fapi/v1/accountConfig", "", get_account_config, 5, kSigned, ""},
    {Method::kGet, "/fapi/v1/commissionRate", "", get_futures_commission, 20, kSigned, "symbol"},
    {Method::kGet, "/fapi/v1/income", "", get_income, 30, kSigned, "symbol,incomeType,startTime,endTime,page,limit"},
    {Method::kPost, "/fapi/v1/leverage", "", post_leverage, 1, kSigned, "symbol,leverage"},
    {Method::kPost, "/fapi/v1/marginType", "", post_margin_type, 1, kSigned, "symbol,marginType"},
    {Method::kGet, "/fapi/v1/positionSide/dual", "", get_position_mode, 30, kSigned, ""},
    {Method::kPost, "/fapi/v1/positionSide/dual", "", post_position_mode, 1, kSigned, "dualSidePosition"},
    {Method::kGet, "/fapi/v1/multiAssetsMargin", "", get_assets_mode, 30, kSigned, ""},
    {Method::kPost, "/fapi/v1/listenKey", "", post_futures_listen_key, 1, kKeyOnly, ""},
    {Method::kPut, "/fapi/v1/listenKey", "", put_futures_listen_key, 1, kKeyOnly, "listenKey"},
    {Method::kDelete, "/fapi/v1/listenKey", "", delete_futures_listen_key, 1, kKeyOnly, "listenKey"},
}};

}  // namespace

std::span<const FuturesRoute> futures_routes() {
  return kRoutes;
}

const FuturesRoute* find_futures_route(Method method, std::string_view path) {
  const auto found = std::ranges::find_if(
      kRoutes, [&](const FuturesRoute& route) { return route.path == path && route.method == method; });
  return found == kRoutes.end() ? nullptr : &*found;
}

bool is_futures_path(std::string_view path) {
  return std::ranges::find(kRoutes, path, &FuturesRoute::path) != kRoutes.end();
}

}  // namespace tidemark::venues::simulated
