#include "venues/simulated/futures_text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/decimal.hpp"
#include "venues/simulated/order_text.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::array<std::string_view, 5> kExecutionTypes{"NEW", "TRADE", "CANCELED", "EXPIRED", "EXPIRED"};

/// Post-only is a time in force here.
std::string_view time_in_force_of(const sim::NewOrder& request) {
  return request.type == sim::OrderType::kLimitMaker ? "GTX" : name_of(request.time_in_force);
}
std::string_view type_of(const sim::NewOrder& request) {
  return sim::has_price(request.type) ? "LIMIT" : "MARKET";
}
core::Price price_of(const sim::NewOrder& request) {
  return sim::has_price(request.type) ? request.price : core::Price{};
}
void put_what_was_asked(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol) {
  WireWriter wire{json, symbol.rules};
  const sim::NewOrder& request = order.request;
  wire.qty("origQty", request.qty);
  json.key("origType").text(type_of(request));
  wire.price("price", price_of(request));
  json.key("reduceOnly").boolean(request.effect != sim::Effect::kAny);
  json.key("side").text(name_of(request.side)).key("positionSide").text("BOTH");
}

void put_what_is_fixed(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol) {
  WireWriter wire{json, symbol.rules};
  wire.price("stopPrice", core::Price{});
  json.key("closePosition")
      .boolean(order.request.effect == sim::Effect::kClosePosition)
      .key("symbol")
      .text(symbol.instrument().symbol);
  json.key("timeInForce").text(time_in_force_of(order.request)).key("type").text(type_of(order.request));
  json.key("updateTime").integer(order.updated.ms()).key("workingType").text("CONTRACT_PRICE");
  json.key("priceProtect").boolean(false).key("priceMatch").text("NONE");
  json.key("selfTradePreventionMode").text(name_of(order.request.self_trade)).key("goodTillDate").integer(0);
}

void put_margins(net::JsonWriter& json, const sim::MarginState& state) {
  json.key("initialMargin").text(money_text({state.position_margin.units + state.order_margin.units}));
  json.key("maintMargin").text(money_text(state.maintenance));
  json.key("positionInitialMargin").text(money_text(state.position_margin));
  json.key("openOrderInitialMargin").text(money_text(state.order_margin));
}

sim::Money at_least_nothing(sim::Money money) {
  return {std::max<std::int64_t>(money.units, 0)};
}

/// What may be taken out: profit that is not realized stays.
sim::Money withdrawable(const FuturesDesk& futures, sim::OwnerId owner) {
  const std::int64_t unrealized = futures.money().total(owner).unrealized.units;
  return at_least_nothing({futures.money().available(owner).units - std::max<std::int64_t>(unrealized, 0)});
}

void put_totals(net::JsonWriter& json, const FuturesDesk& futures, sim::OwnerId owner) {
  const sim::MarginState all = futures.money().total(owner);
  const sim::Money wallet = futures.money().wallet(owner);
  json.key("totalInitialMargin").text(money_text({all.position_margin.units + all.order_margin.units}));
  json.key("totalMaintMargin").text(money_text(all.maintenance)).key("totalWalletBalance").text(money_text(wallet));
  json.key("totalUnrealizedProfit").text(money_text(all.unrealized));
  json.key("totalMarginBalance").text(money_text({wallet.units + all.unrealized.units}));
  json.key("totalPositionInitialMargin").text(money_text(all.position_margin));
  json.key("totalOpenOrderInitialMargin").text(money_text(all.order_margin));
  json.key("totalCrossWalletBalance").text(money_text(wallet)).key("totalCrossUnPnl").text(money_text(all.unrealized));
  json.key("availableBalance").text(money_text(at_least_nothing(futures.money().available(owner))));
  json.key("maxWithdrawAmount").text(money_text(withdrawable(futures, owner)));
}

