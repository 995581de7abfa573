#include "trading/execution/leg_keeper.hpp"

#include <algorithm>
#include <cstdlib>

namespace tidemark::trading {

using core::ClientOrderId;
using core::OrderEventKind;
using core::OrderReason;
using core::OrderType;

namespace {

/// A venue that takes a leg off again and again does not want it.
constexpr std::uint32_t kReturnsMost = 3;

/// A trailing stop that stands for itself.
bool trails(const core::OrderRequest& request) {
  return request.type == OrderType::kTrailingStop && !request.parent;
}

}  // namespace

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
  const core::OrderRequest& request = order.request();
  if (request.parent) {
    legs_.push_back({request});
    return report(OrderEventKind::kAccepted, request.id, at);
  }
  const bool is_plain = request.time_in_force == core::TimeInForce::kGtc;
  if (trails(request) && request.effect == core::Effect::kReduceOnly && is_plain) return keep_trailing(request, at);
  const bool waits = !venue_.refusal_of(request) && wants_room(request);
  parents_.push_back({request, {}});
  if (!waits) return venue_.submit(order, at);
  waiting_.push_back(request);
  make_room(request, at);
}

void LegKeeper::keep_trailing(const core::OrderRequest& request, core::Timestamp at) {
  if (venue_.link() != VenueLink::kReady) {
    return report(OrderEventKind::kRejected, request.id, at, OrderReason::kNotReady);
  }
  legs_.push_back({request, Stage::kWatching});
  report(OrderEventKind::kAccepted, request.id, at);
}

void LegKeeper::adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) {
  if (!order.request.parent && !trails(order.request)) {
    parents_.push_back({order.request, order.filled});
    return venue_.adopt(order, best, at);
  }
  Leg leg{order.request, Stage::kSent};
  leg.filled = order.filled.lots > 0;
  leg.best = best;
  // One that was sent is asked for at the venue.
  if (!order.triggered) {
    const bool sleeps =
        std::ranges::any_of(parents_, [&](const Parent& parent) { return parent.request.id == order.request.parent; });
    // Whether it has reached the venue is asked there: on_account().
    const bool may_rest = !sleeps && home_of(order.request) != LegHome::kHere;
    leg.stage = sleeps ? Stage::kSleeping : may_rest ? Stage::kResting : Stage::kWatching;
  }
  if (leg.stage == Stage::kSent || leg.stage == Stage::kResting) venue_.adopt(order, best, at);
  legs_.push_back(leg);
}

void LegKeeper::cancel(ClientOrderId order, core::Timestamp at) {
  if (std::erase_if(waiting_, [order](const core::OrderRequest& one) { return one.id == order; }) > 0) {
    return report(OrderEventKind::kCanceled, order, at, OrderReason::kRequested);
  }
  Leg* leg = leg_of(order);
  if (leg != nullptr && leg->stage < Stage::kResting) {
    leg->stage = Stage::kSent;  // it watches no more
    return report(OrderEventKind::kCanceled, order, at, OrderReason::kRequested);
  }
  if (leg != nullptr) leg->cancel_wanted = true;
  venue_.cancel(order, at);
}

void LegKeeper::take_reports(std::vector<BrokerReport>& out) {
  std::vector<BrokerReport> said;
  venue_.take_reports(said);
  std::optional<core::Timestamp> came_home;
  for (BrokerReport& one : said) {
    Leg* leg = leg_of(one.order);
    if (leg == nullptr || translate(*leg, one)) {
      out.push_back(one);
    } else {
      came_home = one.at;
    }
  }
  // What waited for its room goes out.
  if (came_home) protect(*came_home);
  out.insert(out.end(), reports_.begin(), reports_.end());
  reports_.clear();
}

bool LegKeeper::translate(Leg& leg, BrokerReport& said) {
  const bool taken_off = said.kind == OrderEventKind::kCanceled || said.kind == OrderEventKind::kExpired;
  if (taken_off && leg.dropped) {
    said.kind = OrderEventKind::kCanceled;
    said.reason = OrderReason::kOcoFilled;
  }
  if (taken_off && said.filled.value_or(core::Qty{}).lots == 0 && comes_home(leg)) {
    // Where its sibling has begun to fill it cannot rest again: the same is locked for that.
    const bool unwanted = !leg.lifted && ++leg.returns > kReturnsMost;
    leg.refused = leg.refused || unwanted || said.reason == OrderReason::kOcoFilled;
    bring_home(leg);
    return false;
  }
  if (said.kind != OrderEventKind::kRejected) return true;
  // What it refuses for good is watched here: the price may be beyond the trigger already.
  const bool may_come_again = said.reason == OrderReason::kNotReady;
  if (!leg.cancel_wanted && (leg.stage == Stage::kResting || may_come_again)) {
    leg.refused = leg.refused || !may_come_again;
    bring_home(leg);
    return false;
  }
  said.kind = OrderEventKind::kCanceled;  // it was accepted here long ago
  return true;
}

/// One that a venue with pairs took off and nobody here wanted canceled: the position it protects is still there.
bool LegKeeper::comes_home(const Leg& leg) const {
  return is_lock(leg) && !leg.filled && !leg.dropped && !leg.cancel_wanted;
}

void LegKeeper::bring_home(Leg& leg) {
  leg.stage = Stage::kWatching;
  leg.lifted = false;
  venue_.on_over(leg.request.id);
}

