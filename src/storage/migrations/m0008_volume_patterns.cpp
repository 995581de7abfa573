#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kVolumePatternsUp = R"sql(
CREATE TABLE volume_patterns (
  asset_id      INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s   INTEGER NOT NULL REFERENCES timeframes (seconds),
  time_ns       INTEGER NOT NULL,    -- open time of the candle it is about, Unix nanoseconds
  pattern_type  TEXT    NOT NULL CHECK (pattern_type <> ''),
  direction     TEXT    NOT NULL CHECK (direction IN ('bullish', 'bearish', 'neutral')),
  strength      TEXT    NOT NULL CHECK (strength IN ('weak', 'medium', 'strong', 'extreme')),
  confidence    REAL    NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  volume_ratio  REAL    NOT NULL CHECK (volume_ratio BETWEEN 0 AND 1e300),
  price_change  REAL    NOT NULL CHECK (price_change BETWEEN -1e300 AND 1e300),  -- percent
  price_level   TEXT    NOT NULL CHECK (price_level <> ''),    -- what it is about, as a decimal
  metadata      TEXT    NOT NULL CHECK (json_valid(metadata)),
  known_at_ns   INTEGER NOT NULL CHECK (known_at_ns >= time_ns),
  logic_version INTEGER NOT NULL CHECK (logic_version >= 1),
  PRIMARY KEY (asset_id, timeframe_s, time_ns, pattern_type)
) WITHOUT ROWID, STRICT;
)sql";

constinit const std::string_view kVolumePatternsDown = R"sql(
DROP TABLE volume_patterns;
)sql";

}  // namespace tidemark::storage::migrations