void put_asset(net::JsonWriter& json, const FuturesDesk& futures, const ClientAccount& account) {
  const sim::MarginState all = futures.money().total(account.owner);
  const sim::Money wallet = futures.money().wallet(account.owner);
  json.begin_object().key("asset").text(futures.money().asset()).key("walletBalance").text(money_text(wallet));
  json.key("unrealizedProfit").text(money_text(all.unrealized));
  json.key("marginBalance").text(money_text({wallet.units + all.unrealized.units}));
  put_margins(json, all);
  json.key("crossWalletBalance").text(money_text(wallet)).key("crossUnPnl").text(money_text(all.unrealized));
  json.key("availableBalance").text(money_text(at_least_nothing(futures.money().available(account.owner))));
  json.key("maxWithdrawAmount").text(money_text(withdrawable(futures, account.owner)));
  json.key("marginAvailable").boolean(true).key("updateTime").integer(account.updated.ms()).end_object();
}

void put_account_position(net::JsonWriter& json, const FuturesDesk& futures, const ClientAccount& account,
                          const MarketSymbol& symbol, AccountVersion version) {
  const core::InstrumentId id = symbol.instrument().id;
  const sim::Position& position = futures.money().position(account.owner, id);
  const sim::MarginState state = futures.money().state(account.owner, id);
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("symbol").text(symbol.instrument().symbol).key("positionSide").text("BOTH");
  wire.qty("positionAmt", core::Qty{position.lots});
  json.key("unrealizedProfit").text(money_text(state.unrealized)).key("isolatedMargin").text("0");
  json.key("notional").text(money_text(state.notional)).key("isolatedWallet").text("0");
  put_margins(json, state);
  if (version == AccountVersion::kV2) {
    json.key("leverage").text(std::to_string(position.leverage)).key("isolated").boolean(false);
    json.key("entryPrice").text(money_text(entry_price(position, symbol.instrument().scale)));
    json.key("bidNotional").text(money_text(position.bids)).key("askNotional").text(money_text(position.asks));
  }
  json.key("updateTime").integer(position.updated.ms()).end_object();
}

void begin_event(net::JsonWriter& json, std::string_view name, core::Timestamp at, core::Timestamp shown_now) {
  json.begin_object().key("e").text(name).key("E").integer(shown_now.ms()).key("T").integer(at.ms());
}

void put_wallet(net::JsonWriter& json, const sim::MarginSettlement& money, sim::OwnerId owner, sim::Money change) {
  const std::string wallet = money_text(money.wallet(owner));
  json.key("B").begin_array().begin_object().key("a").text(money.asset()).key("wb").text(wallet);
  json.key("cw").text(wallet).key("bc").text(money_text(change)).end_object().end_array();
}

}  // namespace

std::string average_text(const sim::ClientOrder& order, const MarketSymbol& symbol) {
  const core::Scale scale = symbol.instrument().scale;
  if (order.executed.lots == 0) return fixed_text(0, scale.price_decimals, symbol.rules.price_digits);
  const auto average = sim::share_of(order.spent, core::kPow10[scale.qty_decimals], order.executed.lots);
  return money_text(average.value_or(sim::Money{}));
}

sim::Money entry_price(const sim::Position& position, core::Scale scale) {
  if (position.lots == 0) return {};
  return sim::share_of({std::abs(position.cost.units)}, core::kPow10[scale.qty_decimals], std::abs(position.lots))
      .value_or(sim::Money{});
}

std::string new_futures_order_text(const sim::ClientOrder& order, const MarketSymbol& symbol, FuturesAnswer answer) {
  sim::ClientOrder shown = order;
  if (answer == FuturesAnswer::kAck) {
    shown.status = sim::OrderStatus::kNew;
    shown.executed = {};
    shown.spent = {};
  }
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("clientOrderId").text(shown.request.client_id);
  wire.qty("cumQty", shown.executed);
  wire.money("cumQuote", shown.spent);
  wire.qty("executedQty", shown.executed);
  json.key("orderId").unsigned_integer(shown.id).key("avgPrice").text(average_text(shown, symbol));
  put_what_was_asked(json, shown, symbol);
  json.key("status").text(name_of(shown.status));
  put_what_is_fixed(json, shown, symbol);
  json.end_object();
  return text;
}

