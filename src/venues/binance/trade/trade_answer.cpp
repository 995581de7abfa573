#include "venues/binance/trade/trade_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/decimal.hpp"
#include "trading/portfolio/portfolio.hpp"
#include "venues/binance/trade/json_fields.hpp"
#include "venues/binance/trade/trade_call.hpp"

namespace tidemark::venues::binance {

using core::ErrorKind;
using core::Money;
using core::OrderReason;
using core::OrderState;
using core::Result;

namespace {

std::unexpected<core::Error> bad_answer(const char* what) {
  return core::fail(ErrorKind::kParse, "bad_answer", std::string{"the venue's answer has no "} + what);
}

/// Codes that say the request was not carried out and may come again.
constexpr std::array kLimits{-1003, -1008, -1015, -1034};
/// An answer that never came back to the venue's own door, and ids that are taken.
constexpr std::array kUnknowns{-1000, -1001, -1006, -1007, -4116, -20132};

struct Refused {
  int code;
  OrderReason reason;
};
constexpr std::array<Refused, 12> kReasons{{{-1111, OrderReason::kBadPrice},
                                            {-1121, OrderReason::kUnknownInstrument},
                                            {-1128, OrderReason::kBadCombination},
                                            {-2021, OrderReason::kBadPrice},
                                            {-2022, OrderReason::kNothingToClose},
                                            {-2025, OrderReason::kTooManyOrders},
                                            {-4003, OrderReason::kBadQty},
                                            {-4014, OrderReason::kBadPrice},
                                            {-4023, OrderReason::kBadQty},
                                            {-4061, OrderReason::kBadCombination},
                                            {-5021, OrderReason::kNotFillable},
                                            {-5022, OrderReason::kWouldTake}}};

OrderReason reason_of(int code, std::string_view message) {
  const auto found = std::ranges::find(kReasons, code, &Refused::code);
  if (found != kReasons.end()) return found->reason;
  if (code == -1013) {
    if (message.contains("LOT_SIZE") || message.contains("quantity")) return OrderReason::kBadQty;
    if (message.contains("PRICE")) return OrderReason::kBadPrice;
  }
  if (code == -2010 && message.contains("immediately match")) return OrderReason::kWouldTake;
  const bool beyond = message.contains("trigger immediately") || message.contains("relationship of the prices");
  if (code == -2010 && beyond) return OrderReason::kBadPrice;
  return OrderReason::kVenue;
}

Outcome outcome_of(int status, int code, std::string_view message) {
  const auto is_in = [code](const auto& codes) { return std::ranges::find(codes, code) != codes.end(); };
  if (status >= 500 || is_in(kUnknowns)) return Outcome::kUnknown;
  if (code == -2010 && message.contains("Duplicate order")) return Outcome::kUnknown;
  if (status == 429 || status == 418 || status == 403 || is_in(kLimits)) return Outcome::kLimited;
  return code == -1021 ? Outcome::kClock : Outcome::kRefused;
}

/// Answers do not say why. Of an order list a stop that never worked and a maker's limit order have expired because of
/// the other one.
OrderReason expiry_of(const net::JsonValue& json) {
  const std::string_view type = text_in(json, "type");
  const bool listed = integer_in(json, "orderListId").value_or(-1) >= 0;
  const bool worked = integer_in(json, "workingTime").value_or(-1) >= 0;
  if (listed && (type == "LIMIT_MAKER" || !worked)) return OrderReason::kOcoFilled;
  return expiry_reason(type, text_in(json, "timeInForce"));
}

Result<WireOrder> order_in(const net::JsonValue& json) {
  WireOrder order;
  order.symbol = text_in(json, "symbol");
  // A cancel gives the order another name; what it was placed with stands beside it.
  const std::string_view original = text_in(json, "origClientOrderId");
  order.client_id = original.empty() ? text_in(json, "clientOrderId") : original;
  const auto number = integer_in(json, "orderId");
  const auto state = state_of(text_in(json, "status"));
  order.executed = text_in(json, "executedQty");
  if (order.symbol.empty()) return bad_answer("symbol");
  if (!number || *number < 0) return bad_answer("orderId");
  if (!state) return bad_answer("status");
  if (order.executed.empty()) return bad_answer("executedQty");
  order.venue_order = static_cast<std::uint64_t>(*number);
  order.state = *state;
  if (*state == OrderState::kExpired) order.reason = expiry_of(json);
  if (*state == OrderState::kCanceled || *state == OrderState::kRejected) order.reason = OrderReason::kVenue;
  for (const char* name : {"transactTime", "updateTime", "time"}) {
    if (const auto at = time_in(json, name)) {
      order.at = *at;
      break;
    }
  }
  return order;
}

Result<WireConditional> conditional_in(const net::JsonValue& json) {
  const auto stage = conditional_stage_of(text_in(json, "algoStatus"));
  if (!stage) return bad_answer("algoStatus");
  WireConditional order{.stage = *stage,
                        .symbol = std::string{text_in(json, "symbol")},
                        .client_id = std::string{text_in(json, "clientAlgoId")},
                        .actual = {}};
  if (order.symbol.empty()) return bad_answer("symbol");
  // Empty or 0 while there is none.
  const std::string_view number = text_in(json, "actualOrderId");
  std::uint64_t actual = 0;
  std::from_chars(number.data(), number.data() + number.size(), actual);
  if (actual != 0) order.actual = actual;
  return order;
}

/// Of a fee in the base asset: the lots it takes, on the instrument's grid, rounded up. Nothing when it does not fit.
std::optional<core::Qty> lots_kept(Money fee, const core::Instrument& instrument) {
  if (fee.units <= 0) return core::Qty{};
  const core::Int128 lot = core::kPow10[static_cast<std::size_t>(core::kMoneyDecimals - instrument.scale.qty_decimals)];
  const core::Int128 step = lot * instrument.lot_size.lots;
  const core::Int128 steps = (fee.units + step - 1) / step;
  if (steps > INT64_MAX / instrument.lot_size.lots) return std::nullopt;
  return core::Qty{static_cast<std::int64_t>(steps) * instrument.lot_size.lots};
}

std::optional<Money> worth_of(Money amount, core::Price price, const core::Instrument& instrument) {
  return trading::convert(amount, {price.ticks, instrument.scale.price_decimals});
}

std::unexpected<core::Error> bad_number(std::string_view text) {
  return core::fail(ErrorKind::kParse, "bad_number", "a number of the venue cannot be read in the instrument's units",
                    std::string{text});
}

Result<std::vector<WireAccount::Balance>> balances_in(Market market, const net::JsonValue& json) {
  const net::JsonValue* list = json.find(market == Market::kSpot ? "balances" : "assets");
  if (list == nullptr || list->array() == nullptr) return bad_answer("balances");
  std::vector<WireAccount::Balance> all;
  for (const net::JsonValue& entry : *list->array()) {
    WireAccount::Balance balance{.asset = std::string{text_in(entry, "asset")}, .amount = {}};
    if (market == Market::kSpot) {
      const auto free = core::parse_money(text_in(entry, "free"));
      const auto locked = core::parse_money(text_in(entry, "locked"));
      if (!free || !locked) return bad_answer("balance that can be read");
      balance.amount = *free + *locked;
    } else {
      const auto wallet = core::parse_money(text_in(entry, "walletBalance"));
      if (!wallet) return bad_answer("balance that can be read");
      balance.amount = *wallet;
    }
    all.push_back(std::move(balance));
  }
  return all;
}

}  // namespace

Judgment judge(int status, std::string_view body) {
  if (status >= 200 && status < 300) return {.outcome = Outcome::kDone, .code = 0, .message = {}};
  Judgment judgment;
  const auto json = net::parse_json(body);
  if (json) {
    const auto code = integer_in(*json, "code").value_or(0);
    if (code > -100'000 && code < 100'000) judgment.code = static_cast<int>(code);
    judgment.message = text_in(*json, "msg");
  }
  judgment.outcome = outcome_of(status, judgment.code, judgment.message);
  judgment.reason = reason_of(judgment.code, judgment.message);
  return judgment;
}

Result<WireOrder> parse_order(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  return order_in(*json);
}

Result<std::vector<WireOrder>> parse_order_reports(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  const net::JsonValue* list = json->find("orderReports");
  std::vector<WireOrder> all;
  const auto add = [&all](const net::JsonValue& entry) -> core::Status {
    auto order = order_in(entry);
    if (!order) return std::unexpected(order.error());
    all.push_back(std::move(*order));
    return {};
  };
  if (list == nullptr || list->array() == nullptr) {
    if (const auto one = add(*json); !one) return std::unexpected(one.error());
    return all;
  }
  for (const net::JsonValue& entry : *list->array()) {
    if (const auto one = add(entry); !one) return std::unexpected(one.error());
  }
  return all;
}

Result<std::vector<WireOrder>> parse_orders(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  if (json->array() == nullptr) return bad_answer("list of orders");
  std::vector<WireOrder> all;
  for (const net::JsonValue& entry : *json->array()) {
    auto order = order_in(entry);
    if (!order) return std::unexpected(order.error());
    all.push_back(std::move(*order));
  }
  return all;
}

Result<WireConditional> parse_conditional(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  return conditional_in(*json);
}

Result<std::vector<WireConditional>> parse_conditionals(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  if (json->array() == nullptr) return bad_answer("list of orders");
  std::vector<WireConditional> all;
  for (const net::JsonValue& entry : *json->array()) {
    auto order = conditional_in(entry);
    if (!order) return std::unexpected(order.error());
    all.push_back(std::move(*order));
  }
  return all;
}

std::optional<WireConditional::Stage> conditional_stage_of(std::string_view status) {
  using Stage = WireConditional::Stage;
  constexpr std::array<std::pair<std::string_view, Stage>, 7> kStages{{{"NEW", Stage::kWaiting},
                                                                       {"TRIGGERING", Stage::kReached},
                                                                       {"TRIGGERED", Stage::kReached},
                                                                       {"FINISHED", Stage::kReached},
                                                                       {"CANCELED", Stage::kCanceled},
                                                                       {"EXPIRED", Stage::kExpired},
                                                                       {"REJECTED", Stage::kRejected}}};
  const auto found = std::ranges::find(kStages, status, &std::pair<std::string_view, Stage>::first);
  return found == kStages.end() ? std::nullopt : std::optional{found->second};
}

Result<std::vector<TradedFill>> parse_fills(std::string_view body, core::ClientOrderId order,
                                            const TradedSymbols& symbols) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  if (json->array() == nullptr) return bad_answer("list of fills");
  std::vector<TradedFill> all;
  for (const net::JsonValue& entry : *json->array()) {
    const core::Instrument* instrument = symbols.find(text_in(entry, "symbol"));
    if (instrument == nullptr) continue;
    const auto id = integer_in(entry, "id");
    const auto at = time_in(entry, "time");
    if (!id || *id < 0 || !at) return bad_answer("id and time of a fill");
    // Spot says isBuyer and isMaker, USD-M buyer and maker.
    const bool buys = is_true(entry, "isBuyer") || is_true(entry, "buyer");
    const bool maker = is_true(entry, "isMaker") || is_true(entry, "maker");
    auto fill = fill_of({.id = static_cast<std::uint64_t>(*id),
                         .side = buys ? core::Side::kBuy : core::Side::kSell,
                         .role = maker ? core::Role::kMaker : core::Role::kTaker,
                         .price = text_in(entry, "price"),
                         .qty = text_in(entry, "qty"),
                         .fee = text_in(entry, "commission"),
                         .fee_asset = text_in(entry, "commissionAsset"),
                         .at = *at},
                        order, *instrument);
    if (!fill) return std::unexpected(fill.error());
    all.push_back(*fill);
  }
  std::ranges::sort(all, {}, [](const TradedFill& one) { return one.fill.id; });
  return all;
}

