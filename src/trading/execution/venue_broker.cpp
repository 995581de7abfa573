#include "trading/execution/venue_broker.hpp"

#include <iterator>

namespace tidemark::trading {
std::string_view name_of(VenueLink link) noexcept {
  if (link == VenueLink::kDown) return "down";
  return link == VenueLink::kReconciling ? "reconciling" : "ready";
}

void VenueBroker::submit(const ApprovedOrder& order, core::Timestamp at) {
  const core::OrderRequest& request = order.request();
  if (const auto reason = refusal_of(request)) return reject(request, *reason, at);
  release(request, at);
}

std::optional<core::OrderReason> VenueBroker::refusal_of(const core::OrderRequest& request) const {
  if (const auto reason = refuses_ ? refuses_(request) : std::nullopt) return reason;
  return link_ == VenueLink::kReady ? std::nullopt : std::optional{core::OrderReason::kNotReady};
}

void VenueBroker::release(const core::OrderRequest& request, core::Timestamp at) {
  working_.push_back({request});
  requests_.push_back({.kind = VenueRequest::Kind::kSubmit, .at = at, .order = request, .known = {}});
}

void VenueBroker::release_pair(const core::OrderRequest& one, const core::OrderRequest& other, core::Timestamp at) {
  release(one, at);
  working_.push_back({other});
  requests_.back().pair = other;
}

void VenueBroker::reject(const core::OrderRequest& request, core::OrderReason reason, core::Timestamp at) {
  BrokerReport report;
  report.kind = core::OrderEventKind::kRejected;
  report.order = request.id;
  report.at = at;
  report.reason = reason;
  reports_.push_back(report);
}

void VenueBroker::cancel(core::ClientOrderId order, core::Timestamp at) {
  for (Working& working : working_) {
    if (working.request.id != order) continue;
    working.cancel_wanted = true;
    if (link_ == VenueLink::kReady) ask_cancel(working, at);
    return;
  }
}

void VenueBroker::take_reports(std::vector<BrokerReport>& out) {
  out.insert(out.end(), reports_.begin(), reports_.end());
  reports_.clear();
}

void VenueBroker::adopt(const core::Order& order, std::optional<core::Price> /*best*/, core::Timestamp /*at*/) {
  working_.push_back({order.request});
}

void VenueBroker::take_requests(std::vector<VenueRequest>& out) {
  out.insert(out.end(), std::make_move_iterator(requests_.begin()), std::make_move_iterator(requests_.end()));
  requests_.clear();
}

void VenueBroker::on_up(core::Timestamp at) {
  link_ = VenueLink::kReconciling;
  ask_account(at);
}

void VenueBroker::ask_account(core::Timestamp at) {
  VenueRequest request;
  request.kind = VenueRequest::Kind::kAccount;
  request.at = at;
  for (const Working& working : working_) request.known.push_back(working.request);
  requests_.push_back(std::move(request));
}

void VenueBroker::on_report(const BrokerReport& report) {
  reports_.push_back(report);
}

void VenueBroker::on_over(core::ClientOrderId order) {
  std::erase_if(working_, [order](const Working& one) { return one.request.id == order; });
}

void VenueBroker::ready(core::Timestamp at) {
  link_ = VenueLink::kReady;
  for (const Working& working : working_) {
    if (working.cancel_wanted) ask_cancel(working, at);
  }
}

void VenueBroker::ask_cancel(const Working& working, core::Timestamp at) {
  requests_.push_back({.kind = VenueRequest::Kind::kCancel, .at = at, .order = working.request, .known = {}});
}

}  // namespace tidemark::trading
