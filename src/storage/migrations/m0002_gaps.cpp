#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kGapsUp = R"sql(
CREATE TABLE gaps (
  id          INTEGER PRIMARY KEY,
  asset_id    INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s INTEGER NOT NULL REFERENCES timeframes (seconds),
  from_ns     INTEGER NOT NULL,     -- open time of the first candle missing, Unix nanoseconds
  to_ns       INTEGER NOT NULL,     -- open time of the next candle present
  candles     INTEGER NOT NULL CHECK (candles >= 0),
  reason      TEXT    NOT NULL CHECK (reason IN ('missing', 'disconnect', 'venue_outage', 'sequence')),
  state       TEXT    NOT NULL CHECK (state IN ('open', 'repairing', 'filled', 'unrecoverable')),
  known_at_ns INTEGER NOT NULL,
  CONSTRAINT from_is_before_to CHECK (from_ns < to_ns),
  UNIQUE (asset_id, timeframe_s, from_ns)
) STRICT;

CREATE VIEW gap_ledger AS
SELECT a.venue, a.symbol, t.name AS timeframe,
       strftime('%Y-%m-%dT%H:%M:%SZ', g.from_ns / 1000000000, 'unixepoch') AS from_time,
       strftime('%Y-%m-%dT%H:%M:%SZ', g.to_ns / 1000000000, 'unixepoch') AS to_time,
       g.candles, g.reason, g.state,
       strftime('%Y-%m-%dT%H:%M:%SZ', g.known_at_ns / 1000000000, 'unixepoch') AS known_at
FROM gaps g
JOIN assets a ON a.id = g.asset_id
JOIN timeframes t ON t.seconds = g.timeframe_s;
)sql";

constinit const std::string_view kGapsDown = R"sql(
DROP VIEW gap_ledger;
DROP TABLE gaps;
)sql";

}  // namespace tidemark::storage::migrations
