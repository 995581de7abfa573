#include <algorithm>
#include <optional>
#include <ranges>

#include "core/decimal.hpp"
#include "venues/simulated/algo_text.hpp"
#include "venues/simulated/futures_fields.hpp"
#include "venues/simulated/futures_routes.hpp"
#include "venues/simulated/order_fields.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::size_t kIdLength = 22;
constexpr std::size_t kMostWaiting = 200;  // of a symbol: the filter MAX_NUM_ALGO_ORDERS
constexpr core::Duration kLongestList = core::days(7);

std::optional<sim::OrderType> type_of(std::string_view name) {
  for (const auto type : {sim::OrderType::kStopLoss, sim::OrderType::kTakeProfit, sim::OrderType::kTrailingStop}) {
    if (algo_type_of(type) == name) return type;
  }
  return std::nullopt;
}

/// STOP_MARKET, TAKE_PROFIT_MARKET and TRAILING_STOP_MARKET, by the last price or the mark price.
ApiResult<void> read_kind(const Parameters& parameters, sim::NewOrder& order) {
  for (const std::string_view name : {"algoType", "type"}) {
    if (const auto sent = parameters.required(name); !sent) return std::unexpected(sent.error());
  }
  if (parameters.text("algoType") != "CONDITIONAL") return invalid_data("algoType");
  const auto type = type_of(parameters.text("type"));
  if (!type) return refuse(-1116, "Invalid orderType.");
  order.type = *type;
  const std::string_view time_in_force = parameters.text("timeInForce");
  if (!time_in_force.empty() && time_in_force != "GTC") return refuse(-1115, "Invalid timeInForce.");
  const std::string_view working = parameters.text("workingType");
  if (!working.empty() && working != "CONTRACT_PRICE" && working != "MARK_PRICE") return invalid_data("workingType");
  order.trigger_by = working == "MARK_PRICE" ? sim::TriggerBy::kMark : sim::TriggerBy::kLast;
  const std::string_view protect = parameters.text("priceProtect");
  if (!protect.empty() && protect != "FALSE" && protect != "false") return invalid_data("priceProtect");
  if (parameters.has("price")) return refuse(-1106, "Parameter 'price' sent when not required.");
  return {};
}

/// How far it trails, and from where on. "min 0.1, max 10 where 1 for 1%", in steps of 0.1.
ApiResult<void> read_trailing(const FuturesCall& call, const MarketSymbol& symbol, sim::NewOrder& order) {
  constexpr int kDecimals = 1;  // tenths of a percent are thousandths
  constexpr std::int64_t kMost = 100;
  if (call.parameters.has("triggerPrice")) return refuse(-1106, "Parameter 'triggerPrice' sent when not required.");
  if (const auto sent = call.parameters.required("callbackRate"); !sent) return std::unexpected(sent.error());
  const ApiError bad_rate{400, -2007, "Invalid callBack rate."};
  if (core::decimals_needed(call.parameters.text("callbackRate")).value_or(0) > kDecimals) {
    return std::unexpected(bad_rate);
  }
  const auto rate = decimal_of(call.parameters, "callbackRate", kDecimals, "callbackRate");
  if (!rate) return std::unexpected(rate.error());
  if (**rate < 1 || **rate > kMost) return std::unexpected(bad_rate);
  order.trailing.callback_e3 = **rate;
  if (!call.parameters.has("activatePrice")) return {};
  const auto activation = amount_of(call.parameters, "activatePrice", symbol.instrument().scale.price_decimals);
  if (!activation) return std::unexpected(activation.error());
  if (*activation <= 0) return refuse(-4135, "Invalid activation price.");
  if (*activation % symbol.instrument().tick_size.ticks != 0) {
    return refuse(-4014, "Price not increased by tick size.");
  }
  order.trailing.activation = core::Price{*activation};
  return {};
}

ApiResult<void> read_stop(const FuturesCall& call, const MarketSymbol& symbol, sim::NewOrder& order) {
  for (const std::string_view name : {"callbackRate", "activatePrice"}) {
    if (call.parameters.has(name))
      return refuse(-1106, "Parameter '" + std::string{name} + "' sent when not required.");
  }
  const auto stop = amount_of(call.parameters, "triggerPrice", symbol.instrument().scale.price_decimals);
  if (!stop) return std::unexpected(stop.error());
  order.stop = {*stop};
  if (*stop <= 0) return refuse(-4006, "Stop price less than zero.");
  if (*stop % symbol.instrument().tick_size.ticks != 0) return refuse(-4014, "Price not increased by tick size.");
  return {};
}

/// Of one that closes the position there is no quantity, and one in each direction and type.
ApiResult<void> read_close_position(const FuturesCall& call, sim::NewOrder& order) {
  for (const std::string_view name : {"quantity", "reduceOnly"}) {
    if (call.parameters.has(name)) {
      return refuse(-1106, "Parameter '" + std::string{name} + "' sent when not required.");
    }
  }
  order.effect = sim::Effect::kClosePosition;
  for (const auto& [id, other] : call.futures.desk().orders()) {
    const sim::NewOrder& there = other.request;
    if (there.effect != sim::Effect::kClosePosition || !sim::is_open(other.status)) continue;
    if (there.owner != order.owner || there.instrument != order.instrument) continue;
    if (there.side == order.side && there.type == order.type) {
      return refuse(-4130,
                    "An open stop or take profit order with GTE and closePosition in the direction is existing.");
    }
  }
  return {};
}

