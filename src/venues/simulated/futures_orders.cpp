#include "core/decimal.hpp"
#include "sim/accounts/book_walk.hpp"
#include "venues/simulated/futures_fields.hpp"
#include "venues/simulated/futures_routes.hpp"
#include "venues/simulated/futures_text.hpp"
#include "venues/simulated/order_fields.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::size_t kIdLength = 22;
constexpr core::Duration kLongestList = core::days(7);

ApiResult<void> read_kind(const Parameters& parameters, sim::NewOrder& order) {
  const auto type = parameters.required("type");
  if (!type) return std::unexpected(type.error());
  if (*type == "MARKET") {
    order.type = sim::OrderType::kMarket;
    for (const std::string_view name : {"timeInForce", "price"}) {
      if (parameters.has(name)) return refuse(-1106, "Parameter '" + std::string{name} + "' sent when not required.");
    }
    return {};
  }
  if (type->starts_with("STOP") || type->starts_with("TAKE_PROFIT") || *type == "TRAILING_STOP_MARKET") {
    return refuse(-4120,
                  "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");
  }
  if (*type != "LIMIT") return refuse(-1116, "Invalid orderType.");
  const auto time_in_force = parameters.required("timeInForce");
  if (!time_in_force) return std::unexpected(time_in_force.error());
  if (*time_in_force == "GTX") {
    order.type = sim::OrderType::kLimitMaker;
    return {};
  }
  const auto known = named<sim::TimeInForce>(*time_in_force, 3);
  if (!known) return refuse(-1115, "Invalid timeInForce.");
  order.time_in_force = *known;
  return {};
}

ApiResult<void> check_price(const sim::NewOrder& order, const MarketSymbol& symbol, core::Price mark) {
  const core::Price tick = symbol.instrument().tick_size;
  if (order.price.ticks <= 0) return refuse(-4001, "Price less than 0.");
  if (order.price < tick) return refuse(-4013, "Price less than min price.");
  if (order.price > symbol.rules.max_price) return refuse(-4002, "Price greater than max price.");
  if (order.price.ticks % tick.ticks != 0) return refuse(-4014, "Price not increased by tick size.");
  // PERCENT_PRICE: buys at most 5 % above the mark price, sells at most 5 % below it.
  if (sim::is_buy(order) && order.price.ticks > mark.ticks + mark.ticks / 20) {
    return refuse(-4016, "Price is higher than mark price multiplier cap.");
  }
  if (!sim::is_buy(order) && order.price.ticks < mark.ticks - mark.ticks / 20) {
    return refuse(-4024, "Price is lower than mark price multiplier floor.");
  }
  return {};
}

struct Prepared {
  sim::NewOrder order;
  const MarketSymbol* symbol{nullptr};
};

ApiResult<Prepared> prepare(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const core::Scale scale = (*symbol)->instrument().scale;
  const core::Price mark = call.futures.mark((*symbol)->instrument().id);
  sim::NewOrder order{.owner = call.account.owner, .instrument = (*symbol)->instrument().id};
  const auto side = side_of(call.parameters);
  if (!side) return std::unexpected(side.error());
  order.side = *side;
  if (const auto kind = read_kind(call.parameters, order); !kind) return std::unexpected(kind.error());
  if (const auto flags = read_flags(call.parameters, order); !flags) return std::unexpected(flags.error());
  if (call.parameters.text("closePosition") == "true") {
    return refuse(-4136, "Target strategy invalid for orderType " + std::string{call.parameters.text("type")} +
                             ",closePosition true");
  }
  auto client_id = client_id_of(call.parameters, "newClientOrderId");
  if (!client_id) return std::unexpected(client_id.error());
  order.client_id = client_id->empty() ? call.futures.random_id(kIdLength) : std::move(*client_id);
  const auto qty = amount_of(call.parameters, "quantity", scale.qty_decimals);
  if (!qty) return std::unexpected(qty.error());
  order.qty = {*qty};
  if (sim::has_price(order.type)) {
    const auto price = amount_of(call.parameters, "price", scale.price_decimals);
    if (!price) return std::unexpected(price.error());
    order.price = {*price};
    if (const auto fits = check_price(order, **symbol, mark); !fits) return std::unexpected(fits.error());
  }
  if (const auto fits = check_qty(order, **symbol, mark); !fits) return std::unexpected(fits.error());
  if (open_orders_of(call, *symbol).size() >= (*symbol)->rules.max_orders) {
    return refuse(-2025, "Reach max open order limit.");
  }
  if (order.time_in_force == sim::TimeInForce::kFok && !call.futures.can_fill(order)) {
    return refuse(-5021,
                  "Due to the order could not be filled immediately, the FOK order has been rejected. The order will "
                  "not be recorded in the order history");
  }
  return Prepared{std::move(order), *symbol};
}

