#include "trading/orders/order_registry.hpp"

#include <algorithm>

#include "trading/orders/order_states.hpp"

namespace tidemark::trading {

using core::OrderEvent;
using core::OrderEventKind;

namespace {

/// Asked for the same, whatever the quantity has become meanwhile.
bool same_request(core::OrderRequest known, const core::OrderRequest& asked) {
  if (known.parent || known.oco) known.qty = asked.qty;
  return known == asked;
}

/// Whether a report of an order that is over repeats what was counted: messages come twice, and one may overtake
/// another.
bool tells_nothing_new(const core::Order& over, const BrokerReport& report) {
  if (report.kind == OrderEventKind::kAccepted || report.kind == OrderEventKind::kTriggered) return true;
  return report.filled && *report.filled <= over.filled;
}

}  // namespace

Admission OrderRegistry::admit(const core::OrderRequest& request, core::Timestamp at, std::vector<OrderEvent>& events) {
  if (const core::Order* known = find(request.id)) {
    return same_request(known->request, request) ? Admission::kKnown : Admission::kIdTaken;
  }
  core::Order order;
  order.request = request;
  order.created = order.updated = at;
  open_.push_back(order);
  open_fills_.emplace_back();
  OrderEvent event;
  event.sequence = next_sequence_++;
  event.at = at;
  event.order = request.id;
  event.instrument = request.instrument;
  event.qty = request.qty;
  events.push_back(event);
  return Admission::kTaken;
}

std::optional<ReportFault> OrderRegistry::fault_of(std::size_t place, const BrokerReport& report) const {
  const core::Order& order = open_[place];
  if (report.kind == OrderEventKind::kFilled) {
    if (!report.fill || report.fill->order != order.request.id || report.fill->instrument != order.request.instrument ||
        report.fill->side != order.request.side || report.fill->qty.lots <= 0) {
      return ReportFault::kMalformed;
    }
    if (std::ranges::find(open_fills_[place], report.fill->id) != open_fills_[place].end()) {
      return ReportFault::kRepeated;
    }
    if (report.fill->qty > order.left()) return ReportFault::kOverfill;
  }
  if (report.kind == OrderEventKind::kAmended && (!report.qty || *report.qty <= order.filled)) {
    return ReportFault::kMalformed;
  }
  if (report.filled) {
    const std::int64_t now = order.filled.lots + (report.fill ? report.fill->qty.lots : 0);
    if (report.filled->lots != now) return ReportFault::kGap;
  }
  const bool again = report.kind == OrderEventKind::kAccepted && order.state != core::OrderState::kNew;
  return again ? std::optional{ReportFault::kRepeated} : std::nullopt;
}

std::expected<OrderEvent, ReportFault> OrderRegistry::apply(const BrokerReport& report,
                                                            std::vector<OrderEvent>& events) {
  const auto place = open_place(report.order);
  if (!place) {
    const core::Order* over = find(report.order);
    if (over == nullptr) return std::unexpected(ReportFault::kUnknownOrder);
    return std::unexpected(tells_nothing_new(*over, report) ? ReportFault::kRepeated : ReportFault::kOutOfTurn);
  }
  if (const auto fault = fault_of(*place, report)) return std::unexpected(*fault);
  core::Order& order = open_[*place];
  const bool fills = report.kind == OrderEventKind::kFilled;
  const std::int64_t filled = fills ? report.fill->qty.lots : 0;
  const Rest rest = filled == order.left().lots ? Rest::kNone : Rest::kSome;
  const auto after = next_state(order.state, report.kind, rest);
  if (!after) return std::unexpected(ReportFault::kOutOfTurn);

  OrderEvent event;
  event.sequence = next_sequence_++;
  event.at = report.at;
  event.order = report.order;
  event.instrument = order.request.instrument;
  event.kind = report.kind;
  event.before = order.state;
  event.after = *after;
  event.reason = report.reason;
  event.fill = fills ? report.fill : std::nullopt;

  order.state = *after;
  order.updated = report.at;
  order.filled.lots += filled;
  if (report.reason) order.reason = report.reason;
  if (report.kind == OrderEventKind::kAmended) order.request.qty = *report.qty;
  if (report.kind == OrderEventKind::kTriggered) order.triggered = true;
  event.qty = order.request.qty;
  if (fills && rest == Rest::kSome) open_fills_[*place].push_back(report.fill->id);
  if (!core::is_open(order.state)) close(*place);
  events.push_back(event);
  return event;
}

void OrderRegistry::restore(const core::Order& order, std::span<const std::uint64_t> fills) {
  if (find(order.request.id) != nullptr) return;
  open_.push_back(order);
  open_fills_.emplace_back(fills.begin(), fills.end());
  if (!core::is_open(order.state)) close(open_.size() - 1);
}

std::optional<std::size_t> OrderRegistry::open_place(core::ClientOrderId id) const {
  for (std::size_t i = open_.size(); i-- > 0;) {
    if (open_[i].request.id == id) return i;
  }
  return std::nullopt;
}

bool OrderRegistry::has_counted(core::ClientOrderId id, std::uint64_t fill) const {
  const auto place = open_place(id);
  return place && std::ranges::find(open_fills_[*place], fill) != open_fills_[*place].end();
}

const core::Order* OrderRegistry::find(core::ClientOrderId id) const {
  if (const auto place = open_place(id)) return &open_[*place];
  const auto found = closed_at_.find(id);
  return found == closed_at_.end() ? nullptr : &closed_[found->second];
}

void OrderRegistry::close(std::size_t place) {
  const core::Order& order = open_[place];
  if (closed_.size() < kClosedKept) {
    closed_at_.emplace(order.request.id, closed_.size());
    closed_.push_back(order);
  } else {
    closed_at_.erase(closed_[next_closed_].request.id);
    closed_at_.emplace(order.request.id, next_closed_);
    closed_[next_closed_] = order;
    next_closed_ = (next_closed_ + 1) % kClosedKept;
  }
  const auto at = static_cast<std::ptrdiff_t>(place);
  open_.erase(open_.begin() + at);
  open_fills_.erase(open_fills_.begin() + at);
}

}  // namespace tidemark::trading