void put_futures_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol) {
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("avgPrice").text(average_text(order, symbol));
  json.key("clientOrderId").text(order.request.client_id);
  wire.money("cumQuote", order.spent);
  wire.qty("executedQty", order.executed);
  json.key("orderId").unsigned_integer(order.id);
  put_what_was_asked(json, order, symbol);
  json.key("status").text(name_of(order.status)).key("time").integer(order.created.ms());
  put_what_is_fixed(json, order, symbol);
  json.end_object();
}

void put_user_trade(net::JsonWriter& json, const sim::ClientFill& fill, const MarketSymbol& symbol) {
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("buyer").boolean(fill.side == core::Side::kBuy);
  wire.money("commission", fill.commission);
  json.key("commissionAsset").text(fill.commission_asset).key("id").unsigned_integer(fill.trade_id + symbol.ids_before);
  json.key("maker").boolean(fill.role == sim::Role::kMaker).key("orderId").unsigned_integer(fill.order_id);
  wire.price("price", fill.price);
  wire.qty("qty", fill.qty);
  wire.money("quoteQty", fill.quote);
  wire.money("realizedPnl", fill.realized);
  json.key("side").text(name_of(fill.side)).key("positionSide").text("BOTH");
  json.key("symbol").text(symbol.instrument().symbol);
  wire.time("time", fill.at);
  json.end_object();
}

void put_balance(net::JsonWriter& json, const FuturesDesk& futures, const ClientAccount& account) {
  const std::string wallet = money_text(futures.money().wallet(account.owner));
  json.begin_object().key("accountAlias").text(account.config.name).key("asset").text(futures.money().asset());
  json.key("balance").text(wallet).key("crossWalletBalance").text(wallet);
  json.key("crossUnPnl").text(money_text(futures.money().total(account.owner).unrealized));
  json.key("availableBalance").text(money_text(at_least_nothing(futures.money().available(account.owner))));
  json.key("maxWithdrawAmount").text(money_text(withdrawable(futures, account.owner)));
  json.key("marginAvailable").boolean(true).key("updateTime").integer(account.updated.ms()).end_object();
}

bool is_in_use(const FuturesDesk& futures, const ClientAccount& account, const MarketSymbol& symbol) {
  const sim::Position& position = futures.money().position(account.owner, symbol.instrument().id);
  return position.lots != 0 || position.bids.units != 0 || position.asks.units != 0;
}

std::string futures_account_text(const FuturesDesk& futures, const ClientAccount& account, AccountVersion version) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  if (version == AccountVersion::kV2) {
    json.key("feeTier").integer(0).key("canTrade").boolean(true).key("canDeposit").boolean(true);
    json.key("canWithdraw").boolean(true).key("feeBurn").boolean(false).key("tradeGroupId").integer(-1);
    json.key("updateTime").integer(account.updated.ms()).key("multiAssetsMargin").boolean(false);
  }
  put_totals(json, futures, account.owner);
  json.key("assets").begin_array();
  put_asset(json, futures, account);
  json.end_array().key("positions").begin_array();
  for (const MarketSymbol& symbol : futures.market().symbols()) {
    if (version == AccountVersion::kV3 && !is_in_use(futures, account, symbol)) continue;
    put_account_position(json, futures, account, symbol, version);
  }
  json.end_array().end_object();
  return text;
}

void put_position_risk(net::JsonWriter& json, const FuturesDesk& futures, const ClientAccount& account,
                       const MarketSymbol& symbol, AccountVersion version) {
  const core::InstrumentId id = symbol.instrument().id;
  const sim::Position& position = futures.money().position(account.owner, id);
  const sim::MarginState state = futures.money().state(account.owner, id);
  WireWriter wire{json, symbol.rules};
  json.begin_object().key("symbol").text(symbol.instrument().symbol).key("positionSide").text("BOTH");
  wire.qty("positionAmt", core::Qty{position.lots});
  json.key("entryPrice").text(money_text(entry_price(position, symbol.instrument().scale)));
  wire.price("markPrice", symbol.derivatives.mark());
  json.key("unRealizedProfit").text(money_text(state.unrealized));
  json.key("liquidationPrice").text(money_text(futures.money().liquidation_price(account.owner, id)));
  json.key("isolatedMargin").text("0").key("notional").text(money_text(state.notional));
  json.key("isolatedWallet").text("0").key("updateTime").integer(position.updated.ms());
  if (version == AccountVersion::kV2) {
    json.key("leverage").text(std::to_string(position.leverage)).key("marginType").text("cross");
    json.key("isAutoAddMargin").text("false");
  } else {
    json.key("marginAsset").text(futures.money().asset());
    put_margins(json, state);
    json.key("adl").integer(0).key("bidNotional").text(money_text(position.bids));
    json.key("askNotional").text(money_text(position.asks));
  }
  json.end_object();
}

