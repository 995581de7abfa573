#include <algorithm>
#include <utility>

#include "app/trading/paper_account.hpp"

namespace tidemark::app {

using core::PositionSide;
using core::Status;

namespace {

/// Orders whose ids are remembered, so that asking again is asking once.
constexpr std::uint32_t kOrdersRemembered = trading::OrderRegistry::kClosedKept;
constexpr std::uint32_t kOpenMax = 100'000;

std::string key_of(const storage::InstrumentKey& key) {
  return key.venue + ":" + key.symbol;
}

core::Result<trading::RiskState> risk_state_of(const storage::RiskRecord& record) {
  trading::RiskState state;
  state.kill_switch = record.kill_switch ? trading::KillSwitch::kEngaged : trading::KillSwitch::kReleased;
  if (record.halt == "daily_loss") state.halt = trading::Halt::kDailyLoss;
  if (record.halt == "drawdown") state.halt = trading::Halt::kDrawdown;
  state.cool_until = record.cool_until;
  state.losses_in_a_row = record.losses_in_a_row;
  state.day = record.day;
  for (const auto& [text, out] :
       {std::pair{&record.highest_equity, &state.highest_equity}, std::pair{&record.day_equity, &state.day_equity}}) {
    if (!*text) continue;
    auto amount = money_of(**text);
    if (!amount) return std::unexpected(amount.error());
    *out = *amount;
  }
  return state;
}

/// That what is stored is of such books. Its positions say so, where there are any: a database that went back a version
/// and forward again has forgotten what its account is.
Status check_positions(storage::TradingLedger& ledger, const storage::AccountRecord& own,
                       const trading::Portfolio& books) {
  const auto positions = ledger.positions();
  if (!positions) return std::unexpected(positions.error());
  std::string_view there = own.positions;
  if (!positions->empty()) {
    const bool net = positions->front().side == core::name_of(PositionSide::kNet);
    there = trading::name_of(net ? trading::PositionMode::kNetting : trading::PositionMode::kHedging);
  }
  const std::string_view here = trading::name_of(books.mode());
  if (there == here) return {};
  return core::fail(core::ErrorKind::kConflict, "other_positions",
                    "the stored account is " + std::string{there} + ", not " + std::string{here} +
                        "; its positions keep their kind, another kind needs another store",
                    "trading.positions");
}

std::string_view name_of(trading::Halt halt) {
  if (halt == trading::Halt::kNone) return "none";
  return halt == trading::Halt::kDailyLoss ? "daily_loss" : "drawdown";
}

}  // namespace

Status PaperAccount::restore(storage::TradingLedger& ledger) {
  const auto accounts = ledger.accounts();
  if (!accounts) return std::unexpected(accounts.error());
  if (accounts->empty()) return {};
  // Of its currencies the account's own is the one that was paid in: what limits remember is in that.
  auto own = std::ranges::find_if(*accounts, [](const auto& one) { return one.deposits != "0"; });
  if (own == accounts->end()) own = accounts->begin();
  if (own->currency != setup_.currency) {
    return core::fail(core::ErrorKind::kConflict, "other_currency",
                      "the stored account is in " + own->currency + ", not in " + setup_.currency, "trading.currency");
  }
  if (auto status = check_positions(ledger, *own, books_); !status) return status;
  auto positions = ledger.positions();
  if (!positions) return std::unexpected(positions.error());
  if (auto status = restore_money(*accounts, *positions); !status) return status;
  changes_ = {};

  const auto risk = ledger.risk();
  if (!risk) return std::unexpected(risk.error());
  if (*risk) {
    if (auto status = check_kind(**risk); !status) return status;
    const auto state = risk_state_of(**risk);
    if (!state) return std::unexpected(state.error());
    gate_.restore(*state);
    told_risk_ = *state;
    kill_reason_ = (*risk)->kill_reason;
    kill_changed_ = (*risk)->kill_changed;
    ids_.next = (*risk)->next_order;
    next_sequence_ = (*risk)->next_sequence;
    next_fill_ = (*risk)->next_fill;
    desk_.restore_sequence(next_sequence_);
    broker_.restore_next_fill(next_fill_);
  }
  if (auto status = load_left(ledger); !status) return status;
  if (auto status = check_books(absent_); !status) {
    gate_.engage_kill_switch();
    kill_reason_ = status.error().message;
    kill_changed_ = kill_changed_.value_or(core::Timestamp{});
    told_risk_ = gate_.state();
    changes_.risk = true;
    return status;
  }
  return {};
}

/// Play money and real money never share an account.
Status PaperAccount::check_kind(const storage::RiskRecord& risk) const {
  const bool of_venue = is_id_of_venue(risk.next_order);
  if (of_venue == setup_.venue.has_value()) return {};
  return core::fail(core::ErrorKind::kConflict, "other_account",
                    of_venue ? "the stored account trades at a venue; trading on paper needs another store"
                             : "the stored account trades on paper; trading at a venue needs another store",
                    "trading.mode");
}

Status PaperAccount::load_left(storage::TradingLedger& ledger) {
  auto positions = ledger.positions();
  if (!positions) return std::unexpected(positions.error());
  for (const storage::PositionRecord& one : *positions) left_[key_of(one.instrument)].positions.push_back(one);
  absent_ = std::move(*positions);

  storage::OrderQuery query;
  query.limit = kOrdersRemembered;
  auto orders = ledger.orders(query);
  if (!orders) return std::unexpected(orders.error());
  query.state = storage::OrderQuery::State::kOpen;
  query.limit = kOpenMax;
  if (!orders->empty()) query.before = orders->back().id;
  auto older = ledger.orders(query);
  if (!older) return std::unexpected(older.error());
  std::ranges::move(*older, std::back_inserter(*orders));
  std::ranges::reverse(*orders);
  for (storage::OrderRecord& order : *orders) {
    Left& left = left_[key_of(order.instrument)];
    if (order.state == "partially_filled") {
      const auto fills = ledger.fills({.instrument = {}, .order = order.id, .before = {}, .limit = kOpenMax});
      if (!fills) return std::unexpected(fills.error());
      for (const auto& one : *fills) left.fills[order.id].push_back(one.fill.id);
    }
    left.orders.push_back(std::move(order));
  }

  storage::TradeQuery open;
  open.state = storage::TradeQuery::State::kOpen;
  open.limit = kOpenMax;
  const auto trades = ledger.trades(open);
  if (!trades) return std::unexpected(trades.error());
  for (const auto& entry : *trades) left_[key_of(entry.trade.instrument)].open_trades.push_back(entry.trade);
  if (auto status = load_fundings(ledger, *trades); !status) return status;
  const auto strategies = ledger.strategies();
  if (!strategies) return std::unexpected(strategies.error());
  for (const auto& one : *strategies) {
    if (setup_.strategy == nullptr || one.strategy != setup_.strategy->id) continue;
    left_[key_of(one.instrument)].strategy_state = one.state;
  }
  return {};
}

/// The venue is asked from where the oldest open trade began, or the newest funding that is known: what came after may
/// have come while nobody was there.
Status PaperAccount::load_fundings(storage::TradingLedger& ledger, const std::vector<storage::JournalEntry>& open) {
  if (!setup_.venue || open.empty()) return {};
  const auto newest = ledger.fundings({.from = {}, .limit = 1});
  if (!newest) return std::unexpected(newest.error());
  core::Timestamp from = open.front().trade.entered;
  for (const auto& entry : open) from = std::min(from, entry.trade.entered);
  if (!newest->empty()) from = std::max(from, newest->front().at);
  funding_from_ = from;
  const auto known = ledger.fundings({.from = from, .limit = kOpenMax});
  if (!known) return std::unexpected(known.error());
  for (const auto& one : *known) funded_.emplace(one.instrument.symbol, one.id);
  return {};
}

Status PaperAccount::take_over(Market& market, const Left& left) {
  for (const storage::PositionRecord& record : left.positions) {
    const auto position = position_of(record, market.instrument);
    if (!position) return std::unexpected(position.error());
    const auto basis = money_of(record.basis);
    if (!basis) return std::unexpected(basis.error());
    if (!books_.restore_position(*position)) continue;
    broker_.restore_position(market.instrument.id, position->side, position->lots);
    desk_.restore_basis(market.instrument.id, position->side, *basis);
  }
  for (const storage::TradeRecord& record : left.open_trades) {
    auto trip = app::trip_of(record, market.instrument);
    if (!trip) return std::unexpected(trip.error());
    market.opened_by[trip->trade.side] = record.strategy;
    trips_.restore(std::move(*trip));
  }
  for (const storage::OrderRecord& record : left.orders) {
    if (auto status = restore_order(market, record, left); !status) return status;
  }
  if (market.strategy == nullptr || left.strategy_state.empty()) return {};
  core::ByteReader in{left.strategy_state};
  if (!market.strategy->restore(in)) market.strategy = setup_.strategy->make(setup_.values, market.instrument.scale);
  market.strategy_state = left.strategy_state;
  return {};
}

Status PaperAccount::restore_order(const Market& market, const storage::OrderRecord& record, const Left& left) {
  const auto order = order_of(record, market.instrument);
  if (!order) return std::unexpected(order.error());
  OrderFacts facts{.client_id = record.client_id, .origin = record.origin, .best = {}};
  if (record.trail_best) {
    const auto best = price_of(*record.trail_best, market.instrument);
    if (!best) return std::unexpected(best.error());
    facts.best = *best;
  }
  const auto fills = left.fills.find(record.id);
  desk_.restore(*order, fills == left.fills.end() ? std::span<const std::uint64_t>{} : fills->second, facts.best, now_);
  by_client_.insert_or_assign(record.client_id, order->request.id);
  facts_.insert_or_assign(record.id, std::move(facts));
  return {};
}

const journal::Trip* PaperAccount::trip_of(core::InstrumentId id, PositionSide side) const {
  const auto trips = trips_.trips();
  const auto found = std::ranges::find_if(
      trips, [&](const journal::Trip& trip) { return trip.trade.instrument == id && trip.trade.side == side; });
  return found == trips.end() ? nullptr : &*found;
}

OrderFacts PaperAccount::facts_of(core::ClientOrderId id) const {
  const auto found = facts_.find(id.value);
  OrderFacts facts = found == facts_.end() ? OrderFacts{} : found->second;
  if (const auto best = best_of(id)) facts.best = best;
  return facts;
}

TradeFacts PaperAccount::trade_facts(core::InstrumentId id, const std::string& strategy) const {
  return {.currency = currency_of(id), .strategy = strategy, .source = std::string{mode()}};
}

storage::RiskRecord PaperAccount::risk_record() const {
  const trading::RiskState& state = gate_.state();
  storage::RiskRecord record;
  record.kill_switch = state.kill_switch == trading::KillSwitch::kEngaged;
  record.kill_reason = kill_reason_;
  record.kill_changed = kill_changed_;
  record.halt = name_of(state.halt);
  record.cool_until = state.cool_until;
  record.losses_in_a_row = state.losses_in_a_row;
  if (state.highest_equity) record.highest_equity = core::format_money(*state.highest_equity);
  if (state.day_equity) record.day_equity = core::format_money(*state.day_equity);
  record.day = state.day;
  record.next_order = ids_.next;
  record.next_sequence = next_sequence_;
  record.next_fill = next_fill_;
  return record;
}

storage::TradingChange PaperAccount::take_changes() {
  storage::TradingChange out;
  const auto instrument = [this](core::InstrumentId id) -> const core::Instrument& {
    return markets_.at(id.value).instrument;
  };
  for (const core::ClientOrderId id : changes_.orders) {
    if (const core::Order* order = desk_.orders().find(id)) {
      out.orders.push_back(record_of(*order, facts_of(id), instrument(order->request.instrument)));
    }
  }
  for (const core::OrderEvent& event : changes_.events) {
    out.transitions.push_back(record_of(event, instrument(event.instrument)));
    if (event.fill)
      out.fills.push_back(record_of(*event.fill, instrument(event.instrument), currency_of(event.instrument)));
  }
  out.fundings = std::move(changes_.fundings);
  for (const auto& [id, side] : changes_.positions) {
    out.positions.push_back(
        record_of(books_.position(id, side), desk_.basis_of(id, side), instrument(id), currency_of(id)));
  }
  out.trades = std::move(changes_.closed);
  for (const auto& [id, side] : changes_.open_trades) {
    const journal::Trip* trip = trip_of(id, side);
    if (trip == nullptr || trip->lots == 0) continue;
    const std::string& opened_by = markets_.at(id.value).opened_by[side];
    out.trades.push_back(record_of(*trip, instrument(id), trade_facts(id, opened_by)));
  }
  for (const core::InstrumentId id : changes_.strategies) {
    const Market& market = markets_.at(id.value);
    out.strategies.push_back({.instrument = {market.instrument.venue, market.instrument.symbol},
                              .strategy = std::string{setup_.strategy->id},
                              .state = market.strategy_state});
  }
  if (changes_.money) out.accounts = account_records();
  if (changes_.risk) out.risk = risk_record();
  out.snapshot = std::move(changes_.snapshot);
  changes_ = {};
  return out;
}

}  // namespace tidemark::app
