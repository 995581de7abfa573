#include <algorithm>
#include <utility>
#include <vector>

#include "venues/binance/trade/order_session.hpp"

namespace tidemark::venues::binance {

using core::OrderEventKind;
using core::OrderReason;
using core::Timestamp;
using Kind = trading::VenueRequest::Kind;

namespace {

constexpr Timestamp kNever{INT64_MAX};
/// Beyond the window in which the venue still takes a request that was sent: clocks differ by a little.
constexpr core::Duration kMargin = core::seconds(1);

/// The orders of a kSubmit.
std::vector<core::OrderRequest> orders_in(const trading::VenueRequest& request) {
  std::vector<core::OrderRequest> orders{request.order};
  if (request.pair) orders.push_back(*request.pair);
  return orders;
}

trading::BrokerReport report_of(OrderEventKind kind, core::ClientOrderId id, Timestamp at) {
  trading::BrokerReport report;
  report.kind = kind;
  report.order = id;
  report.at = at;
  return report;
}

}  // namespace

void OrderSession::ask(trading::VenueRequest request, Timestamp now) {
  if (request.kind == Kind::kCancel) {
    want_cancel(request.order);
    return;
  }
  if (request.kind == Kind::kSubmit) {
    const bool is_taken = link_.is_up() && queue_.size() < config_.queue;
    for (const core::OrderRequest& order : orders_in(request)) {
      is_taken ? put_waiting(order, now) : reject(order.id, OrderReason::kNotReady, now);
    }
    if (!is_taken) return;
  }
  request.at = now;  // patience begins here
  queue_.push_back(std::move(request));
}

void OrderSession::put_waiting(const core::OrderRequest& request, Timestamp now) {
  // Again, after it was refused or taken off: what is told of it is new.
  std::erase_if(over_, [&](const Over& one) { return one.id == request.id.value && one.venue_order == 0; });
  Order& order = orders_[request.id.value];
  order = {};
  order.request = request;
  order.stage = Stage::kWaiting;
  order.asked = now;
}

bool OrderSession::is_unwanted(const core::OrderRequest& request) const {
  const auto order = orders_.find(request.id.value);
  return order != orders_.end() && order->second.cancel == Cancel::kWanted;
}

/// What is not sent any more.
void OrderSession::drop_request(const trading::VenueRequest& request, Timestamp at) {
  for (const core::OrderRequest& order : orders_in(request)) {
    if (is_unwanted(order)) {
      trading::BrokerReport report = report_of(OrderEventKind::kCanceled, order.id, at);
      report.reason = OrderReason::kRequested;
      tell(report);
    } else {
      reject(order.id, OrderReason::kNotReady, at);
    }
  }
}

void OrderSession::want_cancel(const core::OrderRequest& request) {
  const auto known = orders_.try_emplace(request.id.value);
  Order& order = known.first->second;
  if (known.second) {
    order.request = request;
    order.believe_from = started_ + config_.recv_window + kMargin;
  }
  order.cancel_asked = true;
  if (order.cancel == Cancel::kNone) order.cancel = Cancel::kWanted;
}

Timestamp OrderSession::send_cancels(Timestamp now) {
  Timestamp next = kNever;
  for (auto& [id, order] : orders_) {
    if (order.cancel != Cancel::kWanted) continue;
    // What was not sent yet never is; what is on its way must arrive first.
    if (order.stage == Stage::kWaiting || order.stage == Stage::kUnderWay) continue;
    if (now < order.cancel_at) {
      next = std::min(next, order.cancel_at);
      continue;
    }
    const core::Instrument* instrument = symbols_.find(order.request.instrument);
    if (instrument == nullptr || !gate_.is_in_time()) continue;
    const bool conditional = is_conditional(config_.market, order.request.type) && !order.triggered;
    const auto sent = gate_.send(
        conditional ? cancel_conditional_call({id}) : cancel_call(config_.market, instrument->symbol, {id}), now);
    if (!sent) return std::min(next, gate_.next());
    cancels_[*sent] = id;
    order.cancel = Cancel::kUnderWay;
    ++status_.cancels_sent;
  }
  return next;
}

Timestamp OrderSession::send_waiting(Timestamp now) {
  while (!queue_.empty()) {
    const trading::VenueRequest& front = queue_.front();
    if (front.kind == Kind::kAccount) {
      // Orders before it must have been answered, or never will be: then what became of them is part of the answer.
      if (!submits_.empty()) return kNever;
      begin_inquiry(front);
      queue_.pop_front();
      continue;
    }
    const bool unwanted = is_unwanted(front.order) || (front.pair && is_unwanted(*front.pair));
    if (unwanted || now - front.at >= config_.patience) {
      const trading::VenueRequest dropped = std::move(queue_.front());
      queue_.pop_front();
      drop_request(dropped, now);
      continue;
    }
    if (now < hold_until_) return hold_until_;
    if (!send_order(front, now)) return std::min(gate_.next(), front.at + config_.patience);
    queue_.pop_front();
  }
  return kNever;
}

/// False: not now.
bool OrderSession::send_order(const trading::VenueRequest& request, Timestamp now) {
  const auto refuse = [&](OrderReason reason) {
    for (const core::OrderRequest& order : orders_in(request)) reject(order.id, reason, now);
    return true;
  };
  const core::Instrument* instrument = symbols_.find(request.order.instrument);
  if (instrument == nullptr) return refuse(OrderReason::kUnknownInstrument);
  const auto call = request.pair ? place_oco_call(request.order, *request.pair, *instrument)
                                 : place_call(config_.market, request.order, *instrument);
  if (!call) return refuse(call.error());
  const auto sent = gate_.send(*call, now);
  if (!sent) return false;
  submits_[*sent] = request;
  for (const core::OrderRequest& one : orders_in(request)) {
    inquiry_.disregard(one.id);
    Order& order = orders_[one.id.value];
    order.stage = Stage::kUnderWay;
    order.believe_from = now + config_.recv_window + kMargin;
    ++status_.orders_sent;
  }
  return true;
}

void OrderSession::begin_inquiry(const trading::VenueRequest& request) {
  std::vector<AccountInquiry::Asked> asked;
  for (const core::OrderRequest& order : request.known) {
    const auto known = orders_.try_emplace(order.id.value);
    Order& here = known.first->second;
    if (known.second) {
      here.request = order;
      here.believe_from = started_ + config_.recv_window + kMargin;
    }
    const OrderReason canceled = here.cancel_asked ? OrderReason::kRequested : OrderReason::kVenue;
    asked.push_back({order, here.believe_from, canceled});
  }
  inquiry_.begin(asked, request.funding_from);
}

void OrderSession::reject(core::ClientOrderId id, OrderReason reason, Timestamp at) {
  trading::BrokerReport report = report_of(OrderEventKind::kRejected, id, at);
  report.reason = reason;
  tell(report);
}

void OrderSession::drop_waiting(Timestamp at) {
  std::deque<trading::VenueRequest> waiting;
  waiting.swap(queue_);
  for (const trading::VenueRequest& request : waiting) {
    if (request.kind != Kind::kSubmit) continue;
    for (const core::OrderRequest& order : orders_in(request)) reject(order.id, OrderReason::kNotReady, at);
  }
}

void OrderSession::on_order_reply(const trading::VenueRequest& request, const core::Result<HttpReply>& reply,
                                  Timestamp at) {
  // User data may have told the end of one before.
  std::vector<Orders::iterator> orders;
  for (const core::OrderRequest& one : orders_in(request)) {
    const auto order = orders_.find(one.id.value);
    if (order != orders_.end() && order->second.stage == Stage::kUnderWay) orders.push_back(order);
  }
  if (orders.empty()) return;
  Judgment judgment;
  if (reply) judgment = judge(reply->status, reply->body);
  switch (judgment.outcome) {
    case Outcome::kDone: {
      const auto answer = parse_order_reports(reply->body);
      const bool timed = answer && !answer->empty() && answer->front().at.ns > 0;
      for (const auto& order : orders) {
        order->second.stage = Stage::kThere;
        // Fills come with the user data, each with its fee.
        tell(report_of(OrderEventKind::kAccepted, {order->first}, timed ? answer->front().at : at));
      }
      return;
    }
    case Outcome::kRefused:
      if (judgment.reason == OrderReason::kVenue) {
        sink_.on_trouble({core::ErrorKind::kRefused, "order_refused", "the venue refuses an order: " + judgment.message,
                          wire_id(request.order.id)});
      }
      for (const auto& order : orders) reject({order->first}, judgment.reason, at);
      return;
    case Outcome::kClock:
      gate_.ask_time(at);
      [[fallthrough]];
    case Outcome::kLimited: {
      // It was not carried out.
      hold_until_ = at + config_.retry_after;
      for (const auto& order : orders) order->second.stage = Stage::kWaiting;
      trading::VenueRequest again = request;
      again.at = orders.front()->second.asked;
      queue_.push_front(std::move(again));
      return;
    }
    case Outcome::kUnknown:
      break;
  }
  ++status_.unknown_outcomes;
  for (const auto& order : orders) order->second.stage = Stage::kUnknown;
  doubtful_ = true;
}

void OrderSession::on_cancel_reply(Orders::iterator order, const core::Result<HttpReply>& reply, Timestamp at) {
  Judgment judgment;
  if (reply) judgment = judge(reply->status, reply->body);
  order->second.cancel = Cancel::kNone;
  if (judgment.outcome == Outcome::kDone) {
    trading::BrokerReport report = report_of(OrderEventKind::kCanceled, {order->first}, at);
    if (is_conditional(config_.market, order->second.request.type) && !order->second.triggered) {
      report.filled = order->second.filled;  // nothing: it waited
      return tell(report);
    }
    return on_canceled(order->first, reply->body, at);
  }
  if (judgment.outcome == Outcome::kRefused) {
    // It is over already, or has not arrived yet: the venue knows.
    doubtful_ = true;
    return;
  }
  if (judgment.outcome == Outcome::kClock) gate_.ask_time(at);
  if (judgment.outcome == Outcome::kUnknown) ++status_.unknown_outcomes;
  order->second.cancel = Cancel::kWanted;
  order->second.cancel_at = at + config_.retry_after;
}

/// The answer to a cancel: the order, or the whole list that it was in.
void OrderSession::on_canceled(std::uint64_t asked, const std::string& body, Timestamp at) {
  const auto answer = parse_order_reports(body);
  if (!answer) {
    doubtful_ = true;
    return;
  }
  for (const WireOrder& one : *answer) {
    const auto id = answer->size() == 1 ? std::optional{core::ClientOrderId{asked}} : own_id(one.client_id);
    const auto order = id ? orders_.find(id->value) : orders_.end();
    if (order == orders_.end()) continue;
    // Whoever counts must have all fills before: what it has filled says so.
    const core::Instrument* instrument = symbols_.find(order->second.request.instrument);
    const auto filled = qty_of(one.executed, *instrument);
    if (!filled) {
      doubtful_ = true;
      continue;
    }
    order->second.venue_order = one.venue_order;
    trading::BrokerReport report = report_of(OrderEventKind::kCanceled, *id, one.at.ns > 0 ? one.at : at);
    report.reason = OrderReason::kVenue;
    report.filled = *filled;
    tell(report);
  }
}

}  // namespace tidemark::venues::binance
