#include "venues/binance/trade/trade_call.hpp"

#include <charconv>
#include <memory>

#include "core/decimal.hpp"
#include "net/hmac_sha256.hpp"
#include "net/json_writer.hpp"

namespace tidemark::venues::binance {

using core::OrderReason;
using core::OrderRequest;
using core::OrderType;
using core::TimeInForce;
using net::Method;

namespace {

constexpr std::string_view kOurs = "tm-";

std::string path_of(Market market, std::string_view spot, std::string_view usdm) {
  return std::string{market == Market::kSpot ? spot : usdm};
}

std::string name_and_id(std::string_view symbol, core::ClientOrderId id) {
  return "symbol=" + std::string{symbol} + "&origClientOrderId=" + wire_id(id);
}

std::string_view name_of_time(TimeInForce time_in_force) {
  switch (time_in_force) {
    case TimeInForce::kIoc:
      return "IOC";
    case TimeInForce::kFok:
      return "FOK";
    case TimeInForce::kGtd:
      return "GTD";
    case TimeInForce::kGtc:
      break;
  }
  return "GTC";
}

/// What the venue can be asked for, whatever the type.
std::optional<OrderReason> fault_of(Market market, const OrderRequest& order) {
  const bool spot = market == Market::kSpot;
  if (order.qty.lots <= 0) return OrderReason::kBadQty;
  if (core::has_limit(order.type) && !order.limit) return OrderReason::kBadPrice;
  if (core::waits_for_trigger(order.type) && order.type != OrderType::kTrailingStop && !order.trigger) {
    return OrderReason::kBadPrice;
  }
  if (order.parent || order.oco || order.type == OrderType::kTrailingStop) return OrderReason::kBadCombination;
  if (order.position != core::PositionSide::kNet) return OrderReason::kBadCombination;
  if (!spot) {
    if (order.type == OrderType::kStopLimit) return OrderReason::kBadCombination;
    const bool undated = order.time_in_force == TimeInForce::kGtd && !order.good_till;
    return undated ? std::optional{OrderReason::kBadCombination} : std::nullopt;
  }
  if (order.time_in_force == TimeInForce::kGtd) return OrderReason::kBadCombination;
  if (order.effect == core::Effect::kReduceOnly && order.side == core::Side::kBuy) {
    return OrderReason::kNothingToClose;  // a spot account is never short
  }
  const bool market_order = !core::has_limit(order.type);
  if (market_order && order.time_in_force == TimeInForce::kFok) return OrderReason::kBadCombination;
  if (order.liquidity == core::Liquidity::kPostOnly && order.type != OrderType::kLimit) {
    return OrderReason::kBadCombination;
  }
  return std::nullopt;
}

std::string_view spot_type(const OrderRequest& order) {
  switch (order.type) {
    case OrderType::kLimit:
      return order.liquidity == core::Liquidity::kPostOnly ? "LIMIT_MAKER" : "LIMIT";
    case OrderType::kStop:
      return "STOP_LOSS";
    case OrderType::kStopLimit:
      return "STOP_LOSS_LIMIT";
    case OrderType::kTakeProfit:
      return "TAKE_PROFIT";
    case OrderType::kMarket:
    case OrderType::kTrailingStop:
      break;
  }
  return "MARKET";
}

std::string_view usdm_type(OrderType type) {
  switch (type) {
    case OrderType::kLimit:
      return "LIMIT";
    case OrderType::kStop:
      return "STOP_MARKET";
    case OrderType::kTakeProfit:
      return "TAKE_PROFIT_MARKET";
    case OrderType::kMarket:
    case OrderType::kStopLimit:
    case OrderType::kTrailingStop:
      break;
  }
  return "MARKET";
}

/// Time in force and what belongs to it; LIMIT_MAKER and market orders have none.
void add_time_in_force(std::string& query, Market market, const OrderRequest& order) {
  if (!core::has_limit(order.type)) return;
  const bool post_only = order.liquidity == core::Liquidity::kPostOnly;
  if (market == Market::kSpot && post_only) return;
  query += "&timeInForce=" + std::string{post_only ? "GTX" : name_of_time(order.time_in_force)};
  if (!post_only && order.time_in_force == TimeInForce::kGtd) {
    query += "&goodTillDate=" + std::to_string(order.good_till->ms());
  }
}

std::string decimal(std::int64_t value, int decimals) {
  return core::format_decimal(value, decimals);
}

}  // namespace

std::string wire_id(core::ClientOrderId id) {
  return std::string{kOurs} + std::to_string(id.value);
}

std::optional<core::ClientOrderId> own_id(std::string_view text) {
  if (!text.starts_with(kOurs)) return std::nullopt;
  text.remove_prefix(kOurs.size());
  if (text.empty() || text.front() == '0') return std::nullopt;
  core::ClientOrderId id;
  const char* end = std::to_address(text.end());
  const auto read = std::from_chars(std::to_address(text.begin()), end, id.value);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{id} : std::nullopt;
}

std::expected<TradeCall, OrderReason> place_call(Market market, const OrderRequest& order,
                                                 const core::Instrument& instrument) {
  if (const auto fault = fault_of(market, order)) return std::unexpected(*fault);
  const bool spot = market == Market::kSpot;
  const core::Scale scale = instrument.scale;
  std::string query = "symbol=" + instrument.symbol;
  query += order.side == core::Side::kBuy ? "&side=BUY" : "&side=SELL";
  query += "&type=" + std::string{spot ? spot_type(order) : usdm_type(order.type)};
  add_time_in_force(query, market, order);
  query += "&quantity=" + decimal(order.qty.lots, scale.qty_decimals);
  if (core::has_limit(order.type)) query += "&price=" + decimal(order.limit->ticks, scale.price_decimals);
  const bool conditional = is_conditional(market, order.type);
  if (core::waits_for_trigger(order.type)) {
    query += (conditional ? "&triggerPrice=" : "&stopPrice=") + decimal(order.trigger->ticks, scale.price_decimals);
  }
  if (!spot && order.effect == core::Effect::kReduceOnly) query += "&reduceOnly=true";
  if (conditional) {
    // By the last price, as brackets that are kept here.
    query += "&algoType=CONDITIONAL&workingType=CONTRACT_PRICE&clientAlgoId=" + wire_id(order.id);
    return TradeCall{.method = Method::kPost,
                     .path = "/fapi/v1/algoOrder",
                     .query = std::move(query),
                     .weight = 0,
                     .counted = Counted::kNewOrder};
  }
  query += "&newClientOrderId=" + wire_id(order.id) + "&newOrderRespType=RESULT";
  return TradeCall{.method = Method::kPost,
                   .path = path_of(market, "/api/v3/order", "/fapi/v1/order"),
                   .query = std::move(query),
                   .weight = spot ? 1U : 0U,
                   .counted = Counted::kNewOrder};
}

bool is_conditional(Market market, OrderType type) {
  // Trailing stops are kept here, and come to the venue as market orders only.
  return market == Market::kUsdm && core::waits_for_trigger(type) && type != OrderType::kTrailingStop;
}

std::expected<TradeCall, OrderReason> place_oco_call(const OrderRequest& one, const OrderRequest& other,
                                                     const core::Instrument& instrument) {
  const bool first = one.type == OrderType::kStop;
  const OrderRequest& loss = first ? one : other;
  const OrderRequest& profit = first ? other : one;
  const bool fit = loss.type == OrderType::kStop &&
                   (profit.type == OrderType::kLimit || profit.type == OrderType::kTakeProfit) &&
                   one.side == other.side && one.qty == other.qty && one.instrument == other.instrument;
  if (!fit) return std::unexpected(OrderReason::kBadCombination);
  for (const OrderRequest* each : {&one, &other}) {
    if (const auto fault = fault_of(Market::kSpot, *each)) return std::unexpected(*fault);
  }
  const bool sells = one.side == core::Side::kSell;
  const core::Scale scale = instrument.scale;
  std::string query = "symbol=" + instrument.symbol + "&listClientOrderId=" + std::string{kOurs} + "oco-" +
                      std::to_string(loss.id.value) + (sells ? "&side=SELL" : "&side=BUY") +
                      "&quantity=" + decimal(one.qty.lots, scale.qty_decimals);
  for (const OrderRequest* each : {&loss, &profit}) {
    const std::string prefix = (each == &profit) == sells ? "&above" : "&below";
    const bool limit = each->type == OrderType::kLimit;
    query += prefix + "Type=" + std::string{limit ? "LIMIT_MAKER" : spot_type(*each)};
    query += limit ? prefix + "Price=" + decimal(each->limit->ticks, scale.price_decimals)
                   : prefix + "StopPrice=" + decimal(each->trigger->ticks, scale.price_decimals);
    query += prefix + "ClientOrderId=" + wire_id(each->id);
  }
  return TradeCall{.method = Method::kPost,
                   .path = "/api/v3/orderList/oco",
                   .query = query + "&newOrderRespType=RESULT",
                   .weight = 1,
                   .counted = Counted::kNewOrder,
                   .orders = 2};
}

trading::LegHome home_of_leg(Market market, const OrderRequest& leg) {
  const bool there =
      leg.type == OrderType::kStop || leg.type == OrderType::kTakeProfit || leg.type == OrderType::kLimit;
  if (!there || leg.position != core::PositionSide::kNet) return trading::LegHome::kHere;
  if (market == Market::kUsdm) return trading::LegHome::kVenue;
  return leg.side == core::Side::kSell ? trading::LegHome::kVenuePair : trading::LegHome::kHere;
}

TradeCall cancel_conditional_call(core::ClientOrderId id) {
  return {.method = Method::kDelete, .path = "/fapi/v1/algoOrder", .query = "clientAlgoId=" + wire_id(id), .weight = 1};
}

TradeCall conditional_order_call(core::ClientOrderId id) {
  return {.path = "/fapi/v1/algoOrder", .query = "clientAlgoId=" + wire_id(id), .weight = 1};
}

TradeCall open_conditionals_call() {
  return {.path = "/fapi/v1/openAlgoOrders", .query = {}, .weight = 40};
}

TradeCall numbered_order_call(Market market, std::string_view symbol, std::uint64_t venue_order) {
  TradeCall call = order_call(market, symbol, {});
  call.query = "symbol=" + std::string{symbol} + "&orderId=" + std::to_string(venue_order);
  return call;
}

TradeCall cancel_call(Market market, std::string_view symbol, core::ClientOrderId id) {
  return {.method = Method::kDelete,
          .path = path_of(market, "/api/v3/order", "/fapi/v1/order"),
          .query = name_and_id(symbol, id),
          .weight = 1};
}

TradeCall order_call(Market market, std::string_view symbol, core::ClientOrderId id) {
  return {.path = path_of(market, "/api/v3/order", "/fapi/v1/order"),
          .query = name_and_id(symbol, id),
          .weight = market == Market::kSpot ? 4U : 1U};
}

TradeCall open_orders_call(Market market) {
  return {.path = path_of(market, "/api/v3/openOrders", "/fapi/v1/openOrders"),
          .query = {},
          .weight = market == Market::kSpot ? 80U : 40U};
}

TradeCall fills_call(Market market, std::string_view symbol, std::uint64_t venue_order, std::uint64_t from_trade) {
  std::string query = "symbol=" + std::string{symbol} + "&orderId=" + std::to_string(venue_order);
  if (from_trade != 0) query += "&fromId=" + std::to_string(from_trade);
  query += "&limit=" + std::to_string(kFillsMax);
  return {.path = path_of(market, "/api/v3/myTrades", "/fapi/v1/userTrades"), .query = std::move(query), .weight = 5};
}

TradeCall account_call(Market market) {
  return {.path = path_of(market, "/api/v3/account", "/fapi/v3/account"),
          .query = {},
          .weight = market == Market::kSpot ? 20U : 5U};
}

TradeCall fundings_call(core::Timestamp from) {
  return {.path = "/fapi/v1/income",
          .query = "incomeType=FUNDING_FEE&startTime=" + std::to_string(from.ms()) +
                   "&limit=" + std::to_string(kFundingsMax),
          .weight = 30};
}

TradeCall time_call(Market market) {
  return {.path = path_of(market, "/api/v3/time", "/fapi/v1/time"), .query = {}, .weight = 1, .proof = Proof::kNone};
}

TradeCall listen_key_call(ListenKey action) {
  return {.method = action == ListenKey::kOpen ? Method::kPost : Method::kPut,
          .path = "/fapi/v1/listenKey",
          .query = {},
          .weight = 1,
          .proof = Proof::kKey};
}

std::string target_of(const TradeCall& call, const TradeConfig& config, core::Timestamp stamp) {
  std::string query = call.query;
  if (call.proof == Proof::kSignature) {
    if (!query.empty()) query += '&';
    query += "recvWindow=" + std::to_string(config.recv_window.ns / core::milliseconds(1).ns);
    query += "&timestamp=" + std::to_string(stamp.ms());
    query += "&signature=" + net::hmac_sha256_hex(config.keys.secret, query);
  }
  return query.empty() ? call.path : call.path + "?" + query;
}

std::string subscribe_text(const TradeConfig& config, core::Timestamp stamp, std::string_view id) {
  // Sorted by name, as they are signed.
  const std::string payload = "apiKey=" + config.keys.api_key + "&timestamp=" + std::to_string(stamp.ms());
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("id").text(id).key("method").text("userDataStream.subscribe.signature");
  json.key("params").begin_object().key("apiKey").text(config.keys.api_key);
  json.key("timestamp").integer(stamp.ms());
  json.key("signature").text(net::hmac_sha256_hex(config.keys.secret, payload)).end_object().end_object();
  return text;
}

}  // namespace tidemark::venues::binance
