#include "trading/desk.hpp"

#include <algorithm>

namespace tidemark::trading {

using core::Money;

Submission Desk::submit(const core::OrderRequest& request, core::Timestamp at) {
  // Checked before it is begun, so that it does not count itself.
  const bool known = registry_.find(request.id) != nullptr;
  auto approved = known ? std::unexpected{core::OrderReason::kIdTaken}
                        : gate_.check(request, rules_of(request.instrument), portfolio_, registry_, at);
  switch (registry_.admit(request, at, events_)) {
    case Admission::kKnown:
      return {Sending::kKnown, {}};
    case Admission::kIdTaken:
      return {Sending::kRefused, core::OrderReason::kIdTaken};
    case Admission::kTaken:
      break;
  }
  if (!approved) {
    reject(request, approved.error(), at);
    return {Sending::kRefused, approved.error()};
  }
  broker_.submit(*approved, at);
  return {};
}

TradeRules Desk::rules_of(core::InstrumentId id) const {
  const auto found = std::ranges::find(instruments_, id, &Traded::id);
  return found == instruments_.end() ? TradeRules{} : found->rules;
}

void Desk::reject(const core::OrderRequest& request, core::OrderReason reason, core::Timestamp at) {
  BrokerReport report;
  report.kind = core::OrderEventKind::kRejected;
  report.order = request.id;
  report.at = at;
  report.reason = reason;
  if (!registry_.apply(report, events_)) ++faults_;
}

void Desk::cancel(core::ClientOrderId order, core::Timestamp at) {
  broker_.cancel(order, at);
}

void Desk::cancel_all(core::Timestamp at) {
  for (const core::Order& order : registry_.open()) broker_.cancel(order.request.id, at);
}

void Desk::cancel_all(core::InstrumentId instrument, core::Timestamp at) {
  for (const core::Order& order : registry_.open()) {
    if (order.request.instrument == instrument) broker_.cancel(order.request.id, at);
  }
}

void Desk::engage_kill_switch(core::Timestamp at) {
  gate_.engage_kill_switch();
  cancel_all(at);
}

void Desk::settle() {
  // What was counted may lead to more.
  do {
    reports_.clear();
    broker_.take_reports(reports_);
    for (const BrokerReport& report : reports_) count(report);
  } while (!reports_.empty());
}

/// A fee is worth what it is when it is counted, once.
void Desk::count(const BrokerReport& report) {
  const bool asks = worth_ && report.fill && report.fill->fee_worth == core::FeeWorth::kUnknown && report.fill->charged;
  const auto worth = asks ? worth_(*report.fill->charged, report.fill->instrument) : std::nullopt;
  if (!worth) return apply(report);
  BrokerReport valued = report;
  valued.fill->fee = *worth;
  valued.fill->fee_worth = core::FeeWorth::kKnown;
  apply(valued);
}

void Desk::apply(const BrokerReport& report) {
  const auto event = registry_.apply(report, events_);
  if (!event) {
    if (event.error() == ReportFault::kGap) {
      ++gaps_;
    } else if (event.error() != ReportFault::kRepeated) {
      ++faults_;
    }
    return;
  }
  if (event->fill) book(*event->fill);
  broker_.on_event(*event);
  if (!core::is_open(event->after)) broker_.on_over(event->order);
}

std::vector<Difference> Desk::reconcile(const VenueAccount& account) {
  settle();
  for (const BrokerReport& report : missed_reports(registry_, account)) count(report);
  return differences(registry_, portfolio_, account);
}

void Desk::restore(const core::Order& order, std::span<const std::uint64_t> fills, std::optional<core::Price> best,
                   core::Timestamp at) {
  registry_.restore(order, fills);
  if (core::is_open(order.state)) broker_.adopt(order, best, at);
}

Money Desk::basis_of(core::InstrumentId id, core::PositionSide side) const {
  const auto found = std::ranges::find_if(bases_, [&](const Basis& one) { return one.id == id && one.side == side; });
  return found == bases_.end() ? Money{} : found->earned;
}

void Desk::book(const core::Fill& fill) {
  const auto outcome = portfolio_.apply(fill);
  if (!outcome) {
    ++faults_;
    return;
  }
  if (outcome->closed.lots == 0) return;
  const Position& position = portfolio_.position(fill.instrument, fill.position);
  const bool over = position.is_flat() || outcome->opened.lots > 0;
  if (!over) return;
  auto basis = std::ranges::find_if(
      bases_, [&](const Basis& one) { return one.id == fill.instrument && one.side == fill.position; });
  if (basis == bases_.end()) basis = bases_.insert(bases_.end(), {fill.instrument, fill.position, {}});
  const Money earned = position.realized - position.fees + position.funding;
  gate_.on_closed(fill.at, earned - basis->earned);
  basis->earned = earned;
  cancel_protection(fill);
}

/// A leg that outlives its position would close the next one. Legs of an entry that is still open wait for what it
/// brings.
void Desk::cancel_protection(const core::Fill& closing) {
  for (const core::Order& order : registry_.open()) {
    const core::OrderRequest& leg = order.request;
    if (!leg.parent || leg.effect != core::Effect::kReduceOnly || leg.instrument != closing.instrument) continue;
    if (leg.position != closing.position || leg.side != closing.side) continue;
    const core::Order* entry = registry_.find(*leg.parent);
    if (entry == nullptr || !core::is_open(entry->state)) broker_.cancel(leg.id, closing.at);
  }
}

}  // namespace tidemark::trading
