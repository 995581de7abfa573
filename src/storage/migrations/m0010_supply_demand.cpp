#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// A zone's edges are measured, not traded, so they stand as numbers, which their index needs. A candle is named by its
// open time: its number in the engine's run means nothing to anyone else. What a day saw is a view, so that it cannot
// disagree with the zones; the program counts for itself, over computed zones too.
constinit const std::string_view kSupplyDemandUp = R"sql(
CREATE TABLE supply_demand_zones (
  id                 TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 16),  -- of its series, side, base and creation
  asset_id           INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s        INTEGER NOT NULL REFERENCES timeframes (seconds),
  number             INTEGER NOT NULL CHECK (number >= 1),    -- the engine's, within the series
  zone_type          TEXT    NOT NULL CHECK (zone_type IN ('supply', 'demand', 'continuation')),
  direction          TEXT    NOT NULL CHECK (direction IN ('bullish', 'bearish')),
  formation          TEXT    NOT NULL CHECK (formation IN ('drop_base_rally', 'rally_base_rally', 'rally_base_drop',
                                                           'drop_base_drop', 'flip')),
  top_price          REAL    NOT NULL CHECK (top_price BETWEEN -1e300 AND 1e300),
  bottom_price       REAL    NOT NULL CHECK (bottom_price BETWEEN -1e300 AND 1e300),
  left_time_ns       INTEGER NOT NULL,    -- open time of the base's first candle, Unix nanoseconds
  right_time_ns      INTEGER NOT NULL,    -- of its last
  impulse_from_ns    INTEGER NOT NULL,
  impulse_to_ns      INTEGER NOT NULL,
  strength_score     REAL    NOT NULL CHECK (strength_score BETWEEN 0 AND 1),
  test_count         INTEGER NOT NULL CHECK (test_count >= 0),
  success_count      INTEGER NOT NULL CHECK (success_count BETWEEN 0 AND test_count),
  status             TEXT    NOT NULL CHECK (status IN ('active', 'tested', 'broken', 'flipped', 'expired')),
  ended_by           TEXT    NOT NULL CHECK (ended_by IN ('', 'age', 'limit', 'merged')),
  magnitude          REAL    NOT NULL CHECK (magnitude BETWEEN 0 AND 1e300),       -- of the impulse, ATR
  momentum           REAL    NOT NULL CHECK (momentum BETWEEN 0 AND 1),
  volume_ratio       REAL    NOT NULL CHECK (volume_ratio BETWEEN 0 AND 1e300),
  atr_at_creation    REAL    NOT NULL CHECK (atr_at_creation BETWEEN 0 AND 1e300),
  volume_at_creation REAL    NOT NULL CHECK (volume_at_creation BETWEEN 0 AND 1e300),
  origin_id          TEXT             REFERENCES supply_demand_zones (id) ON DELETE SET NULL,  -- it flipped from
  successor_id       TEXT             REFERENCES supply_demand_zones (id) ON DELETE SET NULL,  -- flipped to, merged into
  created_at_ns      INTEGER NOT NULL,    -- open time of the candle that made it known
  updated_at_ns      INTEGER NOT NULL,    -- of the candle of the last change
  ended_at_ns        INTEGER,             -- of the candle that broke or expired it
  known_at_ns        INTEGER NOT NULL,    -- when the engine knew of the last change
  logic_version      INTEGER NOT NULL CHECK (logic_version >= 1),
  CONSTRAINT top_is_above_bottom CHECK (top_price > bottom_price),
  CONSTRAINT left_is_not_after_right CHECK (left_time_ns <= right_time_ns),
  CONSTRAINT impulse_follows_base CHECK (right_time_ns < impulse_from_ns AND impulse_from_ns <= impulse_to_ns),
  CONSTRAINT created_after_impulse CHECK (impulse_to_ns <= created_at_ns AND created_at_ns <= updated_at_ns),
  CONSTRAINT ended_when_not_live CHECK ((status IN ('active', 'tested')) = (ended_at_ns IS NULL)),
  CONSTRAINT expired_for_a_reason CHECK ((status = 'expired') = (ended_by <> '')),
  CONSTRAINT sides_agree CHECK (zone_type = 'continuation' OR (zone_type = 'demand') = (direction = 'bullish'))
) WITHOUT ROWID, STRICT;
CREATE INDEX supply_demand_zones_by_creation ON supply_demand_zones (asset_id, timeframe_s, created_at_ns, id);
CREATE INDEX supply_demand_zones_by_time ON supply_demand_zones (asset_id, timeframe_s, left_time_ns, right_time_ns);
CREATE INDEX supply_demand_zones_by_price ON supply_demand_zones (asset_id, timeframe_s, bottom_price, top_price);
CREATE INDEX supply_demand_zones_by_number ON supply_demand_zones (asset_id, timeframe_s, number, created_at_ns);
CREATE INDEX supply_demand_zones_live ON supply_demand_zones (asset_id, timeframe_s) WHERE ended_at_ns IS NULL;

