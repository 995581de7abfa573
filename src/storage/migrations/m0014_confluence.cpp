#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kConfluenceUp = R"sql(
CREATE TABLE confluence_zones (
  id            INTEGER PRIMARY KEY,
  asset_id      INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s   INTEGER NOT NULL REFERENCES timeframes (seconds),
  timestamp_ns  INTEGER NOT NULL,    -- open time of the candle, Unix nanoseconds
  known_at_ns   INTEGER NOT NULL CHECK (known_at_ns >= timestamp_ns),
  direction     TEXT    NOT NULL CHECK (direction IN ('bullish', 'bearish')),
  price_level   REAL    NOT NULL CHECK (price_level > 0 AND price_level <= 1e300),
  top_price     REAL    NOT NULL CHECK (top_price >= price_level AND top_price <= 1e300),
  bottom_price  REAL    NOT NULL CHECK (bottom_price > 0 AND bottom_price <= price_level),
  score         REAL    NOT NULL CHECK (score BETWEEN 0 AND 1),
  bonus         REAL    NOT NULL CHECK (bonus BETWEEN 0 AND score),
  logic_version INTEGER NOT NULL CHECK (logic_version >= 1),
  UNIQUE (asset_id, timeframe_s, timestamp_ns, direction, price_level)
) STRICT;
CREATE TABLE confluence_factors (
  id           INTEGER PRIMARY KEY,
  asset_id     INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s  INTEGER NOT NULL REFERENCES timeframes (seconds),  -- of the chart
  timestamp_ns INTEGER NOT NULL,
  factor_type  TEXT    NOT NULL CHECK (factor_type IN ('fibonacci', 'volume', 'candlestick', 'rsi', 'macd',
                 'abc_pattern', 'swing_level', 'support_resistance', 'timeframe', 'momentum', 'supply_demand',
                 'order_flow', 'cot', 'sentiment', 'relative_strength')),
  found_on     TEXT    NOT NULL CHECK (found_on <> ''),           -- timeframe of the finding
  price_level  REAL    NOT NULL CHECK (price_level BETWEEN -1e300 AND 1e300),
  strength     REAL    NOT NULL CHECK (strength BETWEEN 0 AND 1),
  confidence   REAL    NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  freshness    REAL    NOT NULL CHECK (freshness BETWEEN 0 AND 1),
  metadata     TEXT    NOT NULL CHECK (json_valid(metadata))
) STRICT;
CREATE INDEX confluence_factors_by_time ON confluence_factors (asset_id, timeframe_s, timestamp_ns);
CREATE TABLE confluence_zone_factors (
  zone_id      INTEGER NOT NULL REFERENCES confluence_zones (id) ON DELETE CASCADE,
  factor_id    INTEGER NOT NULL REFERENCES confluence_factors (id) ON DELETE CASCADE,
  place        INTEGER NOT NULL CHECK (place >= 0),
  weight       REAL    NOT NULL CHECK (weight BETWEEN 0 AND 1),
  contribution REAL    NOT NULL CHECK (contribution BETWEEN 0 AND 1),
  PRIMARY KEY (zone_id, place)
) WITHOUT ROWID, STRICT;
CREATE INDEX confluence_zone_factors_by_factor ON confluence_zone_factors (factor_id);
CREATE TABLE confluence_ml_features (
  zone_id                      INTEGER PRIMARY KEY REFERENCES confluence_zones (id) ON DELETE CASCADE,
  factor_count                 INTEGER NOT NULL CHECK (factor_count >= 0),
  type_count                   INTEGER NOT NULL CHECK (type_count >= 0),
  mean_strength                REAL    NOT NULL CHECK (mean_strength BETWEEN 0 AND 1),
  sd_zone_count                INTEGER NOT NULL CHECK (sd_zone_count >= 0),
  sd_zone_strength_avg         REAL    NOT NULL CHECK (sd_zone_strength_avg BETWEEN 0 AND 1),
  sd_fibonacci_alignment_count INTEGER NOT NULL CHECK (sd_fibonacci_alignment_count >= 0),
  sd_fresh_zone_count          INTEGER NOT NULL CHECK (sd_fresh_zone_count >= 0),
  sd_tested_zone_count         INTEGER NOT NULL CHECK (sd_tested_zone_count >= 0)
) STRICT;
)sql";

constinit const std::string_view kConfluenceDown = R"sql(
DROP TABLE confluence_ml_features;
DROP TABLE confluence_zone_factors;
DROP TABLE confluence_factors;
DROP TABLE confluence_zones;
)sql";

}  // namespace tidemark::storage::migrations
