#include <algorithm>
#include <utility>

#include "app/trading/paper_account.hpp"

namespace tidemark::app {

namespace {

std::string text_of(const trading::Difference& difference, const std::string& symbol) {
  using Kind = trading::Difference::Kind;
  switch (difference.kind) {
    case Kind::kUnknownOrder:
      return "order " + std::to_string(difference.order.value) + " is open there and was never asked for here";
    case Kind::kFillMissing:
      return "order " + std::to_string(difference.order.value) + " has filled " + std::to_string(difference.there) +
             " lots there, " + std::to_string(difference.here) + " here";
    case Kind::kCash:
      return core::format_money(difference.missing) + " of the account's money is not there";
    case Kind::kPosition:
      break;
  }
  return std::to_string(difference.there) + " lots of " + symbol + " are held there, " +
         std::to_string(difference.here) + " here";
}

}  // namespace

std::unique_ptr<trading::VenueBroker> PaperAccount::make_venue_broker() {
  if (!setup_.venue) return nullptr;
  return std::make_unique<trading::VenueBroker>(
      [this](const core::OrderRequest& order) -> std::optional<core::OrderReason> {
        const Market* market = market_of(order.instrument);
        if (market == nullptr) return core::OrderReason::kUnknownInstrument;
        return setup_.venue->refuses ? setup_.venue->refuses(order, market->instrument) : std::nullopt;
      });
}

std::optional<core::Error> PaperAccount::on_venue(const VenueEvent& event) {
  if (!venue_) return std::nullopt;
  if (const auto* up = std::get_if<VenueUp>(&event)) {
    now_ = std::max(now_, up->at);
    if (!funding_from_) funding_from_ = up->at;
    reconciler_->on_up(up->at);
  } else if (std::holds_alternative<VenueDown>(event)) {
    reconciler_->on_down();
  } else if (const auto* doubt = std::get_if<VenueDoubt>(&event)) {
    reconciler_->on_doubt(doubt->at);
  } else if (const auto* report = std::get_if<trading::BrokerReport>(&event)) {
    now_ = std::max(now_, report->at);
    venue_->on_report(*report);
    settle();
  } else if (auto problem = on_account(std::get<trading::VenueAccount>(event))) {
    return problem;
  }
  return take_unvalued();
}

/// By the last price of the market between the asset and the account's currency, if that is followed.
std::optional<core::Money> PaperAccount::worth_of(const core::ChargedFee& fee) const {
  for (const auto& [id, market] : markets_) {
    if (market.instrument.symbol != fee.asset + setup_.currency) continue;
    const auto price = books_.mark_of({id});
    if (!price) return std::nullopt;
    return trading::convert(fee.amount, {price->ticks, market.instrument.scale.price_decimals});
  }
  return std::nullopt;
}

/// Once for each asset.
std::optional<core::Error> PaperAccount::take_unvalued() {
  if (unvalued_.empty()) return std::nullopt;
  const std::string asset = std::exchange(unvalued_, {});
  return core::Error{core::ErrorKind::kUnsupported,
                     "fee_unvalued",
                     "the venue takes fees in " + asset + ", whose price is not known here: follow " + asset +
                         setup_.currency + ", or profit is before them",
                     {}};
}

std::optional<core::Error> PaperAccount::on_account(const trading::VenueAccount& account) {
  now_ = std::max(now_, account.at);
  book_fundings(account.fundings);
  const auto found = reconciler_->on_account(account, account.at);
  // Cancels of a run that ended before the venue had them.
  const bool killed = gate_.state().kill_switch == trading::KillSwitch::kEngaged;
  if (killed && is_connected()) desk_.cancel_all(now_);
  if (is_connected()) keeper_->on_account(account, now_);
  settle();
  if (found.empty()) return std::nullopt;
  const Market* market = market_of(found.front().instrument);
  const std::string symbol = market == nullptr ? std::string{} : market->instrument.symbol;
  std::string text = "the venue's account and the books differ: " + text_of(found.front(), symbol);
  if (found.size() > 1) text += ", and " + std::to_string(found.size() - 1) + " more";
  if (gate_.state().kill_switch != trading::KillSwitch::kEngaged) engage_kill_switch(text, account.at);
  return core::Error{core::ErrorKind::kConflict, "books_differ", std::move(text), {}};
}

void PaperAccount::book_fundings(const std::vector<trading::VenueFunding>& fundings) {
  for (const trading::VenueFunding& one : fundings) {
    const Market* market = market_of(one.instrument);
    if (market == nullptr || !funding_from_ || one.at < *funding_from_) continue;
    if (!funded_.emplace(market->instrument.symbol, one.id).second) continue;
    if (!books_.receive_funding(one.instrument, core::PositionSide::kNet, one.amount)) continue;
    note_funding(*market, core::PositionSide::kNet, one.id, one.amount, one.at);
  }
}

void PaperAccount::take_requests(std::vector<trading::VenueRequest>& out) {
  if (!venue_) return;
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  venue_->take_requests(out);
  for (auto one = out.begin() + first; one != out.end(); ++one) {
    if (one->kind == trading::VenueRequest::Kind::kAccount) one->funding_from = funding_from_;
  }
}

void PaperAccount::refuse_unsent(const trading::VenueRequest& submit) {
  trading::BrokerReport report;
  report.kind = core::OrderEventKind::kRejected;
  report.order = submit.order.id;
  report.at = now_;
  report.reason = core::OrderReason::kNotReady;
  venue_->on_report(report);
  if (submit.pair) {
    report.order = submit.pair->id;
    venue_->on_report(report);
  }
  settle();
}

}  // namespace tidemark::app
