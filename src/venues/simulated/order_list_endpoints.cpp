#include <array>
#include <utility>

#include "venues/simulated/order_fields.hpp"
#include "venues/simulated/order_request.hpp"
#include "venues/simulated/spot_order.hpp"
#include "venues/simulated/statistics.hpp"
#include "venues/simulated/trade_routes.hpp"

namespace tidemark::venues::simulated {
namespace {

using sim::OrderType;

/// What an order's parameters are called for one order of a list.
struct LegNames {
  std::string_view type;
  std::array<std::pair<std::string_view, std::string_view>, 6> names;  ///< of a single order, of this one
};
constexpr LegNames kAbove{"aboveType",
                          {{{"newClientOrderId", "aboveClientOrderId"},
                            {"icebergQty", "aboveIcebergQty"},
                            {"price", "abovePrice"},
                            {"stopPrice", "aboveStopPrice"},
                            {"trailingDelta", "aboveTrailingDelta"},
                            {"timeInForce", "aboveTimeInForce"}}}};
constexpr LegNames kBelow{"belowType",
                          {{{"newClientOrderId", "belowClientOrderId"},
                            {"icebergQty", "belowIcebergQty"},
                            {"price", "belowPrice"},
                            {"stopPrice", "belowStopPrice"},
                            {"trailingDelta", "belowTrailingDelta"},
                            {"timeInForce", "belowTimeInForce"}}}};

bool stops_loss(OrderType type) {
  return type == OrderType::kStopLoss || type == OrderType::kStopLossLimit;
}
bool takes_profit(OrderType type) {
  return type == OrderType::kLimitMaker || type == OrderType::kTakeProfit || type == OrderType::kTakeProfitLimit;
}

/// One order of the list, read as a single order is; what is wrong with it bears the name that was sent.
ApiResult<sim::NewOrder> read_leg(const TradeCall& call, const MarketSymbol& symbol, const LegNames& leg) {
  const auto type = call.parameters.required(leg.type);
  if (!type) return std::unexpected(type.error());
  std::vector<net::NameValue> values{{"type", *type}};
  for (const std::string_view same : {"side", "quantity", "selfTradePreventionMode"}) {
    if (call.parameters.has(same)) values.push_back({std::string{same}, std::string{call.parameters.text(same)}});
  }
  for (const auto& [name, sent] : leg.names) {
    if (call.parameters.has(sent)) values.push_back({std::string{name}, std::string{call.parameters.text(sent)}});
  }
  auto order = read_order(Parameters{std::move(values)}, symbol);
  if (order) {
    if (stops_loss(order->type) || takes_profit(order->type)) return order;
    return refuse(-1116, "Invalid orderType.");
  }
  for (const auto& [name, sent] : leg.names) {
    const std::string quoted = "'" + std::string{name} + "'";
    const std::size_t at = order.error().message.find(quoted);
    if (at != std::string::npos) order.error().message.replace(at + 1, name.size(), sent);
  }
  return order;
}

struct Pair {
  sim::NewOrder loss;
  sim::NewOrder profit;
};

/// Which of the two is which (errors.md, -1196 to -1199).
ApiResult<Pair> pair_of(sim::NewOrder above, sim::NewOrder below) {
  const bool buys = sim::is_buy(above);
  if (stops_loss(above.type) == stops_loss(below.type)) {
    return refuse(-2010, "Unsupported order combination");
  }
  if (stops_loss(above.type) == buys) {
    return buys ? Pair{std::move(above), std::move(below)} : Pair{std::move(below), std::move(above)};
  }
  return buys ? refuse(-1196, "A stop loss order in a buy OCO must be above.")
              : refuse(-1197, "A stop loss order in a sell OCO must be below.");
}

ApiResult<void> check_pair(const TradeCall& call, const MarketSymbol& symbol, Pair& pair) {
  OpenOrders open = count_open(call, symbol);
  const sim::Money average = average_price(symbol, call.now).price;
  for (sim::NewOrder* order : {&pair.loss, &pair.profit}) {
    if (const auto fits = check_filters(*order, symbol.rules, average, open); !fits) return fits;
    ++open.all;
    if (sim::waits_for_stop(order->type)) ++open.waiting;
    order->owner = call.account.owner;
    if (order->client_id.empty()) order->client_id = call.spot.random_id(kOrderIdLength);
  }
  return {};
}

/// The account's list that orderListId names, or `name`, or both.
ApiResult<const sim::OrderList*> list_of(const TradeCall& call, std::string_view name, const ApiError& unknown) {
  const auto id = call.parameters.number("orderListId");
  if (!id) return std::unexpected(id.error());
  const std::string_view client_id = call.parameters.text(name);
  if (!*id && client_id.empty()) {
    return refuse(-1102, "Param '" + std::string{name} + "' or 'orderListId' must be sent, but both were empty/null!");
  }
  const sim::TradeDesk& desk = call.spot.desk();
  const sim::OrderList* list = *id ? desk.find_list(**id) : desk.find_list(call.account.owner, client_id);
  const bool mine = list != nullptr && list->owner == call.account.owner;
  if (!mine || (!client_id.empty() && list->client_id != client_id)) return std::unexpected(unknown);
  return list;
}

const MarketSymbol& symbol_of(const TradeCall& call, const sim::OrderList& list) {
  return call.spot.market().symbols()[list.instrument.value];
}

}  // namespace

ApiResult<std::string> post_oco(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  auto above = read_leg(call, **symbol, kAbove);
  if (!above) return std::unexpected(above.error());
  auto below = read_leg(call, **symbol, kBelow);
  if (!below) return std::unexpected(below.error());
  auto pair = pair_of(std::move(*above), std::move(*below));
  if (!pair) return std::unexpected(pair.error());
  if (const auto fits = check_pair(call, **symbol, *pair); !fits) return std::unexpected(fits.error());
  auto name = client_id_of(call.parameters, "listClientOrderId");
  if (!name) return std::unexpected(name.error());
  if (name->empty()) *name = call.spot.random_id(kOrderIdLength);
  const auto answer = answer_of(call, pair->profit.type);
  if (!answer) return std::unexpected(answer.error());
  if (const OrderLimit* limit = call.spot.count_orders(call.account, call.now, 2)) return too_many_orders(*limit);
  sim::TradeDesk& desk = call.spot.desk();
  const auto placed = desk.submit_oco(pair->loss, pair->profit, std::move(*name));
  if (!placed) return std::unexpected(spot_refusal(placed.error()));
  std::string text;
  net::JsonWriter json{text};
  put_order_list(json, **placed, **symbol);
  json.key("orderReports").begin_array();
  for (const sim::OrderList::Listed& listed : (*placed)->orders) {
    put_new_order(json, *desk.find(listed.id), **symbol, {}, *answer);
  }
  json.end_array().end_object();
  return text;
}

ApiResult<std::string> delete_order_list(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const ApiError unknown{400, -2011, "Unknown order sent."};
  const auto list = list_of(call, "listClientOrderId", unknown);
  if (!list) return std::unexpected(list.error());
  if ((*list)->instrument != (*symbol)->instrument().id) return std::unexpected(unknown);
  const auto canceled = call.spot.desk().cancel_list((*list)->id, cancel_client_id(call));
  if (!canceled) return std::unexpected(unknown);
  std::string text;
  net::JsonWriter json{text};
  put_canceled_order_list(json, **canceled, call.spot.desk(), **symbol);
  return text;
}

ApiResult<std::string> get_order_list(TradeCall& call) {
  const auto list = list_of(call, "origClientOrderId", {400, -2013, "Order does not exist."});
  if (!list) return std::unexpected(list.error());
  std::string text;
  net::JsonWriter json{text};
  put_order_list(json, **list, symbol_of(call, **list));
  json.end_object();
  return text;
}

ApiResult<std::string> get_open_order_lists(TradeCall& call) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const auto& [id, list] : call.spot.desk().lists()) {
    if (list.owner != call.account.owner || list.status != sim::OrderList::Status::kExecuting) continue;
    put_order_list(json, list, symbol_of(call, list));
    json.end_object();
  }
  json.end_array();
  return text;
}

}  // namespace tidemark::venues::simulated
