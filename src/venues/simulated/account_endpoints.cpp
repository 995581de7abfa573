#include <algorithm>

#include "venues/simulated/order_text.hpp"
#include "venues/simulated/trade_routes.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

/// Millionths as Binance writes rates: "0.00100000".
std::string rate_text(std::int64_t millionths) {
  return fixed_text(millionths, 6, 8);
}

void put_rates(net::JsonWriter& json, const char* key, const sim::FeeRates& fees) {
  json.key(key).begin_object().key("maker").text(rate_text(fees.maker)).key("taker").text(rate_text(fees.taker));
  json.key("buyer").text("0.00000000").key("seller").text("0.00000000").end_object();
}

/// Orders of the account that `wanted` takes, by rising id.
template <class Wanted>
std::string orders_text(TradeCall& call, Wanted&& wanted, std::size_t limit) {
  std::vector<const sim::ClientOrder*> found;
  for (const auto& [id, order] : call.spot.desk().orders()) {
    if (order.request.owner == call.account.owner && wanted(order)) found.push_back(&order);
  }
  if (found.size() > limit) found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(limit));
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const sim::ClientOrder* order : found) {
    put_queried_order(json, *order, call.spot.market().symbols()[order->request.instrument.value]);
  }
  json.end_array();
  return text;
}

/// What lists of orders and trades can be narrowed to.
struct ListQuery {
  std::optional<std::uint64_t> id;
  core::TimeRange between;  ///< both ends included
  std::size_t limit{500};
};

ApiResult<ListQuery> list_query(const TradeCall& call, std::string_view id_name) {
  const auto id = call.parameters.number(id_name);
  const auto from = call.parameters.time("startTime");
  const auto to = call.parameters.time("endTime");
  const auto limit = call.parameters.limit(500, 1000);
  if (!id) return std::unexpected(id.error());
  if (!from) return std::unexpected(from.error());
  if (!to) return std::unexpected(to.error());
  if (!limit) return std::unexpected(limit.error());
  constexpr core::Duration kLongest = core::hours(24);
  if (*from && *to && **to - **from > kLongest)
    return refuse(-1127, "More than 24 hours between startTime and endTime.");
  constexpr core::Timestamp kEnd = core::Timestamp::from_ms(4'102'444'800'000);
  return ListQuery{*id, {from->value_or(core::Timestamp{}), to->value_or(kEnd)}, *limit};
}

}  // namespace

ApiResult<const MarketSymbol*> symbol_of(const TradeCall& call) {
  const auto text = call.parameters.required("symbol");
  if (!text) return std::unexpected(text.error());
  const MarketSymbol* symbol = call.spot.market().find(*text);
  if (symbol == nullptr) return invalid_symbol();
  return symbol;
}

ApiResult<const sim::ClientOrder*> order_of(const TradeCall& call, const MarketSymbol& symbol,
                                            const ApiError& unknown) {
  const auto id = call.parameters.number("orderId");
  if (!id) return std::unexpected(id.error());
  const std::string_view client_id = call.parameters.text("origClientOrderId");
  if (!*id && client_id.empty()) {
    return refuse(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
  }
  const sim::TradeDesk& desk = call.spot.desk();
  const sim::ClientOrder* order =
      *id ? desk.find(**id) : desk.find(call.account.owner, symbol.instrument().id, client_id);
  const bool mine = order != nullptr && order->request.owner == call.account.owner &&
                    order->request.instrument == symbol.instrument().id;
  const bool both_fit = client_id.empty() || (order != nullptr && order->original_client_id == client_id);
  if (!mine || !both_fit) return std::unexpected(unknown);
  return order;
}

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
  return orders_text(
      call,
      [&](const sim::ClientOrder& order) {
        return sim::is_open(order.status) && (only == nullptr || order.request.instrument == only->instrument().id);
      },
      ~std::size_t{0});
}

ApiResult<std::string> get_all_orders(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto query = list_query(call, "orderId");
  if (!query) return std::unexpected(query.error());
  return orders_text(
      call,
      [&](const sim::ClientOrder& order) {
        return order.request.instrument == (*symbol)->instrument().id && order.id >= query->id.value_or(0) &&
               order.created >= query->between.from && order.created <= query->between.to;
      },
      query->limit);
}

ApiResult<std::string> get_account(TradeCall& call) {
  const std::string_view omit = call.parameters.text("omitZeroBalances");
  if (!omit.empty() && omit != "true" && omit != "false") return invalid_data("omitZeroBalances");
  const sim::FeeRates& fees = call.spot.desk().fees();
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
  for (const auto& [asset, balance] : call.spot.desk().ledger().balances(call.account.owner)) {
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
  const auto query = list_query(call, "fromId");
  if (!query) return std::unexpected(query.error());
  const auto order_id = call.parameters.number("orderId");
  if (!order_id) return std::unexpected(order_id.error());
  std::vector<const sim::ClientFill*> found;
  for (const auto& [owner, fill] : call.spot.desk().fills()) {
    if (owner != call.account.owner || fill.instrument != (*symbol)->instrument().id) continue;
    if (*order_id && fill.order_id != **order_id) continue;
    if (query->id && fill.trade_id + (*symbol)->ids_before < *query->id) continue;
    if (fill.at >= query->between.from && fill.at <= query->between.to) found.push_back(&fill);
  }
  // From an id on the oldest of them, else the newest.
  const auto excess = static_cast<std::ptrdiff_t>(found.size() - std::min(found.size(), query->limit));
  if (query->id) found.erase(found.end() - excess, found.end());
  if (!query->id) found.erase(found.begin(), found.begin() + excess);
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const sim::ClientFill* fill : found) put_my_trade(json, *fill, **symbol);
  json.end_array();
  return text;
}

ApiResult<std::string> get_commission(TradeCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("symbol").text((*symbol)->instrument().symbol);
  put_rates(json, "standardCommission", call.spot.desk().fees());
  put_rates(json, "specialCommission", {0, 0});
  put_rates(json, "taxCommission", {0, 0});
  json.key("discount").begin_object().key("enabledForAccount").boolean(false).key("enabledForSymbol").boolean(false);
  json.key("discountAsset").text("BNB").key("discount").text("0.00000000").end_object().end_object();
  return text;
}

ApiResult<std::string> get_order_limits(TradeCall& call) {
  std::string text;
  net::JsonWriter json{text};
  const auto put = [&](std::string_view interval, int number, int limit, int count) {
    json.begin_object().key("rateLimitType").text("ORDERS").key("interval").text(interval);
    json.key("intervalNum").integer(number).key("limit").integer(limit).key("count").integer(count).end_object();
  };
  json.begin_array();
  put("SECOND", 10, 100, call.account.orders.ten_seconds);
  put("DAY", 1, 200'000, call.account.orders.day);
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