ApiResult<void> read_amounts(const FuturesCall& call, const MarketSymbol& symbol, sim::NewOrder& order) {
  const bool trails = order.type == sim::OrderType::kTrailingStop;
  const auto read = trails ? read_trailing(call, symbol, order) : read_stop(call, symbol, order);
  if (!read) return read;
  if (call.parameters.text("closePosition") == "true") {
    if (trails) {
      return refuse(-4136, "Target strategy invalid for orderType TRAILING_STOP_MARKET,closePosition true");
    }
    return read_close_position(call, order);
  }
  const auto qty = amount_of(call.parameters, "quantity", symbol.instrument().scale.qty_decimals);
  if (!qty) return std::unexpected(qty.error());
  order.qty = {*qty};
  return check_qty(order, symbol, call.futures.mark(symbol.instrument().id));
}

std::vector<const sim::ClientOrder*> waiting_orders(const FuturesCall& call, const MarketSymbol* only) {
  auto found = open_orders_of(call, only);
  std::erase_if(found, [](const sim::ClientOrder* order) { return !sim::is_off_book(*order); });
  return found;
}

/// By algoId or clientAlgoId: the newest of that name.
ApiResult<const sim::ClientOrder*> algo_order_of(const FuturesCall& call, const ApiError& unknown) {
  const auto id = call.parameters.number("algoId");
  if (!id) return std::unexpected(id.error());
  const std::string_view name = call.parameters.text("clientAlgoId");
  if (!*id && name.empty()) {
    return refuse(-1102, "Param 'clientAlgoId' or 'algoId' must be sent, but both were empty/null!");
  }
  for (const auto& [number, order] : std::views::reverse(call.futures.desk().orders())) {
    if (order.request.owner != call.account.owner || !sim::waits_for_stop(order.request.type)) continue;
    if (*id ? algo_id_of(order) == **id : order.original_client_id == name) return &order;
  }
  return std::unexpected(unknown);
}

std::string text_of(const FuturesCall& call, const sim::ClientOrder& order, AlgoAnswer answer) {
  std::string text;
  net::JsonWriter json{text};
  put_algo_order(json, order, call.futures.market().symbols()[order.request.instrument.value], answer);
  return text;
}

std::string list_text(const FuturesCall& call, const std::vector<const sim::ClientOrder*>& orders) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const sim::ClientOrder* order : orders) {
    put_algo_order(json, *order, call.futures.market().symbols()[order->request.instrument.value],
                   AlgoAnswer::kQueried);
  }
  json.end_array();
  return text;
}

}  // namespace

ApiResult<std::string> post_algo_order(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  sim::NewOrder order{.owner = call.account.owner, .instrument = (*symbol)->instrument().id};
  const auto side = side_of(call.parameters);
  if (!side) return std::unexpected(side.error());
  order.side = *side;
  if (const auto kind = read_kind(call.parameters, order); !kind) return std::unexpected(kind.error());
  if (const auto flags = read_flags(call.parameters, order); !flags) return std::unexpected(flags.error());
  auto name = client_id_of(call.parameters, "clientAlgoId");
  if (!name) return std::unexpected(name.error());
  order.client_id = name->empty() ? call.futures.random_id(kIdLength) : std::move(*name);
  if (const auto amounts = read_amounts(call, **symbol, order); !amounts) return std::unexpected(amounts.error());
  if (waiting_orders(call, *symbol).size() >= kMostWaiting) {
    return refuse(-4045, "Reach max stop order limit.");
  }
  if (const OrderLimit* limit = call.futures.count_orders(call.account, call.now, 1)) return too_many_orders(*limit);
  const auto placed = call.futures.desk().submit(order);
  if (!placed) return std::unexpected(order_refusal(placed.error()));
  return text_of(call, **placed, AlgoAnswer::kNew);
}

ApiResult<std::string> delete_algo_order(FuturesCall& call) {
  const ApiError unknown = order_refusal(sim::DeskRefusal::kUnknownOrder);
  const auto order = algo_order_of(call, unknown);
  if (!order) return std::unexpected(order.error());
  if (!sim::is_off_book(**order)) return std::unexpected(unknown);
  const auto canceled = call.futures.desk().cancel((*order)->id, (*order)->request.client_id);
  if (!canceled) return std::unexpected(unknown);
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("algoId").unsigned_integer(algo_id_of(**canceled));
  json.key("clientAlgoId").text((*canceled)->original_client_id);
  json.key("code").text("200").key("msg").text("success").end_object();
  return text;
}

ApiResult<std::string> delete_open_algo_orders(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  for (const sim::ClientOrder* order : waiting_orders(call, *symbol)) {
    [[maybe_unused]] const auto canceled = call.futures.desk().cancel(order->id, order->request.client_id);
  }
  return R"({"code":200,"msg":"The operation of cancel all open order is done."})";
}

ApiResult<std::string> get_algo_order(FuturesCall& call) {
  const auto order = algo_order_of(call, {400, -2013, "Order does not exist."});
  if (!order) return std::unexpected(order.error());
  return text_of(call, **order, AlgoAnswer::kQueried);
}

ApiResult<std::string> get_open_algo_orders(FuturesCall& call) {
  if (!call.parameters.has("symbol")) return list_text(call, waiting_orders(call, nullptr));
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  return list_text(call, waiting_orders(call, *symbol));
}

ApiResult<std::string> get_all_algo_orders(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  auto query = list_query(call, "algoId", kLongestList);
  if (!query) return std::unexpected(query.error());
  const std::size_t most = query->limit;
  if (query->id) *query->id -= std::min(*query->id, kAlgoIdsFrom);
  query->limit = SIZE_MAX;
  auto found = orders_in(call, (*symbol)->instrument().id, *query);
  std::erase_if(found, [](const sim::ClientOrder* order) { return !sim::waits_for_stop(order->request.type); });
  if (found.size() > most) found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(most));
  return list_text(call, found);
}

}  // namespace tidemark::venues::simulated
