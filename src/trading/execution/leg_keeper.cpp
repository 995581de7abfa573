#include "trading/execution/leg_keeper.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace tidemark::trading {

using core::ClientOrderId;
using core::OrderEventKind;
using core::OrderReason;
using core::OrderType;

LegKeeper::Leg* LegKeeper::leg_of(ClientOrderId id) {
  const auto found = std::ranges::find_if(legs_, [id](const Leg& leg) { return leg.request.id == id; });
  return found == legs_.end() ? nullptr : &*found;
}

void LegKeeper::report(OrderEventKind kind, ClientOrderId order, core::Timestamp at,
                       std::optional<OrderReason> reason) {
  BrokerReport said;
  said.kind = kind;
  said.order = order;
  said.at = at;
  said.reason = reason;
  reports_.push_back(said);
}

void LegKeeper::submit(const ApprovedOrder& order, core::Timestamp at) {
  if (!order.request().parent) {
    parents_.push_back({order.request().id, {}});
    return venue_.submit(order, at);
  }
  legs_.push_back({order.request()});
  report(OrderEventKind::kAccepted, order.request().id, at);
}

void LegKeeper::adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) {
  if (!order.request.parent) {
    parents_.push_back({order.request.id, order.filled});
    return venue_.adopt(order, best, at);
  }
  // One that was sent is asked for at the venue.
  if (order.triggered) {
    legs_.push_back({order.request, Stage::kSent});
    return venue_.adopt(order, best, at);
  }
  const bool sleeps = std::ranges::find(parents_, *order.request.parent, &Parent::id) != parents_.end();
  if (sleeps || !is_kept_there(order.request)) {
    legs_.push_back({order.request, sleeps ? Stage::kSleeping : Stage::kWatching});
    return;
  }
  // Whether it has reached the venue is asked there: on_account().
  legs_.push_back({order.request, Stage::kResting});
  venue_.adopt(order, best, at);
}

void LegKeeper::cancel(ClientOrderId order, core::Timestamp at) {
  Leg* leg = leg_of(order);
  if (leg != nullptr && (leg->stage == Stage::kSleeping || leg->stage == Stage::kWatching)) {
    return report(OrderEventKind::kCanceled, order, at, OrderReason::kRequested);
  }
  if (leg != nullptr) leg->cancel_wanted = true;
  venue_.cancel(order, at);
}

void LegKeeper::take_reports(std::vector<BrokerReport>& out) {
  std::vector<BrokerReport> said;
  venue_.take_reports(said);
  for (BrokerReport& one : said) {
    Leg* leg = leg_of(one.order);
    if (leg == nullptr || translate(*leg, one)) out.push_back(one);
  }
  out.insert(out.end(), reports_.begin(), reports_.end());
  reports_.clear();
}

bool LegKeeper::translate(Leg& leg, BrokerReport& said) {
  if (said.kind == OrderEventKind::kCanceled && leg.dropped) said.reason = OrderReason::kOcoFilled;
  if (said.kind != OrderEventKind::kRejected) return true;
  // What it refuses for good is watched here: the price may be beyond the trigger already.
  const bool may_come_again = said.reason == OrderReason::kNotReady;
  if (!leg.cancel_wanted && (leg.stage == Stage::kResting || may_come_again)) {
    leg.refused = leg.refused || !may_come_again;
    leg.stage = Stage::kWatching;
    venue_.on_over(leg.request.id);
    return false;
  }
  said.kind = OrderEventKind::kCanceled;  // it was accepted here long ago
  return true;
}

void LegKeeper::on_account(const VenueAccount& account, core::Timestamp at) {
  for (Leg& leg : legs_) {
    if (leg.stage != Stage::kResting && leg.stage != Stage::kSent) continue;
    const ClientOrderId id = leg.request.id;
    const bool was_asked = !account.asked || std::ranges::find(*account.asked, id) != account.asked->end();
    if (!was_asked || std::ranges::find(account.orders, id, &VenueOrder::id) != account.orders.end()) continue;
    if (leg.cancel_wanted) {
      report(OrderEventKind::kCanceled, id, at, leg.dropped ? OrderReason::kOcoFilled : OrderReason::kRequested);
      continue;
    }
    leg.stage = Stage::kWatching;
    venue_.on_over(id);
  }
}

std::vector<ClientOrderId> LegKeeper::kept_here() const {
  std::vector<ClientOrderId> ids;
  for (const Leg& leg : legs_) {
    if (leg.stage == Stage::kSleeping || leg.stage == Stage::kWatching) ids.push_back(leg.request.id);
  }
  return ids;
}

