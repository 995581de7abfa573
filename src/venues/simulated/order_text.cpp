#include "venues/simulated/order_text.hpp"

#include <algorithm>
#include <array>

#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::array<std::string_view, 7> kTypes{"LIMIT",           "MARKET",      "LIMIT_MAKER",      "STOP_LOSS",
                                                 "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT"};
constexpr std::array<std::string_view, 6> kStatuses{"NEW",      "PARTIALLY_FILLED", "FILLED",
                                                    "CANCELED", "EXPIRED",          "EXPIRED_IN_MATCH"};
constexpr std::array<std::string_view, 3> kTimesInForce{"GTC", "IOC", "FOK"};
constexpr std::array<std::string_view, 4> kSelfTrades{"NONE", "EXPIRE_MAKER", "EXPIRE_TAKER", "EXPIRE_BOTH"};
constexpr std::array<std::string_view, 5> kExecutionTypes{"NEW", "TRADE", "CANCELED", "EXPIRED", "TRADE_PREVENTION"};
constexpr std::array<std::string_view, 6> kExpiries{"REJECTED",
                                                    "EXCHANGE_CANCELED",
                                                    "OCO_TRIGGER",
                                                    "UNFILLED_IOC_QUANTITY_EXPIRED",
                                                    "UNFILLED_FOK_ORDER_EXPIRED",
                                                    "INSUFFICIENT_LIQUIDITY"};

/// -1 outside of an order list.
std::int64_t list_number(std::uint64_t list) {
  return list == 0 ? -1 : static_cast<std::int64_t>(list);
}

/// -1 while a stop order waits.
std::int64_t working_time(const sim::ClientOrder& order) {
  return order.working_since ? order.working_since->ms() : -1;
}

bool is_working(const sim::ClientOrder& order) {
  return order.working_since.has_value();
}

void put_prices(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol) {
  WireWriter wire{json, symbol.rules};
  wire.price("price", sim::has_price(order.request.type) ? order.request.price : core::Price{});
  wire.qty("origQty", order.request.qty);
  wire.qty("executedQty", order.executed);
  wire.money("origQuoteOrderQty", order.request.quote_qty);
  wire.money("cummulativeQuoteQty", order.spent);  // spelled so
  json.key("status").text(name_of(order.status)).key("timeInForce").text(name_of(order.request.time_in_force));
  json.key("type").text(name_of(order.request.type)).key("side").text(name_of(order.request.side));
  if (sim::waits_for_stop(order.request.type)) wire.price("stopPrice", order.request.stop);
}

/// Ids of an order in the order most answers give them.
void put_names(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol) {
  json.key("symbol").text(symbol.instrument().symbol).key("orderId").unsigned_integer(order.id);
  json.key("orderListId").integer(list_number(order.list)).key("clientOrderId").text(order.request.client_id);
}

}  // namespace

std::string_view name_of(sim::OrderType type) noexcept {
  return kTypes[static_cast<std::size_t>(type)];
}
std::string_view name_of(sim::OrderStatus status) noexcept {
  return kStatuses[static_cast<std::size_t>(status)];
}
std::string_view name_of(sim::TimeInForce time_in_force) noexcept {
  return kTimesInForce[static_cast<std::size_t>(time_in_force)];
}
std::string_view name_of(sim::SelfTrade mode) noexcept {
  return kSelfTrades[static_cast<std::size_t>(mode)];
}

std::string money_text(sim::Money money) {
  return fixed_text(money.units, sim::kMoneyDecimals, sim::kMoneyDecimals);
}

void put_new_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol,
                   const std::vector<sim::ClientFill>& fills, OrderAnswer answer) {
  WireWriter wire{json, symbol.rules};
  json.begin_object();
  put_names(json, order, symbol);
  json.key("transactTime").integer(order.updated.ms());
  if (answer != OrderAnswer::kAck) {
    put_prices(json, order, symbol);
    json.key("workingTime").integer(working_time(order));
  }
  if (answer == OrderAnswer::kFull) {
    json.key("fills").begin_array();
    for (const sim::ClientFill& fill : fills) {
      json.begin_object();
      wire.price("price", fill.price);
      wire.qty("qty", fill.qty);
      wire.money("commission", fill.commission);
      json.key("commissionAsset").text(fill.commission_asset);
      json.key("tradeId").unsigned_integer(fill.trade_id + symbol.ids_before).end_object();
    }
    json.end_array();
  }
  if (answer != OrderAnswer::kAck) json.key("selfTradePreventionMode").text(name_of(order.request.self_trade));
  json.end_object();
}

void put_queried_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol) {
  WireWriter wire{json, symbol.rules};
  json.begin_object();
  put_names(json, order, symbol);
  put_prices(json, order, symbol);
  if (!sim::waits_for_stop(order.request.type)) wire.price("stopPrice", core::Price{});
  wire.qty("icebergQty", core::Qty{});
  json.key("time").integer(order.created.ms()).key("updateTime").integer(order.updated.ms());
  json.key("isWorking").boolean(is_working(order)).key("workingTime").integer(working_time(order));
  json.key("selfTradePreventionMode").text(name_of(order.request.self_trade)).end_object();
}

