#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// That stages go up one by one and down only is said here, too: a stage is worth what its history is. The order of the
// stages is that of their names in the text searched.
constinit const std::string_view kActivationUp = R"sql(
CREATE TABLE config_versions (
  id            TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  first_used_ns INTEGER NOT NULL,
  document      TEXT    NOT NULL CHECK (json_valid(document))
) WITHOUT ROWID, STRICT;

CREATE TABLE activation_events (
  number        INTEGER PRIMARY KEY CHECK (number >= 1),
  at_ns         INTEGER NOT NULL,
  kind          TEXT    NOT NULL CHECK (kind IN ('configured', 'promoted', 'rolled_back', 'restarted')),
  from_stage    TEXT    NOT NULL CHECK (from_stage IN ('shadow', 'paper', 'micro', 'partial_25', 'partial_50', 'full')),
  to_stage      TEXT    NOT NULL CHECK (to_stage IN ('shadow', 'paper', 'micro', 'partial_25', 'partial_50', 'full')),
  configuration TEXT    NOT NULL REFERENCES config_versions (id),
  reason        TEXT    NOT NULL CHECK (length(reason) >= 1),
  board         TEXT    NOT NULL CHECK (json_valid(board)),
  CONSTRAINT one_step_up CHECK (kind <> 'promoted' OR from_stage || '>' || to_stage IN
    ('shadow>paper', 'paper>micro', 'micro>partial_25', 'partial_25>partial_50', 'partial_50>full')),
  CONSTRAINT down_only CHECK (kind <> 'rolled_back' OR to_stage = 'shadow' OR
    instr('shadow paper micro partial_25 partial_50 full', to_stage) <
    instr('shadow paper micro partial_25 partial_50 full', from_stage)),
  CONSTRAINT where_it_was CHECK (kind <> 'restarted' OR from_stage = to_stage)
) STRICT;

CREATE TABLE rollback_events (
  event          INTEGER PRIMARY KEY REFERENCES activation_events (number) ON DELETE CASCADE,
  trigger_kind   TEXT    NOT NULL CHECK (trigger_kind IN ('drawdown', 'loss_streak', 'win_rate', 'objectives', 'data', 'manual')),
  measured       REAL,
  limit_value    REAL,
  restored       TEXT    NOT NULL REFERENCES config_versions (id),
  CONSTRAINT both_or_none CHECK ((measured IS NULL) = (limit_value IS NULL))
) STRICT;

CREATE TABLE activation_trades (
  number     INTEGER PRIMARY KEY,
  event      INTEGER NOT NULL REFERENCES activation_events (number) ON DELETE CASCADE,
  account    TEXT    NOT NULL CHECK (account IN ('account', 'shadow')),
  trade      TEXT    NOT NULL CHECK (length(trade) >= 1),
  instrument TEXT    NOT NULL CHECK (length(instrument) >= 1),
  at_ns      INTEGER NOT NULL,
  profit     TEXT    NOT NULL,
  share      REAL    NOT NULL CHECK (abs(share) <= 1e9),
  CONSTRAINT once UNIQUE (event, account, trade)
) STRICT;

CREATE TABLE activation_state (
  one                INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),    -- there is one
  stage              TEXT    NOT NULL CHECK (stage IN ('shadow', 'paper', 'micro', 'partial_25', 'partial_50', 'full')),
  since_ns           INTEGER NOT NULL,
  configuration      TEXT    NOT NULL REFERENCES config_versions (id),
  good_configuration TEXT    REFERENCES config_versions (id),
  good_stage         TEXT    CHECK (good_stage IN ('shadow', 'paper', 'micro', 'partial_25', 'partial_50', 'full')),
  events             INTEGER NOT NULL REFERENCES activation_events (number),
  rejected           INTEGER NOT NULL CHECK (rejected IN (0, 1)),
  highest_equity     TEXT,
  drawdown           REAL    NOT NULL CHECK (drawdown >= 0),
  equity_looks       INTEGER NOT NULL CHECK (equity_looks >= 0),
  objective_looks    INTEGER NOT NULL CHECK (objective_looks >= 0),
  objectives_met     INTEGER NOT NULL CHECK (objectives_met BETWEEN 0 AND objective_looks),
  breaches_in_a_row  INTEGER NOT NULL CHECK (breaches_in_a_row >= 0),
  data_is_bad        INTEGER NOT NULL CHECK (data_is_bad IN (0, 1)),
  CONSTRAINT good_with_its_stage CHECK ((good_configuration IS NULL) = (good_stage IS NULL)),
  CONSTRAINT rejected_for_another CHECK (rejected = 0 OR (good_configuration IS NOT NULL AND stage = 'shadow'))
) STRICT;
)sql";

constinit const std::string_view kActivationDown = R"sql(
DROP TABLE activation_state;
DROP TABLE activation_trades;
DROP TABLE rollback_events;
DROP TABLE activation_events;
DROP TABLE config_versions;
)sql";

}  // namespace tidemark::storage::migrations
