#include <limits>
#include <string_view>

#include "storage/sqlite/series_rows.hpp"
#include "storage/sqlite/trading.hpp"
#include "storage/sqlite/trading_rows.hpp"

namespace tidemark::storage::sqlite {

using core::Result;

namespace {

constexpr std::string_view kOrders = R"sql(
SELECT o.id, o.client_id, a.venue, a.symbol, o.side, o.type, o.time_in_force, o.post_only, o.reduce_only, o.position,
       o.qty, o.filled, o.limit_price, o.trigger_price, o.trail, o.trail_best, o.good_till_ns, o.oco, o.parent, o.state,
       o.triggered, o.reason, o.origin, o.created_ns, o.updated_ns
FROM orders o JOIN assets a ON a.id = o.asset_id
WHERE o.id < ?1 AND (?2 IS NULL OR o.asset_id = ?2) AND (?3 = '' OR o.client_id = ?3)
  AND (?4 = 0 OR (?4 = 1) = (o.state IN ('new', 'accepted', 'partially_filled')))
ORDER BY o.id DESC LIMIT ?5
)sql";
constexpr std::string_view kTransitions =
    "SELECT sequence, order_id, at_ns, kind, before_state, after_state, qty, reason, fill_id FROM order_transitions "
    "WHERE order_id = ?1 ORDER BY sequence";
constexpr std::string_view kFills = R"sql(
SELECT f.number, f.id, f.order_id, a.venue, a.symbol, f.side, f.position, f.role, f.price, f.qty, f.fee, f.currency,
       f.at_ns, f.charged, f.charged_asset, f.fee_unvalued
FROM fills f JOIN assets a ON a.id = f.asset_id
WHERE f.number < ?1 AND (?2 IS NULL OR f.asset_id = ?2) AND (?3 IS NULL OR f.order_id = ?3)
ORDER BY f.number DESC LIMIT ?4
)sql";
constexpr std::string_view kFundings = R"sql(
SELECT f.id, a.venue, a.symbol, f.position, f.amount, f.currency, f.at_ns
FROM fundings f JOIN assets a ON a.id = f.asset_id WHERE f.at_ns >= ?1 ORDER BY f.at_ns DESC, f.number DESC LIMIT ?2
)sql";
constexpr std::string_view kPositions = R"sql(
SELECT a.venue, a.symbol, p.side, p.qty, p.cost, p.realized, p.fees, p.funding, p.basis, p.currency, p.changed_ns
FROM positions p JOIN assets a ON a.id = p.asset_id ORDER BY a.venue, a.symbol, p.side
)sql";
constexpr std::string_view kAccounts =
    "SELECT currency, positions, cash, deposits, rate, rated_ns FROM trading_accounts ORDER BY currency";
constexpr std::string_view kRisk =
    "SELECT kill_switch, kill_reason, kill_changed_ns, halt, cool_until_ns, losses_in_a_row, highest_equity, "
    "day_equity, day_ns, next_order, next_sequence, next_fill FROM risk_state";
constexpr std::string_view kStrategies =
    "SELECT a.venue, a.symbol, s.strategy, s.state FROM strategy_states s JOIN assets a ON a.id = s.asset_id "
    "ORDER BY a.venue, a.symbol, s.strategy";
constexpr std::string_view kSnapshots =
    "SELECT at_ns, currency, equity, cash, exposure FROM portfolio_snapshots ORDER BY at_ns DESC LIMIT ?1";

std::int64_t bound_of(const std::optional<std::uint64_t>& before) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  return before && *before < static_cast<std::uint64_t>(kMax) ? static_cast<std::int64_t>(*before) : kMax;
}

