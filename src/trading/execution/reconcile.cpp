#include "trading/execution/reconcile.hpp"

#include <algorithm>
#include <optional>

namespace tidemark::trading {

using core::Order;
using core::OrderEventKind;
using core::OrderReason;
using core::OrderState;

namespace {

const VenueOrder* find(const VenueAccount& account, core::ClientOrderId id) {
  const auto found = std::ranges::find(account.orders, id, &VenueOrder::id);
  return found == account.orders.end() ? nullptr : &*found;
}

bool was_asked(const VenueAccount& account, core::ClientOrderId id) {
  return !account.asked || std::ranges::find(*account.asked, id) != account.asked->end();
}

BrokerReport report_of(OrderEventKind kind, const Order& order, core::Timestamp at,
                       std::optional<OrderReason> reason = {}) {
  BrokerReport report;
  report.kind = kind;
  report.order = order.request.id;
  report.at = at;
  report.reason = reason;
  return report;
}

void add_end(const Order& order, const VenueOrder& there, core::Timestamp at, std::vector<BrokerReport>& out) {
  const auto add = [&](OrderEventKind kind) {
    out.push_back(report_of(kind, order, at, there.reason.value_or(OrderReason::kVenue)));
  };
  switch (there.state) {
    case OrderState::kCanceled:
      return add(OrderEventKind::kCanceled);
    case OrderState::kExpired:
      return add(OrderEventKind::kExpired);
    case OrderState::kRejected:
      return add(order.state == OrderState::kNew ? OrderEventKind::kRejected : OrderEventKind::kCanceled);
    case OrderState::kNew:
    case OrderState::kAccepted:
    case OrderState::kPartiallyFilled:
    case OrderState::kFilled:
      return;
  }
}

void add_lost(const Order& order, core::Timestamp at, std::vector<BrokerReport>& out) {
  if (order.state == OrderState::kNew) {
    out.push_back(report_of(OrderEventKind::kRejected, order, at, OrderReason::kLost));
  } else {
    out.push_back(report_of(OrderEventKind::kCanceled, order, at, OrderReason::kVenue));
  }
}

void add_fills(const OrderRegistry& orders, const Order& order, const VenueAccount& account,
               std::vector<BrokerReport>& out) {
  for (const core::Fill& fill : account.fills) {
    if (fill.order != order.request.id || orders.has_counted(order.request.id, fill.id)) continue;
    BrokerReport report = report_of(OrderEventKind::kFilled, order, fill.at);
    report.fill = fill;
    out.push_back(report);
  }
}

/// What the books say the venue must have of a currency. A margin account pays for positions with its wallet only what
/// they lose: what they cost is still there.
core::Money needed(const Portfolio& portfolio, CurrencyId currency, Holdings holdings) {
  core::Money sum = portfolio.cash(currency);
  if (holdings == Holdings::kBalances) return sum;
  for (const Position& position : portfolio.positions()) {
    if (portfolio.quote_of(position.instrument) == currency) sum += position.cost;
  }
  return sum;
}

void add_cash(const Portfolio& portfolio, const VenueAccount& account, std::vector<Difference>& out) {
  if (!account.cash) return;
  for (std::size_t i = 0; i < portfolio.currency_count(); ++i) {
    const CurrencyId currency{static_cast<std::uint16_t>(i)};
    if (portfolio.code_of(currency) != account.cash->currency) continue;
    const core::Money missing = needed(portfolio, currency, account.holdings) - account.cash->amount;
    if (missing.units <= 0) continue;
    Difference one;
    one.kind = Difference::Kind::kCash;
    one.missing = missing;
    out.push_back(one);
  }
}

}  // namespace

namespace {

/// LegKeeper says what becomes of these: the venue does not know them before their time.
bool is_kept(const Order& order) {
  return order.request.parent || order.request.type == core::OrderType::kTrailingStop;
}

}  // namespace

std::vector<BrokerReport> missed_reports(const OrderRegistry& orders, const VenueAccount& account) {
  std::vector<BrokerReport> out;
  for (const Order& order : orders.open()) {
    const VenueOrder* there = find(account, order.request.id);
    if (there == nullptr) {
      if (was_asked(account, order.request.id) && !is_kept(order)) add_lost(order, account.at, out);
      continue;
    }
    if (order.state == OrderState::kNew && there->state != OrderState::kRejected) {
      out.push_back(report_of(OrderEventKind::kAccepted, order, account.at));
    }
    add_fills(orders, order, account, out);
    if (!is_kept(order) || there->state == OrderState::kRejected) add_end(order, *there, account.at, out);
  }
  return out;
}

std::vector<Difference> differences(const OrderRegistry& orders, const Portfolio& portfolio,
                                    const VenueAccount& account) {
  std::vector<Difference> out;
  for (const VenueOrder& there : account.orders) {
    const Order* here = orders.find(there.id);
    Difference one;
    one.order = there.id;
    one.instrument = there.instrument;
    one.there = there.filled.lots;
    if (here == nullptr) {
      if (core::is_open(there.state)) out.push_back(one);
    } else if (here->filled != there.filled) {
      one.kind = Difference::Kind::kFillMissing;
      one.here = here->filled.lots;
      out.push_back(one);
    }
  }
  add_cash(portfolio, account, out);
  if (!account.positions) return out;
  for (const VenuePosition& there : *account.positions) {
    const std::int64_t here = portfolio.position(there.instrument, there.side).lots;
    const bool enough = account.holdings == Holdings::kBalances && here <= there.lots;
    if (here == there.lots || enough) continue;
    out.push_back({.kind = Difference::Kind::kPosition,
                   .order = {},
                   .instrument = there.instrument,
                   .side = there.side,
                   .here = here,
                   .there = there.lots});
  }
  return out;
}

}  // namespace tidemark::trading