std::string order_update_text(const sim::MarginSettlement& money, const sim::OrderEvent& event,
                              const MarketSymbol& symbol, core::Timestamp shown_now) {
  const sim::ClientOrder& order = event.order;
  const sim::NewOrder& request = order.request;
  const sim::ClientFill fill = event.fill.value_or(sim::ClientFill{});
  const sim::Position& position = money.position(request.owner, request.instrument);
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, symbol.rules};
  begin_event(json, "ORDER_TRADE_UPDATE", event.at, shown_now);
  json.key("o").begin_object().key("s").text(symbol.instrument().symbol).key("c").text(request.client_id);
  json.key("S").text(name_of(request.side)).key("o").text(type_of(request)).key("f").text(time_in_force_of(request));
  wire.qty("q", request.qty);
  wire.price("p", price_of(request));
  json.key("ap").text(average_text(order, symbol)).key("sp").text("0");
  json.key("x").text(kExecutionTypes[static_cast<std::size_t>(event.kind)]).key("X").text(name_of(order.status));
  json.key("i").unsigned_integer(order.id);
  wire.qty("l", fill.qty);
  wire.qty("z", order.executed);
  wire.price("L", fill.price);
  if (event.fill) {
    json.key("N").text(fill.commission_asset);
    wire.money("n", fill.commission);
  }
  wire.time("T", event.at);
  json.key("t").unsigned_integer(event.fill ? fill.trade_id + symbol.ids_before : 0);
  wire.money("b", position.bids);
  wire.money("a", position.asks);
  json.key("m").boolean(event.fill && fill.role == sim::Role::kMaker);
  json.key("R").boolean(request.effect != sim::Effect::kAny).key("wt").text("CONTRACT_PRICE");
  json.key("ot").text(type_of(request)).key("ps").text("BOTH");
  json.key("cp").boolean(request.effect == sim::Effect::kClosePosition);
  wire.money("rp", fill.realized);
  json.key("pP").boolean(false).key("V").text(name_of(request.self_trade)).key("pm").text("NONE");
  json.key("gtd").integer(0).end_object().end_object();
  return text;
}

std::string account_update_text(const sim::MarginSettlement& money, const sim::OrderEvent& event,
                                const MarketSymbol& symbol, core::Timestamp shown_now) {
  const sim::NewOrder& request = event.order.request;
  const sim::Position& position = money.position(request.owner, request.instrument);
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, symbol.rules};
  begin_event(json, "ACCOUNT_UPDATE", event.at, shown_now);
  json.key("a").begin_object().key("m").text("ORDER");
  // The change without profit and commission: none.
  put_wallet(json, money, request.owner, {});
  json.key("P").begin_array().begin_object().key("s").text(symbol.instrument().symbol);
  wire.qty("pa", core::Qty{position.lots});
  json.key("ep").text(money_text(entry_price(position, symbol.instrument().scale)));
  wire.money("cr", position.realized);
  wire.money("up", money.state(request.owner, request.instrument).unrealized);
  json.key("mt").text("cross").key("iw").text("0").key("ps").text("BOTH").key("ma").text(money.asset());
  json.end_object().end_array().end_object().end_object();
  return text;
}

std::string funding_update_text(const sim::MarginSettlement& money, sim::OwnerId owner, sim::Money paid,
                                core::Timestamp at, core::Timestamp shown_now) {
  std::string text;
  net::JsonWriter json{text};
  begin_event(json, "ACCOUNT_UPDATE", at, shown_now);
  json.key("a").begin_object().key("m").text("FUNDING_FEE");
  put_wallet(json, money, owner, paid);
  json.key("P").begin_array().end_array().end_object().end_object();
  return text;
}

}  // namespace tidemark::venues::simulated