OrderRecord order_of(const Query& row) {
  OrderRecord o;
  o.id = static_cast<std::uint64_t>(row.integer(0));
  o.client_id = text_at(row, 1);
  o.instrument = {text_at(row, 2), text_at(row, 3)};
  o.side = text_at(row, 4);
  o.type = text_at(row, 5);
  o.time_in_force = text_at(row, 6);
  o.post_only = row.integer(7) != 0;
  o.reduce_only = row.integer(8) != 0;
  o.position = text_at(row, 9);
  o.qty = text_at(row, 10);
  o.filled = text_at(row, 11);
  o.limit = text_if(row, 12);
  o.trigger = text_if(row, 13);
  o.trail = text_if(row, 14);
  o.trail_best = text_if(row, 15);
  o.good_till = time_if(row, 16);
  o.oco = number_if(row, 17);
  o.parent = number_if(row, 18);
  o.state = text_at(row, 19);
  o.triggered = row.integer(20) != 0;
  o.reason = text_at(row, 21);
  o.origin = text_at(row, 22);
  o.created = {row.integer(23)};
  o.updated = {row.integer(24)};
  return o;
}

OrderTransitionRecord transition_of(const Query& row) {
  return {.sequence = static_cast<std::uint64_t>(row.integer(0)),
          .order = static_cast<std::uint64_t>(row.integer(1)),
          .at = {row.integer(2)},
          .kind = text_at(row, 3),
          .before = text_at(row, 4),
          .after = text_at(row, 5),
          .qty = text_at(row, 6),
          .reason = text_at(row, 7),
          .fill = number_if(row, 8)};
}

NumberedFill fill_of(const Query& row) {
  return {.number = static_cast<std::uint64_t>(row.integer(0)),
          .fill = {.id = static_cast<std::uint64_t>(row.integer(1)),
                   .order = static_cast<std::uint64_t>(row.integer(2)),
                   .instrument = {text_at(row, 3), text_at(row, 4)},
                   .side = text_at(row, 5),
                   .position = text_at(row, 6),
                   .role = text_at(row, 7),
                   .price = text_at(row, 8),
                   .qty = text_at(row, 9),
                   .fee = text_at(row, 10),
                   .currency = text_at(row, 11),
                   .at = {row.integer(12)},
                   .charged = text_at(row, 13),
                   .charged_asset = text_at(row, 14),
                   .fee_unvalued = row.integer(15) != 0}};
}

FundingRecord funding_of(const Query& row) {
  return {.id = static_cast<std::uint64_t>(row.integer(0)),
          .instrument = {text_at(row, 1), text_at(row, 2)},
          .position = text_at(row, 3),
          .amount = text_at(row, 4),
          .currency = text_at(row, 5),
          .at = {row.integer(6)}};
}

PositionRecord position_of(const Query& row) {
  return {.instrument = {text_at(row, 0), text_at(row, 1)},
          .side = text_at(row, 2),
          .qty = text_at(row, 3),
          .cost = text_at(row, 4),
          .realized = text_at(row, 5),
          .fees = text_at(row, 6),
          .funding = text_at(row, 7),
          .basis = text_at(row, 8),
          .currency = text_at(row, 9),
          .changed = {row.integer(10)}};
}

RiskRecord risk_of(const Query& row) {
  return {.kill_switch = row.integer(0) != 0,
          .kill_reason = text_at(row, 1),
          .kill_changed = time_if(row, 2),
          .halt = text_at(row, 3),
          .cool_until = time_if(row, 4),
          .losses_in_a_row = static_cast<std::uint32_t>(row.integer(5)),
          .highest_equity = text_if(row, 6),
          .day_equity = text_if(row, 7),
          .day = {row.integer(8)},
          .next_order = static_cast<std::uint64_t>(row.integer(9)),
          .next_sequence = static_cast<std::uint64_t>(row.integer(10)),
          .next_fill = static_cast<std::uint64_t>(row.integer(11))};
}

/// The asset asked for, or null for all.
Result<std::optional<std::int64_t>> asset_filter(Database& database, const std::optional<InstrumentKey>& key) {
  if (!key) return std::optional<std::int64_t>{};
  auto id = asset_id_of(database, *key);
  if (!id) return std::unexpected(id.error());
  return std::optional{*id};
}

}  // namespace

