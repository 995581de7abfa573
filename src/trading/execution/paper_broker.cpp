#include "trading/execution/paper_broker.hpp"

#include <array>

namespace tidemark::trading {

void PaperBroker::add_instrument(core::InstrumentId id, const TradeRules& rules) {
  if (find(id) == nullptr) markets_.emplace_back(id, rules, settings_, reports_, next_fill_);
}

void PaperBroker::submit(const ApprovedOrder& order, core::Timestamp at) {
  if (PaperMarket* market = find(order.request().instrument)) {
    market->submit(order.request(), at + settings_.latency);
    return;
  }
  BrokerReport report;
  report.kind = core::OrderEventKind::kRejected;
  report.order = order.request().id;
  report.at = at;
  report.reason = core::OrderReason::kUnknownInstrument;
  reports_.push_back(report);
}

void PaperBroker::cancel(core::ClientOrderId order, core::Timestamp at) {
  for (PaperMarket& market : markets_) {
    if (market.cancel(order, at, at + settings_.latency)) return;
  }
}

void PaperBroker::adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) {
  if (PaperMarket* market = find(order.request.instrument)) market->adopt(order, best, at + settings_.latency);
}

void PaperBroker::restore_position(core::InstrumentId id, core::PositionSide side, std::int64_t lots) {
  if (PaperMarket* market = find(id)) market->restore_position(side, lots);
}

std::optional<core::Price> PaperBroker::best_of(core::ClientOrderId order) const {
  for (const PaperMarket& market : markets_) {
    if (const auto best = market.best_of(order)) return best;
  }
  return std::nullopt;
}

void PaperBroker::cancel_all(core::Timestamp at, core::OrderReason reason) {
  for (PaperMarket& market : markets_) market.cancel_all(at, reason);
}

void PaperBroker::take_reports(std::vector<BrokerReport>& out) {
  out.insert(out.end(), reports_.begin(), reports_.end());
  reports_.clear();
}

void PaperBroker::on_trade(const core::Trade& trade) {
  if (PaperMarket* market = find(trade.instrument)) market->on_trade(trade);
}

void PaperBroker::on_quote(const core::Quote& quote) {
  const std::array bid{core::BookLevel{quote.bid, quote.bid_qty}};
  const std::array ask{core::BookLevel{quote.ask, quote.ask_qty}};
  if (PaperMarket* market = find(quote.instrument)) {
    market->on_book(quote.times.received, bid, ask, BookReach::kBest);
  }
}

void PaperBroker::on_depth(core::InstrumentId id, core::Timestamp at, std::span<const core::BookLevel> bids,
                           std::span<const core::BookLevel> asks) {
  if (PaperMarket* market = find(id)) market->on_book(at, bids, asks, BookReach::kLevels);
}

}  // namespace tidemark::trading