ApiResult<FuturesAnswer> answer_of(const FuturesCall& call) {
  const std::string_view asked = call.parameters.text("newOrderRespType");
  if (asked.empty() || asked == "ACK") return FuturesAnswer::kAck;
  if (asked == "RESULT") return FuturesAnswer::kResult;
  return invalid_data("newOrderRespType");
}

/// Of the matching engine: what waits for its price is the algo service's.
std::string list_text(const FuturesCall& call, std::vector<const sim::ClientOrder*> orders) {
  std::erase_if(orders, [](const sim::ClientOrder* order) { return sim::is_off_book(*order); });
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const sim::ClientOrder* order : orders) {
    put_futures_order(json, *order, call.futures.market().symbols()[order->request.instrument.value]);
  }
  json.end_array();
  return text;
}

ApiResult<const sim::ClientOrder*> book_order_of(const FuturesCall& call, const MarketSymbol& symbol,
                                                 const ApiError& unknown) {
  const auto order = order_of(call, symbol, unknown);
  if (order && sim::is_off_book(**order)) return std::unexpected(unknown);
  return order;
}

std::string order_text(const sim::ClientOrder& order, const MarketSymbol& symbol) {
  std::string text;
  net::JsonWriter json{text};
  put_futures_order(json, order, symbol);
  return text;
}

}  // namespace

ApiResult<std::string> post_futures_order(FuturesCall& call) {
  const auto prepared = prepare(call);
  if (!prepared) return std::unexpected(prepared.error());
  const auto answer = answer_of(call);
  if (!answer) return std::unexpected(answer.error());
  if (const OrderLimit* limit = call.futures.count_orders(call.account, call.now, 1)) return too_many_orders(*limit);
  const auto placed = call.futures.desk().submit(prepared->order);
  if (!placed) return std::unexpected(order_refusal(placed.error()));
  return new_futures_order_text(**placed, *prepared->symbol, *answer);
}

ApiResult<std::string> post_futures_order_test(FuturesCall& call) {
  const auto prepared = prepare(call);
  if (!prepared) return std::unexpected(prepared.error());
  if (const auto refused = call.futures.desk().probe(prepared->order); !refused) {
    return std::unexpected(order_refusal(refused.error()));
  }
  return "{}";
}

ApiResult<std::string> delete_futures_order(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const ApiError unknown = order_refusal(sim::DeskRefusal::kUnknownOrder);
  const auto order = book_order_of(call, **symbol, unknown);
  if (!order) return std::unexpected(order.error());
  const auto canceled = call.futures.desk().cancel((*order)->id, (*order)->request.client_id);
  if (!canceled) return std::unexpected(unknown);
  return order_text(**canceled, **symbol);
}

ApiResult<std::string> delete_all_futures_orders(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  for (const sim::ClientOrder* order : open_orders_of(call, *symbol)) {
    if (sim::is_off_book(*order)) continue;
    [[maybe_unused]] const auto canceled = call.futures.desk().cancel(order->id, order->request.client_id);
  }
  return R"({"code":200,"msg":"The operation of cancel all open order is done."})";
}

ApiResult<std::string> get_futures_order(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto order = book_order_of(call, **symbol, {400, -2013, "Order does not exist."});
  if (!order) return std::unexpected(order.error());
  return order_text(**order, **symbol);
}

ApiResult<std::string> get_open_futures_order(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const ApiError unknown{400, -2013, "Order does not exist."};
  const auto order = book_order_of(call, **symbol, unknown);
  if (!order) return std::unexpected(order.error());
  if (!sim::is_open((*order)->status)) return std::unexpected(unknown);
  return order_text(**order, **symbol);
}

ApiResult<std::string> get_open_futures_orders(FuturesCall& call) {
  if (!call.parameters.has("symbol")) return list_text(call, open_orders_of(call, nullptr));
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  return list_text(call, open_orders_of(call, *symbol));
}

ApiResult<std::string> get_all_futures_orders(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto query = list_query(call, "orderId", kLongestList);
  if (!query) return std::unexpected(query.error());
  return list_text(call, orders_in(call, (*symbol)->instrument().id, *query));
}

ApiResult<std::string> get_user_trades(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto query = list_query(call, "fromId", kLongestList);
  if (!query) return std::unexpected(query.error());
  const auto found = fills_in(call, **symbol, *query);
  if (!found) return std::unexpected(found.error());
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const sim::ClientFill* fill : *found) put_user_trade(json, *fill, **symbol);
  json.end_array();
  return text;
}

}  // namespace tidemark::venues::simulated