void LegKeeper::on_account(const VenueAccount& account, core::Timestamp at) {
  for (Leg& leg : legs_) {
    if (leg.stage != Stage::kResting && leg.stage != Stage::kSent) continue;
    const ClientOrderId id = leg.request.id;
    const bool was_asked = !account.asked || std::ranges::find(*account.asked, id) != account.asked->end();
    const auto there = std::ranges::find(account.orders, id, &VenueOrder::id);
    if (there != account.orders.end()) {
      const bool canceled = there->state == core::OrderState::kCanceled;
      if (!canceled && there->state != core::OrderState::kExpired) continue;
      BrokerReport said;
      said.kind = canceled ? OrderEventKind::kCanceled : OrderEventKind::kExpired;
      said.order = id;
      said.at = at;
      said.reason = there->reason.value_or(OrderReason::kVenue);
      said.filled = there->filled;
      if (translate(leg, said)) reports_.push_back(said);
    } else if (was_asked && leg.cancel_wanted) {
      report(OrderEventKind::kCanceled, id, at, leg.dropped ? OrderReason::kOcoFilled : OrderReason::kRequested);
    } else if (was_asked) {
      bring_home(leg);
    }
  }
}

std::vector<ClientOrderId> LegKeeper::kept_here() const {
  std::vector<ClientOrderId> ids;
  for (const Leg& leg : legs_) {
    if (leg.stage < Stage::kResting) ids.push_back(leg.request.id);
  }
  return ids;
}

void LegKeeper::on_event(const core::OrderEvent& event) {
  at_ = event.at;
  if (Leg* leg = leg_of(event.order); leg != nullptr && event.fill) {
    leg->filled = true;
    if (event.after == core::OrderState::kFilled) drop_siblings(core::OrderRequest{leg->request}, event.at);
  }
  const auto parent = std::ranges::find_if(parents_, [&](const Parent& one) { return one.request.id == event.order; });
  if (parent == parents_.end()) return;
  if (event.fill) parent->filled.lots += event.fill->qty.lots - event.fill->kept.lots;
  if (!core::is_open(event.after)) end_parent(event.order, event.at);
}

void LegKeeper::on_over(ClientOrderId order) {
  const bool was_leg = std::erase_if(legs_, [order](const Leg& leg) { return leg.request.id == order; }) > 0;
  venue_.on_over(order);
  if (was_leg) protect(at_);
}

void LegKeeper::end_parent(ClientOrderId id, core::Timestamp at) {
  const auto parent = std::ranges::find_if(parents_, [id](const Parent& one) { return one.request.id == id; });
  const core::Qty filled = parent->filled;
  parents_.erase(parent);
  std::erase_if(waiting_, [id](const core::OrderRequest& one) { return one.id == id; });
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

void LegKeeper::amend(Leg& leg, core::Qty qty, core::Timestamp at) {
  if (leg.request.qty == qty) return;
  leg.request.qty = qty;
  report(OrderEventKind::kAmended, leg.request.id, at);
  reports_.back().qty = qty;
}

std::optional<core::Price> LegKeeper::best_of(ClientOrderId order) const {
  const auto found = std::ranges::find_if(legs_, [order](const Leg& leg) { return leg.request.id == order; });
  return found == legs_.end() || found->stage != Stage::kWatching ? std::nullopt : found->best;
}

/// Whatever the link to the venue is: the market goes on.
void LegKeeper::trail(core::InstrumentId instrument, core::Price price) {
  for (Leg& leg : legs_) {
    if (!trails(leg.request) || leg.stage != Stage::kWatching || leg.request.instrument != instrument) continue;
    const core::Price best = leg.best.value_or(price);
    leg.best = leg.request.side == core::Side::kSell ? std::max(best, price) : std::min(best, price);
  }
}

bool LegKeeper::is_reached(const Leg& watching, core::Price price) {
  const core::OrderRequest& leg = watching.request;
  if (trails(leg)) {
    const std::int64_t distance = core::sign_of(leg.side) * (price.ticks - watching.best->ticks);
    return distance >= leg.trail->ticks;
  }
  const bool sells = leg.side == core::Side::kSell;
  const bool stop = leg.type == OrderType::kStop || leg.type == OrderType::kStopLimit;
  const auto at = leg.trigger ? leg.trigger : leg.limit;
  if (!at) return false;
  // A stop goes against the position, a target with it.
  return stop == sells ? price <= *at : price >= *at;
}

void LegKeeper::on_price(core::InstrumentId instrument, core::Price price, core::Timestamp at) {
  if (legs_.empty()) return;
  trail(instrument, price);
  if (venue_.link() != VenueLink::kReady) return;
  protect(at);
  const auto due = std::ranges::find_if(legs_, [&](const Leg& leg) {
    return leg.stage == Stage::kWatching && leg.request.instrument == instrument && is_reached(leg, price);
  });
  if (due != legs_.end()) fire(*due, at);  // of several the next trade finds what is left
}

void LegKeeper::fire(Leg& leg, core::Timestamp at) {
  drop_siblings(leg.request, at);
  leg.stage = Stage::kDue;
  send_due(at);
}

void LegKeeper::send_to_market(Leg& leg, core::Timestamp at) {
  // No more than there is to close.
  const core::Qty held{std::abs(held_(leg.request.instrument))};
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
    if (other.stage == Stage::kSent) continue;
    if (other.stage == Stage::kResting) {
      other.cancel_wanted = true;
      venue_.cancel(other.request.id, at);
      continue;
    }
    other.stage = Stage::kSent;  // it watches no more
    report(OrderEventKind::kCanceled, other.request.id, at, OrderReason::kOcoFilled);
  }
}

}  // namespace tidemark::trading