Result<WireAccount> parse_account(Market market, std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  auto balances = balances_in(market, *json);
  if (!balances) return std::unexpected(balances.error());
  WireAccount account{.balances = std::move(*balances), .positions = {}};
  if (market == Market::kSpot) return account;
  const net::JsonValue* list = json->find("positions");
  if (list == nullptr || list->array() == nullptr) return bad_answer("positions");
  for (const net::JsonValue& entry : *list->array()) {
    account.positions.push_back(
        {.symbol = std::string{text_in(entry, "symbol")}, .amount = std::string{text_in(entry, "positionAmt")}});
  }
  return account;
}

Result<WireFundings> parse_fundings(std::string_view body, const TradedSymbols& symbols) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  if (json->array() == nullptr) return bad_answer("list of incomes");
  WireFundings out;
  for (const net::JsonValue& entry : *json->array()) {
    const auto at = time_in(entry, "time");
    const auto id = integer_in(entry, "tranId");
    const auto amount = core::parse_money(text_in(entry, "income"));
    if (!at || !id || *id < 0 || !amount) return bad_answer("time, number and amount of an income");
    ++out.rows;
    out.last = std::max(out.last, *at);
    const core::Instrument* instrument = symbols.find(text_in(entry, "symbol"));
    if (instrument == nullptr || text_in(entry, "incomeType") != "FUNDING_FEE") continue;
    out.all.push_back({static_cast<std::uint64_t>(*id), instrument->id, *amount, *at});
  }
  return out;
}

