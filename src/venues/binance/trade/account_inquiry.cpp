#include "venues/binance/trade/account_inquiry.hpp"

#include <algorithm>
#include <utility>

#include "core/decimal.hpp"

namespace tidemark::venues::binance {

using core::Timestamp;

namespace {

constexpr Timestamp kNever{INT64_MAX};
constexpr core::Duration kLongestPause = core::seconds(5);

/// One that has not come to its price, or never will.
WireOrder wire_order_of(const WireConditional& conditional) {
  using Stage = WireConditional::Stage;
  WireOrder order;
  order.symbol = conditional.symbol;
  order.client_id = conditional.client_id;
  order.executed = "0";
  if (conditional.stage == Stage::kWaiting) return order;
  order.state = conditional.stage == Stage::kExpired ? core::OrderState::kExpired : core::OrderState::kCanceled;
  order.reason = core::OrderReason::kVenue;
  return order;
}

}  // namespace

void AccountInquiry::begin(const std::vector<Asked>& asked, std::optional<Timestamp> funding_from) {
  phase_ = Phase::kOpenOrders;
  funding_from_ = funding_from;
  fundings_.clear();
  whole_ = {};
  items_.clear();
  asked_.clear();
  for (const Asked& one : asked) {
    asked_.push_back(one.order.id);
    const core::Instrument* instrument = symbols_.find(one.order.instrument);
    if (instrument == nullptr) continue;
    const bool conditional = is_conditional(config_.market, one.order.type);
    items_.push_back({.asked = one,
                      .symbol = instrument->symbol,
                      .need = conditional ? Need::kConditional : Need::kOrder,
                      .question = {},
                      .there = {},
                      .fills = {}});
  }
}

void AccountInquiry::disregard(core::ClientOrderId order) {
  if (phase_ == Phase::kIdle) return;
  std::erase(asked_, order);
  std::erase_if(items_, [order](const Item& item) { return item.asked.order.id == order; });
  go_on();
}

std::optional<TradeCall> AccountInquiry::call_of(const Item& item) const {
  if (item.need == Need::kConditional) return conditional_order_call(item.asked.order.id);
  if (item.need == Need::kActual) return numbered_order_call(config_.market, item.symbol, item.actual);
  if (item.need == Need::kOrder) return order_call(config_.market, item.symbol, item.asked.order.id);
  if (item.need == Need::kFills) {
    return fills_call(config_.market, item.symbol, item.there->venue_order, item.from_trade);
  }
  return std::nullopt;
}

Timestamp AccountInquiry::ask(Question& question, const TradeCall& call, Timestamp now) {
  if (question.under_way) return kNever;
  if (now < question.not_before) return question.not_before;
  question.under_way = gate_.send(call, now);
  question.sent = now;
  return question.under_way ? kNever : gate_.next();
}

Timestamp AccountInquiry::on_time(Timestamp now) {
  switch (phase_) {
    case Phase::kIdle:
    case Phase::kDone:
      return kNever;
    case Phase::kOpenOrders:
      return ask(whole_, open_orders_call(config_.market), now);
    case Phase::kOpenConditionals:
      return ask(whole_, open_conditionals_call(), now);
    case Phase::kAccount:
      return ask(whole_, account_call(config_.market), now);
    case Phase::kFundings:
      return ask(whole_, fundings_call(*funding_from_), now);
    case Phase::kOrders:
      break;
  }
  auto under_way = static_cast<std::size_t>(
      std::ranges::count_if(items_, [](const Item& item) { return item.question.under_way.has_value(); }));
  Timestamp next = kNever;
  for (Item& item : items_) {
    const auto call = call_of(item);
    if (!call || item.question.under_way) continue;
    if (under_way >= config_.questions_at_once) break;  // the next answer makes room
    next = std::min(next, ask(item.question, *call, now));
    if (item.question.under_way) ++under_way;
  }
  return next;
}

bool AccountInquiry::on_reply(RequestId request, const core::Result<HttpReply>& reply, Timestamp at) {
  if (phase_ == Phase::kIdle) return false;
  const auto item = std::ranges::find_if(items_, [&](const Item& one) { return one.question.under_way == request; });
  const bool whole = whole_.under_way == request;
  if (!whole && item == items_.end()) return false;
  Question& question = whole ? whole_ : item->question;
  question.under_way.reset();
  Judgment judgment;
  if (reply) {
    gate_.heed(*reply, at);
    judgment = judge(reply->status, reply->body);
  }
  const bool by_name = !whole && (item->need == Need::kOrder || item->need == Need::kConditional);
  if (judgment.code == kNoSuchOrder && by_name) {
    on_absent(*item);
  } else if (judgment.outcome != Outcome::kDone) {
    try_again(question, judgment, at);
  } else if (whole) {
    on_whole(reply->body, at);
  } else {
    on_one(*item, reply->body, at);
  }
  go_on();
  return true;
}

void AccountInquiry::on_whole(const std::string& body, Timestamp at) {
  if (phase_ == Phase::kOpenOrders) return on_open_orders(body, at);
  if (phase_ == Phase::kOpenConditionals) return on_open_conditionals(body, at);
  phase_ == Phase::kFundings ? on_fundings(body, at) : on_account(body, at);
}

void AccountInquiry::on_one(Item& item, const std::string& body, Timestamp at) {
  if (item.need == Need::kConditional) return on_conditional(item, body, at);
  item.need == Need::kFills ? on_fills(item, body, at) : on_order(item, body, at);
}

/// Of a conditional order both are asked: a bracket's leg may have been sent as a market order of its name.
void AccountInquiry::on_absent(Item& item) {
  const bool believed = item.question.sent >= item.asked.believe_from;
  item.question.not_before = item.asked.believe_from;
  if (!believed) return;
  if (item.need == Need::kConditional) {
    item.need = Need::kOrder;
    item.question = {};
  } else {
    item.need = Need::kNothing;
  }
}

void AccountInquiry::try_again(Question& question, const Judgment& judgment, Timestamp at) {
  if (judgment.outcome == Outcome::kRefused) {
    refusal_ = std::to_string(judgment.code) + " " + judgment.message;
  }
  if (judgment.outcome == Outcome::kClock) gate_.ask_time(at);
  constexpr std::uint32_t kDoublings = 6;
  const std::int64_t pause = config_.retry_after.ns << std::min(question.failures++, kDoublings);
  question.not_before = at + std::min(core::Duration{pause}, kLongestPause);
}

void AccountInquiry::on_open_orders(const std::string& body, Timestamp at) {
  auto open = parse_orders(body);
  if (!open) return try_again(whole_, {}, at);
  for (WireOrder& order : *open) {
    const auto id = own_id(order.client_id);
    const core::Instrument* instrument = symbols_.find(order.symbol);
    if (!id || instrument == nullptr) continue;
    learn(item_of(*id, *instrument), std::move(order));
  }
  whole_ = {};
  phase_ = is_spot() ? Phase::kOrders : Phase::kOpenConditionals;
}

AccountInquiry::Item& AccountInquiry::item_of(core::ClientOrderId id, const core::Instrument& instrument) {
  const auto item = std::ranges::find_if(items_, [&](const Item& one) { return one.asked.order.id == id; });
  if (item != items_.end()) return *item;
  Item fresh;
  fresh.asked.order.id = id;
  fresh.asked.order.instrument = instrument.id;
  fresh.symbol = instrument.symbol;
  return items_.emplace_back(std::move(fresh));
}

void AccountInquiry::on_open_conditionals(const std::string& body, Timestamp at) {
  const auto open = parse_conditionals(body);
  if (!open) return try_again(whole_, {}, at);
  for (const WireConditional& order : *open) {
    const auto id = own_id(order.client_id);
    const core::Instrument* instrument = symbols_.find(order.symbol);
    if (!id || instrument == nullptr || order.stage != WireConditional::Stage::kWaiting) continue;
    Item& item = item_of(*id, *instrument);
    if (!item.there) learn(item, wire_order_of(order));
  }
  whole_ = {};
  phase_ = Phase::kOrders;
}

void AccountInquiry::on_conditional(Item& item, const std::string& body, Timestamp at) {
  const auto order = parse_conditional(body);
  const bool reached = order && order->stage == WireConditional::Stage::kReached;
  // On its way from one to the other nobody can name it.
  if (!order || (reached && !order->actual)) return try_again(item.question, {}, at);
  if (!reached) return learn(item, wire_order_of(*order));
  item.question = {};
  item.need = Need::kActual;
  item.actual = *order->actual;
}

void AccountInquiry::learn(Item& item, WireOrder order) {
  item.there = std::move(order);
  item.need = executed(item).lots > sum_of(item).lots ? Need::kFills : Need::kNothing;
}

void AccountInquiry::on_order(Item& item, const std::string& body, Timestamp at) {
  auto order = parse_order(body);
  if (!order) return try_again(item.question, {}, at);
  item.question.failures = 0;
  learn(item, std::move(*order));
}

void AccountInquiry::on_fills(Item& item, const std::string& body, Timestamp at) {
  const auto fills = parse_fills(body, item.asked.order.id, symbols_);
  if (!fills) return try_again(item.question, {}, at);
  for (const TradedFill& traded : *fills) {
    const auto same = [&](const TradedFill& one) { return one.fill.id == traded.fill.id; };
    if (std::ranges::none_of(item.fills, same)) item.fills.push_back(traded);
    item.from_trade = traded.fill.id + 1;
  }
  if (fills->size() < kFillsMax) item.from_trade = 0;
  if (sum_of(item) >= executed(item)) {
    item.need = Need::kNothing;
  } else if (fills->size() < kFillsMax) {
    try_again(item.question, {}, at);  // the list is behind the order
  }
}

void AccountInquiry::on_account(const std::string& body, Timestamp at) {
  auto account = parse_account(config_.market, body);
  if (!account) return try_again(whole_, {}, at);
  account_ = std::move(*account);
  refusal_.clear();
  whole_ = {};
  phase_ = !is_spot() && funding_from_ ? Phase::kFundings : Phase::kDone;
}

void AccountInquiry::on_fundings(const std::string& body, Timestamp at) {
  auto answer = parse_fundings(body, symbols_);
  if (!answer) return try_again(whole_, {}, at);
  for (const trading::VenueFunding& funding : answer->all) {
    if (std::ranges::find(fundings_, funding) == fundings_.end()) fundings_.push_back(funding);
  }
  whole_ = {};
  if (answer->rows < kFundingsMax || answer->last <= *funding_from_) {
    phase_ = Phase::kDone;
  } else {
    funding_from_ = answer->last;  // some of that moment come again
  }
}

void AccountInquiry::go_on() {
  if (phase_ != Phase::kOrders) return;
  if (std::ranges::all_of(items_, [](const Item& item) { return item.need == Need::kNothing; })) {
    phase_ = Phase::kAccount;
  }
}

core::Qty AccountInquiry::executed(const Item& item) const {
  const core::Instrument* instrument = symbols_.find(item.symbol);
  const auto qty =
      instrument == nullptr ? core::Qty{} : qty_of(item.there->executed, *instrument).value_or(core::Qty{});
  return qty;
}

core::Qty AccountInquiry::sum_of(const Item& item) {
  core::Qty sum;
  for (const TradedFill& traded : item.fills) sum.lots += traded.fill.qty.lots;
  return sum;
}

trading::VenueOrder AccountInquiry::order_of(const Item& item) const {
  trading::VenueOrder order;
  order.id = item.asked.order.id;
  order.instrument = item.asked.order.instrument;
  order.state = item.there->state;
  // What was filled between the two questions counts.
  order.filled = std::max(executed(item), sum_of(item));
  order.reason = item.there->reason;
  if (order.state == core::OrderState::kCanceled) order.reason = item.asked.canceled;
  return order;
}

/// In the venue's order, so that each fill bears the same part of the fees whichever way it was learned.
void AccountInquiry::add_fills(Item& item, trading::VenueAccount& account) {
  const core::Instrument* instrument = symbols_.find(item.symbol);
  if (instrument == nullptr) return;
  std::ranges::sort(item.fills, {}, [](const TradedFill& one) { return one.fill.id; });
  Filled filled{.order = item.asked.order.id, .qty = sum_of(item), .base_fees = {}};
  for (TradedFill& traded : item.fills) {
    keep_fee(traded.fill, traded.base_fee, filled.base_fees, *instrument);
    filled.base_fees += traded.base_fee;
    account.fills.push_back(traded.fill);
  }
  filled_.push_back(filled);
}

std::vector<trading::VenuePosition> AccountInquiry::positions() const {
  std::vector<trading::VenuePosition> all;
  for (const core::Instrument& instrument : symbols_.all()) {
    trading::VenuePosition position{.instrument = instrument.id};
    if (is_spot()) {
      for (const WireAccount::Balance& balance : account_.balances) {
        if (balance.asset + config_.currency != instrument.symbol) continue;
        const core::Int128 lot =
            core::kPow10[static_cast<std::size_t>(core::kMoneyDecimals - instrument.scale.qty_decimals)];
        const core::Int128 lots = balance.amount.units / lot;
        position.lots = lots > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(lots);
      }
    } else {
      for (const WireAccount::Position& held : account_.positions) {
        if (held.symbol == instrument.symbol)
          position.lots = qty_of(held.amount, instrument).value_or(core::Qty{}).lots;
      }
    }
    all.push_back(position);
  }
  return all;
}

std::optional<trading::VenueAccount> AccountInquiry::take(Timestamp at) {
  if (phase_ != Phase::kDone) return std::nullopt;
  phase_ = Phase::kIdle;
  trading::VenueAccount account;
  account.at = at;
  account.asked = std::move(asked_);
  filled_.clear();
  for (Item& item : items_) {
    if (!item.there) continue;
    account.orders.push_back(order_of(item));
    add_fills(item, account);
  }
  account.fundings = std::move(fundings_);
  account.holdings = is_spot() ? trading::Holdings::kBalances : trading::Holdings::kPositions;
  account.positions = positions();
  account.cash = {config_.currency, {}};
  for (const WireAccount::Balance& balance : account_.balances) {
    if (balance.asset == config_.currency) account.cash->amount = balance.amount;
  }
  return account;
}

}  // namespace tidemark::venues::binance
