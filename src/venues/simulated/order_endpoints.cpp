#include <algorithm>

#include "venues/simulated/order_request.hpp"
#include "venues/simulated/order_text.hpp"
#include "venues/simulated/statistics.hpp"
#include "venues/simulated/trade_routes.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::size_t kIdLength = 22;

ApiError order_refusal(sim::DeskRefusal refusal) {
  switch (refusal) {
    case sim::DeskRefusal::kInsufficientBalance:
      return {400, -2010, "Account has insufficient balance for requested action."};
    case sim::DeskRefusal::kDuplicateId:
      return {400, -2010, "Duplicate order sent."};
    case sim::DeskRefusal::kWouldMatch:
      return {400, -2010, "Order would immediately match and take."};
    case sim::DeskRefusal::kWouldTrigger:
      return {400, -2010, "Stop price would trigger immediately."};
    case sim::DeskRefusal::kNothingAffordable:
      return {400, -1013, "Filter failure: LOT_SIZE"};
    case sim::DeskRefusal::kUnknownOrder:
      return {400, -2011, "Unknown order sent."};
    case sim::DeskRefusal::kWouldNotReduce:
      break;  // of positions, which spot does not have
  }
  return {400, -2010, "Order rejected."};
}

OpenOrders count_open(const TradeCall& call, const MarketSymbol& symbol) {
  OpenOrders open;
  for (const sim::ClientOrder* order : open_orders_of(call, &symbol)) {
    ++open.all;
    if (sim::waits_for_stop(order->request.type)) ++open.waiting;
  }
  return open;
}

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
  if (order->client_id.empty()) order->client_id = call.spot.random_id(kIdLength);
  return Prepared{std::move(*order), *symbol};
}

ApiResult<OrderAnswer> answer_of(const TradeCall& call, sim::OrderType type) {
  const std::string_view asked = call.parameters.text("newOrderRespType");
  if (asked == "ACK") return OrderAnswer::kAck;
  if (asked == "RESULT") return OrderAnswer::kResult;
  if (asked == "FULL") return OrderAnswer::kFull;
  if (!asked.empty()) return invalid_data("newOrderRespType");
  const bool full = type == sim::OrderType::kMarket || type == sim::OrderType::kLimit;
  return full ? OrderAnswer::kFull : OrderAnswer::kAck;
}

ApiResult<std::string> cancel_client_id(TradeCall& call) {
  std::string id{call.parameters.text("newClientOrderId")};
  return id.empty() ? call.spot.random_id(kIdLength) : id;
}

}  // namespace

ApiResult<std::string> post_order(TradeCall& call) {
  const auto prepared = prepare(call);
  if (!prepared) return std::unexpected(prepared.error());
  const auto answer = answer_of(call, prepared->order.type);
  if (!answer) return std::unexpected(answer.error());
  if (const OrderLimit* limit = call.spot.count_order(call.account, call.now)) return too_many_orders(*limit);
  sim::TradeDesk& desk = call.spot.desk();
  const auto placed = desk.submit(prepared->order);
  if (!placed) return std::unexpected(order_refusal(placed.error()));
  std::vector<sim::ClientFill> fills;
  for (auto entry = desk.fills().rbegin(); entry != desk.fills().rend(); ++entry) {
    if (entry->fill.order_id == (*placed)->id) fills.push_back(entry->fill);
    if (entry->fill.at < (*placed)->created) break;
  }
  std::ranges::reverse(fills);
  return new_order_text(**placed, *prepared->symbol, fills, *answer);
}

ApiResult<std::string> post_order_test(TradeCall& call) {
  const auto prepared = prepare(call);
  if (!prepared) return std::unexpected(prepared.error());
  if (const auto refused = call.spot.desk().probe(prepared->order); !refused) {
    return std::unexpected(order_refusal(refused.error()));
  }
  return "{}";
}

ApiResult<std::string> delete_order(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const ApiError unknown{400, -2011, "Unknown order sent."};
  const auto order = order_of(call, **symbol, unknown);
  if (!order) return std::unexpected(order.error());
  auto client_id = cancel_client_id(call);
  const auto canceled = call.spot.desk().cancel((*order)->id, std::move(*client_id));
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
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const std::uint64_t id : ids) {
    const auto canceled = call.spot.desk().cancel(id, call.spot.random_id(kIdLength));
    if (canceled) put_canceled_order(json, **canceled, **symbol);
  }
  json.end_array();
  return text;
}

}  // namespace tidemark::venues::simulated
