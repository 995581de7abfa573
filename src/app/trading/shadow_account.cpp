#include "app/trading/shadow_account.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "api/closed_trade_record.hpp"

namespace tidemark::app {

IntentComparison compare_intents(std::vector<Intent> active, std::vector<Intent> candidate) {
  const auto before = [](const Intent& a, const Intent& b) {
    return std::tie(a.at, a.instrument, a.side) < std::tie(b.at, b.instrument, b.side);
  };
  std::ranges::sort(active, before);
  std::ranges::sort(candidate, before);
  IntentComparison out;
  std::ranges::set_intersection(active, candidate, std::back_inserter(out.same), before);
  std::ranges::set_difference(active, candidate, std::back_inserter(out.only_active), before);
  std::ranges::set_difference(candidate, active, std::back_inserter(out.only_candidate), before);
  return out;
}

ShadowAccount::ShadowAccount(std::string id, AccountSetup setup, std::size_t orders_max)
    : id_{std::move(id)}, account_{std::move(setup)}, orders_max_{orders_max} {}

core::Status ShadowAccount::add_instrument(const core::Instrument& instrument) {
  auto added = account_.add_instrument(instrument);
  return added || added.error().code == "not_tradable" ? core::Status{} : added;
}

core::Result<bool> ShadowAccount::settle() {
  if (!account_.has_changes()) return false;
  const storage::TradingChange change = account_.take_changes();
  for (const storage::OrderTransitionRecord& one : change.transitions) {
    if (one.kind != "submitted") continue;
    const auto order = std::ranges::find(change.orders, one.order, &storage::OrderRecord::id);
    if (order == change.orders.end() || order->parent) continue;
    if (orders_.size() == orders_max_) orders_.erase(orders_.begin());
    orders_.push_back(
        {.instrument = order->instrument.venue + ":" + order->instrument.symbol, .at = one.at, .side = order->side});
  }
  for (const storage::TradeRecord& record : change.trades) {
    if (!record.exited) continue;
    const auto trade = api::closed_trade_of(record);
    if (!trade) return std::unexpected(trade.error());
    const auto profit = api::account_profit_of(record);
    if (!profit) return std::unexpected(profit.error());
    if (*profit) trades_.add(*trade, **profit);
  }
  // It began with its own currency and bought nothing without a rate: its equity is known.
  if (const auto equity = account_.equity()) {
    equity_ = *equity;
    if (change.snapshot) seen_.add(activation::EquitySeen{.at = change.snapshot->at, .equity = equity_});
  }
  return true;
}

ShadowOutcome ShadowAccount::outcome() const {
  return {.id = id_, .trades = trades_, .equity = account_.equity().value_or(equity_), .drawdown = seen_.drawdown};
}

}  // namespace tidemark::app