CREATE TABLE supply_demand_zone_tests (
  zone_id              TEXT    NOT NULL REFERENCES supply_demand_zones (id) ON DELETE CASCADE,
  test_time_ns         INTEGER NOT NULL,    -- open time of the candle that came to the zone
  number               INTEGER NOT NULL CHECK (number >= 1),
  test_type            TEXT    NOT NULL CHECK (test_type IN ('touch', 'penetration', 'break')),
  outcome              TEXT    NOT NULL CHECK (outcome IN ('open', 'bounce', 'break', 'flip')),
  test_price           REAL    NOT NULL CHECK (test_price BETWEEN -1e300 AND 1e300),    -- the deepest
  rejection_strength   REAL    NOT NULL CHECK (rejection_strength BETWEEN 0 AND 1),
  volume               REAL    NOT NULL CHECK (volume BETWEEN 0 AND 1e300),
  subsequent_move_pips REAL    NOT NULL CHECK (subsequent_move_pips BETWEEN -1e300 AND 1e300),
  PRIMARY KEY (zone_id, test_time_ns)
) WITHOUT ROWID, STRICT;

CREATE TABLE supply_demand_zone_flips (
  original_zone_id     TEXT    NOT NULL REFERENCES supply_demand_zones (id) ON DELETE CASCADE,
  new_zone_id          TEXT    NOT NULL REFERENCES supply_demand_zones (id) ON DELETE CASCADE,
  flip_time_ns         INTEGER NOT NULL,    -- open time of the candle that confirmed it
  flip_price           REAL    NOT NULL CHECK (flip_price BETWEEN -1e300 AND 1e300),    -- its close
  confirmation_candles INTEGER NOT NULL CHECK (confirmation_candles >= 1),    -- from the break to it
  volume               REAL             CHECK (volume BETWEEN 0 AND 1e300),   -- its volume, when the candle is stored
  PRIMARY KEY (original_zone_id),
  CONSTRAINT flips_to_another CHECK (original_zone_id <> new_zone_id)
) WITHOUT ROWID, STRICT;
CREATE INDEX supply_demand_zone_flips_by_new ON supply_demand_zone_flips (new_zone_id);

-- One row per series and UTC day on which anything happened. Rates and means are null where there is nothing to rate.
CREATE VIEW supply_demand_zone_performance AS
WITH happened AS (
  SELECT asset_id, timeframe_s, created_at_ns AS time_ns, 1 AS created, 0 AS tested, 0 AS successful, 0 AS decided,
         0 AS broken, 0 AS flipped, strength_score AS strength, NULL AS life_hours
  FROM supply_demand_zones
  UNION ALL
  SELECT z.asset_id, z.timeframe_s, t.test_time_ns, 0, 1, t.outcome = 'bounce', t.outcome <> 'open', 0, 0, NULL, NULL
  FROM supply_demand_zone_tests t JOIN supply_demand_zones z ON z.id = t.zone_id
  UNION ALL
  SELECT asset_id, timeframe_s, ended_at_ns, 0, 0, 0, 0, status IN ('broken', 'flipped'), 0, NULL,
         (ended_at_ns - created_at_ns) / 3.6e12
  FROM supply_demand_zones WHERE ended_at_ns IS NOT NULL
  UNION ALL
  SELECT z.asset_id, z.timeframe_s, f.flip_time_ns, 0, 0, 0, 0, 0, 1, NULL, NULL
  FROM supply_demand_zone_flips f JOIN supply_demand_zones z ON z.id = f.original_zone_id
)
SELECT asset_id, timeframe_s, strftime('%Y-%m-%d', time_ns / 1000000000, 'unixepoch') AS date,
       sum(created) AS zones_created, sum(tested) AS zones_tested, sum(successful) AS zones_successful,
       sum(broken) AS zones_broken, sum(flipped) AS zones_flipped, avg(strength) AS average_strength,
       CASE WHEN sum(decided) > 0 THEN CAST(sum(successful) AS REAL) / sum(decided) END AS success_rate,
       avg(life_hours) AS average_lifespan_hours
FROM happened
GROUP BY asset_id, timeframe_s, date;
)sql";

constinit const std::string_view kSupplyDemandDown = R"sql(
DROP VIEW supply_demand_zone_performance;
DROP TABLE supply_demand_zone_flips;
DROP TABLE supply_demand_zone_tests;
DROP TABLE supply_demand_zones;
)sql";

}  // namespace tidemark::storage::migrations
