#include "venues/binance/trade/order_session.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::venues::binance {

using core::OrderEventKind;
using core::Timestamp;

OrderSession::OrderSession(TradeConfig config, Transport& transport, OrderSink& sink)
    : config_{std::move(config)},
      transport_{transport},
      sink_{sink},
      gate_{config_, transport},
      link_{config_, transport, gate_},
      inquiry_{config_, gate_, symbols_} {}

void OrderSession::start(Timestamp now) {
  running_ = true;
  started_ = verified_ = now;
}

void OrderSession::stop() {
  running_ = false;
  link_.stop();
  inquiry_.abort();
}

Timestamp OrderSession::on_time(Timestamp now) {
  if (!running_) return Timestamp{INT64_MAX};
  Timestamp next = send_cancels(now);
  next = std::min(next, link_.on_time(now));
  note(link_.take_change(), now);
  tell_problem();
  next = std::min(next, send_waiting(now));
  next = std::min(next, inquiry_.on_time(now));
  return std::min(next, tell_doubt(now));
}

/// Why there is no connection, once for each reason.
void OrderSession::tell_problem() {
  if (link_.is_up()) {
    told_problem_.clear();
  } else if (link_.problem().message != told_problem_) {
    told_problem_ = link_.problem().message;
    sink_.on_trouble(link_.problem());
  }
}

/// Not while the account is asked for, and ever later while the doubt stays: what cannot be settled is no reason to ask
/// without end.
Timestamp OrderSession::tell_doubt(Timestamp now) {
  constexpr std::uint32_t kDoublings = 4;
  const bool asking = inquiry_.is_under_way() || !queue_.empty();
  if (!link_.is_up() || asking || (orders_.empty() && !doubtful_)) return Timestamp{INT64_MAX};
  const core::Duration pause{config_.doubt_pause.ns << std::min(doubts_, kDoublings)};
  const Timestamp due = verified_ + (doubtful_ ? pause : config_.verify_every);
  if (now < due) return due;
  doubts_ = doubtful_ && now - verified_ < pause * 2 ? doubts_ + 1 : 0;
  verified_ = now;
  doubtful_ = false;
  sink_.on_doubt(now);
  return verified_ + config_.verify_every;
}

OrderSessionStatus OrderSession::status() const {
  OrderSessionStatus status = status_;
  status.up = link_.is_up();
  status.waiting = queue_.size();
  status.working = orders_.size();
  return status;
}

void OrderSession::note(UserLink::Change change, Timestamp at) {
  if (change == UserLink::Change::kUp) sink_.on_up(at);
  if (change != UserLink::Change::kDown) return;
  inquiry_.abort();
  drop_waiting(at);
  told_problem_ = link_.problem().message;
  sink_.on_down(link_.problem(), at);
}

void OrderSession::on_open(LinkId link, Timestamp at) {
  if (link_.is_link(link)) note(link_.on_open(at), at);
}

void OrderSession::on_closed(LinkId link, const core::Error& why, Timestamp at) {
  if (link_.is_link(link)) note(link_.on_closed(why, at), at);
}

void OrderSession::on_text(LinkId link, std::string_view text, Timestamp received) {
  if (!running_ || !link_.is_link(link)) return;
  link_.on_life(received);
  auto event = parse_user_event(text, symbols_);
  if (!event) {
    // It may have been about an order.
    doubtful_ = true;
    return;
  }
  if (event->kind == UserEvent::Kind::kFunding) doubtful_ = true;
  if (event->kind == UserEvent::Kind::kCame) return hear_end(*event->report);
  if (event->report) return hear(std::move(*event));
  note(link_.on_event(*event, received), received);
}

