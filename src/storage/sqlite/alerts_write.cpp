#include <string_view>

#include "storage/sqlite/alerts.hpp"
#include "storage/sqlite/names.hpp"

namespace tidemark::storage::sqlite {

using core::forward_error;
using core::Status;

namespace {

// An alert that changes begins anew, so its progress goes: REPLACE deletes the row and the reference takes it along.
constexpr std::string_view kPutAlert =
    "INSERT OR REPLACE INTO alerts (id, name, enabled, definition, created_at_ns, updated_at_ns) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view kRemoveAlert = "DELETE FROM alerts WHERE id = ?1";
constexpr std::string_view kPutWebhook = R"sql(
INSERT INTO webhooks (id, name, url, secret, enabled, created_at_ns, updated_at_ns) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url, secret = excluded.secret,
                               enabled = excluded.enabled, updated_at_ns = excluded.updated_at_ns
)sql";
constexpr std::string_view kRemoveWebhook = "DELETE FROM webhooks WHERE id = ?1";
constexpr std::string_view kPutEvent = R"sql(
INSERT INTO alert_events (id, alert_id, venue, symbol, timeframe_s, event, time_ns, known_at_ns, fired_at_ns, document)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (id) DO NOTHING
)sql";
constexpr std::string_view kPutProgress = R"sql(
INSERT INTO alert_progress (alert_id, instrument, firings, known_at_ns, candle_ns)
SELECT id, ?2, ?3, ?4, ?5 FROM alerts WHERE id = ?1 AND updated_at_ns <= ?4
ON CONFLICT (alert_id, instrument) DO UPDATE
SET firings = excluded.firings, known_at_ns = excluded.known_at_ns, candle_ns = excluded.candle_ns
)sql";
constexpr std::string_view kPutDelivery = R"sql(
INSERT INTO webhook_deliveries (id, webhook_id, event_id, body, content_type, state, attempts, created_at_ns, next_at_ns)
SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM webhooks WHERE id = ?2
ON CONFLICT (id) DO NOTHING
)sql";
constexpr std::string_view kPutAttempt = R"sql(
INSERT INTO webhook_attempts (delivery_id, number, began_at_ns, ended_at_ns, status, error)
SELECT id, ?2, ?3, ?4, ?5, ?6 FROM webhook_deliveries WHERE id = ?1
ON CONFLICT (delivery_id, number) DO NOTHING
)sql";
constexpr std::string_view kSettle =
    "UPDATE webhook_deliveries SET state = ?2, attempts = ?3, next_at_ns = ?4 WHERE id = ?1";
constexpr std::string_view kPruneDeliveries =
    "DELETE FROM webhook_deliveries WHERE created_at_ns < ?1 AND state <> 'pending'";
constexpr std::string_view kPruneEvents = R"sql(
DELETE FROM alert_events WHERE fired_at_ns < ?1
AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.event_id = alert_events.id)
)sql";

struct Write {
  Database& database;

