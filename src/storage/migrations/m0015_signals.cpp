#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kSignalsUp = R"sql(
CREATE TABLE signals (
  asset_id      INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  known_at_ns   INTEGER NOT NULL,    -- of the decision, Unix nanoseconds
  direction     TEXT    NOT NULL CHECK (direction IN ('bullish', 'bearish')),
  number        INTEGER NOT NULL CHECK (number >= 1),
  signal_type   TEXT    NOT NULL CHECK (signal_type IN ('strong_buy', 'buy', 'weak_buy', 'weak_sell', 'sell',
                                                        'strong_sell')),
  status        TEXT    NOT NULL CHECK (status IN ('open', 'target', 'stopped', 'expired', 'reversed')),
  score         REAL    NOT NULL CHECK (score BETWEEN -1 AND 1),
  confluence    REAL    NOT NULL CHECK (confluence BETWEEN 0 AND 1),
  confidence    REAL    NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  entry         REAL    NOT NULL CHECK (entry > 0 AND entry <= 1e300),
  stop          REAL    NOT NULL CHECK (stop BETWEEN -1e300 AND 1e300),
  targets       TEXT    NOT NULL CHECK (json_valid(targets) AND json_array_length(targets) > 0),
  risk_reward   REAL    NOT NULL CHECK (risk_reward BETWEEN 0 AND 1e300),
  risk_percent  REAL    NOT NULL CHECK (risk_percent BETWEEN 0 AND 100),
  size_hint     REAL    NOT NULL CHECK (size_hint BETWEEN 0 AND 1e300),
  candle_ns     INTEGER NOT NULL CHECK (candle_ns <= known_at_ns),
  expires_ns    INTEGER NOT NULL CHECK (expires_ns > known_at_ns),
  updated_ns    INTEGER NOT NULL CHECK (updated_ns >= known_at_ns),
  ended_ns      INTEGER CHECK (ended_ns >= known_at_ns),
  exit_price    REAL    CHECK (exit_price BETWEEN -1e300 AND 1e300),
  result_r      REAL    CHECK (result_r BETWEEN -1e300 AND 1e300),
  mfe           REAL    NOT NULL CHECK (mfe BETWEEN 0 AND 1e300),
  mae           REAL    NOT NULL CHECK (mae BETWEEN 0 AND 1e300),
  logic_version INTEGER NOT NULL CHECK (logic_version >= 1),
  PRIMARY KEY (asset_id, known_at_ns, direction),
  CHECK ((status = 'open') = (ended_ns IS NULL)),
  CHECK ((ended_ns IS NULL) = (exit_price IS NULL) AND (ended_ns IS NULL) = (result_r IS NULL)),
  CHECK ((direction = 'bullish') = (stop < entry)),
  CHECK ((direction = 'bullish') = (signal_type IN ('strong_buy', 'buy', 'weak_buy')))
) WITHOUT ROWID, STRICT;
CREATE INDEX signals_by_time ON signals (known_at_ns);
CREATE TABLE decision_traces (
  asset_id      INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  known_at_ns   INTEGER NOT NULL,
  verdict       TEXT    NOT NULL CHECK (verdict IN ('signal', 'no_signal')),
  signal_type   TEXT    NOT NULL CHECK ((signal_type = 'neutral') = (verdict = 'no_signal') AND signal_type IN
                  ('strong_buy', 'buy', 'weak_buy', 'neutral', 'weak_sell', 'sell', 'strong_sell')),
  score         REAL    NOT NULL CHECK (score BETWEEN -1 AND 1),
  confidence    REAL    NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  configuration TEXT    NOT NULL CHECK (length(configuration) = 16),    -- hexadecimal
  logic_version INTEGER NOT NULL CHECK (logic_version >= 1),
  trace         TEXT    NOT NULL CHECK (json_valid(trace)),
  PRIMARY KEY (asset_id, known_at_ns)
) WITHOUT ROWID, STRICT;
)sql";

constinit const std::string_view kSignalsDown = R"sql(
DROP TABLE decision_traces;
DROP TABLE signals;
)sql";

}  // namespace tidemark::storage::migrations
