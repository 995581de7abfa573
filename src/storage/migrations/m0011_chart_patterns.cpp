#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kChartPatternsUp = R"sql(
CREATE TABLE chart_patterns (
  asset_id        INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s     INTEGER NOT NULL REFERENCES timeframes (seconds),
  pattern_name    TEXT    NOT NULL CHECK (pattern_name <> ''),
  began_ns        INTEGER NOT NULL,    -- open time of the candle that first made it known, Unix nanoseconds
  start_ns        INTEGER NOT NULL,    -- of its first anchor
  end_ns          INTEGER NOT NULL CHECK (end_ns >= start_ns),    -- of its last anchor
  known_at_ns     INTEGER NOT NULL CHECK (known_at_ns >= began_ns AND known_at_ns >= end_ns),
  state           TEXT    NOT NULL CHECK (state IN ('forming', 'complete', 'failed', 'expired')),
  reason          TEXT    NOT NULL CHECK ((reason = 'none') = (state IN ('forming', 'complete'))),
  direction       TEXT    NOT NULL CHECK (direction IN ('bullish', 'bearish', 'neutral')),
  completion      REAL    NOT NULL CHECK (completion BETWEEN 0 AND 100),
  confidence      REAL    NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  strength        TEXT    NOT NULL CHECK (strength IN ('very_low', 'low', 'medium', 'high', 'extreme')),
  reliability     REAL    NOT NULL CHECK (reliability BETWEEN 0 AND 100),
  anchors         TEXT    NOT NULL CHECK (json_valid(anchors) AND json_array_length(anchors) > 0),
  boundaries      TEXT    NOT NULL CHECK (json_valid(boundaries)),
  target          TEXT    CHECK (target <> ''),          -- decimals
  invalidation    TEXT    CHECK (invalidation <> ''),
  breakout_ns     INTEGER CHECK (breakout_ns >= began_ns AND breakout_ns <= known_at_ns),
  breakout_price  TEXT    CHECK (breakout_price <> ''),
  outcome         TEXT    NOT NULL CHECK (outcome IN ('none', 'open', 'hit_target', 'failed', 'timed_out')),
  outcome_candles INTEGER NOT NULL CHECK (outcome_candles >= 0),
  mfe_atr         REAL    NOT NULL CHECK (mfe_atr BETWEEN 0 AND 1e300),
  mae_atr         REAL    NOT NULL CHECK (mae_atr BETWEEN 0 AND 1e300),
  mfe_percent     REAL    NOT NULL CHECK (mfe_percent BETWEEN 0 AND 1e300),
  mae_percent     REAL    NOT NULL CHECK (mae_percent BETWEEN 0 AND 1e300),
  regime          TEXT    NOT NULL CHECK (regime <> ''),
  metadata        TEXT    NOT NULL CHECK (json_valid(metadata)),
  logic_version   INTEGER NOT NULL CHECK (logic_version >= 1),
  PRIMARY KEY (asset_id, timeframe_s, pattern_name, began_ns),
  CHECK ((state = 'complete') = (breakout_ns IS NOT NULL AND breakout_price IS NOT NULL AND outcome <> 'none')),
  CHECK (state <> 'complete' OR (target IS NOT NULL AND invalidation IS NOT NULL AND direction <> 'neutral'))
) WITHOUT ROWID, STRICT;
CREATE INDEX chart_patterns_by_time ON chart_patterns (asset_id, timeframe_s, began_ns);
)sql";

constinit const std::string_view kChartPatternsDown = R"sql(
DROP TABLE chart_patterns;
)sql";

}  // namespace tidemark::storage::migrations
