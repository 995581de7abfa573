#include "trading/execution/paper_market.hpp"

#include <algorithm>

namespace tidemark::trading {

using core::ClientOrderId;
using core::OrderEventKind;
using core::OrderReason;
using core::Timestamp;

namespace {

enum class Kin : std::uint8_t { kChild, kOther };

}  // namespace

void PaperMarket::submit(const core::OrderRequest& request, Timestamp due) {
  PaperOrder order;
  order.request = request;
  order.due = due;
  orders_.push_back(order);
}

bool PaperMarket::cancel(ClientOrderId id, Timestamp at, Timestamp due) {
  const Found place = place_of(id);
  if (!place) return false;
  if (due > at) {
    orders_[*place].cancel_due = due;
  } else {
    finish(id, OrderEventKind::kCanceled, OrderReason::kRequested, at);
  }
  return true;
}

void PaperMarket::cancel_all(Timestamp at, OrderReason reason) {
  while (!orders_.empty()) finish(orders_.back().request.id, OrderEventKind::kCanceled, reason, at);
}

void PaperMarket::adopt(const core::Order& known, std::optional<core::Price> best, Timestamp due) {
  PaperOrder order;
  order.request = known.request;
  order.filled = known.filled;
  order.due = due;
  const Found parent = known.request.parent ? place_of(*known.request.parent) : std::nullopt;
  if (known.state == core::OrderState::kNew) {
    order.stage = Stage::kTravelling;
  } else if (parent && orders_[*parent].filled.lots == 0) {
    order.stage = Stage::kSleeping;
  } else if (core::waits_for_trigger(known.request.type) && !known.triggered) {
    order.stage = Stage::kWaiting;
    if (known.request.type == core::OrderType::kTrailingStop) order.best = best;
  } else {
    order.stage = known.request.limit ? Stage::kResting : Stage::kTaking;
  }
  orders_.push_back(order);
}

std::optional<core::Price> PaperMarket::best_of(ClientOrderId id) const {
  const Found place = place_of(id);
  return place ? orders_[*place].best : std::nullopt;
}

PaperMarket::Found PaperMarket::place_of(ClientOrderId id) const {
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    if (orders_[i].request.id == id) return i;
  }
  return std::nullopt;
}

std::vector<ClientOrderId> PaperMarket::ids() const {
  std::vector<ClientOrderId> all;
  all.reserve(orders_.size());
  for (const PaperOrder& order : orders_) all.push_back(order.request.id);
  return all;
}

void PaperMarket::arrive_due(Timestamp now) {
  const auto is_due = [now](const PaperOrder& order) { return order.stage == Stage::kTravelling && order.due <= now; };
  if (std::ranges::none_of(orders_, is_due)) return;
  // The legs of a bracket first, so that they are there when their parent fills.
  for (const Kin kin : {Kin::kChild, Kin::kOther}) {
    for (const ClientOrderId id : ids()) {
      const Found place = place_of(id);
      if (!place) continue;
      const PaperOrder& order = orders_[*place];
      const bool is_turn = (kin == Kin::kChild) == order.request.parent.has_value();
      if (is_turn && is_due(order)) arrive(id, now);
    }
  }
}

void PaperMarket::arrive(ClientOrderId id, Timestamp at) {
  PaperOrder& order = orders_[*place_of(id)];
  const core::OrderRequest& request = order.request;
  if (request.parent) {
    order.stage = Stage::kSleeping;
    report(OrderEventKind::kAccepted, id, at);
    if (order.earned > 0) {
      wake(id, order.earned, at);
    } else if (!place_of(*request.parent)) {
      finish(id, OrderEventKind::kCanceled, OrderReason::kParentEnded, at);
    }
    return;
  }
  if (only_reduces(request) && closable(request) == 0) {
    finish(id, OrderEventKind::kRejected, OrderReason::kNothingToClose, at);
    return;
  }
  if (request.liquidity == core::Liquidity::kPostOnly && may_take(order)) {
    finish(id, OrderEventKind::kRejected, OrderReason::kWouldTake, at);
    return;
  }
  report(OrderEventKind::kAccepted, id, at);
  activate(id, at);
}

void PaperMarket::wake(ClientOrderId id, std::int64_t lots, Timestamp at) {
  PaperOrder& order = orders_[*place_of(id)];
  if (order.request.qty.lots != lots) {
    order.request.qty.lots = lots;
    report(OrderEventKind::kAmended, id, at, {}, order.request.qty);
  }
  activate(id, at);
}

void PaperMarket::activate(ClientOrderId id, Timestamp at) {
  PaperOrder& order = orders_[*place_of(id)];
  const core::OrderRequest& request = order.request;
  if (!core::waits_for_trigger(request.type)) {
    go(id, at);
    return;
  }
  order.stage = Stage::kWaiting;
  if (request.type == core::OrderType::kTrailingStop) {
    order.best = price_;
    return;
  }
  const Approach approach = approach_of_trigger(request.type, request.side);
  if (price_ && has_reached(*price_, *request.trigger, approach)) {
    report(OrderEventKind::kTriggered, id, at);
    go(id, at);
  }
}

void PaperMarket::cancel_due(Timestamp now) {
  const auto is_due = [now](const PaperOrder& order) { return order.cancel_due && *order.cancel_due <= now; };
  // Ending one may end others with it, so each is looked for anew.
  for (auto due = std::ranges::find_if(orders_, is_due); due != orders_.end();
       due = std::ranges::find_if(orders_, is_due)) {
    finish(due->request.id, OrderEventKind::kCanceled, OrderReason::kRequested, now);
  }
}

void PaperMarket::expire(Timestamp now, Timestamp at) {
  const auto is_over = [now](const PaperOrder& order) {
    return order.request.good_till && *order.request.good_till <= now;
  };
  for (auto over = std::ranges::find_if(orders_, is_over); over != orders_.end();
       over = std::ranges::find_if(orders_, is_over)) {
    finish(over->request.id, OrderEventKind::kExpired, OrderReason::kGoodTill, at);
  }
}

void PaperMarket::finish(ClientOrderId id, OrderEventKind kind, OrderReason reason, Timestamp at) {
  const Found place = place_of(id);
  if (!place) return;
  orders_.erase(orders_.begin() + static_cast<std::ptrdiff_t>(*place));
  report(kind, id, at, reason);
  // What waited for this order's fill waits in vain; children that are awake live on.
  for (const ClientOrderId other : ids()) {
    const Found child = place_of(other);
    if (child && orders_[*child].request.parent == id && orders_[*child].stage == Stage::kSleeping) {
      finish(other, OrderEventKind::kCanceled, OrderReason::kParentEnded, at);
    }
  }
}

void PaperMarket::report(OrderEventKind kind, ClientOrderId id, Timestamp at, std::optional<OrderReason> reason,
                         std::optional<core::Qty> qty) {
  BrokerReport one;
  one.kind = kind;
  one.order = id;
  one.at = at;
  one.reason = reason;
  one.qty = qty;
  reports_->push_back(one);
}

}  // namespace tidemark::trading
