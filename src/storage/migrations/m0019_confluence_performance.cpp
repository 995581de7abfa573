#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// Of signals stored before it is not known which reasons they had: they count for none.
constinit const std::string_view kConfluencePerformanceUp = R"sql(
CREATE TABLE signal_factors (
  asset_id    INTEGER NOT NULL,
  known_at_ns INTEGER NOT NULL,
  direction   TEXT    NOT NULL,
  factor_type TEXT    NOT NULL CHECK (factor_type IN ('fibonacci', 'volume', 'candlestick', 'rsi', 'macd',
                'abc_pattern', 'swing_level', 'support_resistance', 'timeframe', 'momentum', 'supply_demand',
                'order_flow', 'cot', 'sentiment', 'relative_strength')),
  PRIMARY KEY (asset_id, known_at_ns, direction, factor_type),
  FOREIGN KEY (asset_id, known_at_ns, direction) REFERENCES signals (asset_id, known_at_ns, direction) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

-- One row per instrument, type of reason and UTC day on which a signal it contributed to has ended. Several reasons
-- share a signal, so the rows of a day do not add up to its signals.
CREATE VIEW confluence_performance AS
SELECT s.asset_id, f.factor_type, strftime('%Y-%m-%d', s.ended_ns / 1000000000, 'unixepoch') AS date,
       count(*) AS signals_ended, sum(s.status = 'target') AS signals_hit, avg(s.status = 'target') AS hit_rate,
       total(s.result_r) AS sum_result_r, avg(s.result_r) AS mean_result_r
FROM signals s
JOIN signal_factors f ON f.asset_id = s.asset_id AND f.known_at_ns = s.known_at_ns AND f.direction = s.direction
WHERE s.ended_ns IS NOT NULL
GROUP BY s.asset_id, f.factor_type, date;

-- Parameters of confluence and decisions that someone has tried, by the name they gave them.
CREATE TABLE confluence_test_configs (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
  changes       TEXT NOT NULL CHECK (json_valid(changes) AND json_type(changes) = 'array'),    -- of "NAME=VALUE"
  configuration TEXT NOT NULL CHECK (length(configuration) = 16)    -- hexadecimal, as in decision_traces
) STRICT;
CREATE TABLE confluence_test_results (
  config_id      INTEGER NOT NULL REFERENCES confluence_test_configs (id) ON DELETE CASCADE,
  asset_id       INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s    INTEGER NOT NULL REFERENCES timeframes (seconds),    -- of the candles decided on
  from_ns        INTEGER NOT NULL,    -- open time of the first, Unix nanoseconds
  to_ns          INTEGER NOT NULL,    -- end of the last
  tested_at_ns   INTEGER NOT NULL,
  signals        INTEGER NOT NULL CHECK (signals >= signals_ended),
  signals_ended  INTEGER NOT NULL CHECK (signals_ended >= signals_hit),
  signals_hit    INTEGER NOT NULL CHECK (signals_hit >= 0),
  sum_result_r   REAL    NOT NULL CHECK (sum_result_r BETWEEN -1e300 AND 1e300),
  logic_version  INTEGER NOT NULL CHECK (logic_version >= 1),
  PRIMARY KEY (config_id, asset_id, timeframe_s, from_ns, to_ns),
  CONSTRAINT some_candles CHECK (from_ns < to_ns)
) WITHOUT ROWID, STRICT;
CREATE INDEX confluence_test_results_by_series ON confluence_test_results (asset_id, timeframe_s);
)sql";

constinit const std::string_view kConfluencePerformanceDown = R"sql(
DROP TABLE confluence_test_results;
DROP TABLE confluence_test_configs;
DROP VIEW confluence_performance;
DROP TABLE signal_factors;
)sql";

}  // namespace tidemark::storage::migrations