Result<core::Timestamp> parse_time(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  const auto at = time_in(*json, "serverTime");
  if (!at) return bad_answer("serverTime");
  return *at;
}

Result<std::string> parse_listen_key(std::string_view body) {
  const auto json = net::parse_json(body);
  if (!json) return std::unexpected(json.error());
  const std::string_view key = text_in(*json, "listenKey");
  if (key.empty()) return bad_answer("listenKey");
  return std::string{key};
}

std::optional<OrderState> state_of(std::string_view status) {
  constexpr std::array<std::pair<std::string_view, OrderState>, 10> kStates{
      {{"NEW", OrderState::kAccepted},
       {"PENDING_NEW", OrderState::kAccepted},
       {"PENDING_CANCEL", OrderState::kAccepted},
       {"PARTIALLY_FILLED", OrderState::kPartiallyFilled},
       {"FILLED", OrderState::kFilled},
       {"CANCELED", OrderState::kCanceled},
       {"REJECTED", OrderState::kRejected},
       {"EXPIRED", OrderState::kExpired},
       {"EXPIRED_IN_MATCH", OrderState::kExpired},
       {"NEW_INSURANCE", OrderState::kAccepted}}};
  for (const auto& [word, state] : kStates) {
    if (word == status) return state;
  }
  return std::nullopt;
}

