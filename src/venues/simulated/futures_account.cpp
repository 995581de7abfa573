#include <string>

#include "venues/simulated/futures_routes.hpp"
#include "venues/simulated/futures_text.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::string_view kMaxNotional = "1000000000";

ApiError not_yet() {
  return {400, -4084, "Method is not allowed currently. Upcoming soon."};
}

/// One entry per symbol, or of the symbol that is asked for.
template <class Put>
ApiResult<std::string> list_of_symbols(FuturesCall& call, Put&& put) {
  const MarketSymbol* only = nullptr;
  if (call.parameters.has("symbol")) {
    const auto symbol = symbol_of(call);
    if (!symbol) return std::unexpected(symbol.error());
    only = *symbol;
  }
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const MarketSymbol& symbol : call.futures.market().symbols()) {
    if (only == nullptr || only == &symbol) put(json, symbol);
  }
  json.end_array();
  return text;
}

ApiResult<std::string> position_risk(FuturesCall& call, AccountVersion version) {
  return list_of_symbols(call, [&](net::JsonWriter& json, const MarketSymbol& symbol) {
    if (version == AccountVersion::kV3 && !is_in_use(call.futures, call.account, symbol)) return;
    put_position_risk(json, call.futures, call.account, symbol, version);
  });
}

std::string rate_text(std::int64_t millionths) {
  return fixed_text(millionths, 6, 6);
}

}  // namespace

ApiResult<std::string> get_futures_account_v2(FuturesCall& call) {
  return futures_account_text(call.futures, call.account, AccountVersion::kV2);
}

ApiResult<std::string> get_futures_account_v3(FuturesCall& call) {
  return futures_account_text(call.futures, call.account, AccountVersion::kV3);
}

ApiResult<std::string> get_futures_balance(FuturesCall& call) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  put_balance(json, call.futures, call.account);
  json.end_array();
  return text;
}

ApiResult<std::string> get_position_risk_v2(FuturesCall& call) {
  return position_risk(call, AccountVersion::kV2);
}

ApiResult<std::string> get_position_risk_v3(FuturesCall& call) {
  return position_risk(call, AccountVersion::kV3);
}

/// One bracket: the same margin whatever the size.
ApiResult<std::string> get_leverage_bracket(FuturesCall& call) {
  const sim::MarginRules& rules = call.futures.money().rules();
  return list_of_symbols(call, [&](net::JsonWriter& json, const MarketSymbol& symbol) {
    json.begin_object().key("symbol").text(symbol.instrument().symbol).key("brackets").begin_array().begin_object();
    json.key("bracket").integer(1).key("initialLeverage").integer(rules.leverage_max);
    json.key("notionalCap").raw(kMaxNotional).key("notionalFloor").integer(0);
    json.key("maintMarginRatio").raw(rate_text(rules.maintenance)).key("cum").raw("0.0");
    json.end_object().end_array().end_object();
  });
}

ApiResult<std::string> get_symbol_config(FuturesCall& call) {
  return list_of_symbols(call, [&](net::JsonWriter& json, const MarketSymbol& symbol) {
    const sim::Position& position = call.futures.money().position(call.account.owner, symbol.instrument().id);
    json.begin_object().key("symbol").text(symbol.instrument().symbol).key("marginType").text("CROSSED");
    json.key("isAutoAddMargin").boolean(false).key("leverage").integer(position.leverage);
    json.key("maxNotionalValue").text(kMaxNotional).end_object();
  });
}

ApiResult<std::string> get_account_config(FuturesCall& call) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("feeTier").integer(0).key("canTrade").boolean(true).key("canDeposit").boolean(true);
  json.key("canWithdraw").boolean(true).key("dualSidePosition").boolean(false);
  json.key("updateTime").integer(call.account.updated.ms()).key("multiAssetsMargin").boolean(false);
  json.key("tradeGroupId").integer(-1).end_object();
  return text;
}

ApiResult<std::string> get_futures_commission(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const sim::FeeRates& fees = call.futures.money().rules().fees;
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("symbol").text((*symbol)->instrument().symbol);
  json.key("makerCommissionRate").text(rate_text(fees.maker));
  json.key("takerCommissionRate").text(rate_text(fees.taker)).end_object();
  return text;
}

ApiResult<std::string> post_leverage(FuturesCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  if (const auto sent = call.parameters.required("leverage"); !sent) return std::unexpected(sent.error());
  const auto leverage = call.parameters.number("leverage");
  if (!leverage) return std::unexpected(leverage.error());
  const auto most = static_cast<std::uint64_t>(call.futures.money().rules().leverage_max);
  if (**leverage < 1 || **leverage > most) {
    return refuse(-4028, "Leverage " + std::to_string(**leverage) + " is not valid");
  }
  const auto changed =
      call.futures.money().set_leverage(call.account.owner, (*symbol)->instrument().id, static_cast<int>(**leverage));
  if (!changed) return refuse(-2028, "Leverage is smaller than permitted: insufficient margin balance.");
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("leverage").unsigned_integer(**leverage).key("maxNotionalValue").text(kMaxNotional);
  json.key("symbol").text((*symbol)->instrument().symbol).end_object();
  return text;
}

ApiResult<std::string> post_margin_type(FuturesCall& call) {
  if (const auto symbol = symbol_of(call); !symbol) return std::unexpected(symbol.error());
  const auto type = call.parameters.required("marginType");
  if (!type) return std::unexpected(type.error());
  if (*type == "CROSSED") return refuse(-4046, "No need to change margin type.");
  if (*type == "ISOLATED") return std::unexpected(not_yet());
  return invalid_data("marginType");
}

ApiResult<std::string> get_position_mode(FuturesCall& /*call*/) {
  return R"({"dualSidePosition":false})";
}

ApiResult<std::string> post_position_mode(FuturesCall& call) {
  const auto dual = call.parameters.required("dualSidePosition");
  if (!dual) return std::unexpected(dual.error());
  if (*dual == "false") return refuse(-4059, "No need to change position side.");
  if (*dual == "true") return std::unexpected(not_yet());
  return invalid_data("dualSidePosition");
}

ApiResult<std::string> get_assets_mode(FuturesCall& /*call*/) {
  return R"({"multiAssetsMargin":false})";
}

ApiResult<std::string> post_futures_listen_key(FuturesCall& call) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("listenKey").text(call.futures.open_listen_key(call.account.owner, call.now)).end_object();
  return text;
}

ApiResult<std::string> put_futures_listen_key(FuturesCall& call) {
  const auto key = call.futures.listen_key_of(call.account.owner, call.now);
  if (!key) return refuse(-1125, "This listenKey does not exist.");
  call.futures.keep_listen_key(*key, call.now);
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("listenKey").text(*key).end_object();
  return text;
}

ApiResult<std::string> delete_futures_listen_key(FuturesCall& call) {
  const auto key = call.futures.listen_key_of(call.account.owner, call.now);
  if (!key) return refuse(-1125, "This listenKey does not exist.");
  call.futures.close_listen_key(*key);
  return "{}";
}

}  // namespace tidemark::venues::simulated