/// A report that the venue tells. Fills are passed on in the venue's order and each once: what comes twice is left out,
/// and where one is missing before it, the account is asked for.
void OrderSession::hear(UserEvent event) {
  trading::BrokerReport& report = *event.report;
  const bool is_old = std::ranges::any_of(over_, [&](const Over& one) {
    const bool any = one.venue_order == 0 || event.venue_order == 0;
    return one.id == report.order.value && (any || one.venue_order == event.venue_order);
  });
  if (is_old) return;
  if (const auto here = orders_.find(report.order.value); here != orders_.end() && event.venue_order != 0) {
    here->second.venue_order = event.venue_order;
  }
  if (report.kind == OrderEventKind::kTriggered) {
    if (const auto here = orders_.find(report.order.value); here != orders_.end()) here->second.triggered = true;
  }
  if (!report.fill) return tell(report);
  const auto known = orders_.find(report.order.value);
  const core::Instrument* instrument = symbols_.find(report.fill->instrument);
  if (known == orders_.end() || instrument == nullptr) {
    doubtful_ = true;
    return;
  }
  Order& order = known->second;
  if (*report.filled <= order.filled) return;
  if (report.filled->lots != order.filled.lots + report.fill->qty.lots) {
    doubtful_ = true;
    return;
  }
  keep_fee(*report.fill, event.base_fee, order.base_fees, *instrument);
  order.filled = *report.filled;
  order.base_fees += event.base_fee;
  tell(report);
}

/// All fills of what came of a conditional order should have been told before.
void OrderSession::hear_end(const trading::BrokerReport& end) {
  const auto known = orders_.find(end.order.value);
  if (known != orders_.end() && known->second.filled != *end.filled) doubtful_ = true;
}

void OrderSession::forget(Orders::iterator order) {
  constexpr std::size_t kRemembered = 1024;
  over_.push_back({order->first, order->second.venue_order});
  if (over_.size() > kRemembered) over_.pop_front();
  orders_.erase(order);
}

/// What is over is forgotten here; the desk keeps it until it has counted all.
void OrderSession::tell(const trading::BrokerReport& report) {
  trading::BrokerReport told = report;
  const auto known = orders_.find(report.order.value);
  if (known != orders_.end()) {
    Order& order = known->second;
    const bool ours = told.kind == OrderEventKind::kCanceled && order.cancel_asked;
    if (ours) told.reason = core::OrderReason::kRequested;
    const bool ended = told.kind == OrderEventKind::kCanceled || told.kind == OrderEventKind::kRejected ||
                       told.kind == OrderEventKind::kExpired;
    const bool whole = told.kind == OrderEventKind::kFilled && told.filled && *told.filled >= order.request.qty;
    if (ended || whole) forget(known);
  }
  sink_.on_report(told);
}

void OrderSession::on_reply(RequestId request, core::Result<HttpReply> reply, Timestamp at) {
  if (!running_) return;
  if (gate_.on_reply(request, reply, at)) return;
  if (link_.on_reply(request, reply, at)) return note(link_.take_change(), at);
  if (inquiry_.on_reply(request, reply, at)) return finish_inquiry(at);
  if (reply) gate_.heed(*reply, at);
  if (const auto job = submits_.extract(request)) {
    on_order_reply(job.mapped(), reply, at);
  } else if (const auto cancel = cancels_.extract(request)) {
    const auto order = orders_.find(cancel.mapped());
    if (order != orders_.end()) on_cancel_reply(order, reply, at);
  }
}

void OrderSession::finish_inquiry(Timestamp at) {
  if (inquiry_.refusal() != told_refusal_) {
    told_refusal_ = inquiry_.refusal();
    if (!told_refusal_.empty()) {
      sink_.on_trouble({core::ErrorKind::kRefused,
                        "account_refused",
                        "the venue does not say how the account stands: " + told_refusal_,
                        {}});
    }
  }
  const auto account = inquiry_.take(at);
  if (!account) return;
  verified_ = at;
  for (const AccountInquiry::Filled& one : inquiry_.filled()) {
    const auto known = orders_.find(one.order.value);
    if (known == orders_.end() || known->second.filled >= one.qty) continue;
    known->second.filled = one.qty;
    known->second.base_fees = one.base_fees;
  }
  for (const core::ClientOrderId id : *account->asked) {
    const auto there = std::ranges::find(account->orders, id, &trading::VenueOrder::id);
    const auto known = orders_.find(id.value);
    if (known == orders_.end()) continue;
    if (there == account->orders.end() || !core::is_open(there->state)) {
      forget(known);
    } else if (known->second.stage == Stage::kUnknown) {
      known->second.stage = Stage::kThere;
    }
  }
  sink_.on_account(*account);
}

}  // namespace tidemark::venues::binance
