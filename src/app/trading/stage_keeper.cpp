#include "app/trading/stage_keeper.hpp"

#include <algorithm>

#include "api/encode_activation.hpp"

namespace tidemark::app {
namespace {

using activation::Event;
using core::Result;
using core::Status;

constexpr std::string_view kAccount = "account";
constexpr std::string_view kShadowAccount = "shadow";

std::unexpected<core::Error> bad_record(const std::string& text) {
  return core::fail(core::ErrorKind::kCorrupt, "bad_record", "'" + text + "' is not what a stage can be");
}

Result<activation::Stage> stage_of(const std::string& text) {
  const auto stage = activation::parse_stage(text);
  if (!stage) return bad_record(text);
  return *stage;
}

Result<std::vector<activation::TradeSeen>> trades_of(const std::vector<storage::ActivationTradeRecord>& records) {
  std::vector<activation::TradeSeen> trades;
  for (const auto& record : records) {
    const auto profit = core::parse_money(record.profit);
    if (!profit) return bad_record(record.profit);
    trades.push_back({.at = record.at, .profit = *profit, .share = record.share});
  }
  return trades;
}

Result<activation::State> state_of(const storage::ActivationStateRecord& r) {
  activation::State state;
  const auto stage = stage_of(r.stage);
  if (!stage) return std::unexpected(stage.error());
  state.stage = *stage;
  state.since = r.since;
  state.configuration = r.configuration;
  if (r.good_configuration && r.good_stage) {
    const auto good = stage_of(*r.good_stage);
    if (!good) return std::unexpected(good.error());
    state.good = activation::Good{*r.good_configuration, *good};
  }
  state.events = r.events;
  state.rejected = r.rejected;
  if (r.highest_equity) {
    state.evidence.highest = core::parse_money(*r.highest_equity);
    if (!state.evidence.highest) return bad_record(*r.highest_equity);
  }
  state.evidence.drawdown = r.drawdown;
  state.evidence.equity_looks = r.equity_looks;
  state.evidence.objective_looks = r.objective_looks;
  state.evidence.objectives_met = r.objectives_met;
  state.breaches_in_a_row = r.breaches_in_a_row;
  state.data_is_bad = r.data_is_bad;
  return state;
}

storage::ActivationStateRecord record_of(const activation::State& s) {
  storage::ActivationStateRecord r;
  r.stage = activation::name_of(s.stage);
  r.since = s.since;
  r.configuration = s.configuration;
  if (s.good) {
    r.good_configuration = s.good->configuration;
    r.good_stage = activation::name_of(s.good->stage);
  }
  r.events = s.events;
  r.rejected = s.rejected;
  if (s.evidence.highest) r.highest_equity = core::format_money(*s.evidence.highest);
  r.drawdown = s.evidence.drawdown;
  r.equity_looks = s.evidence.equity_looks;
  r.objective_looks = s.evidence.objective_looks;
  r.objectives_met = s.evidence.objectives_met;
  r.breaches_in_a_row = s.breaches_in_a_row;
  r.data_is_bad = s.data_is_bad;
  return r;
}

}  // namespace

storage::ActivationEventRecord record_of(const Event& e) {
  storage::ActivationEventRecord r{.number = e.number,
                                   .at = e.at,
                                   .kind = std::string{activation::name_of(e.kind)},
                                   .from = std::string{activation::name_of(e.from)},
                                   .to = std::string{activation::name_of(e.to)},
                                   .configuration = e.configuration,
                                   .reason = e.reason,
                                   .board = api::encode_board(e.board),
                                   .rollback = {}};
  if (e.trigger) {
    r.rollback = storage::RollbackRecord{.trigger = std::string{activation::name_of(*e.trigger)},
                                         .measured = e.measured,
                                         .limit = e.limit,
                                         .restored = e.restored};
  }
  return r;
}

Status StageKeeper::begin(storage::ActivationLedger& ledger, core::Timestamp now, core::Timestamp market) {
  counts_from_ = market_ = market;
  const auto left = ledger.activation_state();
  if (!left) return std::unexpected(left.error());
  if (*left) {
    auto state = state_of(**left);
    if (!state) return std::unexpected(state.error());
    const auto records = ledger.activation_trades(state->events, activation::Evidence::kTradesKept);
    if (!records) return std::unexpected(records.error());
    auto trades = trades_of(*records);
    if (!trades) return std::unexpected(trades.error());
    state->evidence.trades = std::move(*trades);
    machine_ = activation::Machine{setup_.settings, std::move(*state)};
    // What the strategy would have done begins with this run, and so does its equity.
    if (stands_aside()) machine_.forget_highest();
    if (market.ns != 0) counts_from_ = machine_.state().since;
  }
  setup_.configuration.first_used = now;
  changes_.configurations.push_back(setup_.configuration);
  note(machine_.configure(now, setup_.configuration.id, setup_.reach));
  return {};
}

core::Rate StageKeeper::multiplier() const {
  const bool is_played = machine_.state().stage == activation::Stage::kPaper;
  return is_played && setup_.funds == Funds::kReal ? core::Rate{} : machine_.multiplier();
}

void StageKeeper::on_account(const storage::TradingChange& change, std::optional<core::Money> equity,
                             core::Timestamp now) {
  if (equity && !stands_aside()) count(change, *equity, kAccount, now);
}

void StageKeeper::on_shadow(const storage::TradingChange& change, std::optional<core::Money> equity,
                            core::Timestamp now) {
  if (equity && stands_aside()) count(change, *equity, kShadowAccount, now);
}

void StageKeeper::count(const storage::TradingChange& change, core::Money equity, std::string_view account,
                        core::Timestamp now) {
  const std::uint64_t began = machine_.state().events;
  for (const storage::TradeRecord& trade : change.trades) {
    if (!trade.exited || trade.strategy.empty() || trade.entered < counts_from_) continue;
    const auto profit = core::parse_money(trade.account_profit.value_or(std::string{}));
    const double before = core::to_double(equity - profit.value_or(core::Money{}));
    if (!profit || !(before > 0)) continue;
    market_ = std::max(market_, *trade.exited);
    const double share = core::to_double(*profit) / before;
    // Ids of what was never traded begin anew with every run.
    const bool is_shadow_trade = account == kShadowAccount;
    const std::string id = is_shadow_trade ? trade.id + "@" + std::to_string(trade.entered.ms()) : trade.id;
    changes_.trades.push_back({.event = machine_.state().events,
                               .account = std::string{account},
                               .trade = id,
                               .instrument = trade.instrument.venue + ":" + trade.instrument.symbol,
                               .at = *trade.exited,
                               .profit = *trade.account_profit,
                               .share = share});
    note(machine_.on(activation::TradeSeen{.at = now, .profit = *profit, .share = share}));
    touch();
    // What comes behind in this change belongs to the stage that was left.
    if (machine_.state().events != began) return;
  }
  if (!change.snapshot) return;
  market_ = std::max(market_, change.snapshot->at);
  note(machine_.on(activation::EquitySeen{.at = now, .equity = equity}));
  touch();
}

void StageKeeper::on_quality(const core::Instrument& instrument, const core::QualityScore& quality) {
  quality_[instrument.key()] = {.score = quality.score, .candles = quality.candles};
}

void StageKeeper::on_look(const ServiceLook& look, core::Timestamp now) {
  machine_.on(look.latency);
  note(machine_.on(activation::ObjectivesSeen{.at = now, .breach = look.breach}));
  if (!quality_.empty()) {
    activation::QualitySeen seen{.at = now, .lowest = 1, .candles = 0, .where = {}};
    for (const auto& [where, one] : quality_) {
      seen.candles += one.candles;
      if (!seen.where.empty() && one.score >= seen.lowest) continue;
      seen.lowest = one.score;
      seen.where = where;
    }
    note(machine_.on(seen));
  }
  touch();
}

void StageKeeper::on_fault(const std::string& what, core::Timestamp now) {
  note(machine_.on(activation::FaultSeen{.at = now, .what = what}));
  touch();
}

Result<Event> StageKeeper::promote(const std::string& reason, core::Timestamp now) {
  auto event = machine_.promote(now, reason, setup_.reach);
  if (event) note(*event);
  return event;
}

Result<Event> StageKeeper::roll_back(const std::string& reason, std::optional<activation::Stage> to,
                                     core::Timestamp now) {
  auto event = machine_.roll_back(now, reason, to);
  if (event) note(*event);
  return event;
}

Event StageKeeper::restart(const std::string& reason, core::Timestamp now) {
  Event event = machine_.restart(now, reason);
  note(event);
  return event;
}

void StageKeeper::note(const std::optional<Event>& event) {
  if (!event) return;
  changes_.events.push_back(record_of(*event));
  events_.push_back(*event);
  if (market_.ns != 0) counts_from_ = market_;
  touch();
}

void StageKeeper::touch() {
  state_changed_ = true;
  ++revision_;
}

storage::ActivationChange StageKeeper::take_changes() {
  storage::ActivationChange out = std::exchange(changes_, {});
  if (std::exchange(state_changed_, false)) out.state = record_of(machine_.state());
  return out;
}

}  // namespace tidemark::app
