#include <algorithm>
#include <array>

#include "net/json_reader.hpp"
#include "venues/simulated/rest_call.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::string_view kSymbolRange = "^[A-Z0-9-_.]{1,20}$";
constexpr std::string_view kSymbolsRange = R"(^\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\]$)";

bool is_symbol_text(std::string_view text) {
  return text.size() <= 20 && std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
         });
}

struct RateLimit {
  std::string_view type;
  std::string_view interval;
  int count;
  int limit;
};
constexpr std::array<RateLimit, 4> kSpotLimits{{{"REQUEST_WEIGHT", "MINUTE", 1, 6000},
                                                {"ORDERS", "SECOND", 10, 100},
                                                {"ORDERS", "DAY", 1, 200'000},
                                                {"RAW_REQUESTS", "MINUTE", 5, 61'000}}};
constexpr std::array<RateLimit, 3> kUsdmLimits{
    {{"REQUEST_WEIGHT", "MINUTE", 1, 2400}, {"ORDERS", "MINUTE", 1, 1200}, {"ORDERS", "SECOND", 10, 300}}};

void put_list(net::JsonWriter& json, const char* key, std::initializer_list<std::string_view> texts) {
  json.key(key).begin_array();
  for (const std::string_view text : texts) json.text(text);
  json.end_array();
}

net::JsonWriter& begin_filter(net::JsonWriter& json, std::string_view type) {
  return json.begin_object().key("filterType").text(type);
}

void put_lot_filter(net::JsonWriter& json, WireWriter& wire, std::string_view type, core::Qty least, core::Qty most,
                    core::Qty step) {
  begin_filter(json, type);
  wire.qty("minQty", least);
  wire.qty("maxQty", most);
  wire.qty("stepSize", step);
  json.end_object();
}

void put_common_filters(net::JsonWriter& json, WireWriter& wire, const SymbolRules& rules) {
  const core::Instrument& instrument = rules.instrument;
  begin_filter(json, "PRICE_FILTER");
  wire.price("minPrice", instrument.tick_size);
  wire.price("maxPrice", rules.max_price);
  wire.price("tickSize", instrument.tick_size);
  json.end_object();
  put_lot_filter(json, wire, "LOT_SIZE", instrument.lot_size, rules.max_qty, instrument.lot_size);
}

void put_spot_filters(net::JsonWriter& json, WireWriter& wire, const SymbolRules& rules) {
  json.key("filters").begin_array();
  put_common_filters(json, wire, rules);
  put_lot_filter(json, wire, "MARKET_LOT_SIZE", core::Qty{0}, rules.max_market_qty, core::Qty{0});
  begin_filter(json, "PERCENT_PRICE_BY_SIDE");
  json.key("bidMultiplierUp").text("5").key("bidMultiplierDown").text("0.2");
  json.key("askMultiplierUp").text("5").key("askMultiplierDown").text("0.2");
  json.key("avgPriceMins").integer(kAveragePriceMinutes).end_object();
  begin_filter(json, "NOTIONAL");
  wire.money("minNotional", rules.min_notional);
  json.key("applyMinToMarket").boolean(true).key("maxNotional").text("9000000.00000000");
  json.key("applyMaxToMarket").boolean(false).key("avgPriceMins").integer(kAveragePriceMinutes).end_object();
  begin_filter(json, "MAX_NUM_ORDERS").key("maxNumOrders").unsigned_integer(rules.max_orders).end_object();
  begin_filter(json, "MAX_NUM_ALGO_ORDERS").key("maxNumAlgoOrders").unsigned_integer(rules.max_algo_orders);
  json.end_object().end_array();
}

void put_spot_symbol(net::JsonWriter& json, const SymbolRules& rules) {
  WireWriter wire{json, rules};
  json.begin_object().key("symbol").text(rules.instrument.symbol).key("status").text("TRADING");
  json.key("baseAsset").text(rules.assets.base).key("baseAssetPrecision").integer(8);
  json.key("quoteAsset")
      .text(rules.assets.quote)
      .key("quotePrecision")
      .integer(8)
      .key("quoteAssetPrecision")
      .integer(8);
  json.key("baseCommissionPrecision").integer(8).key("quoteCommissionPrecision").integer(8);
  put_list(json, "orderTypes",
           {"LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT"});
  json.key("icebergAllowed").boolean(false).key("ocoAllowed").boolean(true).key("otoAllowed").boolean(false);
  json.key("quoteOrderQtyMarketAllowed").boolean(true);
  for (const char* absent : {"allowTrailingStop", "cancelReplaceAllowed", "amendAllowed"})
    json.key(absent).boolean(false);
  json.key("isSpotTradingAllowed").boolean(true).key("isMarginTradingAllowed").boolean(false);
  put_spot_filters(json, wire, rules);
  json.key("permissions").begin_array().end_array();
  json.key("permissionSets").begin_array().begin_array().text("SPOT").end_array().end_array();
  json.key("defaultSelfTradePreventionMode").text("EXPIRE_MAKER");
  put_list(json, "allowedSelfTradePreventionModes", {"NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"});
  json.end_object();
}

void put_usdm_symbol(net::JsonWriter& json, const SymbolRules& rules) {
  WireWriter wire{json, rules};
  constexpr std::int64_t kNever = 4'133'404'800'000;  // Binance's delivery date of perpetuals
  json.begin_object().key("symbol").text(rules.instrument.symbol).key("pair").text(rules.instrument.symbol);
  json.key("contractType").text("PERPETUAL").key("deliveryDate").integer(kNever).key("onboardDate").integer(0);
  json.key("status").text("TRADING").key("maintMarginPercent").text("2.5000");
  json.key("requiredMarginPercent").text("5.0000").key("baseAsset").text(rules.assets.base);
  json.key("quoteAsset").text(rules.assets.quote).key("marginAsset").text(rules.assets.quote);
  json.key("pricePrecision").integer(rules.price_digits).key("quantityPrecision").integer(rules.qty_digits);
  json.key("baseAssetPrecision").integer(8).key("quotePrecision").integer(8).key("underlyingType").text("COIN");
  put_list(json, "underlyingSubType", {});
  json.key("triggerProtect").text("0.0500").key("liquidationFee").text("0.015000");
  json.key("marketTakeBound").text("0.05").key("filters").begin_array();
  put_common_filters(json, wire, rules);
  put_lot_filter(json, wire, "MARKET_LOT_SIZE", rules.instrument.lot_size, rules.max_market_qty,
                 rules.instrument.lot_size);
  begin_filter(json, "MAX_NUM_ORDERS").key("limit").unsigned_integer(rules.max_orders).end_object();
  begin_filter(json, "MAX_NUM_ALGO_ORDERS").key("limit").integer(200).end_object();
  begin_filter(json, "MIN_NOTIONAL").key("notional").text("100").end_object();
  begin_filter(json, "PERCENT_PRICE").key("multiplierUp").text("1.0500").key("multiplierDown").text("0.9500");
  json.key("multiplierDecimal").text("4").end_object().end_array();
  put_list(json, "orderTypes", {"LIMIT", "MARKET", "STOP_MARKET", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"});
  put_list(json, "timeInForce", {"GTC", "IOC", "FOK", "GTX"});
  json.end_object();
}

ApiResult<const MarketSymbol*> find_symbol(const RestCall& call, std::string_view text) {
  if (!is_symbol_text(text)) return illegal_characters("symbol", kSymbolRange);
  const MarketSymbol* symbol = call.market.find(text);
  if (symbol == nullptr) return invalid_symbol();
  return symbol;
}

}  // namespace

ApiResult<const MarketSymbol*> symbol_of(const RestCall& call) {
  const auto text = call.parameters.required("symbol");
  if (!text) return std::unexpected(text.error());
  return find_symbol(call, *text);
}

ApiResult<SymbolChoice> symbols_of(const RestCall& call) {
  SymbolChoice choice;
  const std::string_view list = call.parameters.text("symbols");
  if (call.parameters.has("symbol")) {
    if (!list.empty()) return bad_combination();
    const auto symbol = symbol_of(call);
    if (!symbol) return std::unexpected(symbol.error());
    return SymbolChoice{{*symbol}, true};
  }
  if (list.empty()) {
    for (const MarketSymbol& symbol : call.market.symbols()) choice.symbols.push_back(&symbol);
    return choice;
  }
  const auto json = net::parse_json(list);
  if (!json || json->array() == nullptr) return illegal_characters("symbols", kSymbolsRange);
  for (const net::JsonValue& entry : *json->array()) {
    if (entry.text() == nullptr || !is_symbol_text(*entry.text())) return illegal_characters("symbols", kSymbolsRange);
    const auto symbol = find_symbol(call, *entry.text());
    if (!symbol) return std::unexpected(symbol.error());
    if (std::ranges::find(choice.symbols, *symbol) != choice.symbols.end()) {
      return refuse(-1151, "Symbol is present multiple times in the list.");
    }
    choice.symbols.push_back(*symbol);
  }
  return choice;
}

ApiResult<std::string> get_ping(const RestCall& /*call*/) {
  return "{}";
}

ApiResult<std::string> get_time(const RestCall& call) {
  std::string text;
  net::JsonWriter{text}.begin_object().key("serverTime").integer(call.shown_now.ms()).end_object();
  return text;
}

ApiResult<std::string> get_exchange_info(const RestCall& call) {
  const auto choice = symbols_of(call);
  if (!choice) return std::unexpected(choice.error());
  const bool spot = call.market.kind() == binance::Market::kSpot;
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("timezone").text("UTC").key("serverTime").integer(call.shown_now.ms());
  json.key("rateLimits").begin_array();
  const auto put_limit = [&](const RateLimit& limit) {
    json.begin_object().key("rateLimitType").text(limit.type).key("interval").text(limit.interval);
    json.key("intervalNum").integer(limit.count).key("limit").integer(limit.limit).end_object();
  };
  for (const RateLimit& limit : kSpotLimits) {
    if (spot) put_limit(limit);
  }
  for (const RateLimit& limit : kUsdmLimits) {
    if (!spot) put_limit(limit);
  }
  json.end_array().key("exchangeFilters").begin_array().end_array();
  if (!spot) {
    json.key("assets").begin_array().begin_object().key("asset").text("USDT").key("marginAvailable").boolean(true);
    json.key("autoAssetExchange").text("-10000").end_object().end_array();
  }
  json.key("symbols").begin_array();
  for (const MarketSymbol* symbol : choice->symbols) {
    if (spot) put_spot_symbol(json, symbol->rules);
    if (!spot) put_usdm_symbol(json, symbol->rules);
  }
  json.end_array().end_object();
  return text;
}

}  // namespace tidemark::venues::simulated
