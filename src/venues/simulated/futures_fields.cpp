#include "venues/simulated/futures_fields.hpp"

#include "core/decimal.hpp"
#include "sim/accounts/book_walk.hpp"
#include "venues/simulated/order_fields.hpp"

namespace tidemark::venues::simulated {

ApiError order_refusal(sim::DeskRefusal refusal) {
  switch (refusal) {
    case sim::DeskRefusal::kInsufficientBalance:
      return {400, -2019, "Margin is insufficient."};
    case sim::DeskRefusal::kDuplicateId:
      return {400, -4116, "ClientOrderId is duplicated."};
    case sim::DeskRefusal::kWouldMatch:
      return {400, -5022,
              "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will "
              "not be recorded in the order history"};
    case sim::DeskRefusal::kWouldTrigger:
      return {400, -2021, "Order would immediately trigger."};
    case sim::DeskRefusal::kWouldNotReduce:
      return {400, -2022, "ReduceOnly Order is rejected."};
    case sim::DeskRefusal::kUnknownOrder:
      return {400, -2011, "Unknown order sent."};
    case sim::DeskRefusal::kPriceRelation:  // of order lists, which USD-M does not have
    case sim::DeskRefusal::kNothingAffordable:
      break;  // of quantities by quote, which futures do not have
  }
  return {400, -2010, "NEW_ORDER_REJECTED"};
}

ApiResult<void> read_flags(const Parameters& parameters, sim::NewOrder& order) {
  const std::string_view position_side = parameters.text("positionSide");
  if (!position_side.empty() && position_side != "BOTH") {
    return refuse(-4061, "Order's position side does not match user's setting.");
  }
  const std::string_view reduce = parameters.text("reduceOnly");
  if (!reduce.empty() && reduce != "true" && reduce != "false") return invalid_data("reduceOnly");
  if (reduce == "true") order.effect = sim::Effect::kReduceOnly;
  if (const std::string_view match = parameters.text("priceMatch"); !match.empty() && match != "NONE") {
    return refuse(-5040, "Invalid price match");
  }
  if (parameters.has("selfTradePreventionMode")) {
    const auto mode = named<sim::SelfTrade>(parameters.text("selfTradePreventionMode"), 4);
    if (!mode) return invalid_data("selfTradePreventionMode");
    order.self_trade = *mode;
  }
  return {};
}

ApiResult<std::int64_t> amount_of(const Parameters& parameters, std::string_view name, int decimals) {
  if (const auto sent = parameters.required(name); !sent) return std::unexpected(sent.error());
  if (core::decimals_needed(parameters.text(name)).value_or(0) > decimals) {
    return refuse(-1111, "Precision is over the maximum defined for this asset.");
  }
  const auto amount = decimal_of(parameters, name, decimals, name);
  if (!amount) return std::unexpected(amount.error());
  return **amount;
}

ApiResult<void> check_qty(const sim::NewOrder& order, const MarketSymbol& symbol, core::Price mark) {
  const core::Qty lot = symbol.instrument().lot_size;
  const bool market = !sim::has_price(order.type);
  if (order.qty.lots <= 0) return refuse(-4003, "Quantity less than or equal to zero.");
  if (order.qty < lot) return refuse(-4004, "Quantity less than min quantity.");
  if (order.qty > (market ? symbol.rules.max_market_qty : symbol.rules.max_qty)) {
    return refuse(-4005, "Quantity greater than max quantity.");
  }
  if (order.qty.lots % lot.lots != 0) return refuse(-4023, "Quantity not increased by step size.");
  const bool has_stop = sim::waits_for_stop(order.type) && order.type != sim::OrderType::kTrailingStop;
  const core::Price price = has_stop ? order.stop : (market ? mark : order.price);
  const auto notional = sim::notional_of(price, order.qty, symbol.instrument().scale);
  if (!notional) return refuse(-4005, "Quantity greater than max quantity.");
  if (order.effect != sim::Effect::kReduceOnly && *notional < symbol.rules.min_notional) {
    return refuse(-4164, "Order's notional must be no smaller than 100 (unless you choose reduce only).");
  }
  return {};
}

}  // namespace tidemark::venues::simulated
