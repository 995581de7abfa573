#include "venues/simulated/order_request.hpp"

#include <algorithm>
#include <optional>

#include "core/decimal.hpp"
#include "venues/simulated/order_fields.hpp"
#include "venues/simulated/order_text.hpp"

namespace tidemark::venues::simulated {
namespace {

using sim::OrderType;

ApiResult<void> read_words(const Parameters& parameters, sim::NewOrder& order) {
  for (const std::string_view name : {"side", "type"}) {
    if (!parameters.has(name)) return missing_parameter(name);
  }
  const auto side = side_of(parameters);
  if (!side) return std::unexpected(side.error());
  order.side = *side;
  const auto type = named<OrderType>(parameters.text("type"), 7);
  if (!type) return refuse(-1116, "Invalid orderType.");
  order.type = *type;
  if (parameters.has("timeInForce")) {
    const auto time_in_force = named<sim::TimeInForce>(parameters.text("timeInForce"), 3);
    if (!time_in_force) return refuse(-1115, "Invalid timeInForce.");
    order.time_in_force = *time_in_force;
  }
  if (parameters.has("selfTradePreventionMode")) {
    const auto mode = named<sim::SelfTrade>(parameters.text("selfTradePreventionMode"), 4);
    if (!mode) return refuse(-1013, "This symbol does not allow the specified self-trade prevention mode.");
    order.self_trade = *mode;
  }
  auto client_id = client_id_of(parameters, "newClientOrderId");
  if (!client_id) return std::unexpected(client_id.error());
  order.client_id = std::move(*client_id);
  if (parameters.has("icebergQty")) return refuse(-1013, "Iceberg orders are not supported for this symbol.");
  if (parameters.has("trailingDelta")) return refuse(-1013, "Trailing stop orders are not supported for this symbol.");
  return {};
}

/// What each type needs, and what it must not have.
ApiResult<void> check_presence(const Parameters& parameters, OrderType type) {
  const auto need = [&](std::string_view name) { return parameters.has(name); };
  const bool limit =
      type == OrderType::kLimit || type == OrderType::kStopLossLimit || type == OrderType::kTakeProfitLimit;
  if (limit && !need("timeInForce")) return missing_parameter("timeInForce");
  if (!limit && need("timeInForce")) return refuse(-1106, "Parameter 'timeInForce' sent when not required.");
  const bool by_quote = type == OrderType::kMarket && need("quoteOrderQty");
  if (by_quote && need("quantity")) return bad_combination();
  if (!by_quote && need("quoteOrderQty")) return refuse(-1106, "Parameter 'quoteOrderQty' sent when not required.");
  if (!by_quote && !need("quantity")) return missing_parameter("quantity");
  if (sim::has_price(type) && !need("price")) return missing_parameter("price");
  if (!sim::has_price(type) && need("price")) return refuse(-1106, "Parameter 'price' sent when not required.");
  if (sim::waits_for_stop(type) && !need("stopPrice")) return missing_parameter("stopPrice");
  if (!sim::waits_for_stop(type) && need("stopPrice"))
    return refuse(-1106, "Parameter 'stopPrice' sent when not required.");
  return {};
}

std::unexpected<ApiError> filter_failure(std::string_view name) {
  return refuse(-1013, "Filter failure: " + std::string{name});
}

bool price_fits(core::Price price, const SymbolRules& rules) {
  const core::Price tick = rules.instrument.tick_size;
  return price >= tick && price <= rules.max_price && price.ticks % tick.ticks == 0;
}

bool within_percent(core::Price price, sim::Money average, const SymbolRules& rules) {
  const auto units = core::rescale(price.ticks, sim::kMoneyDecimals - rules.instrument.scale.price_decimals);
  if (!units) return false;
  return *units <= average.units * kPercentPriceFactor && *units >= average.units / kPercentPriceFactor;
}

bool notional_fits(const sim::NewOrder& order, const SymbolRules& rules, sim::Money average) {
  if (order.qty.lots == 0) return order.quote_qty >= rules.min_notional;
  const core::Scale scale = rules.instrument.scale;
  if (sim::has_price(order.type) || sim::waits_for_stop(order.type)) {
    const auto notional = sim::notional_of(sim::has_price(order.type) ? order.price : order.stop, order.qty, scale);
    return notional && *notional >= rules.min_notional;
  }
  const auto notional =
      sim::notional_of(core::Price{average.units}, order.qty, {sim::kMoneyDecimals, scale.qty_decimals});
  return notional && *notional >= rules.min_notional;
}

}  // namespace

ApiResult<sim::NewOrder> read_order(const Parameters& parameters, const MarketSymbol& symbol) {
  sim::NewOrder order{.instrument = symbol.instrument().id};
  if (const auto words = read_words(parameters, order); !words) return std::unexpected(words.error());
  if (const auto present = check_presence(parameters, order.type); !present) return std::unexpected(present.error());
  const core::Scale scale = symbol.instrument().scale;
  const auto qty = decimal_of(parameters, "quantity", scale.qty_decimals, "LOT_SIZE");
  const auto quote = decimal_of(parameters, "quoteOrderQty", sim::kMoneyDecimals, "NOTIONAL");
  const auto price = decimal_of(parameters, "price", scale.price_decimals, "PRICE_FILTER");
  const auto stop = decimal_of(parameters, "stopPrice", scale.price_decimals, "PRICE_FILTER");
  for (const auto* value : {&qty, &quote, &price, &stop}) {
    if (!*value) return std::unexpected(value->error());
  }
  if (*qty == 0) return refuse(-1013, "Invalid quantity.");
  if (*quote == 0) return refuse(-1013, "Invalid quote order quantity.");
  if (*price == 0) return refuse(-1013, "Invalid price.");
  if (*stop == 0) return refuse(-1013, "Invalid stop price.");
  order.qty = {qty->value_or(0)};
  order.quote_qty = {quote->value_or(0)};
  order.price = {price->value_or(0)};
  order.stop = {stop->value_or(0)};
  return order;
}

ApiResult<void> check_filters(const sim::NewOrder& order, const SymbolRules& rules, sim::Money average,
                              const OpenOrders& open) {
  if (sim::has_price(order.type)) {
    if (!price_fits(order.price, rules)) return filter_failure("PRICE_FILTER");
    if (!within_percent(order.price, average, rules)) return filter_failure("PERCENT_PRICE_BY_SIDE");
  }
  if (sim::waits_for_stop(order.type) && !price_fits(order.stop, rules)) return filter_failure("PRICE_FILTER");
  if (order.qty.lots != 0) {
    const core::Qty lot = rules.instrument.lot_size;
    if (order.qty < lot || order.qty > rules.max_qty || order.qty.lots % lot.lots != 0)
      return filter_failure("LOT_SIZE");
    if (order.type == OrderType::kMarket && order.qty > rules.max_market_qty) return filter_failure("MARKET_LOT_SIZE");
  }
  if (!notional_fits(order, rules, average)) return filter_failure("NOTIONAL");
  if (open.all >= rules.max_orders) return filter_failure("MAX_NUM_ORDERS");
  if (sim::waits_for_stop(order.type) && open.waiting >= rules.max_algo_orders)
    return filter_failure("MAX_NUM_ALGO_ORDERS");
  return {};
}

}  // namespace tidemark::venues::simulated
