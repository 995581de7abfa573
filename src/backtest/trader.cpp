#include "backtest/trader.hpp"

#include <algorithm>
#include <cstdlib>

namespace tidemark::backtest {

core::Money Trader::equity() const {
  const trading::Portfolio& books = desk_.portfolio();
  if (books.currency_count() == 1) return books.equity(currency_);
  const auto whole = books.equity_in(currency_);
  if (!whole) return {};
  return books.converted(*whole, currency_, books.quote_of(instrument_)).value_or(core::Money{});
}

core::Qty Trader::full_size() const {
  return trading::size_by_fraction(equity(), sizing_.fraction, last_, rules_);
}

core::Qty Trader::risk_size(core::Price stop) const {
  return std::min(trading::size_by_stop(equity(), sizing_.risk, last_, stop, rules_), full_size());
}

void Trader::set_multiplier(core::Rate multiplier) {
  const auto part = [&](core::Rate rate) { return core::Rate{rate.e8 * multiplier.e8 / core::kRateOne}; };
  sizing_ = {.fraction = part(whole_.fraction), .risk = part(whole_.risk)};
}

bool Trader::has_open_orders() const {
  return std::ranges::any_of(desk_.orders().open(),
                             [this](const core::Order& order) { return order.request.instrument == instrument_; });
}

core::OrderRequest Trader::market(core::Side side, core::Qty qty) const {
  core::OrderRequest request;
  request.instrument = instrument_;
  request.side = side;
  request.qty = qty;
  return request;
}

void Trader::go_to(std::int64_t lots, const std::string& setup) {
  const std::int64_t change = lots - position();
  if (change == 0) return;
  const core::Side side = change > 0 ? core::Side::kBuy : core::Side::kSell;
  const std::int64_t opening = close_against(side, std::abs(change));
  if (opening == 0) return;
  core::OrderRequest request = market(side, {opening});
  request.position = entered_by(side);
  if (lots == 0) request.effect = core::Effect::kReduceOnly;
  const bool sent = submit(request).sending == trading::Sending::kSent;
  if (sent && lots != 0) trips_.note(instrument_, request.position, {.setup = setup, .stop = {}, .signal_at = {}});
}

/// Of a hedging account: so much of what stands against the side is closed. What of the lots is left.
std::int64_t Trader::close_against(core::Side side, std::int64_t lots) {
  if (desk_.portfolio().mode() == trading::PositionMode::kNetting) return lots;
  core::OrderRequest request = market(side, {});
  request.position = entered_by(core::opposite(side));
  request.qty.lots = std::min(lots, std::abs(desk_.portfolio().position(instrument_, request.position).lots));
  if (request.qty.lots > 0) submit(request);
  return lots - request.qty.lots;
}

core::PositionSide Trader::entered_by(core::Side side) const {
  return desk_.portfolio().mode() == trading::PositionMode::kNetting ? core::PositionSide::kNet
                                                                     : trading::opened_by(side);
}

bool Trader::enter(core::Side side, core::Qty qty, core::Price stop, std::optional<core::Price> target,
                   const std::string& setup, std::optional<core::Timestamp> signal_at) {
  if (qty.lots <= 0) return false;
  core::OrderRequest entry = market(side, qty);
  entry.position = entered_by(side);
  const core::ClientOrderId id{ids_.next};
  if (submit(entry).sending != trading::Sending::kSent) return false;
  trips_.note(instrument_, entry.position, {.setup = setup, .stop = stop, .signal_at = signal_at});
  core::OrderRequest leg = market(core::opposite(side), qty);
  leg.position = entry.position;
  leg.effect = core::Effect::kReduceOnly;
  leg.parent = id;
  leg.oco = core::OcoGroupId{id.value};
  core::OrderRequest protect = leg;
  protect.type = core::OrderType::kStop;
  protect.trigger = stop;
  submit(protect);
  if (target) {
    leg.type = core::OrderType::kLimit;
    leg.limit = *target;
    submit(leg);
  }
  return true;
}

trading::Submission Trader::submit(core::OrderRequest request) {
  request.id = {ids_.next++};
  request.instrument = instrument_;
  return desk_.submit(request, now_);
}

}  // namespace tidemark::backtest
