#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "api/trading.hpp"
#include "core/decimal.hpp"
#include "storage/store.hpp"

namespace tidemark::api::testing {

/// An account that accepts every order of up to a thousand pieces, fills none, and holds one position. Writes to the
/// store at once.
class FakeTrading final : public Trading {
 public:
  explicit FakeTrading(storage::Store& store, core::Instrument instrument)
      : store_{store}, instrument_{std::move(instrument)} {
    portfolio_.mode = "paper";
    portfolio_.position_mode = "netting";
    portfolio_.strategy = "decision";
    portfolio_.currency = "USDT";
    portfolio_.limits.price_collar = core::Rate{core::kRateOne / 10};
    HeldAccount account;
    account.currency = "USDT";
    account.cash = core::parse_money("9000.5").value();
    account.equity = core::parse_money("10000").value();
    account.rate = trading::ExchangeRate{};
    account.worth = account.equity;
    portfolio_.accounts.push_back(account);
    portfolio_.total = account;
    HeldPosition held;
    held.instrument = instrument_;
    held.currency = "USDT";
    held.position.lots = 5;
    held.position.cost = core::parse_money("500").value();
    portfolio_.positions.push_back(held);
    portfolio_.absent.push_back({.instrument = {"sim", "GONEUSDT"},
                                 .side = "net",
                                 .qty = "1",
                                 .cost = "2",
                                 .realized = "0",
                                 .fees = "0",
                                 .funding = "0",
                                 .basis = "0",
                                 .currency = "USDT",
                                 .changed = {}});
  }

  std::shared_ptr<const Portfolio> portfolio() const override { return std::make_shared<const Portfolio>(portfolio_); }
  core::Result<PlacedOrder> place(const NewOrder& order) override {
    const auto known = ids_.find(order.client_id);
    if (known != ids_.end()) {
      if (known->second.second == order.request)
        return PlacedOrder{known->second.first, PlacedOrder::Outcome::kKnown, {}};
      return core::fail(core::ErrorKind::kConflict, "id_taken", "Another order has it.", "client_order_id");
    }
    const std::uint64_t id = ++last_;
    const std::int64_t most = 1000 * core::kPow10[instrument_.scale.qty_decimals];
    const bool refused = order.request.qty.lots > most;
    storage::OrderRecord record;
    record.id = id;
    record.client_id = order.client_id.empty() ? "tm-" + std::to_string(id) : order.client_id;
    record.instrument = {instrument_.venue, instrument_.symbol};
    record.side = core::name_of(order.request.side);
    record.type = core::name_of(order.request.type);
    record.time_in_force = core::name_of(order.request.time_in_force);
    record.position = core::name_of(order.request.position);
    record.qty = core::format_decimal(order.request.qty.lots, instrument_.scale.qty_decimals);
    record.filled = "0";
    record.state = refused ? "rejected" : "accepted";
    record.reason = refused ? "too_large" : "";
    record.origin = "api";
    storage::TradingChange change;
    change.orders.push_back(record);
    change.transitions.push_back({.sequence = id,
                                  .order = id,
                                  .at = {},
                                  .kind = refused ? "rejected" : "accepted",
                                  .before = "new",
                                  .after = record.state,
                                  .qty = record.qty,
                                  .reason = record.reason,
                                  .fill = {}});
    if (auto put = store_.trading_ledger().put(change); !put) return std::unexpected(put.error());
    ids_.emplace(record.client_id, std::pair{id, order.request});
    if (refused) return PlacedOrder{id, PlacedOrder::Outcome::kRefused, core::OrderReason::kTooLarge};
    return PlacedOrder{.id = id};
  }
  core::Status cancel(std::uint64_t id) override {
    auto order = store_.trading_ledger().order(id);
    if (!order || !*order) return core::fail(core::ErrorKind::kNotFound, "unknown_order", "None.", "id");
    (*order)->state = "canceled";
    (*order)->reason = "requested";
    storage::TradingChange change;
    change.orders.push_back(**order);
    return store_.trading_ledger().put(change);
  }
  core::Result<std::size_t> cancel_all(std::optional<core::InstrumentId> /*instrument*/) override { return 3U; }
  void engage_kill_switch(std::string reason) override {
    portfolio_.risk.kill_switch = trading::KillSwitch::kEngaged;
    portfolio_.kill_reason = std::move(reason);
    portfolio_.kill_changed = core::Timestamp::from_s(1'700'000'000);
  }
  core::Result<KillReport> await_kill_switch() override { return KillReport{2, core::milliseconds(1)}; }
  core::Status release_kill_switch() override {
    portfolio_.risk.kill_switch = trading::KillSwitch::kReleased;
    portfolio_.kill_reason.clear();
    return {};
  }
  core::Status release_halt() override {
    portfolio_.risk.halt = trading::Halt::kNone;
    return {};
  }
  core::Status put(storage::JournalChange change) override { return store_.trading_ledger().put(change); }

 private:
  storage::Store& store_;
  core::Instrument instrument_;
  Portfolio portfolio_;
  std::uint64_t last_{0};
  std::map<std::string, std::pair<std::uint64_t, core::OrderRequest>> ids_;
};

/// A closed trade of the instrument, and one that is open.
inline storage::TradingChange two_trades(const core::Instrument& instrument) {
  storage::TradeRecord t;
  t.id = "0000000000000001";
  t.instrument = {instrument.venue, instrument.symbol};
  t.position = "net";
  t.direction = "long";
  t.setup = "signal_buy";
  t.regime = "up";
  t.strategy = "decision";
  t.signal_at = core::Timestamp::from_ms(1'704'067'260'123);
  t.currency = "USDT";
  t.entered = core::Timestamp::from_ms(1'704'067'260'123);
  t.exited = t.entered + core::hours(1);
  t.qty = "2";
  t.entry_value = "200";
  t.exit_value = "230";
  t.fees = "1";
  t.funding = "0";
  t.profit = "29";
  t.account_profit = "29";
  t.best = "40";
  t.worst = "-5";
  t.risk = "10";
  storage::TradeRecord open = t;
  open.id = "0000000000000002";
  open.exited.reset();
  open.signal_at.reset();
  open.risk.reset();
  open.exit_value = "0";
  open.profit = "0";
  open.account_profit.reset();
  open.open_qty = "2";
  storage::TradingChange change;
  change.trades = {t, open};
  change.snapshot = storage::PortfolioSnapshotRecord{t.entered, "USDT", "10000", "9800", "200"};
  return change;
}

}  // namespace tidemark::api::testing