void put_canceled_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol) {
  json.begin_object().key("symbol").text(symbol.instrument().symbol);
  json.key("origClientOrderId").text(order.original_client_id).key("orderId").unsigned_integer(order.id);
  json.key("orderListId").integer(list_number(order.list)).key("clientOrderId").text(order.request.client_id);
  json.key("transactTime").integer(order.updated.ms());
  put_prices(json, order, symbol);
  json.key("selfTradePreventionMode").text(name_of(order.request.self_trade)).end_object();
}

void put_my_trade(net::JsonWriter& json, const sim::ClientFill& fill, const MarketSymbol& symbol) {
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("symbol").text(symbol.instrument().symbol);
  json.key("id").unsigned_integer(fill.trade_id + symbol.ids_before).key("orderId").unsigned_integer(fill.order_id);
  json.key("orderListId").integer(list_number(fill.list));
  wire.price("price", fill.price);
  wire.qty("qty", fill.qty);
  wire.money("quoteQty", fill.quote);
  wire.money("commission", fill.commission);
  json.key("commissionAsset").text(fill.commission_asset);
  wire.time("time", fill.at);
  json.key("isBuyer").boolean(fill.side == core::Side::kBuy).key("isMaker").boolean(fill.role == sim::Role::kMaker);
  json.key("isBestMatch").boolean(true).end_object();
}

std::string execution_report_text(const sim::OrderEvent& event, const MarketSymbol& symbol, core::Timestamp shown_now) {
  const sim::ClientOrder& order = event.order;
  const sim::ClientFill none;
  const sim::ClientFill& fill = event.fill ? *event.fill : none;
  const bool canceled = event.kind == sim::OrderEventKind::kCanceled;
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("e").text("executionReport");
  wire.time("E", shown_now);
  json.key("s").text(symbol.instrument().symbol).key("c").text(order.request.client_id);
  json.key("S").text(name_of(order.request.side)).key("o").text(name_of(order.request.type));
  json.key("f").text(name_of(order.request.time_in_force));
  wire.qty("q", order.request.qty);
  wire.price("p", sim::has_price(order.request.type) ? order.request.price : core::Price{});
  wire.price("P", sim::waits_for_stop(order.request.type) ? order.request.stop : core::Price{});
  wire.qty("F", core::Qty{});
  json.key("g").integer(list_number(order.list)).key("C").text(canceled ? order.original_client_id : "");
  json.key("x").text(kExecutionTypes[static_cast<std::size_t>(event.kind)]).key("X").text(name_of(order.status));
  json.key("r").text("NONE").key("i").unsigned_integer(order.id);
  wire.qty("l", fill.qty);
  wire.qty("z", order.executed);
  wire.price("L", fill.price);
  wire.money("n", fill.commission);
  json.key("N");
  if (event.fill) {
    json.text(fill.commission_asset);
  } else {
    json.null();
  }
  wire.time("T", event.at);
  json.key("t").integer(event.fill ? static_cast<std::int64_t>(fill.trade_id + symbol.ids_before) : -1);
  json.key("I").unsigned_integer(order.id);
  json.key("w").boolean(sim::is_open(order.status) && is_working(order));
  json.key("m").boolean(event.fill && fill.role == sim::Role::kMaker).key("M").boolean(event.fill.has_value());
  wire.time("O", order.created);
  wire.money("Z", order.spent);
  wire.money("Y", fill.quote);
  wire.money("Q", order.request.quote_qty);
  if (is_working(order)) json.key("W").integer(working_time(order));
  json.key("V").text(name_of(order.request.self_trade));
  const bool expired = event.kind == sim::OrderEventKind::kExpired && order.expiry;
  if (expired) json.key("eR").text(kExpiries[static_cast<std::size_t>(*order.expiry)]);
  json.end_object();
  return text;
}

std::string account_position_text(const sim::SpotSettlement& money, const sim::OrderEvent& event,
                                  core::Timestamp shown_now) {
  const sim::NewOrder& request = event.order.request;
  const sim::InstrumentAssets& assets = money.assets_of(request.instrument);
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("e").text("outboundAccountPosition").key("E").integer(shown_now.ms());
  json.key("u").integer(event.at.ms()).key("B").begin_array();
  std::vector<std::string> changed{assets.base, assets.quote};
  if (event.fill && std::ranges::find(changed, event.fill->commission_asset) == changed.end()) {
    changed.push_back(event.fill->commission_asset);
  }
  for (const std::string& asset : changed) {
    const sim::Balance balance = money.ledger().balance(request.owner, asset);
    json.begin_object().key("a").text(asset).key("f").text(money_text(balance.free));
    json.key("l").text(money_text(balance.locked)).end_object();
  }
  json.end_array().end_object();
  return text;
}

}  // namespace tidemark::venues::simulated