OrderReason expiry_reason(std::string_view type, std::string_view time_in_force) {
  if (time_in_force == "GTX") return OrderReason::kWouldTake;
  if (time_in_force == "GTD") return OrderReason::kGoodTill;
  if (time_in_force == "FOK") return OrderReason::kNotFillable;
  if (type == "MARKET") return OrderReason::kNoLiquidity;
  return time_in_force == "IOC" ? OrderReason::kRest : OrderReason::kVenue;
}

std::optional<OrderReason> expiry_reason(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, OrderReason>, 4> kWords{
      {{"OCO_TRIGGER", OrderReason::kOcoFilled},
       {"UNFILLED_IOC_QUANTITY_EXPIRED", OrderReason::kRest},
       {"UNFILLED_FOK_ORDER_EXPIRED", OrderReason::kNotFillable},
       {"INSUFFICIENT_LIQUIDITY", OrderReason::kNoLiquidity}}};
  const auto found = std::ranges::find(kWords, word, &std::pair<std::string_view, OrderReason>::first);
  return found == kWords.end() ? std::nullopt : std::optional{found->second};
}

Result<TradedFill> fill_of(const WireFill& wire, core::ClientOrderId order, const core::Instrument& instrument) {
  TradedFill traded;
  core::Fill& fill = traded.fill;
  fill.id = wire.id;
  fill.order = order;
  fill.instrument = instrument.id;
  fill.side = wire.side;
  fill.role = wire.role;
  fill.at = wire.at;
  const auto price = core::parse_decimal(wire.price, instrument.scale.price_decimals);
  if (price.error != core::DecimalError::kNone) return bad_number(wire.price);
  fill.price = {price.value};
  const auto qty = qty_of(wire.qty, instrument);
  if (!qty || qty->lots <= 0) return bad_number(wire.qty);
  fill.qty = *qty;
  const auto fee = core::parse_money(wire.fee.empty() ? "0" : wire.fee);
  if (!fee) return bad_number(wire.fee);
  if (fee->units == 0 || wire.fee_asset.empty()) return traded;
  if (instrument.symbol.ends_with(wire.fee_asset)) {
    fill.fee = *fee;
    return traded;
  }
  fill.charged = core::ChargedFee{std::string{wire.fee_asset}, *fee};
  const bool in_base = instrument.symbol.starts_with(wire.fee_asset);
  if (in_base && fill.side == core::Side::kBuy) {
    traded.base_fee = *fee;
  } else if (const auto worth = in_base ? worth_of(*fee, fill.price, instrument) : std::nullopt) {
    fill.fee = *worth;
  } else {
    fill.fee_worth = core::FeeWorth::kUnknown;
  }
  return traded;
}

void keep_fee(core::Fill& fill, Money base_fee, Money before, const core::Instrument& instrument) {
  const auto lots_before = lots_kept(before, instrument);
  const auto lots_after = lots_kept(before + base_fee, instrument);
  if (!lots_before || !lots_after) return;
  const core::Qty kept{std::min(lots_after->lots - lots_before->lots, fill.qty.lots)};
  const auto value = core::notional_of(fill.price, kept, instrument.scale);
  if (kept.lots <= 0 || !value) return;
  fill.kept = kept;
  fill.fee = *value;
}

Result<core::Qty> qty_of(std::string_view text, const core::Instrument& instrument) {
  const auto qty = core::parse_decimal(text, instrument.scale.qty_decimals);
  if (qty.error != core::DecimalError::kNone) {
    return core::fail(ErrorKind::kParse, "bad_number",
                      "a quantity of the venue cannot be read in the instrument's units", std::string{text});
  }
  return core::Qty{qty.value};
}

}  // namespace tidemark::venues::binance
