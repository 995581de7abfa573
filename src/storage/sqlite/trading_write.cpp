#include <string_view>

#include "storage/sqlite/activation.hpp"
#include "storage/sqlite/trading.hpp"
#include "storage/sqlite/trading_rows.hpp"

namespace tidemark::storage::sqlite {

using core::Status;

namespace {

constexpr std::string_view kPutOrder = R"sql(
INSERT INTO orders (id, client_id, asset_id, side, type, time_in_force, post_only, reduce_only, position, qty, filled,
                    limit_price, trigger_price, trail, trail_best, good_till_ns, oco, parent, state, triggered, reason,
                    origin, created_ns, updated_ns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)
ON CONFLICT (id) DO UPDATE
SET qty = excluded.qty, filled = excluded.filled, trail_best = excluded.trail_best, state = excluded.state,
    triggered = excluded.triggered, reason = excluded.reason, updated_ns = excluded.updated_ns
)sql";
constexpr std::string_view kPutTransition = R"sql(
INSERT INTO order_transitions (sequence, order_id, at_ns, kind, before_state, after_state, qty, reason, fill_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (sequence) DO NOTHING
)sql";
constexpr std::string_view kPutFill = R"sql(
INSERT INTO fills (id, order_id, asset_id, side, position, role, price, qty, fee, currency, at_ns, charged,
                   charged_asset, fee_unvalued)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (asset_id, id) DO NOTHING
)sql";
constexpr std::string_view kPutFunding = R"sql(
INSERT INTO fundings (id, asset_id, position, amount, currency, at_ns) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (asset_id, position, id) DO NOTHING
)sql";
constexpr std::string_view kPutPosition = R"sql(
INSERT INTO positions (asset_id, side, qty, cost, realized, fees, funding, basis, currency, changed_ns)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (asset_id, side) DO UPDATE
SET qty = excluded.qty, cost = excluded.cost, realized = excluded.realized, fees = excluded.fees,
    funding = excluded.funding, basis = excluded.basis, currency = excluded.currency, changed_ns = excluded.changed_ns
)sql";
constexpr std::string_view kPutAccount =
    "INSERT OR REPLACE INTO trading_accounts (currency, positions, cash, deposits, rate, rated_ns) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
// Of two states of the kill switch the later one stays: it may have been engaged in the store while the account, which
// does not know yet, writes something else.
constexpr std::string_view kPutRisk = R"sql(
INSERT INTO risk_state AS known (one, kill_switch, kill_reason, kill_changed_ns, halt, cool_until_ns, losses_in_a_row,
                                 highest_equity, day_equity, day_ns, next_order, next_sequence, next_fill)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (one) DO UPDATE
SET kill_switch = iif(known.kill_changed_ns > coalesce(excluded.kill_changed_ns, -1), known.kill_switch,
                      excluded.kill_switch),
    kill_reason = iif(known.kill_changed_ns > coalesce(excluded.kill_changed_ns, -1), known.kill_reason,
                      excluded.kill_reason),
    kill_changed_ns = iif(known.kill_changed_ns > coalesce(excluded.kill_changed_ns, -1), known.kill_changed_ns,
                          excluded.kill_changed_ns),
    halt = excluded.halt, cool_until_ns = excluded.cool_until_ns, losses_in_a_row = excluded.losses_in_a_row,
    highest_equity = excluded.highest_equity, day_equity = excluded.day_equity, day_ns = excluded.day_ns,
    next_order = excluded.next_order, next_sequence = excluded.next_sequence, next_fill = excluded.next_fill
)sql";
constexpr std::string_view kPutStrategy =
    "INSERT OR REPLACE INTO strategy_states (asset_id, strategy, state) VALUES (?1, ?2, ?3)";
constexpr std::string_view kPutSnapshot =
    "INSERT OR REPLACE INTO portfolio_snapshots (at_ns, currency, equity, cash, exposure) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr std::string_view kPutTrade = R"sql(
INSERT INTO trades (id, source, asset_id, position, direction, setup, regime, strategy, signal_at_ns, currency,
                    entered_ns, exited_ns, qty, entry_value, exit_value, fees, funding, profit, best, worst, risk,
                    open_qty, cash, highest, lowest, unvalued_fees, account_profit)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
        ?25, ?26, ?27)
