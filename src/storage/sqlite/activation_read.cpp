#include <limits>
#include <string_view>
#include <utility>

#include "storage/sqlite/activation.hpp"
#include "storage/sqlite/series_rows.hpp"
#include "storage/sqlite/trading_rows.hpp"

namespace tidemark::storage::sqlite {

using core::Result;

namespace {

constexpr std::string_view kState =
    "SELECT stage, since_ns, configuration, good_configuration, good_stage, events, rejected, highest_equity, "
    "drawdown, equity_looks, objective_looks, objectives_met, breaches_in_a_row, data_is_bad FROM activation_state";
constexpr std::string_view kEvents = R"sql(
SELECT e.number, e.at_ns, e.kind, e.from_stage, e.to_stage, e.configuration, e.reason, e.board, r.trigger_kind,
       r.measured, r.limit_value, r.restored
FROM activation_events e LEFT JOIN rollback_events r ON r.event = e.number
WHERE e.number < ?1 AND (?2 = 0 OR r.event IS NOT NULL)
ORDER BY e.number DESC LIMIT ?3
)sql";
constexpr std::string_view kTrades =
    "SELECT event, account, trade, instrument, at_ns, profit, share FROM activation_trades WHERE event = ?1 "
    "ORDER BY number DESC LIMIT ?2";
constexpr std::string_view kConfigurations =
    "SELECT id, first_used_ns, document FROM config_versions ORDER BY first_used_ns DESC, id LIMIT ?1";
constexpr std::string_view kConfiguration = "SELECT id, first_used_ns, document FROM config_versions WHERE id = ?1";

std::uint64_t count_at(const Query& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

std::optional<double> real_if(const Query& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional{row.real(column)};
}

ActivationStateRecord state_of(const Query& row) {
  return {.stage = text_at(row, 0),
          .since = {row.integer(1)},
          .configuration = text_at(row, 2),
          .good_configuration = text_if(row, 3),
          .good_stage = text_if(row, 4),
          .events = count_at(row, 5),
          .rejected = row.integer(6) != 0,
          .highest_equity = text_if(row, 7),
          .drawdown = row.real(8),
          .equity_looks = count_at(row, 9),
          .objective_looks = count_at(row, 10),
          .objectives_met = count_at(row, 11),
          .breaches_in_a_row = static_cast<std::uint32_t>(row.integer(12)),
          .data_is_bad = row.integer(13) != 0};
}

ActivationEventRecord event_of(const Query& row) {
  ActivationEventRecord e{.number = count_at(row, 0),
                          .at = {row.integer(1)},
                          .kind = text_at(row, 2),
                          .from = text_at(row, 3),
                          .to = text_at(row, 4),
                          .configuration = text_at(row, 5),
                          .reason = text_at(row, 6),
                          .board = text_at(row, 7),
                          .rollback = {}};
  if (!row.is_null(8)) {
    e.rollback = RollbackRecord{.trigger = text_at(row, 8),
                                .measured = real_if(row, 9),
                                .limit = real_if(row, 10),
                                .restored = text_at(row, 11)};
  }
  return e;
}

ActivationTradeRecord trade_of(const Query& row) {
  return {.event = count_at(row, 0),
          .account = text_at(row, 1),
          .trade = text_at(row, 2),
          .instrument = text_at(row, 3),
          .at = {row.integer(4)},
          .profit = text_at(row, 5),
          .share = row.real(6)};
}

ConfigVersionRecord configuration_of(const Query& row) {
  return {.id = text_at(row, 0), .first_used = {row.integer(1)}, .document = text_at(row, 2)};
}

/// The one row there may be.
template <class T>
Result<std::optional<T>> first_of(Result<std::vector<T>> rows) {
  if (!rows) return std::unexpected(rows.error());
  return rows->empty() ? std::optional<T>{} : std::optional{std::move(rows->front())};
}

}  // namespace

Result<std::optional<ActivationStateRecord>> SqliteActivation::activation_state() {
  auto query = database_.query(kState);
  if (!query) return std::unexpected(query.error());
  return first_of(read_all(*query, state_of));
}

Result<std::vector<ActivationEventRecord>> SqliteActivation::activation_events(const ActivationEventQuery& asked) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  const bool bounded = asked.before && *asked.before < static_cast<std::uint64_t>(kMax);
  auto query = database_.query(kEvents);
  if (!query) return std::unexpected(query.error());
  query->bind(bounded ? static_cast<std::int64_t>(*asked.before) : kMax)
      .bind(std::int64_t{asked.rollbacks_only})
      .bind(std::int64_t{asked.limit});
  return read_all(*query, event_of);
}

Result<std::vector<ActivationTradeRecord>> SqliteActivation::activation_trades(std::uint64_t event,
                                                                               std::uint32_t limit) {
  auto query = database_.query(kTrades);
  if (!query) return std::unexpected(query.error());
  query->bind(static_cast<std::int64_t>(event)).bind(std::int64_t{limit});
  return read_oldest_first(*query, trade_of);
}

Result<std::vector<ConfigVersionRecord>> SqliteActivation::config_versions(std::uint32_t limit) {
  auto query = database_.query(kConfigurations);
  if (!query) return std::unexpected(query.error());
  query->bind(std::int64_t{limit});
  return read_all(*query, configuration_of);
}

Result<std::optional<ConfigVersionRecord>> SqliteActivation::config_version(const std::string& id) {
  auto query = database_.query(kConfiguration);
  if (!query) return std::unexpected(query.error());
  query->bind(std::string_view{id});
  return first_of(read_all(*query, configuration_of));
}

}  // namespace tidemark::storage::sqlite
