#include <algorithm>

#include "venues/simulated/order_request.hpp"
#include "venues/simulated/order_text.hpp"
#include "venues/simulated/spot_order.hpp"
#include "venues/simulated/statistics.hpp"
#include "venues/simulated/trade_routes.hpp"

namespace tidemark::venues::simulated {
namespace {

struct Prepared {
  sim::NewOrder order;
  const MarketSymbol* symbol{nullptr};
};

ApiResult<Prepared> prepare(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  auto order = read_order(call.parameters, **symbol);
  if (!order) return std::unexpected(order.error());
  const sim::Money average = average_price(**symbol, call.now).price;
  const OpenOrders open = count_open(call, **symbol);
  if (const auto fits = check_filters(*order, (*symbol)->rules, average, open); !fits) {
    return std::unexpected(fits.error());
  }
  order->owner = call.account.owner;
  if (order->client_id.empty()) order->client_id = call.spot.random_id(kOrderIdLength);
  return Prepared{std::move(*order), *symbol};
}

}  // namespace

ApiResult<std::string> post_order(TradeCall& call) {
  const auto prepared = prepare(call);
  if (!prepared) return std::unexpected(prepared.error());
  const auto answer = answer_of(call, prepared->order.type);
  if (!answer) return std::unexpected(answer.error());
  if (const OrderLimit* limit = call.spot.count_orders(call.account, call.now, 1)) return too_many_orders(*limit);
  sim::TradeDesk& desk = call.spot.desk();
  const auto placed = desk.submit(prepared->order);
  if (!placed) return std::unexpected(spot_refusal(placed.error()));
  std::vector<sim::ClientFill> fills;
  for (auto entry = desk.fills().rbegin(); entry != desk.fills().rend(); ++entry) {
    if (entry->fill.order_id == (*placed)->id) fills.push_back(entry->fill);
    if (entry->fill.at < (*placed)->created) break;
  }
  std::ranges::reverse(fills);
  std::string text;
  net::JsonWriter json{text};
  put_new_order(json, **placed, *prepared->symbol, fills, *answer);
  return text;
}

ApiResult<std::string> post_order_test(TradeCall& call) {
  const auto prepared = prepare(call);
  if (!prepared) return std::unexpected(prepared.error());
  if (const auto refused = call.spot.desk().probe(prepared->order); !refused) {
    return std::unexpected(spot_refusal(refused.error()));
  }
  return "{}";
}

ApiResult<std::string> delete_order(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const ApiError unknown{400, -2011, "Unknown order sent."};
  const auto order = order_of(call, **symbol, unknown);
  if (!order) return std::unexpected(order.error());
  const auto canceled = call.spot.desk().cancel((*order)->id, cancel_client_id(call));
  if (!canceled) return std::unexpected(unknown);
  std::string text;
  net::JsonWriter json{text};
  put_canceled_order(json, **canceled, **symbol);
  return text;
}

ApiResult<std::string> delete_open_orders(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  std::vector<std::uint64_t> ids;
  for (const sim::ClientOrder* order : open_orders_of(call, *symbol)) ids.push_back(order->id);
  if (ids.empty()) return refuse(-2011, "Unknown order sent.");
  sim::TradeDesk& desk = call.spot.desk();
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const std::uint64_t id : ids) {
    const auto canceled = desk.cancel(id, call.spot.random_id(kOrderIdLength));
    if (!canceled) continue;  // with the other order of its list
    if (const sim::OrderList* list = desk.find_list((*canceled)->list)) {
      put_canceled_order_list(json, *list, desk, **symbol);
    } else {
      put_canceled_order(json, **canceled, **symbol);
    }
  }
  json.end_array();
  return text;
}

}  // namespace tidemark::venues::simulated