ON CONFLICT (id) DO UPDATE
SET exited_ns = excluded.exited_ns, qty = excluded.qty, entry_value = excluded.entry_value,
    exit_value = excluded.exit_value, fees = excluded.fees, funding = excluded.funding, profit = excluded.profit,
    best = excluded.best, worst = excluded.worst, open_qty = excluded.open_qty, cash = excluded.cash,
    highest = excluded.highest, lowest = excluded.lowest, unvalued_fees = excluded.unvalued_fees,
    account_profit = excluded.account_profit
)sql";
constexpr std::string_view kPutNotes = R"sql(
INSERT INTO trades_journal (trade_id, tags, notes, updated_ns) SELECT id, ?2, ?3, ?4 FROM trades WHERE id = ?1
ON CONFLICT (trade_id) DO UPDATE SET tags = excluded.tags, notes = excluded.notes, updated_ns = excluded.updated_ns
)sql";
constexpr std::string_view kRemoveManual = "DELETE FROM trades WHERE id = ?1 AND source = 'manual'";

std::string json_of(const std::vector<std::string>& tags) {
  std::string text = "[";
  for (const std::string& tag : tags) {
    if (text.size() > 1) text += ',';
    text += '"';
    for (const char c : tag) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;  // tags have no control characters: JournalChange's makers see to it, and the table refuses them
    }
    text += '"';
  }
  return text + "]";
}

struct Write {
  Database& database;

