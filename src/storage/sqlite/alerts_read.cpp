#include <algorithm>
#include <limits>
#include <string>

#include "storage/sqlite/alerts.hpp"
#include "storage/sqlite/names.hpp"
#include "storage/sqlite/series_rows.hpp"

namespace tidemark::storage::sqlite {

using core::forward_error;
using core::Result;

namespace {

constexpr std::string_view kAlerts =
    "SELECT id, name, enabled, definition, created_at_ns, updated_at_ns FROM alerts ORDER BY id DESC";
constexpr std::string_view kWebhooks =
    "SELECT id, name, url, secret, enabled, created_at_ns, updated_at_ns FROM webhooks ORDER BY id DESC";
constexpr std::string_view kProgress =
    "SELECT alert_id, instrument, firings, known_at_ns, candle_ns FROM alert_progress "
    "ORDER BY alert_id DESC, instrument DESC";
constexpr std::string_view kEvents = R"sql(
SELECT number, id, alert_id, venue, symbol, timeframe_s, event, time_ns, known_at_ns, fired_at_ns, document
FROM alert_events WHERE number < ?1 AND (?2 = '' OR alert_id = ?2) AND (?3 = '' OR symbol = ?3)
ORDER BY number DESC LIMIT ?4
)sql";
constexpr std::string_view kDeliveries = R"sql(
SELECT number, id, webhook_id, coalesce(event_id, ''), body, content_type, state, attempts, created_at_ns, next_at_ns
FROM webhook_deliveries
WHERE number < ?1 AND (?2 = '' OR webhook_id = ?2) AND (?3 = '' OR state = ?3) AND (?4 = '' OR id = ?4)
ORDER BY number DESC LIMIT ?5
)sql";
constexpr std::string_view kPending = R"sql(
SELECT d.number, d.id, d.webhook_id, coalesce(d.event_id, ''), d.body, d.content_type, d.state, d.attempts,
       d.created_at_ns, d.next_at_ns
FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
WHERE d.state = 'pending' AND d.number > ?1 AND w.enabled = 1
ORDER BY d.number LIMIT ?2
)sql";
constexpr std::string_view kAttempts =
    "SELECT number, began_at_ns, ended_at_ns, status, error FROM webhook_attempts WHERE delivery_id = ?1 "
    "ORDER BY number DESC LIMIT ?2";

std::int64_t bound_of(const std::optional<std::uint64_t>& before) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  return before && *before < static_cast<std::uint64_t>(kMax) ? static_cast<std::int64_t>(*before) : kMax;
}

std::string text_of(const Query& row, int column) {
  return std::string{row.text(column)};
}

AlertEventRecord event_of(const Query& row) {
  return {.id = text_of(row, 1),
          .alert_id = text_of(row, 2),
          .venue = text_of(row, 3),
          .symbol = text_of(row, 4),
          .timeframe = timeframe_of(row.integer(5)).value_or(core::Timeframe::k1m),
          .event = text_of(row, 6),
          .time = {row.integer(7)},
          .known_at = {row.integer(8)},
          .fired_at = {row.integer(9)},
          .document = text_of(row, 10),
          .number = static_cast<std::uint64_t>(row.integer(0))};
}

DeliveryRecord delivery_of(const Query& row) {
  return {.id = text_of(row, 1),
          .webhook_id = text_of(row, 2),
          .event_id = text_of(row, 3),
          .body = text_of(row, 4),
          .content_type = text_of(row, 5),
          .state = text_of(row, 6),
          .attempts = static_cast<std::uint32_t>(row.integer(7)),
          .created = {row.integer(8)},
          .next_at = {row.integer(9)},
          .number = static_cast<std::uint64_t>(row.integer(0))};
}

/// In the order of the query.
template <class RowOf>
auto read_in_order(Query& query, RowOf row_of) {
  auto rows = read_oldest_first(query, row_of);
  if (rows) std::ranges::reverse(*rows);
  return rows;
}

}  // namespace

Result<std::vector<AlertRecord>> SqliteAlerts::alerts() {
  auto query = database_.query(kAlerts);
  if (!query) return forward_error(query);
  return read_oldest_first(*query, [](const Query& row) {
    return AlertRecord{.id = text_of(row, 0),
                       .name = text_of(row, 1),
                       .enabled = row.integer(2) != 0,
                       .definition = text_of(row, 3),
                       .created = {row.integer(4)},
                       .updated = {row.integer(5)}};
  });
}

Result<std::vector<WebhookRecord>> SqliteAlerts::webhooks() {
  auto query = database_.query(kWebhooks);
  if (!query) return forward_error(query);
  return read_oldest_first(*query, [](const Query& row) {
    return WebhookRecord{.id = text_of(row, 0),
                         .name = text_of(row, 1),
                         .url = text_of(row, 2),
                         .secret = text_of(row, 3),
                         .enabled = row.integer(4) != 0,
                         .created = {row.integer(5)},
                         .updated = {row.integer(6)}};
  });
}

Result<std::vector<AlertProgressRecord>> SqliteAlerts::progress() {
  auto query = database_.query(kProgress);
  if (!query) return forward_error(query);
  return read_oldest_first(*query, [](const Query& row) {
    return AlertProgressRecord{.alert_id = text_of(row, 0),
                               .instrument = text_of(row, 1),
                               .firings = static_cast<std::uint64_t>(row.integer(2)),
                               .known_at = {row.integer(3)},
                               .candle = {row.integer(4)}};
  });
}

Result<std::vector<AlertEventRecord>> SqliteAlerts::events(const AlertEventQuery& wanted) {
  auto query = database_.query(kEvents);
  if (!query) return forward_error(query);
  query->bind(bound_of(wanted.before))
      .bind(std::string_view{wanted.alert_id})
      .bind(std::string_view{wanted.symbol})
      .bind(std::int64_t{wanted.limit});
  return read_in_order(*query, event_of);
}

Result<std::vector<DeliveryRecord>> SqliteAlerts::deliveries(const DeliveryQuery& wanted) {
  auto query = database_.query(kDeliveries);
  if (!query) return forward_error(query);
  query->bind(bound_of(wanted.before))
      .bind(std::string_view{wanted.webhook_id})
      .bind(std::string_view{wanted.state})
      .bind(std::string_view{wanted.id})
      .bind(std::int64_t{wanted.limit});
  return read_in_order(*query, delivery_of);
}

Result<std::vector<DeliveryRecord>> SqliteAlerts::pending(std::uint64_t after, std::uint32_t limit) {
  auto query = database_.query(kPending);
  if (!query) return forward_error(query);
  query->bind(static_cast<std::int64_t>(after)).bind(std::int64_t{limit});
  return read_in_order(*query, delivery_of);
}

Result<std::vector<AttemptRecord>> SqliteAlerts::attempts(const std::string& delivery_id, std::uint32_t limit) {
  auto query = database_.query(kAttempts);
  if (!query) return forward_error(query);
  query->bind(std::string_view{delivery_id}).bind(std::int64_t{limit});
  return read_oldest_first(*query, [&delivery_id](const Query& row) {
    return AttemptRecord{.delivery_id = delivery_id,
                         .number = static_cast<std::uint32_t>(row.integer(0)),
                         .began = {row.integer(1)},
                         .ended = {row.integer(2)},
                         .status = row.is_null(3) ? std::nullopt : std::optional{static_cast<int>(row.integer(3))},
                         .error = text_of(row, 4)};
  });
}

}  // namespace tidemark::storage::sqlite
