#include "app/fills/order_history.hpp"

#include <algorithm>
#include <limits>

#include "app/trading/account_records.hpp"
#include "core/decimal.hpp"

namespace tidemark::app {
namespace {

using core::Status;

constexpr std::size_t kNoPlace = std::numeric_limits<std::size_t>::max();

core::Result<core::Qty> qty_of(const std::string& text, const core::Instrument& instrument) {
  const auto parsed = core::parse_decimal(text, instrument.scale.qty_decimals);
  if (parsed.error == core::DecimalError::kNone) return core::Qty{parsed.value};
  return core::fail(core::ErrorKind::kCorrupt, "bad_record", "the store holds '" + text + "' where it cannot be");
}

}  // namespace

Status OrderHistory::add(const storage::TradingChange& change) {
  for (const storage::OrderRecord& one : change.orders) {
    if (!is_ours(one.instrument) || places_.contains(one.id)) continue;
    if (auto begun = begin(one); !begun) return begun;
  }
  for (const storage::OrderTransitionRecord& one : change.transitions) {
    if (auto taken = take(one); !taken) return taken;
  }
  for (const storage::FillRecord& one : change.fills) {
    if (!is_ours(one.instrument)) continue;
    if (auto taken = take(one); !taken) return taken;
  }
  return {};
}

Status OrderHistory::begin(const storage::OrderRecord& record) {
  if (record.origin != strategy_) {
    if (record.origin == kByHand) ++by_hand_;
    places_.emplace(record.id, kNoPlace);
    return {};
  }
  const auto order = order_of(record, instrument_);
  if (!order) return std::unexpected(order.error());
  OrderName name{.candle = core::open_time_of(record.created, timeframe_),
                 .side = order->request.side,
                 .type = order->request.type,
                 .effect = order->request.effect};
  for (auto one = orders_.rbegin(); one != orders_.rend() && one->name.candle == name.candle; ++one) {
    OrderName alike = one->name;
    alike.ordinal = name.ordinal;
    if (alike == name) name.ordinal = std::max(name.ordinal, one->name.ordinal + 1);
  }
  places_.emplace(record.id, orders_.size());
  orders_.push_back({.name = name,
                     .id = record.id,
                     .parent = record.parent,
                     .created = record.created,
                     .answered = {},
                     .outcome = {.asked = order->request.qty, .filled = {}, .value = {}, .fees = {}, .last_fill = {}},
                     .reason = {}});
  return {};
}

Status OrderHistory::take(const storage::OrderTransitionRecord& record) {
  AccountOrder* order = find(record.order);
  if (order == nullptr) return {};
  const auto qty = qty_of(record.qty, instrument_);
  if (!qty) return std::unexpected(qty.error());
  order->outcome.asked = *qty;
  constexpr auto kStates = static_cast<std::size_t>(core::OrderState::kExpired) + 1;
  for (std::size_t i = 0; i < kStates; ++i) {
    const auto state = static_cast<core::OrderState>(i);
    if (core::name_of(state) == record.after) order->outcome.state = state;
  }
  order->reason = record.reason;
  if (record.kind != core::name_of(core::OrderEventKind::kSubmitted) && !order->answered) order->answered = record.at;
  return {};
}

Status OrderHistory::take(const storage::FillRecord& record) {
  const auto qty = qty_of(record.qty, instrument_);
  if (!qty) return std::unexpected(qty.error());
  const bool buys = record.side == core::name_of(core::Side::kBuy);
  const std::int64_t before = holdings_.empty() ? 0 : holdings_.back().second;
  holdings_.emplace_back(record.at, before + (buys ? qty->lots : -qty->lots));
  AccountOrder* order = find(record.order);
  if (order == nullptr) return {};
  const auto price = price_of(record.price, instrument_);
  if (!price) return std::unexpected(price.error());
  const auto fee = money_of(record.fee);
  if (!fee) return std::unexpected(fee.error());
  const core::Money value = core::notional_of(*price, *qty, instrument_.scale).value_or(core::Money{});
  const bool took = record.role == core::name_of(core::Role::kTaker);
  Charged& charged = charged_[static_cast<std::size_t>(took ? core::Role::kTaker : core::Role::kMaker)];
  charged.value += value;
  charged.fees += *fee;
  OrderOutcome& outcome = order->outcome;
  outcome.filled.lots += qty->lots;
  outcome.value += value;
  outcome.fees += *fee;
  outcome.last_fill = record.at;
  return {};
}

AccountOrder* OrderHistory::find(std::uint64_t id) {
  const auto place = places_.find(id);
  return place == places_.end() || place->second == kNoPlace ? nullptr : &orders_[place->second];
}

std::int64_t OrderHistory::held(core::Timestamp at) const {
  const auto next = std::ranges::lower_bound(holdings_, at, {}, [](const auto& one) { return one.first; });
  return next == holdings_.begin() ? 0 : std::prev(next)->second;
}

}  // namespace tidemark::app