  [[nodiscard]] Status operator()(const OrderRecord& o) const {
    const auto asset = asset_id_of(database, o.instrument);
    if (!asset) return std::unexpected(asset.error());
    auto query = database.query(kPutOrder);
    if (!query) return std::unexpected(query.error());
    query->bind(static_cast<std::int64_t>(o.id))
        .bind(std::string_view{o.client_id})
        .bind(*asset)
        .bind(std::string_view{o.side})
        .bind(std::string_view{o.type})
        .bind(std::string_view{o.time_in_force})
        .bind(std::int64_t{o.post_only})
        .bind(std::int64_t{o.reduce_only})
        .bind(std::string_view{o.position})
        .bind(std::string_view{o.qty})
        .bind(std::string_view{o.filled});
    return query->bind(view_of(o.limit))
        .bind(view_of(o.trigger))
        .bind(view_of(o.trail))
        .bind(view_of(o.trail_best))
        .bind(ns_of(o.good_till))
        .bind(signed_of(o.oco))
        .bind(signed_of(o.parent))
        .bind(std::string_view{o.state})
        .bind(std::int64_t{o.triggered})
        .bind(std::string_view{o.reason})
        .bind(std::string_view{o.origin})
        .bind(o.created.ns)
        .bind(o.updated.ns)
        .run();
  }
  [[nodiscard]] Status operator()(const OrderTransitionRecord& t) const {
    auto query = database.query(kPutTransition);
    if (!query) return std::unexpected(query.error());
    return query->bind(static_cast<std::int64_t>(t.sequence))
        .bind(static_cast<std::int64_t>(t.order))
        .bind(t.at.ns)
        .bind(std::string_view{t.kind})
        .bind(std::string_view{t.before})
        .bind(std::string_view{t.after})
        .bind(std::string_view{t.qty})
        .bind(std::string_view{t.reason})
        .bind(signed_of(t.fill))
        .run();
  }
  [[nodiscard]] Status operator()(const FillRecord& f) const {
    const auto asset = asset_id_of(database, f.instrument);
    if (!asset) return std::unexpected(asset.error());
    auto query = database.query(kPutFill);
    if (!query) return std::unexpected(query.error());
    return query->bind(static_cast<std::int64_t>(f.id))
        .bind(static_cast<std::int64_t>(f.order))
        .bind(*asset)
        .bind(std::string_view{f.side})
        .bind(std::string_view{f.position})
        .bind(std::string_view{f.role})
        .bind(std::string_view{f.price})
        .bind(std::string_view{f.qty})
        .bind(std::string_view{f.fee})
        .bind(std::string_view{f.currency})
        .bind(f.at.ns)
        .bind(std::string_view{f.charged})
        .bind(std::string_view{f.charged_asset})
        .bind(std::int64_t{f.fee_unvalued})
        .run();
  }
  [[nodiscard]] Status operator()(const FundingRecord& f) const {
    const auto asset = asset_id_of(database, f.instrument);
    if (!asset) return std::unexpected(asset.error());
    auto query = database.query(kPutFunding);
    if (!query) return std::unexpected(query.error());
    return query->bind(static_cast<std::int64_t>(f.id))
        .bind(*asset)
        .bind(std::string_view{f.position})
        .bind(std::string_view{f.amount})
        .bind(std::string_view{f.currency})
        .bind(f.at.ns)
        .run();
  }
  [[nodiscard]] Status operator()(const PositionRecord& p) const {
    const auto asset = asset_id_of(database, p.instrument);
    if (!asset) return std::unexpected(asset.error());
    auto query = database.query(kPutPosition);
    if (!query) return std::unexpected(query.error());
    return query->bind(*asset)
        .bind(std::string_view{p.side})
        .bind(std::string_view{p.qty})
        .bind(std::string_view{p.cost})
        .bind(std::string_view{p.realized})
        .bind(std::string_view{p.fees})
        .bind(std::string_view{p.funding})
        .bind(std::string_view{p.basis})
        .bind(std::string_view{p.currency})
        .bind(p.changed.ns)
        .run();
  }
  [[nodiscard]] Status operator()(const AccountRecord& a) const {
    auto query = database.query(kPutAccount);
    if (!query) return std::unexpected(query.error());
    return query->bind(std::string_view{a.currency})
        .bind(std::string_view{a.positions})
        .bind(std::string_view{a.cash})
        .bind(std::string_view{a.deposits})
        .bind(view_of(a.rate))
        .bind(ns_of(a.rated))
        .run();
  }
  [[nodiscard]] Status operator()(const RiskRecord& r) const {
    auto query = database.query(kPutRisk);
    if (!query) return std::unexpected(query.error());
    return query->bind(std::int64_t{r.kill_switch})
        .bind(std::string_view{r.kill_reason})
        .bind(ns_of(r.kill_changed))
        .bind(std::string_view{r.halt})
        .bind(ns_of(r.cool_until))
        .bind(std::int64_t{r.losses_in_a_row})
        .bind(view_of(r.highest_equity))
        .bind(view_of(r.day_equity))
        .bind(r.day.ns)
        .bind(static_cast<std::int64_t>(r.next_order))
        .bind(static_cast<std::int64_t>(r.next_sequence))
        .bind(static_cast<std::int64_t>(r.next_fill))
        .run();
  }
  [[nodiscard]] Status operator()(const StrategyStateRecord& s) const {
    const auto asset = asset_id_of(database, s.instrument);
    if (!asset) return std::unexpected(asset.error());
    auto query = database.query(kPutStrategy);
    if (!query) return std::unexpected(query.error());
    return query->bind(*asset).bind(std::string_view{s.strategy}).bind(std::span{s.state}).run();
  }
  [[nodiscard]] Status operator()(const PortfolioSnapshotRecord& p) const {
    auto query = database.query(kPutSnapshot);
    if (!query) return std::unexpected(query.error());
    return query->bind(p.at.ns)
        .bind(std::string_view{p.currency})
        .bind(std::string_view{p.equity})
        .bind(std::string_view{p.cash})
        .bind(std::string_view{p.exposure})
        .run();
  }
  [[nodiscard]] Status operator()(const TradeRecord& t) const {
    const auto asset = asset_id_of(database, t.instrument);
    if (!asset) return std::unexpected(asset.error());
    auto query = database.query(kPutTrade);
    if (!query) return std::unexpected(query.error());
    query->bind(std::string_view{t.id})
        .bind(std::string_view{t.source})
        .bind(*asset)
        .bind(std::string_view{t.position})
        .bind(std::string_view{t.direction})
        .bind(std::string_view{t.setup})
        .bind(std::string_view{t.regime})
        .bind(std::string_view{t.strategy})
        .bind(ns_of(t.signal_at))
        .bind(std::string_view{t.currency})
        .bind(t.entered.ns)
        .bind(ns_of(t.exited));
    return query->bind(std::string_view{t.qty})
        .bind(std::string_view{t.entry_value})
        .bind(std::string_view{t.exit_value})
        .bind(std::string_view{t.fees})
        .bind(std::string_view{t.funding})
        .bind(std::string_view{t.profit})
        .bind(std::string_view{t.best})
        .bind(std::string_view{t.worst})
        .bind(view_of(t.risk))
        .bind(std::string_view{t.open_qty})
        .bind(std::string_view{t.cash})
        .bind(std::string_view{t.highest})
        .bind(std::string_view{t.lowest})
        .bind(static_cast<std::int64_t>(t.unvalued_fees))
        .bind(view_of(t.account_profit))
        .run();
  }
  [[nodiscard]] Status operator()(const PutTradeNotes& put) const {
    const std::string tags = json_of(put.notes.tags);
    auto query = database.query(kPutNotes);
    if (!query) return std::unexpected(query.error());
    auto done = query->bind(std::string_view{put.trade})
                    .bind(std::string_view{tags})
                    .bind(std::string_view{put.notes.text})
                    .bind(put.notes.updated.ns)
                    .run();
    return done ? touched(put.trade) : done;
  }
  [[nodiscard]] Status operator()(const PutManualTrade& put) const {
    if (auto done = (*this)(put.trade); !done) return done;
    return (*this)(PutTradeNotes{put.trade.id, put.notes});
  }
  [[nodiscard]] Status operator()(const RemoveManualTrade& remove) const {
    auto query = database.query(kRemoveManual);
    if (!query) return std::unexpected(query.error());
    auto done = query->bind(std::string_view{remove.trade}).run();
    return done ? touched(remove.trade) : done;
  }
  template <class T>
  [[nodiscard]] Status all(const std::vector<T>& records) const {
    for (const T& record : records) {
      if (auto done = (*this)(record); !done) return done;
    }
    return {};
  }

