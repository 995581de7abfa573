#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kCandlestickPatternsUp = R"sql(
CREATE TABLE candlestick_patterns (
  asset_id            INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s         INTEGER NOT NULL REFERENCES timeframes (seconds),
  time_ns             INTEGER NOT NULL,    -- open time of the candle that completed it, Unix nanoseconds
  pattern_name        TEXT    NOT NULL CHECK (pattern_name <> ''),
  value               INTEGER NOT NULL CHECK (value IN (-200, -100, -80, 80, 100, 200)),
  confidence          REAL    NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  strength            TEXT    NOT NULL CHECK (strength IN ('very_low', 'low', 'medium', 'high', 'extreme')),
  price_level         TEXT    NOT NULL CHECK (price_level <> ''),    -- the close, as a decimal
  volume_confirmation REAL    NOT NULL CHECK (volume_confirmation BETWEEN 0 AND 1),
  trend_alignment     REAL    NOT NULL CHECK (trend_alignment BETWEEN 0 AND 1),
  metadata            TEXT    NOT NULL CHECK (json_valid(metadata)),
  known_at_ns         INTEGER NOT NULL CHECK (known_at_ns >= time_ns),
  logic_version       INTEGER NOT NULL CHECK (logic_version >= 1),
  PRIMARY KEY (asset_id, timeframe_s, time_ns, pattern_name)
) WITHOUT ROWID, STRICT;
)sql";

constinit const std::string_view kCandlestickPatternsDown = R"sql(
DROP TABLE candlestick_patterns;
)sql";

}  // namespace tidemark::storage::migrations
