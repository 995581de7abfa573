#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// What fired outlives its rule, so it names it without a reference and repeats what must be shown. The body of a
// delivery is kept as it is sent: a receiver that asks twice must get the same.
constinit const std::string_view kAlertsUp = R"sql(
CREATE TABLE alerts (
  id            TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  name          TEXT    NOT NULL CHECK (length(name) >= 1),
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  definition    TEXT    NOT NULL CHECK (json_valid(definition) AND json_type(definition) = 'object'),
  created_at_ns INTEGER NOT NULL,
  updated_at_ns INTEGER NOT NULL,
  CONSTRAINT updated_after_created CHECK (created_at_ns <= updated_at_ns)
) WITHOUT ROWID, STRICT;

CREATE TABLE alert_progress (
  alert_id    TEXT    NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  instrument  TEXT    NOT NULL CHECK (instrument LIKE '_%:_%'),    -- venue:symbol
  firings     INTEGER NOT NULL CHECK (firings >= 1),
  known_at_ns INTEGER NOT NULL,    -- of the last firing
  candle_ns   INTEGER NOT NULL,    -- open time of its candle
  PRIMARY KEY (alert_id, instrument)
) WITHOUT ROWID, STRICT;

CREATE TABLE alert_events (
  number      INTEGER PRIMARY KEY,
  id          TEXT    NOT NULL UNIQUE CHECK (length(id) = 32),    -- of rule, instrument, what happened and when
  alert_id    TEXT    NOT NULL CHECK (length(alert_id) = 16),
  venue       TEXT    NOT NULL CHECK (length(venue) >= 1),
  symbol      TEXT    NOT NULL CHECK (length(symbol) >= 1),
  timeframe_s INTEGER NOT NULL REFERENCES timeframes (seconds),
  event       TEXT    NOT NULL CHECK (length(event) >= 1),
  time_ns     INTEGER NOT NULL,
  known_at_ns INTEGER NOT NULL,
  fired_at_ns INTEGER NOT NULL,
  document    TEXT    NOT NULL CHECK (json_valid(document) AND json_type(document) = 'object')
) STRICT;
CREATE INDEX alert_events_by_alert ON alert_events (alert_id, number);
CREATE INDEX alert_events_by_symbol ON alert_events (symbol, number);
CREATE INDEX alert_events_by_time ON alert_events (fired_at_ns);

CREATE TABLE webhooks (
  id            TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  name          TEXT    NOT NULL CHECK (length(name) >= 1),
  url           TEXT    NOT NULL CHECK (url LIKE 'http://_%' OR url LIKE 'https://_%'),
  secret        TEXT    NOT NULL CHECK (length(secret) >= 16),
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_at_ns INTEGER NOT NULL,
  updated_at_ns INTEGER NOT NULL,
  CONSTRAINT updated_after_created CHECK (created_at_ns <= updated_at_ns)
) WITHOUT ROWID, STRICT;

CREATE TABLE webhook_deliveries (
  number        INTEGER PRIMARY KEY,
  id            TEXT    NOT NULL UNIQUE CHECK (length(id) = 32),    -- the idempotency key
  webhook_id    TEXT    NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event_id      TEXT             REFERENCES alert_events (id) ON DELETE CASCADE,    -- null: a test
  body          TEXT    NOT NULL,
  content_type  TEXT    NOT NULL CHECK (length(content_type) >= 1),
  state         TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'refused', 'given_up')),
  attempts      INTEGER NOT NULL CHECK (attempts >= 0),
  created_at_ns INTEGER NOT NULL,
  next_at_ns    INTEGER NOT NULL,    -- while pending: of the next attempt; else when it ended
  CONSTRAINT ended_after_an_attempt CHECK (state = 'pending' OR attempts >= 1),
  CONSTRAINT once_for_each_webhook UNIQUE (event_id, webhook_id)
) STRICT;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, number);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (number) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (created_at_ns);

CREATE TABLE webhook_attempts (
  delivery_id TEXT    NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
  number      INTEGER NOT NULL CHECK (number >= 1),
  began_at_ns INTEGER NOT NULL,
  ended_at_ns INTEGER NOT NULL,
  status      INTEGER          CHECK (status BETWEEN 100 AND 999),    -- null: no answer
  error       TEXT    NOT NULL,                                       -- empty: delivered
  PRIMARY KEY (delivery_id, number),
  CONSTRAINT ended_after_it_began CHECK (began_at_ns <= ended_at_ns),
  CONSTRAINT silence_is_an_error CHECK (status IS NOT NULL OR error <> '')
) WITHOUT ROWID, STRICT;
)sql";

constinit const std::string_view kAlertsDown = R"sql(
DROP TABLE webhook_attempts;
DROP TABLE webhook_deliveries;
DROP TABLE webhooks;
DROP TABLE alert_events;
DROP TABLE alert_progress;
DROP TABLE alerts;
)sql";

}  // namespace tidemark::storage::migrations
