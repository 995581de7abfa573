#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// The specification wants the numbers of a zone's candles beside their times, and how zones at Fibonacci levels did. Of
// what was stored before, neither is known.
constinit const std::string_view kZoneAlignmentUp = R"sql(
DROP VIEW supply_demand_zone_performance;
ALTER TABLE supply_demand_zones ADD COLUMN fibonacci_aligned INTEGER NOT NULL DEFAULT 0
  CHECK (fibonacci_aligned IN (0, 1));
-- Of candles, within the series as far as the engine had seen it; it counts anew where it had to start anew.
ALTER TABLE supply_demand_zones ADD COLUMN base_start_index INTEGER CHECK (base_start_index >= 0);
ALTER TABLE supply_demand_zones ADD COLUMN base_end_index INTEGER CHECK (base_end_index >= base_start_index);
ALTER TABLE supply_demand_zones ADD COLUMN impulse_start_index INTEGER CHECK (impulse_start_index > base_end_index);
ALTER TABLE supply_demand_zones ADD COLUMN impulse_end_index INTEGER CHECK (impulse_end_index >= impulse_start_index);
ALTER TABLE supply_demand_zone_tests ADD COLUMN candle_index INTEGER CHECK (candle_index >= 0);

-- As before, and of zones that lay at a Fibonacci level when they were created: how many, and how their tests went.
CREATE VIEW supply_demand_zone_performance AS
WITH happened AS (
  SELECT asset_id, timeframe_s, created_at_ns AS time_ns, 1 AS created, 0 AS tested, 0 AS successful, 0 AS decided,
         0 AS broken, 0 AS flipped, strength_score AS strength, NULL AS life_hours, fibonacci_aligned AS aligned
  FROM supply_demand_zones
  UNION ALL
  SELECT z.asset_id, z.timeframe_s, t.test_time_ns, 0, 1, t.outcome = 'bounce', t.outcome <> 'open', 0, 0, NULL, NULL,
         z.fibonacci_aligned
  FROM supply_demand_zone_tests t JOIN supply_demand_zones z ON z.id = t.zone_id
  UNION ALL
  SELECT asset_id, timeframe_s, ended_at_ns, 0, 0, 0, 0, status IN ('broken', 'flipped'), 0, NULL,
         (ended_at_ns - created_at_ns) / 3.6e12, fibonacci_aligned
  FROM supply_demand_zones WHERE ended_at_ns IS NOT NULL
  UNION ALL
  SELECT z.asset_id, z.timeframe_s, f.flip_time_ns, 0, 0, 0, 0, 0, 1, NULL, NULL, z.fibonacci_aligned
  FROM supply_demand_zone_flips f JOIN supply_demand_zones z ON z.id = f.original_zone_id
)
SELECT asset_id, timeframe_s, strftime('%Y-%m-%d', time_ns / 1000000000, 'unixepoch') AS date,
       sum(created) AS zones_created, sum(tested) AS zones_tested, sum(successful) AS zones_successful,
       sum(broken) AS zones_broken, sum(flipped) AS zones_flipped, avg(strength) AS average_strength,
       CASE WHEN sum(decided) > 0 THEN CAST(sum(successful) AS REAL) / sum(decided) END AS success_rate,
       avg(life_hours) AS average_lifespan_hours, sum(created * aligned) AS fibonacci_alignment_count,
       sum(successful * aligned) AS fibonacci_alignment_successes,
       CASE WHEN sum(decided * aligned) > 0 THEN CAST(sum(successful * aligned) AS REAL) / sum(decided * aligned) END
         AS fibonacci_success_rate
FROM happened
GROUP BY asset_id, timeframe_s, date;
)sql";

constinit const std::string_view kZoneAlignmentDown = R"sql(
DROP VIEW supply_demand_zone_performance;
ALTER TABLE supply_demand_zone_tests DROP COLUMN candle_index;
ALTER TABLE supply_demand_zones DROP COLUMN impulse_end_index;
ALTER TABLE supply_demand_zones DROP COLUMN impulse_start_index;
ALTER TABLE supply_demand_zones DROP COLUMN base_end_index;
ALTER TABLE supply_demand_zones DROP COLUMN base_start_index;
ALTER TABLE supply_demand_zones DROP COLUMN fibonacci_aligned;
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

}  // namespace tidemark::storage::migrations
