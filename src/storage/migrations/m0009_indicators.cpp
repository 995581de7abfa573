#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kIndicatorsUp = R"sql(
-- What a value is, said once and not in each of millions of rows.
CREATE TABLE indicator_types (
  id            INTEGER PRIMARY KEY,
  type          TEXT    NOT NULL CHECK (type <> ''),      -- with its parameters: "RSI:period=14"
  output        TEXT    NOT NULL CHECK (output <> ''),    -- "Real", "MACDSignal"
  metadata      TEXT    NOT NULL CHECK (json_valid(metadata)),
  logic_version INTEGER NOT NULL CHECK (logic_version >= 1),
  UNIQUE (type, output, logic_version)
) STRICT;

-- In the order in which candles close, so that the values of a candle go to one page.
CREATE TABLE indicator_values (
  asset_id    INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s INTEGER NOT NULL REFERENCES timeframes (seconds),
  time_s      INTEGER NOT NULL,     -- open time of the candle, Unix seconds
  type_id     INTEGER NOT NULL REFERENCES indicator_types (id),
  value       REAL    NOT NULL CHECK (value BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308),
  PRIMARY KEY (asset_id, timeframe_s, time_s, type_id)
) WITHOUT ROWID, STRICT;

CREATE VIEW indicators AS
SELECT a.venue, a.symbol AS asset, t.name AS timeframe,
       strftime('%Y-%m-%dT%H:%M:%SZ', v.time_s, 'unixepoch') AS time,
       y.type, y.output, v.value, y.metadata, y.logic_version
FROM indicator_values v
JOIN assets a ON a.id = v.asset_id
JOIN timeframes t ON t.seconds = v.timeframe_s
JOIN indicator_types y ON y.id = v.type_id;
)sql";

constinit const std::string_view kIndicatorsDown = R"sql(
DROP VIEW indicators;
DROP TABLE indicator_values;
DROP TABLE indicator_types;
)sql";

}  // namespace tidemark::storage::migrations
