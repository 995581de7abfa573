#include <string_view>

#include "storage/sqlite/activation.hpp"
#include "storage/sqlite/trading_rows.hpp"

namespace tidemark::storage::sqlite {

using core::Status;

namespace {

constexpr std::string_view kPutConfiguration =
    "INSERT INTO config_versions (id, first_used_ns, document) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING";
constexpr std::string_view kPutEvent = R"sql(
INSERT INTO activation_events (number, at_ns, kind, from_stage, to_stage, configuration, reason, board)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (number) DO NOTHING
)sql";
constexpr std::string_view kPutRollback = R"sql(
INSERT INTO rollback_events (event, trigger_kind, measured, limit_value, restored)
VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (event) DO NOTHING
)sql";
constexpr std::string_view kPutTrade = R"sql(
INSERT INTO activation_trades (event, account, trade, instrument, at_ns, profit, share)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (event, account, trade) DO NOTHING
)sql";
constexpr std::string_view kPutState = R"sql(
INSERT OR REPLACE INTO activation_state (one, stage, since_ns, configuration, good_configuration, good_stage, events,
                                         rejected, highest_equity, drawdown, equity_looks, objective_looks,
                                         objectives_met, breaches_in_a_row, data_is_bad)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
)sql";

Status put(Database& database, const ConfigVersionRecord& c) {
  auto query = database.query(kPutConfiguration);
  if (!query) return std::unexpected(query.error());
  return query->bind(std::string_view{c.id}).bind(c.first_used.ns).bind(std::string_view{c.document}).run();
}

Status put(Database& database, const ActivationEventRecord& e) {
  const auto number = static_cast<std::int64_t>(e.number);
  auto query = database.query(kPutEvent);
  if (!query) return std::unexpected(query.error());
  auto done = query->bind(number)
                  .bind(e.at.ns)
                  .bind(std::string_view{e.kind})
                  .bind(std::string_view{e.from})
                  .bind(std::string_view{e.to})
                  .bind(std::string_view{e.configuration})
                  .bind(std::string_view{e.reason})
                  .bind(std::string_view{e.board})
                  .run();
  if (!done || !e.rollback) return done;
  auto rollback = database.query(kPutRollback);
  if (!rollback) return std::unexpected(rollback.error());
  return rollback->bind(number)
      .bind(std::string_view{e.rollback->trigger})
      .bind(e.rollback->measured)
      .bind(e.rollback->limit)
      .bind(std::string_view{e.rollback->restored})
      .run();
}

Status put(Database& database, const ActivationTradeRecord& t) {
  auto query = database.query(kPutTrade);
  if (!query) return std::unexpected(query.error());
  return query->bind(static_cast<std::int64_t>(t.event))
      .bind(std::string_view{t.account})
      .bind(std::string_view{t.trade})
      .bind(std::string_view{t.instrument})
      .bind(t.at.ns)
      .bind(std::string_view{t.profit})
      .bind(t.share)
      .run();
}

Status put(Database& database, const ActivationStateRecord& s) {
  auto query = database.query(kPutState);
  if (!query) return std::unexpected(query.error());
  query->bind(std::string_view{s.stage})
      .bind(s.since.ns)
      .bind(std::string_view{s.configuration})
      .bind(view_of(s.good_configuration))
      .bind(view_of(s.good_stage))
      .bind(static_cast<std::int64_t>(s.events))
      .bind(std::int64_t{s.rejected});
  return query->bind(view_of(s.highest_equity))
      .bind(s.drawdown)
      .bind(static_cast<std::int64_t>(s.equity_looks))
      .bind(static_cast<std::int64_t>(s.objective_looks))
      .bind(static_cast<std::int64_t>(s.objectives_met))
      .bind(std::int64_t{s.breaches_in_a_row})
      .bind(std::int64_t{s.data_is_bad})
      .run();
}

template <class T>
Status put_all(Database& database, const std::vector<T>& records) {
  for (const T& record : records) {
    if (auto done = put(database, record); !done) return done;
  }
  return {};
}

}  // namespace

Status write_activation(Database& database, const ActivationChange& change) {
  if (auto done = put_all(database, change.configurations); !done) return done;
  if (auto done = put_all(database, change.events); !done) return done;
  if (auto done = put_all(database, change.trades); !done) return done;
  return change.state ? put(database, *change.state) : Status{};
}

}  // namespace tidemark::storage::sqlite
