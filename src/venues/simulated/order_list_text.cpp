#include "venues/simulated/order_text.hpp"

namespace tidemark::venues::simulated {
namespace {

/// enums.md: listStatusType and listOrderStatus.
struct ListWords {
  std::string_view type;
  std::string_view status;
};
ListWords words_of(const sim::OrderList& list) {
  if (list.status == sim::OrderList::Status::kAllDone) return {"ALL_DONE", "ALL_DONE"};
  return {"EXEC_STARTED", "EXECUTING"};
}

}  // namespace

void put_order_list(net::JsonWriter& json, const sim::OrderList& list, const MarketSymbol& symbol) {
  const std::string& name = symbol.instrument().symbol;
  const ListWords words = words_of(list);
  json.begin_object().key("orderListId").unsigned_integer(list.id).key("contingencyType").text("OCO");
  json.key("listStatusType").text(words.type).key("listOrderStatus").text(words.status);
  json.key("listClientOrderId").text(list.client_id).key("transactionTime").integer(list.updated.ms());
  json.key("symbol").text(name).key("orders").begin_array();
  for (const sim::OrderList::Listed& order : list.orders) {
    json.begin_object().key("symbol").text(name).key("orderId").unsigned_integer(order.id);
    json.key("clientOrderId").text(order.client_id).end_object();
  }
  json.end_array();
}

void put_canceled_order_list(net::JsonWriter& json, const sim::OrderList& list, const sim::TradeDesk& desk,
                             const MarketSymbol& symbol) {
  put_order_list(json, list, symbol);
  json.key("orderReports").begin_array();
  for (const sim::OrderList::Listed& listed : list.orders) {
    if (const sim::ClientOrder* order = desk.find(listed.id)) put_canceled_order(json, *order, symbol);
  }
  json.end_array().end_object();
}

std::string list_status_text(const sim::OrderList& list, const MarketSymbol& symbol, core::Timestamp shown_now) {
  const std::string& name = symbol.instrument().symbol;
  const ListWords words = words_of(list);
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("e").text("listStatus").key("E").integer(shown_now.ms()).key("s").text(name);
  json.key("g").unsigned_integer(list.id).key("c").text("OCO").key("l").text(words.type).key("L").text(words.status);
  json.key("r").text("NONE").key("C").text(list.client_id).key("T").integer(list.updated.ms());
  json.key("O").begin_array();
  for (const sim::OrderList::Listed& order : list.orders) {
    json.begin_object().key("s").text(name).key("i").unsigned_integer(order.id).key("c").text(order.client_id);
    json.end_object();
  }
  json.end_array().end_object();
  return text;
}

}  // namespace tidemark::venues::simulated
