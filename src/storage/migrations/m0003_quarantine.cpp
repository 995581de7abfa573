#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// The codes are the program's vocabulary and grow with it: their list is not repeated here. The same row found again by
// a repeated import is the same entry.
constinit const std::string_view kQuarantineUp = R"sql(
CREATE TABLE quarantine (
  id          INTEGER PRIMARY KEY,
  asset_id    INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s INTEGER NOT NULL REFERENCES timeframes (seconds),
  time_ns     INTEGER NOT NULL,     -- what it is about, Unix nanoseconds
  known_at_ns INTEGER NOT NULL,
  code        TEXT    NOT NULL CHECK (code <> '' AND code NOT GLOB '*[^a-z0-9_]*'),
  severity    TEXT    NOT NULL CHECK (severity IN ('info', 'warning', 'error', 'critical')),
  policy      TEXT    NOT NULL CHECK (policy IN ('accept', 'flag', 'repair', 'quarantine', 'reject')),
  value       REAL,                 -- the offending number; null when it is not a number
  limit_value REAL,                 -- what it was held against
  payload     TEXT    NOT NULL,     -- the row as it came
  UNIQUE (asset_id, timeframe_s, time_ns, code, payload)
) STRICT;
)sql";

constinit const std::string_view kQuarantineDown = R"sql(
DROP TABLE quarantine;
)sql";

}  // namespace tidemark::storage::migrations