Result<std::vector<OrderRecord>> SqliteTrading::orders(const OrderQuery& asked) {
  const auto asset = asset_filter(database_, asked.instrument);
  if (!asset) return std::unexpected(asset.error());
  auto query = database_.query(kOrders);
  if (!query) return std::unexpected(query.error());
  query->bind(bound_of(asked.before))
      .bind(*asset)
      .bind(std::string_view{asked.client_id})
      .bind(static_cast<std::int64_t>(asked.state))
      .bind(std::int64_t{asked.limit});
  return read_all(*query, order_of);
}

Result<std::optional<OrderRecord>> SqliteTrading::order(std::uint64_t id) {
  auto found = orders({.instrument = {}, .client_id = {}, .before = id + 1, .limit = 1});
  if (!found) return std::unexpected(found.error());
  if (found->empty() || found->front().id != id) return std::optional<OrderRecord>{};
  return std::optional{std::move(found->front())};
}

Result<std::vector<OrderTransitionRecord>> SqliteTrading::transitions(std::uint64_t order) {
  auto query = database_.query(kTransitions);
  if (!query) return std::unexpected(query.error());
  query->bind(static_cast<std::int64_t>(order));
  return read_all(*query, transition_of);
}

Result<std::vector<NumberedFill>> SqliteTrading::fills(const FillQuery& asked) {
  const auto asset = asset_filter(database_, asked.instrument);
  if (!asset) return std::unexpected(asset.error());
  auto query = database_.query(kFills);
  if (!query) return std::unexpected(query.error());
  query->bind(bound_of(asked.before)).bind(*asset).bind(signed_of(asked.order)).bind(std::int64_t{asked.limit});
  return read_all(*query, fill_of);
}

Result<std::vector<FundingRecord>> SqliteTrading::fundings(const FundingQuery& asked) {
  auto query = database_.query(kFundings);
  if (!query) return std::unexpected(query.error());
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  query->bind(asked.from ? asked.from->ns : kMin).bind(std::int64_t{asked.limit});
  return read_all(*query, funding_of);
}

Result<std::vector<PositionRecord>> SqliteTrading::positions() {
  auto query = database_.query(kPositions);
  if (!query) return std::unexpected(query.error());
  return read_all(*query, position_of);
}

Result<std::vector<AccountRecord>> SqliteTrading::accounts() {
  auto query = database_.query(kAccounts);
  if (!query) return std::unexpected(query.error());
  return read_all(*query, [](const Query& row) {
    return AccountRecord{text_at(row, 0), text_at(row, 1), text_at(row, 2),
                         text_at(row, 3), text_if(row, 4), time_if(row, 5)};
  });
}

Result<std::optional<RiskRecord>> SqliteTrading::risk() {
  auto query = database_.query(kRisk);
  if (!query) return std::unexpected(query.error());
  auto rows = read_all(*query, risk_of);
  if (!rows) return std::unexpected(rows.error());
  return rows->empty() ? std::nullopt : std::optional{std::move(rows->front())};
}

Result<std::vector<StrategyStateRecord>> SqliteTrading::strategies() {
  auto query = database_.query(kStrategies);
  if (!query) return std::unexpected(query.error());
  return read_all(*query, [](const Query& row) {
    const auto state = row.blob(3);
    return StrategyStateRecord{
        {text_at(row, 0), text_at(row, 1)}, text_at(row, 2), std::vector<std::byte>{state.begin(), state.end()}};
  });
}

Result<std::vector<PortfolioSnapshotRecord>> SqliteTrading::snapshots(std::uint32_t limit) {
  auto query = database_.query(kSnapshots);
  if (!query) return std::unexpected(query.error());
  query->bind(std::int64_t{limit});
  return read_oldest_first(*query, [](const Query& row) {
    return PortfolioSnapshotRecord{
        {row.integer(0)}, text_at(row, 1), text_at(row, 2), text_at(row, 3), text_at(row, 4)};
  });
}

}  // namespace tidemark::storage::sqlite
