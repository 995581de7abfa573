#include <algorithm>

#include "venues/simulated/order_text.hpp"
#include "venues/simulated/trade_routes.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr core::Duration kLongestList = core::hours(24);

/// Millionths as Binance writes rates: "0.00100000".
std::string rate_text(std::int64_t millionths) {
  return fixed_text(millionths, 6, 8);
}

void put_rates(net::JsonWriter& json, const char* key, const sim::FeeRates& fees) {
  json.key(key).begin_object().key("maker").text(rate_text(fees.maker)).key("taker").text(rate_text(fees.taker));
  json.key("buyer").text("0.00000000").key("seller").text("0.00000000").end_object();
}

std::string orders_text(const TradeCall& call, const std::vector<const sim::ClientOrder*>& orders) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const sim::ClientOrder* order : orders) {
    put_queried_order(json, *order, call.spot.market().symbols()[order->request.instrument.value]);
  }
  json.end_array();
  return text;
}

}  // namespace

ApiResult<std::string> get_order(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto order = order_of(call, **symbol, {400, -2013, "Order does not exist."});
  if (!order) return std::unexpected(order.error());
  std::string text;
  net::JsonWriter json{text};
  put_queried_order(json, **order, **symbol);
  return text;
}

ApiResult<std::string> get_open_orders(TradeCall& call) {
  const MarketSymbol* only = nullptr;
  if (call.parameters.has("symbol")) {
    const auto symbol = symbol_of(call);
    if (!symbol) return std::unexpected(symbol.error());
    only = *symbol;
  }
  return orders_text(call, open_orders_of(call, only));
}

ApiResult<std::string> get_all_orders(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto query = list_query(call, "orderId", kLongestList);
  if (!query) return std::unexpected(query.error());
  return orders_text(call, orders_in(call, (*symbol)->instrument().id, *query));
}

ApiResult<std::string> get_account(TradeCall& call) {
  const std::string_view omit = call.parameters.text("omitZeroBalances");
  if (!omit.empty() && omit != "true" && omit != "false") return invalid_data("omitZeroBalances");
  const sim::FeeRates& fees = call.spot.money().fees();
  constexpr std::int64_t kBasisPoint = 100;  // in millionths
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("makerCommission").integer(fees.maker / kBasisPoint);
  json.key("takerCommission").integer(fees.taker / kBasisPoint);
  json.key("buyerCommission").integer(0).key("sellerCommission").integer(0);
  put_rates(json, "commissionRates", fees);
  for (const char* can : {"canTrade", "canWithdraw", "canDeposit"}) json.key(can).boolean(true);
  for (const char* not_so : {"brokered", "requireSelfTradePrevention", "preventSor"}) json.key(not_so).boolean(false);
  json.key("updateTime").integer(call.account.updated.ms()).key("accountType").text("SPOT");
  json.key("balances").begin_array();
  for (const auto& [asset, balance] : call.spot.money().ledger().balances(call.account.owner)) {
    if (omit == "true" && balance == sim::Balance{}) continue;
    json.begin_object().key("asset").text(asset).key("free").text(money_text(balance.free));
    json.key("locked").text(money_text(balance.locked)).end_object();
  }
  json.end_array().key("permissions").begin_array().text("SPOT").end_array();
  json.key("uid").unsigned_integer(call.account.owner.value).end_object();
  return text;
}

ApiResult<std::string> get_my_trades(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto query = list_query(call, "fromId", kLongestList);
  if (!query) return std::unexpected(query.error());
  const auto found = fills_in(call, **symbol, *query);
  if (!found) return std::unexpected(found.error());
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const sim::ClientFill* fill : *found) put_my_trade(json, *fill, **symbol);
  json.end_array();
  return text;
}

ApiResult<std::string> get_commission(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("symbol").text((*symbol)->instrument().symbol);
  put_rates(json, "standardCommission", call.spot.money().fees());
  put_rates(json, "specialCommission", {0, 0});
  put_rates(json, "taxCommission", {0, 0});
  const bool in_bnb = call.spot.money().fee_asset(call.account.owner) == sim::FeeAsset::kBnb;
  json.key("discount").begin_object().key("enabledForAccount").boolean(in_bnb).key("enabledForSymbol").boolean(true);
  json.key("discountAsset").text(sim::kDiscountAsset).key("discount");
  json.text(fixed_text(sim::kBnbDiscountPercent, 2, 8)).end_object().end_object();
  return text;
}

ApiResult<std::string> get_bnb_burn(TradeCall& call) {
  const bool in_bnb = call.spot.money().fee_asset(call.account.owner) == sim::FeeAsset::kBnb;
  return std::string{R"({"spotBNBBurn":)"} + (in_bnb ? "true" : "false") + R"(,"interestBNBBurn":false})";
}

ApiResult<std::string> post_bnb_burn(TradeCall& call) {
  const std::string_view wanted = call.parameters.text("spotBNBBurn");
  const std::string_view interest = call.parameters.text("interestBNBBurn");
  if (wanted.empty() && interest.empty()) return missing_parameter("spotBNBBurn");
  if (!wanted.empty() && wanted != "true" && wanted != "false") return invalid_data("spotBNBBurn");
  // There are no loans.
  if (!interest.empty() && interest != "false") return invalid_data("interestBNBBurn");
  if (!wanted.empty()) {
    call.spot.money().set_fee_asset(call.account.owner,
                                    wanted == "true" ? sim::FeeAsset::kBnb : sim::FeeAsset::kReceived);
  }
  return get_bnb_burn(call);
}

ApiResult<std::string> get_order_limits(TradeCall& call) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (std::size_t i = 0; i < call.spot.limits().size(); ++i) {
    const OrderLimit& limit = call.spot.limits()[i];
    json.begin_object().key("rateLimitType").text("ORDERS").key("interval").text(limit.interval);
    json.key("intervalNum").integer(limit.interval_count).key("limit").integer(limit.most);
    json.key("count").integer(call.account.orders[i]).end_object();
  }
  json.end_array();
  return text;
}

ApiResult<std::string> get_margin_pairs(TradeCall& /*call*/) {
  return "[]";
}

ApiResult<std::string> post_listen_key(TradeCall& call) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("listenKey").text(call.spot.open_listen_key(call.account.owner, call.now)).end_object();
  return text;
}

ApiResult<std::string> put_listen_key(TradeCall& call) {
  const auto key = call.parameters.required("listenKey");
  if (!key) return std::unexpected(key.error());
  if (!call.spot.keep_listen_key(*key, call.now)) return refuse(-1125, "This listenKey does not exist.");
  return "{}";
}

ApiResult<std::string> delete_listen_key(TradeCall& call) {
  const auto key = call.parameters.required("listenKey");
  if (!key) return std::unexpected(key.error());
  call.spot.close_listen_key(*key);
  return "{}";
}

}  // namespace tidemark::venues::simulated
