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
  legs_.push_back({order.request, sleeps ? Stage::kSleeping : Stage::kWatching});
}

void LegKeeper::cancel(ClientOrderId order, core::Timestamp at) {
  const Leg* leg = leg_of(order);
  if (leg == nullptr || leg->stage == Stage::kSent) return venue_.cancel(order, at);
  report(OrderEventKind::kCanceled, order, at, OrderReason::kRequested);
}

void LegKeeper::take_reports(std::vector<BrokerReport>& out) {
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  venue_.take_reports(out);
  for (auto said = out.begin() + first; said != out.end(); ++said) {
    const Leg* leg = leg_of(said->order);
    // It was accepted here long ago.
    if (leg != nullptr && said->kind == OrderEventKind::kRejected) said->kind = OrderEventKind::kCanceled;
  }
  out.insert(out.end(), reports_.begin(), reports_.end());
  reports_.clear();
}

void LegKeeper::on_event(const core::OrderEvent& event) {
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
    if (other.request.id == leg.id || !leg.oco || other.request.oco != leg.oco) continue;
    other.stage = Stage::kSent;  // it watches no more
    report(OrderEventKind::kCanceled, other.request.id, at, OrderReason::kOcoFilled);
  }
}

}  // namespace tidemark::trading
