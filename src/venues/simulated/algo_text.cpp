#include "venues/simulated/algo_text.hpp"

#include "core/decimal.hpp"
#include "venues/simulated/futures_text.hpp"
#include "venues/simulated/order_text.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

std::string_view algo_status_of(const sim::ClientOrder& order) {
  if (!sim::is_off_book(order)) return sim::is_open(order.status) ? "TRIGGERED" : "FINISHED";
  if (sim::is_open(order.status)) return "NEW";
  if (order.status == sim::OrderStatus::kCanceled) return "CANCELED";
  return order.refused ? "REJECTED" : "EXPIRED";
}

/// Why the matching engine did not take it.
std::string_view failure_of(const sim::ClientOrder& order) {
  if (!order.refused) return "";
  return *order.refused == sim::DeskRefusal::kWouldNotReduce ? "Reduce Only reject" : "Margin is insufficient.";
}

std::string actual_id_of(const sim::ClientOrder& order) {
  return sim::is_off_book(order) ? std::string{} : std::to_string(order.id);
}

std::string_view working_type_of(const sim::NewOrder& request) {
  return request.trigger_by == sim::TriggerBy::kMark ? "MARK_PRICE" : "CONTRACT_PRICE";
}

/// "0.5": percent, of which the callback is a tenth each.
std::string callback_text(const sim::NewOrder& request) {
  return core::format_decimal(request.trailing.callback_e3, 1);
}

std::int64_t triggered_at(const sim::ClientOrder& order) {
  return order.working_since ? order.working_since->ms() : 0;
}

}  // namespace

std::string_view algo_type_of(sim::OrderType type) noexcept {
  if (type == sim::OrderType::kTrailingStop) return "TRAILING_STOP_MARKET";
  return type == sim::OrderType::kStopLoss ? "STOP_MARKET" : "TAKE_PROFIT_MARKET";
}

void put_algo_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol,
                    AlgoAnswer answer) {
  const sim::NewOrder& request = order.request;
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("algoId").unsigned_integer(algo_id_of(order));
  json.key("clientAlgoId").text(order.original_client_id).key("algoType").text("CONDITIONAL");
  json.key("orderType").text(algo_type_of(request.type)).key("symbol").text(symbol.instrument().symbol);
  json.key("side").text(name_of(request.side)).key("positionSide").text("BOTH").key("timeInForce").text("GTC");
  wire.qty("quantity", request.qty);
  json.key("algoStatus").text(algo_status_of(order));
  if (answer == AlgoAnswer::kQueried) {
    json.key("actualOrderId").text(actual_id_of(order)).key("actualPrice").text(average_text(order, symbol));
    wire.qty("actualQty", order.executed);
  }
  wire.price("triggerPrice", request.stop);
  wire.price("price", core::Price{});
  if (request.type == sim::OrderType::kTrailingStop) {
    wire.price("activatePrice", request.trailing.activation.value_or(core::Price{}));
    json.key("callbackRate").text(callback_text(request));
  }
  json.key("icebergQuantity").null().key("selfTradePreventionMode").text(name_of(request.self_trade));
  json.key("workingType").text(working_type_of(request)).key("priceMatch").text("NONE");
  json.key("closePosition").boolean(request.effect == sim::Effect::kClosePosition);
  json.key("priceProtect").boolean(false).key("reduceOnly").boolean(request.effect != sim::Effect::kAny);
  json.key("createTime").integer(order.created.ms()).key("updateTime").integer(order.updated.ms());
  json.key("triggerTime").integer(triggered_at(order)).key("goodTillDate").integer(0).end_object();
}

std::string algo_update_text(const sim::OrderEvent& event, const MarketSymbol& symbol, core::Timestamp shown_now) {
  const sim::ClientOrder& order = event.order;
  const sim::NewOrder& request = order.request;
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("e").text("ALGO_UPDATE").key("T").integer(event.at.ms()).key("E").integer(shown_now.ms());
  json.key("o").begin_object().key("caid").text(order.original_client_id);
  json.key("aid").unsigned_integer(algo_id_of(order)).key("at").text("CONDITIONAL");
  json.key("o").text(algo_type_of(request.type)).key("s").text(symbol.instrument().symbol);
  json.key("S").text(name_of(request.side)).key("ps").text("BOTH").key("f").text("GTC");
  wire.qty("q", request.qty);
  json.key("X").text(algo_status_of(order)).key("ai").text(actual_id_of(order));
  json.key("ap").text(average_text(order, symbol));
  wire.qty("aq", order.executed);
  json.key("act").text(sim::is_off_book(order) ? "0" : "MARKET");
  wire.price("tp", request.stop);
  wire.price("p", core::Price{});
  json.key("V").text(name_of(request.self_trade)).key("wt").text(working_type_of(request)).key("pm").text("NONE");
  json.key("cp").boolean(request.effect == sim::Effect::kClosePosition).key("pP").boolean(false);
  json.key("R").boolean(request.effect != sim::Effect::kAny).key("tt").integer(triggered_at(order));
  json.key("gtd").integer(0);
  if (request.type == sim::OrderType::kTrailingStop) {
    wire.price("AP", request.trailing.activation.value_or(core::Price{}));
    json.key("cr").text(callback_text(request));
  }
  if (order.refused) json.key("rm").text(failure_of(order));
  json.end_object().end_object();
  return text;
}

}  // namespace tidemark::venues::simulated