void LegKeeper::on_event(const core::OrderEvent& event) {
  if (const Leg* leg = leg_of(event.order); leg != nullptr && event.after == core::OrderState::kFilled) {
    drop_siblings(core::OrderRequest{leg->request}, event.at);
  }
  const auto parent = std::ranges::find(parents_, event.order, &Parent::id);
  if (parent == parents_.end()) return;
  if (event.fill) parent->filled.lots += event.fill->qty.lots - event.fill->kept.lots;
  if (!core::is_open(event.after)) end_parent(event.order, event.at);
}

void LegKeeper::on_over(ClientOrderId order) {
  std::erase_if(legs_, [order](const Leg& leg) { return leg.request.id == order; });
  venue_.on_over(order);
}

void LegKeeper::end_parent(ClientOrderId id, core::Timestamp at) {
  const auto parent = std::ranges::find(parents_, id, &Parent::id);
  const core::Qty filled = parent->filled;
  parents_.erase(parent);
  for (Leg& leg : legs_) {
    if (leg.request.parent != id || leg.stage != Stage::kSleeping) continue;
    if (filled.lots <= 0) {
      report(OrderEventKind::kCanceled, leg.request.id, at, OrderReason::kParentEnded);
      continue;
    }
    leg.stage = Stage::kWatching;
    amend(leg, filled, at);
  }
  protect(at);
}

void LegKeeper::protect(core::Timestamp at) {
  if (venue_.link() != VenueLink::kReady) return;
  for (Leg& leg : legs_) {
    if (leg.stage == Stage::kWatching && !leg.refused && is_kept_there(leg.request)) rest(leg, at);
  }
}

void LegKeeper::rest(Leg& leg, core::Timestamp at) {
  const core::Qty held{std::abs(held_(leg.request.instrument))};
  if (held.lots == 0) return;
  amend(leg, std::min(leg.request.qty, held), at);
  leg.stage = Stage::kResting;
  core::OrderRequest sent = leg.request;
  sent.effect = core::Effect::kReduceOnly;
  sent.parent.reset();
  sent.oco.reset();
  venue_.release(sent, at);
}

void LegKeeper::amend(Leg& leg, core::Qty qty, core::Timestamp at) {
  if (leg.request.qty == qty) return;
  leg.request.qty = qty;
  report(OrderEventKind::kAmended, leg.request.id, at);
  reports_.back().qty = qty;
}

bool LegKeeper::is_reached(const core::OrderRequest& leg, core::Price price) {
  const bool sells = leg.side == core::Side::kSell;
  const bool stop = leg.type == OrderType::kStop || leg.type == OrderType::kStopLimit;
  const auto at = leg.trigger ? leg.trigger : leg.limit;
  if (!at) return false;
  // A stop goes against the position, a target with it.
  return stop == sells ? price <= *at : price >= *at;
}

void LegKeeper::on_price(core::InstrumentId instrument, core::Price price, core::Timestamp at) {
  if (legs_.empty() || venue_.link() != VenueLink::kReady) return;
  protect(at);
  const auto due = std::ranges::find_if(legs_, [&](const Leg& leg) {
    return leg.stage == Stage::kWatching && leg.request.instrument == instrument && is_reached(leg.request, price);
  });
  if (due != legs_.end()) fire(*due, at);  // of several the next trade finds what is left
}

void LegKeeper::fire(Leg& leg, core::Timestamp at) {
  // No more than there is to close.
  const core::Qty held{std::abs(held_(leg.request.instrument))};
  drop_siblings(leg.request, at);
  leg.stage = Stage::kSent;
  if (held.lots == 0) return report(OrderEventKind::kCanceled, leg.request.id, at, OrderReason::kNothingToClose);
  amend(leg, std::min(leg.request.qty, held), at);
  report(OrderEventKind::kTriggered, leg.request.id, at);
  core::OrderRequest sent;
  sent.id = leg.request.id;
  sent.instrument = leg.request.instrument;
  sent.side = leg.request.side;
  sent.effect = core::Effect::kReduceOnly;
  sent.position = leg.request.position;
  sent.qty = leg.request.qty;
  venue_.release(sent, at);
}

void LegKeeper::drop_siblings(const core::OrderRequest& leg, core::Timestamp at) {
  for (Leg& other : legs_) {
    if (other.request.id == leg.id || !leg.oco || other.request.oco != leg.oco || other.dropped) continue;
    other.dropped = true;
    if (other.stage == Stage::kResting) {
      other.cancel_wanted = true;
      venue_.cancel(other.request.id, at);
      continue;
    }
    if (other.stage == Stage::kSent) continue;
    other.stage = Stage::kSent;  // it watches no more
    report(OrderEventKind::kCanceled, other.request.id, at, OrderReason::kOcoFilled);
  }
}

}  // namespace tidemark::trading
