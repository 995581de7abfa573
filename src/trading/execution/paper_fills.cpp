#include <algorithm>
#include <limits>

#include "trading/execution/paper_market.hpp"

namespace tidemark::trading {

using core::ClientOrderId;
using core::OrderEventKind;
using core::OrderReason;
using core::Price;
using core::Timestamp;

namespace {

constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

}  // namespace

/// The order is at the market: takes what it may, and rests, or not.
void PaperMarket::go(ClientOrderId id, Timestamp at) {
  PaperOrder& order = orders_[*place_of(id)];
  order.stage = Stage::kTaking;
  const core::TimeInForce tif = order.request.time_in_force;
  if (tif == core::TimeInForce::kFok && takeable(order) < order.left()) {
    finish(id, OrderEventKind::kExpired, OrderReason::kNotFillable, at);
    return;
  }
  take(id, at);
  if (place_of(id) && tif == core::TimeInForce::kIoc) {
    finish(id, OrderEventKind::kExpired, OrderReason::kRest, at);
  } else if (place_of(id)) {
    rest(id, at);
  }
}

void PaperMarket::take(ClientOrderId id, Timestamp at) {
  for (Found place = place_of(id); place && may_take(orders_[*place]); place = place_of(id)) {
    if (!take_once(orders_[*place], at)) return;
  }
}

/// Takes from the best level, or at the price seen. False when nothing was to be had.
bool PaperMarket::take_once(PaperOrder& order, Timestamp at) {
  const core::OrderRequest request = order.request;
  const bool reduces = only_reduces(request);
  std::int64_t wanted = reduces ? std::min(order.left(), closable(request)) : order.left();
  if (wanted == 0) {
    finish(request.id, OrderEventKind::kCanceled, OrderReason::kNothingToClose, at);
    return false;
  }
  if (book_.is_known()) {
    const auto taken = book_.take_best(request.side, request.limit, {wanted});
    if (!taken) return false;
    Price price = worse_price(taken->price, request.side, settings_->slippage, rules_.tick_size);
    if (request.limit) price = better_of(price, *request.limit, request.side);
    fill(request.id, price, taken->qty.lots, core::Role::kTaker, at);
    return true;
  }
  wanted = std::min(wanted, budget_.value_or(kUnlimited));
  if (wanted == 0) return false;
  fill(request.id, taking_price(request), wanted, core::Role::kTaker, at);
  return true;
}

/// What is left goes to the book, or on waiting for the next price.
void PaperMarket::rest(ClientOrderId id, Timestamp at) {
  PaperOrder& order = orders_[*place_of(id)];
  if (!order.request.limit) {
    // A market order that has emptied the book has nothing to wait for; of a candle, a trade or the best level alone it
    // waits for the next.
    if (book_.has_levels()) finish(id, OrderEventKind::kExpired, OrderReason::kNoLiquidity, at);
    return;
  }
  order.stage = Stage::kResting;
  const auto shown = book_.at(order.request.side, *order.request.limit);
  order.shown.reset();
  if (shown) {
    order.ahead = shown->lots;
    order.shown = shown->lots;
  } else if (settings_->bound == FillBound::kOptimistic) {
    order.ahead = 0;
  }
}

bool PaperMarket::may_take(const PaperOrder& order) const {
  const core::OrderRequest& request = order.request;
  if (book_.is_known()) return book_.within(request.side, request.limit).lots > 0;
  if (!price_) return false;
  return !request.limit || has_reached(*price_, *request.limit, approach_of_limit(request.side));
}

std::int64_t PaperMarket::takeable(const PaperOrder& order) const {
  if (!may_take(order)) return 0;
  return book_.is_known() ? book_.within(order.request.side, order.request.limit).lots : budget_.value_or(kUnlimited);
}

std::int64_t PaperMarket::closable(const core::OrderRequest& request) const {
  const std::int64_t held = request.position == core::PositionSide::kNet    ? net_
                            : request.position == core::PositionSide::kLong ? long_
                                                                            : short_;
  return std::max<std::int64_t>(-core::sign_of(request.side) * held, 0);
}

Price PaperMarket::taking_price(const core::OrderRequest& request) const {
  const core::Rate cost{settings_->slippage.e8 + settings_->spread.e8 / 2};
  const Price price = worse_price(*price_, request.side, cost, rules_.tick_size);
  return request.limit ? better_of(price, *request.limit, request.side) : price;
}

void PaperMarket::fill(ClientOrderId id, Price price, std::int64_t lots, core::Role role, Timestamp at) {
  PaperOrder& order = orders_[*place_of(id)];
  const core::OrderRequest request = order.request;
  BrokerReport one;
  one.kind = OrderEventKind::kFilled;
  one.order = id;
  one.at = at;
  core::Fill& made = one.fill.emplace();
  made.id = (*next_fill_)++;
  made.order = id;
  made.instrument = id_;
  made.side = request.side;
  made.position = request.position;
  made.role = role;
  made.price = price;
  made.qty = {lots};
  made.at = at;
  const auto value = core::notional_of(price, made.qty, rules_.scale);
  const core::Rate rate = role == core::Role::kMaker ? settings_->maker_fee : settings_->taker_fee;
  if (value) made.fee = core::share_of(*value, rate);
  reports_->push_back(one);

  held(request.position) += core::sign_of(request.side) * lots;
  if (budget_) *budget_ -= lots;
  order.filled.lots += lots;
  if (order.left() == 0) orders_.erase(orders_.begin() + static_cast<std::ptrdiff_t>(*place_of(id)));
  tell_family(request, lots, at);
}

/// Siblings first, so that a position never has two ways out for the same lots; then the parent, whose rest would come
/// too late; then the children.
void PaperMarket::tell_family(const core::OrderRequest& request, std::int64_t lots, Timestamp at) {
  if (orders_.empty()) return;
  const auto others = ids();
  for (const ClientOrderId other : others) {
    const Found place = place_of(other);
    if (place && request.oco && orders_[*place].request.oco == request.oco && other != request.id) {
      tell_sibling(other, lots, at);
    }
  }
  if (request.parent) finish(*request.parent, OrderEventKind::kCanceled, OrderReason::kOcoFilled, at);
  for (const ClientOrderId other : others) {
    const Found place = place_of(other);
    if (place && orders_[*place].request.parent == request.id) tell_child(orders_[*place], lots, at);
  }
}

void PaperMarket::tell_sibling(ClientOrderId id, std::int64_t lots, Timestamp at) {
  PaperOrder& order = orders_[*place_of(id)];
  if (order.left() <= lots) {
    finish(id, OrderEventKind::kCanceled, OrderReason::kOcoFilled, at);
    return;
  }
  order.request.qty.lots -= lots;
  report(OrderEventKind::kAmended, id, at, {}, order.request.qty);
}

/// A bracket's leg is for as much as the parent has filled.
void PaperMarket::tell_child(PaperOrder& child, std::int64_t lots, Timestamp at) {
  const ClientOrderId id = child.request.id;
  if (child.stage == Stage::kTravelling) {
    child.earned += lots;
  } else if (child.stage == Stage::kSleeping) {
    wake(id, lots, at);
  } else {
    child.request.qty.lots += lots;
    report(OrderEventKind::kAmended, id, at, {}, child.request.qty);
  }
}

}  // namespace tidemark::trading
