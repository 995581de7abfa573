#include <algorithm>
#include <cstdlib>

#include "trading/execution/leg_keeper.hpp"

/// How legs come to rest at the venue, and what that has locked.
namespace tidemark::trading {

using core::OrderEventKind;
using core::OrderReason;

namespace {

bool stops_loss(const core::OrderRequest& leg) {
  return leg.type == core::OrderType::kStop || leg.type == core::OrderType::kStopLimit;
}

/// As the venue is told it: it knows no parents.
core::OrderRequest as_sent(const core::OrderRequest& leg) {
  core::OrderRequest sent = leg;
  sent.effect = core::Effect::kReduceOnly;
  sent.parent.reset();
  sent.oco.reset();
  return sent;
}

}  // namespace

LegKeeper::Leg* LegKeeper::sibling_of(const Leg& leg) {
  const auto found = std::ranges::find_if(legs_, [&](const Leg& other) {
    return other.request.id != leg.request.id && leg.request.oco && other.request.oco == leg.request.oco;
  });
  return found == legs_.end() ? nullptr : &*found;
}

/// Whether the venue holds back for it what it would sell.
bool LegKeeper::is_lock(const Leg& leg) const {
  return leg.stage == Stage::kResting && home_of(leg.request) == LegHome::kVenuePair;
}

/// What of the position no resting leg has locked, the two of a pair once; no more than the leg is for.
core::Qty LegKeeper::room_for(const Leg& leg) {
  std::int64_t free = std::abs(held_(leg.request.instrument));
  for (const Leg& other : legs_) {
    if (!is_lock(other) || other.request.instrument != leg.request.instrument) continue;
    const Leg* sibling = sibling_of(other);
    const bool counted = sibling != nullptr && is_lock(*sibling) && sibling->request.id < other.request.id;
    if (!counted) free -= other.request.qty.lots;
  }
  return std::min(leg.request.qty, core::Qty{std::max<std::int64_t>(free, 0)});
}

void LegKeeper::protect(core::Timestamp at) {
  send_waiting(at);
  if (venue_.link() != VenueLink::kReady) return;
  send_due(at);
  for (Leg& leg : legs_) {
    if (leg.stage == Stage::kWatching && !leg.refused && home_of(leg.request) != LegHome::kHere) rest(leg, at);
  }
}

/// Another order that sells has what it needs before: one that passes through, or a trailing stop whose time has come.
bool LegKeeper::is_selling_more(const Leg& leg) const {
  const auto sells_too = [&](const core::OrderRequest& other) {
    return other.instrument == leg.request.instrument && other.side == leg.request.side;
  };
  return std::ranges::any_of(parents_, [&](const Parent& other) { return sells_too(other.request); }) ||
         std::ranges::any_of(legs_, [&](const Leg& other) {
           return !other.request.parent && (other.stage == Stage::kDue || other.stage == Stage::kSent) &&
                  sells_too(other.request);
         });
}

void LegKeeper::rest(Leg& leg, core::Timestamp at) {
  const bool locks = home_of(leg.request) == LegHome::kVenuePair;
  Leg* sibling = locks ? sibling_of(leg) : nullptr;
  if (sibling != nullptr) {
    const bool fits = sibling->stage == Stage::kWatching && !sibling->refused &&
                      home_of(sibling->request) == LegHome::kVenuePair &&
                      stops_loss(sibling->request) != stops_loss(leg.request);
    if (!fits) return;
  }
  const bool is_busy = locks && is_selling_more(leg);
  const core::Qty qty =
      locks ? room_for(leg) : std::min(leg.request.qty, core::Qty{std::abs(held_(leg.request.instrument))});
  if (is_busy || qty.lots == 0) return;
  amend(leg, qty, at);
  leg.stage = Stage::kResting;
  if (sibling == nullptr) return venue_.release(as_sent(leg.request), at);
  amend(*sibling, qty, at);
  sibling->stage = Stage::kResting;
  venue_.release_pair(as_sent(leg.request), as_sent(sibling->request), at);
}

/// Those whose price has come. What a sibling at the venue has locked cannot be sold before it is over.
void LegKeeper::send_due(core::Timestamp at) {
  for (Leg& leg : legs_) {
    if (leg.stage != Stage::kDue) continue;
    if (!leg.request.parent && wants_room(leg.request)) {
      make_room(leg.request, at);
      continue;
    }
    const bool locks = home_of(leg.request) == LegHome::kVenuePair;
    const Leg* sibling = locks ? sibling_of(leg) : nullptr;
    const bool is_there = sibling != nullptr &&
                          (sibling->stage == Stage::kResting || (sibling->stage == Stage::kSent && !sibling->dropped));
    if (!is_there) send_to_market(leg, at);
  }
}

/// Whether it would sell what resting legs have locked.
bool LegKeeper::wants_room(const core::OrderRequest& order) {
  const auto is_in_the_way = [&](const Leg& leg) {
    return is_lock(leg) && leg.request.instrument == order.instrument && leg.request.side == order.side;
  };
  if (std::ranges::none_of(legs_, is_in_the_way)) return false;
  Leg asked;
  asked.request = order;
  return room_for(asked) < order.qty;
}

/// Brings home what is in its way, and not on the way already.
void LegKeeper::make_room(const core::OrderRequest& order, core::Timestamp at) {
  for (Leg& leg : legs_) {
    const bool is_in_the_way = is_lock(leg) && !leg.lifted && leg.request.instrument == order.instrument;
    if (!is_in_the_way || leg.request.side != order.side) continue;
    leg.lifted = true;
    venue_.cancel(leg.request.id, at);
  }
}

void LegKeeper::send_waiting(core::Timestamp at) {
  for (auto order = waiting_.begin(); order != waiting_.end();) {
    const bool is_ready = venue_.link() == VenueLink::kReady;
    const bool locked = std::ranges::any_of(legs_, [&](const Leg& leg) {
      return is_lock(leg) && leg.request.instrument == order->instrument && leg.request.side == order->side;
    });
    if (is_ready && locked) {
      ++order;
      continue;
    }
    if (is_ready) {
      venue_.release(*order, at);
    } else {
      report(OrderEventKind::kRejected, order->id, at, OrderReason::kNotReady);
    }
    order = waiting_.erase(order);
  }
}

}  // namespace tidemark::trading
