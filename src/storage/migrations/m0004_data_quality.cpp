#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kDataQualityUp = R"sql(
CREATE TABLE data_quality (
  asset_id     INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s  INTEGER NOT NULL REFERENCES timeframes (seconds),
  time_ns      INTEGER NOT NULL,    -- end of the window judged, Unix nanoseconds
  completeness REAL    NOT NULL CHECK (completeness BETWEEN 0 AND 1),
  consistency  REAL    NOT NULL CHECK (consistency BETWEEN 0 AND 1),
  timeliness   REAL    NOT NULL CHECK (timeliness BETWEEN 0 AND 1),
  plausibility REAL    NOT NULL CHECK (plausibility BETWEEN 0 AND 1),
  score        REAL    NOT NULL CHECK (score BETWEEN 0 AND 1),
  candles      INTEGER NOT NULL CHECK (candles >= 0),
  expected     INTEGER NOT NULL CHECK (expected >= 0),
  PRIMARY KEY (asset_id, timeframe_s, time_ns)
) WITHOUT ROWID, STRICT;
)sql";

constinit const std::string_view kDataQualityDown = R"sql(
DROP TABLE data_quality;
)sql";

}  // namespace tidemark::storage::migrations