 private:
  [[nodiscard]] Status touched(const std::string& trade) const {
    if (database.changes() != 0) return {};
    return core::fail(core::ErrorKind::kNotFound, "unknown_trade", "there is no such trade: " + trade, "id");
  }
};

Status write(const Write& to, const TradingChange& change) {
  // Orders before what refers to them.
  if (auto done = to.all(change.orders); !done) return done;
  if (auto done = to.all(change.transitions); !done) return done;
  if (auto done = to.all(change.fills); !done) return done;
  if (auto done = to.all(change.fundings); !done) return done;
  if (auto done = to.all(change.positions); !done) return done;
  if (auto done = to.all(change.accounts); !done) return done;
  if (auto done = to.all(change.trades); !done) return done;
  if (auto done = to.all(change.strategies); !done) return done;
  if (change.risk) {
    if (auto done = to(*change.risk); !done) return done;
  }
  if (change.snapshot) {
    if (auto done = to(*change.snapshot); !done) return done;
  }
  return write_activation(to.database, change.activation);
}

}  // namespace

Status SqliteTrading::put(const TradingChange& change) {
  auto transaction = Transaction::begin(database_, Intent::kWrite);
  if (!transaction) return std::unexpected(transaction.error());
  if (auto done = write(Write{database_}, change); !done) return done;
  return transaction->commit();
}

Status SqliteTrading::put(const JournalChange& change) {
  auto transaction = Transaction::begin(database_, Intent::kWrite);
  if (!transaction) return std::unexpected(transaction.error());
  if (auto done = std::visit(Write{database_}, change); !done) return done;
  return transaction->commit();
}

}  // namespace tidemark::storage::sqlite
