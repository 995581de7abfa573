#include <algorithm>
#include <utility>

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
    if (!link_.is_up() || queue_.size() >= config_.queue) return reject(request.order.id, OrderReason::kNotReady, now);
    // Again, after it was refused: what is told of it is new.
    std::erase(over_, request.order.id.value);
    Order& order = orders_[request.order.id.value];
    order.request = request.order;
    order.stage = Stage::kWaiting;
    order.asked = now;
  }
  request.at = now;  // patience begins here
  queue_.push_back(std::move(request));
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
    const auto order = orders_.find(front.order.id.value);
    const bool unwanted = order != orders_.end() && order->second.cancel == Cancel::kWanted;
    if (unwanted || now - front.at >= config_.patience) {
      const core::ClientOrderId id = front.order.id;
      queue_.pop_front();
      if (unwanted) {
        trading::BrokerReport report = report_of(OrderEventKind::kCanceled, id, now);
        report.reason = OrderReason::kRequested;
        tell(report);
      } else {
        reject(id, OrderReason::kNotReady, now);
      }
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
  const core::Instrument* instrument = symbols_.find(request.order.instrument);
  if (instrument == nullptr) {
    reject(request.order.id, OrderReason::kUnknownInstrument, now);
    return true;
  }
  const auto call = place_call(config_.market, request.order, *instrument);
  if (!call) {
    reject(request.order.id, call.error(), now);
    return true;
  }
  const auto sent = gate_.send(*call, now);
  if (!sent) return false;
  submits_[*sent] = request.order.id.value;
  Order& order = orders_[request.order.id.value];
  order.stage = Stage::kUnderWay;
  order.believe_from = now + config_.recv_window + kMargin;
  ++status_.orders_sent;
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
    if (request.kind == Kind::kSubmit) reject(request.order.id, OrderReason::kNotReady, at);
  }
}

void OrderSession::on_order_reply(Orders::iterator order, const core::Result<HttpReply>& reply, Timestamp at) {
  const core::ClientOrderId id{order->first};
  Judgment judgment;
  if (reply) judgment = judge(reply->status, reply->body);
  switch (judgment.outcome) {
    case Outcome::kDone: {
      const auto answer = parse_order(reply->body);
      order->second.stage = Stage::kThere;
      // Fills come with the user data, each with its fee.
      return tell(report_of(OrderEventKind::kAccepted, id, answer && answer->at.ns > 0 ? answer->at : at));
    }
    case Outcome::kRefused:
      if (judgment.reason == OrderReason::kVenue) {
        sink_.on_trouble({core::ErrorKind::kRefused, "order_refused", "the venue refuses an order: " + judgment.message,
                          wire_id(id)});
      }
      return reject(id, judgment.reason, at);
    case Outcome::kClock:
      gate_.ask_time(at);
      [[fallthrough]];
    case Outcome::kLimited:
      // It was not carried out.
      order->second.stage = Stage::kWaiting;
      hold_until_ = at + config_.retry_after;
      queue_.push_front(
          {.kind = Kind::kSubmit, .at = order->second.asked, .order = order->second.request, .known = {}});
      return;
    case Outcome::kUnknown:
      break;
  }
  ++status_.unknown_outcomes;
  order->second.stage = Stage::kUnknown;
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
    const auto answer = parse_order(reply->body);
    const core::Instrument* instrument = symbols_.find(order->second.request.instrument);
    // Whoever counts must have all fills before: what it has filled says so.
    const auto filled = answer ? qty_of(answer->executed, *instrument) : core::Result<core::Qty>{};
    if (!answer || !filled) {
      doubtful_ = true;
      return;
    }
    report.filled = *filled;
    if (answer->at.ns > 0) report.at = answer->at;
    return tell(report);
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

}  // namespace tidemark::venues::binance