  Status operator()(const PutAlert& put) const {
    auto query = database.query(kPutAlert);
    if (!query) return forward_error(query);
    const AlertRecord& a = put.alert;
    return query->bind(std::string_view{a.id})
        .bind(std::string_view{a.name})
        .bind(std::int64_t{a.enabled})
        .bind(std::string_view{a.definition})
        .bind(a.created.ns)
        .bind(a.updated.ns)
        .run();
  }
  Status operator()(const RemoveAlert& remove) const { return run_with(kRemoveAlert, std::string_view{remove.id}); }
  Status operator()(const PutWebhook& put) const {
    auto query = database.query(kPutWebhook);
    if (!query) return forward_error(query);
    const WebhookRecord& w = put.webhook;
    return query->bind(std::string_view{w.id})
        .bind(std::string_view{w.name})
        .bind(std::string_view{w.url})
        .bind(std::string_view{w.secret})
        .bind(std::int64_t{w.enabled})
        .bind(w.created.ns)
        .bind(w.updated.ns)
        .run();
  }
  Status operator()(const RemoveWebhook& remove) const { return run_with(kRemoveWebhook, std::string_view{remove.id}); }
  Status operator()(const PutFiring& put) const {
    if (auto done = put_event(put.event); !done) return done;
    if (database.changes() == 0) return {};
    if (auto done = put_progress(put.progress); !done) return done;
    for (const DeliveryRecord& delivery : put.deliveries) {
      if (auto done = put_delivery(delivery); !done) return done;
    }
    return {};
  }
  Status operator()(const PutDelivery& put) const { return put_delivery(put.delivery); }
  Status operator()(const PutAttempt& put) const {
    auto query = database.query(kPutAttempt);
    if (!query) return forward_error(query);
    const AttemptRecord& a = put.attempt;
    query->bind(std::string_view{a.delivery_id}).bind(std::int64_t{a.number}).bind(a.began.ns).bind(a.ended.ns);
    if (a.status) {
      query->bind(std::int64_t{*a.status});
    } else {
      query->bind_null();
    }
    auto done = query->bind(std::string_view{a.error}).run();
    if (!done) return done;
    auto settle = database.query(kSettle);
    if (!settle) return forward_error(settle);
    return settle->bind(std::string_view{a.delivery_id})
        .bind(std::string_view{put.state})
        .bind(std::int64_t{a.number})
        .bind(put.next_at.ns)
        .run();
  }
  Status operator()(const PruneAlerts& prune) const {
    if (auto done = run_with(kPruneDeliveries, prune.before.ns); !done) return done;
    return run_with(kPruneEvents, prune.before.ns);
  }

 private:
  template <class Value>
  [[nodiscard]] Status run_with(std::string_view sql, Value value) const {
    auto query = database.query(sql);
    if (!query) return forward_error(query);
    return query->bind(value).run();
  }
  [[nodiscard]] Status put_event(const AlertEventRecord& e) const {
    auto query = database.query(kPutEvent);
    if (!query) return forward_error(query);
    return query->bind(std::string_view{e.id})
        .bind(std::string_view{e.alert_id})
        .bind(std::string_view{e.venue})
        .bind(std::string_view{e.symbol})
        .bind(seconds_of(e.timeframe))
        .bind(std::string_view{e.event})
        .bind(e.time.ns)
        .bind(e.known_at.ns)
        .bind(e.fired_at.ns)
        .bind(std::string_view{e.document})
        .run();
  }
  [[nodiscard]] Status put_progress(const AlertProgressRecord& p) const {
    auto query = database.query(kPutProgress);
    if (!query) return forward_error(query);
    return query->bind(std::string_view{p.alert_id})
        .bind(std::string_view{p.instrument})
        .bind(static_cast<std::int64_t>(p.firings))
        .bind(p.known_at.ns)
        .bind(p.candle.ns)
        .run();
  }
  [[nodiscard]] Status put_delivery(const DeliveryRecord& d) const {
    auto query = database.query(kPutDelivery);
    if (!query) return forward_error(query);
    query->bind(std::string_view{d.id}).bind(std::string_view{d.webhook_id});
    if (d.event_id.empty()) {
      query->bind_null();
    } else {
      query->bind(std::string_view{d.event_id});
    }
    return query->bind(std::string_view{d.body})
        .bind(std::string_view{d.content_type})
        .bind(std::string_view{d.state})
        .bind(std::int64_t{d.attempts})
        .bind(d.created.ns)
        .bind(d.next_at.ns)
        .run();
  }
};

}  // namespace

Status SqliteAlerts::put(const AlertChange& change) {
  auto transaction = Transaction::begin(database_, Intent::kWrite);
  if (!transaction) return forward_error(transaction);
  if (auto done = std::visit(Write{database_}, change); !done) return done;
  return transaction->commit();
}

}  // namespace tidemark::storage::sqlite
