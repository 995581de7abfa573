#include "venues/simulated/spot_order.hpp"

namespace tidemark::venues::simulated {

ApiError spot_refusal(sim::DeskRefusal refusal) {
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
    case sim::DeskRefusal::kPriceRelation:
      return {400, -2010, "The relationship of the prices for the orders is not correct."};
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

ApiResult<OrderAnswer> answer_of(const TradeCall& call, sim::OrderType type) {
  const std::string_view asked = call.parameters.text("newOrderRespType");
  if (asked == "ACK") return OrderAnswer::kAck;
  if (asked == "RESULT") return OrderAnswer::kResult;
  if (asked == "FULL") return OrderAnswer::kFull;
  if (!asked.empty()) return invalid_data("newOrderRespType");
  const bool full = type == sim::OrderType::kMarket || type == sim::OrderType::kLimit;
  return full ? OrderAnswer::kFull : OrderAnswer::kAck;
}

std::string cancel_client_id(TradeCall& call) {
  std::string id{call.parameters.text("newClientOrderId")};
  return id.empty() ? call.spot.random_id(kOrderIdLength) : id;
}

}  // namespace tidemark::venues::simulated
