#include "venues/simulated/trade_routes.hpp"

#include <algorithm>
#include <array>

namespace tidemark::venues::simulated {
namespace {

using net::Method;
using enum Security;

constexpr std::string_view kOrderParameters =
    "symbol,side,type,timeInForce,quantity,quoteOrderQty,price,newClientOrderId,stopPrice,trailingDelta,icebergQty,"
    "newOrderRespType,selfTradePreventionMode,strategyId,strategyType,computeCommissionRates";
constexpr std::string_view kCancelParameters = "symbol,orderId,origClientOrderId,newClientOrderId,cancelRestrictions";

constexpr std::string_view kOcoParameters =
    "symbol,listClientOrderId,side,quantity,aboveType,aboveClientOrderId,aboveIcebergQty,abovePrice,aboveStopPrice,"
    "aboveTrailingDelta,aboveTimeInForce,aboveStrategyId,aboveStrategyType,belowType,belowClientOrderId,"
    "belowIcebergQty,belowPrice,belowStopPrice,belowTrailingDelta,belowTimeInForce,belowStrategyId,belowStrategyType,"
    "newOrderRespType,selfTradePreventionMode";

constexpr std::array<TradeRoute, 22> kRoutes{{
    {Method::kPost, "/api/v3/order", "order.place", post_order, 1, kSigned, kOrderParameters},
    {Method::kPost, "/api/v3/order/test", "order.test", post_order_test, 1, kSigned, kOrderParameters},
    {Method::kDelete, "/api/v3/order", "order.cancel", delete_order, 1, kSigned, kCancelParameters},
    {Method::kGet, "/api/v3/order", "order.status", get_order, 4, kSigned, "symbol,orderId,origClientOrderId"},
    {Method::kGet, "/api/v3/openOrders", "openOrders.status", get_open_orders, 6, kSigned, "symbol"},
    {Method::kDelete, "/api/v3/openOrders", "openOrders.cancelAll", delete_open_orders, 1, kSigned, "symbol"},
    {Method::kPost, "/api/v3/orderList/oco", "orderList.place.oco", post_oco, 1, kSigned, kOcoParameters},
    {Method::kDelete, "/api/v3/orderList", "orderList.cancel", delete_order_list, 1, kSigned,
     "symbol,orderListId,listClientOrderId,newClientOrderId"},
    {Method::kGet, "/api/v3/orderList", "orderList.status", get_order_list, 4, kSigned,
     "orderListId,origClientOrderId"},
    {Method::kGet, "/api/v3/openOrderList", "openOrderLists.status", get_open_order_lists, 6, kSigned, ""},
    {Method::kGet, "/api/v3/allOrders", "allOrders", get_all_orders, 20, kSigned,
     "symbol,orderId,startTime,endTime,limit"},
    {Method::kGet, "/api/v3/account", "account.status", get_account, 20, kSigned, "omitZeroBalances"},
    {Method::kGet, "/api/v3/myTrades", "myTrades", get_my_trades, 20, kSigned,
     "symbol,orderId,startTime,endTime,fromId,limit"},
    {Method::kGet, "/api/v3/account/commission", "account.commission", get_commission, 20, kSigned, "symbol"},
    {Method::kGet, "/api/v3/rateLimit/order", "account.rateLimits.orders", get_order_limits, 40, kSigned, ""},
    {Method::kPost, "/api/v3/userDataStream", "userDataStream.start", post_listen_key, 2, kKeyOnly, ""},
    {Method::kPut, "/api/v3/userDataStream", "userDataStream.ping", put_listen_key, 2, kKeyOnly, "listenKey"},
    {Method::kDelete, "/api/v3/userDataStream", "userDataStream.stop", delete_listen_key, 2, kKeyOnly, "listenKey"},
    {Method::kGet, "/sapi/v1/bnbBurn", "", get_bnb_burn, 1, kSigned, ""},
    {Method::kPost, "/sapi/v1/bnbBurn", "", post_bnb_burn, 1, kSigned, "spotBNBBurn,interestBNBBurn"},
    // ccxt asks for margin pairs whenever it has a key.
    {Method::kGet, "/sapi/v1/margin/allPairs", "", get_margin_pairs, 1, kKeyOnly, "symbol"},
    {Method::kGet, "/sapi/v1/margin/isolated/allPairs", "", get_margin_pairs, 1, kKeyOnly, "symbol"},
}};

}  // namespace

std::span<const TradeRoute> trade_routes() {
  return kRoutes;
}

const TradeRoute* find_trade_route(Method method, std::string_view path) {
  const auto found = std::ranges::find_if(
      kRoutes, [&](const TradeRoute& route) { return route.path == path && route.method == method; });
  return found == kRoutes.end() ? nullptr : &*found;
}

const TradeRoute* find_trade_method(std::string_view ws_method) {
  if (ws_method.empty()) return nullptr;
  const auto found = std::ranges::find(kRoutes, ws_method, &TradeRoute::ws_method);
  return found == kRoutes.end() ? nullptr : &*found;
}

bool is_trade_path(std::string_view path) {
  return std::ranges::find(kRoutes, path, &TradeRoute::path) != kRoutes.end();
}

}  // namespace tidemark::venues::simulated
