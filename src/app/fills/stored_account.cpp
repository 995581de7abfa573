#include "app/fills/stored_account.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "activation/stage.hpp"
#include "app/trading/account_records.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;
using core::Status;
using core::Timestamp;

constexpr std::uint32_t kPage = 1000;
constexpr std::uint32_t kAll = 10'000'000;

storage::InstrumentKey key_of(const core::Instrument& instrument) {
  return {instrument.venue, instrument.symbol};
}

std::unexpected<core::Error> no_orders(std::string what) {
  return core::fail(ErrorKind::kNotFound, "no_orders", std::move(what), "--against");
}

/// Orders of the instrument, oldest first.
Result<std::vector<storage::OrderRecord>> read_orders(storage::TradingLedger& ledger, const core::Instrument& of) {
  std::vector<storage::OrderRecord> all;
  storage::OrderQuery query;
  query.instrument = key_of(of);
  query.limit = kPage;
  for (;;) {
    auto page = ledger.orders(query);
    if (!page) return page;
    std::ranges::move(*page, std::back_inserter(all));
    if (page->size() < kPage) break;
    query.before = all.back().id;
  }
  std::ranges::reverse(all);
  return all;
}

/// Fills of the instrument until `end`, oldest first.
Result<std::vector<storage::FillRecord>> read_fills(storage::TradingLedger& ledger, const core::Instrument& of,
                                                    Timestamp end) {
  std::vector<storage::FillRecord> all;
  storage::FillQuery query;
  query.instrument = key_of(of);
  query.limit = kPage;
  for (;;) {
    auto page = ledger.fills(query);
    if (!page) return std::unexpected(page.error());
    for (storage::NumberedFill& one : *page) {
      query.before = one.number;
      if (one.fill.at <= end) all.push_back(std::move(one.fill));
    }
    if (page->size() < kPage) break;
  }
  std::ranges::reverse(all);
  return all;
}

/// What the strategy asked for between the two times is what can be compared.
Status check_orders(const std::vector<storage::OrderRecord>& orders, const AccountQuestion& question) {
  const auto of_strategy = [&](const storage::OrderRecord& one) { return one.origin == question.strategy; };
  const auto in_time = [&](const storage::OrderRecord& one) {
    return one.created >= question.begin && one.created <= question.end;
  };
  const std::string what = "of " + question.strategy + " in " + question.instrument.key();
  const std::string time = " between " + core::format_iso(question.begin) + " and " + core::format_iso(question.end) +
                           ", the recording's time";
  if (std::ranges::any_of(orders, [&](const auto& one) { return of_strategy(one) && in_time(one); })) return {};
  const auto first = std::ranges::find_if(orders, of_strategy);
  if (first != orders.end()) {
    const auto last = std::ranges::find_if(orders.rbegin(), orders.rend(), of_strategy);
    return no_orders("the store has no orders " + what + time + "; those it has were asked for between " +
                     core::format_iso(first->created) + " and " + core::format_iso(last->created));
  }
  const auto by_hand = std::ranges::count_if(
      orders, [&](const storage::OrderRecord& one) { return one.origin == kByHand && in_time(one); });
  if (by_hand > 0) {
    return no_orders("the account was traded by hand: " + std::to_string(by_hand) + " orders in " +
                     question.instrument.key() + time + ", none of them of " + question.strategy +
                     ". What a person asks for no model asks for");
  }
  return no_orders("the store has no orders " + what);
}

Status load_history(storage::TradingLedger& ledger, const AccountQuestion& question, OrderHistory& history) {
  auto orders = read_orders(ledger, question.instrument);
  if (!orders) return std::unexpected(orders.error());
  if (auto status = check_orders(*orders, question); !status) return status;
  storage::TradingChange change;
  for (storage::OrderRecord& one : *orders) {
    if (one.created < question.begin || one.created > question.end) continue;
    auto transitions = ledger.transitions(one.id);
    if (!transitions) return std::unexpected(transitions.error());
    std::ranges::copy_if(*transitions, std::back_inserter(change.transitions),
                         [&](const storage::OrderTransitionRecord& t) { return t.at <= question.end; });
    change.orders.push_back(std::move(one));
  }
  auto fills = read_fills(ledger, question.instrument, question.end);
  if (!fills) return std::unexpected(fills.error());
  change.fills = std::move(*fills);
  return history.add(change);
}

Status load_money(storage::TradingLedger& ledger, const AccountQuestion& question, StoredAccount& account) {
  const auto accounts = ledger.accounts();
  if (!accounts) return std::unexpected(accounts.error());
  if (accounts->empty()) return no_orders("no account has traded in this store");
  const auto own = std::ranges::find(*accounts, question.currency, &storage::AccountRecord::currency);
  if (own == accounts->end()) {
    return core::fail(ErrorKind::kConflict, "other_currency",
                      "the stored account is in " + accounts->front().currency + ", not in " + question.currency,
                      "trading.currency");
  }
  if (own->positions == trading::name_of(trading::PositionMode::kHedging)) {
    account.positions = trading::PositionMode::kHedging;
  }
  const auto deposits = money_of(own->deposits);
  if (!deposits) return std::unexpected(deposits.error());
  account.capital = *deposits;
  const auto snapshots = ledger.snapshots(kAll);
  if (!snapshots) return std::unexpected(snapshots.error());
  for (const storage::PortfolioSnapshotRecord& one : *snapshots) {
    const auto equity = money_of(one.equity);
    if (!equity) return std::unexpected(equity.error());
    if (one.at <= question.begin) account.capital = *equity;
    account.equity.emplace(one.at, *equity);
  }
  return {};
}

/// An account at a venue stands aside below the stages of real money.
core::Rate multiplier_of(activation::Stage stage, bool is_live) {
  return is_live && stage == activation::Stage::kPaper ? core::Rate{} : activation::multiplier_of(stage);
}

Status load_sizes(storage::ActivationLedger& ledger, StoredAccount& account) {
  const auto events = ledger.activation_events({.rollbacks_only = false, .before = {}, .limit = kAll});
  if (!events) return std::unexpected(events.error());
  for (auto one = events->rbegin(); one != events->rend(); ++one) {
    const auto stage = activation::parse_stage(one->to);
    if (stage) account.sizes.push_back({one->at, multiplier_of(*stage, account.is_live)});
  }
  return {};
}

}  // namespace

Result<StoredAccount> read_account(storage::Store& store, const AccountQuestion& question) {
  storage::TradingLedger& ledger = store.trading_ledger();
  StoredAccount account{.history = OrderHistory{question.instrument, question.strategy, question.timeframe},
                        .capital = {},
                        .sizes = {},
                        .equity = {},
                        .killed = {}};
  if (auto status = load_money(ledger, question, account); !status) return core::forward_error(status);
  if (auto status = load_history(ledger, question, account.history); !status) return core::forward_error(status);
  const auto risk = ledger.risk();
  if (!risk) return std::unexpected(risk.error());
  if (*risk) {
    account.is_live = is_id_of_venue((*risk)->next_order);
    if ((*risk)->kill_switch) account.killed = (*risk)->kill_changed;
  }
  if (auto status = load_sizes(store.activation_ledger(), account); !status) return core::forward_error(status);
  return account;
}

}  // namespace tidemark::app
