#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// Trades with real money are told from those with play money. A check of a table cannot be changed, so that the table
// is made anew: its rows wait beside it, with the notes that would go when it is dropped. The ids of orders at a venue
// begin with a millisecond of this century: an account that has such gave real money for the trades it has.
constinit const std::string_view kLiveTradesUp = R"sql(
CREATE TABLE trades_kept AS SELECT * FROM trades;
CREATE TABLE journal_kept AS SELECT * FROM trades_journal;
DROP TABLE trades_journal;
DROP TABLE trades;

CREATE TABLE trades (
  number       INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL UNIQUE CHECK (length(id) = 16),
  source       TEXT    NOT NULL CHECK (source IN ('paper', 'live', 'manual')),
  asset_id     INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  position     TEXT    NOT NULL CHECK (position IN ('net', 'long', 'short')),
  direction    TEXT    NOT NULL CHECK (direction IN ('long', 'short')),
  setup        TEXT    NOT NULL,
  regime       TEXT    NOT NULL,
  strategy     TEXT    NOT NULL,
  signal_at_ns INTEGER,    -- names a decision trace of the asset
  currency     TEXT    NOT NULL CHECK (length(currency) >= 1),
  entered_ns   INTEGER NOT NULL,
  exited_ns    INTEGER CHECK (exited_ns >= entered_ns),
  qty          TEXT    NOT NULL CHECK (CAST(qty AS REAL) > 0),
  entry_value  TEXT    NOT NULL CHECK (CAST(entry_value AS REAL) > 0),
  exit_value   TEXT    NOT NULL CHECK (CAST(exit_value AS REAL) >= 0),
  fees         TEXT    NOT NULL,
  funding      TEXT    NOT NULL,
  profit       TEXT    NOT NULL,
  best         TEXT    NOT NULL CHECK (CAST(best AS REAL) >= 0),
  worst        TEXT    NOT NULL CHECK (CAST(worst AS REAL) <= 0),
  risk         TEXT    CHECK (CAST(risk AS REAL) > 0),
  open_qty     TEXT    NOT NULL,
  cash         TEXT    NOT NULL,
  highest      TEXT    NOT NULL,
  lowest       TEXT    NOT NULL,
  CONSTRAINT open_until_it_is_flat CHECK ((exited_ns IS NULL) = (CAST(open_qty AS REAL) <> 0)),
  CONSTRAINT manual_trades_are_over CHECK (source <> 'manual' OR exited_ns IS NOT NULL)
) STRICT;
CREATE INDEX trades_by_asset ON trades (asset_id, number);
CREATE INDEX trades_by_time ON trades (entered_ns);
CREATE INDEX trades_open ON trades (number) WHERE exited_ns IS NULL;

CREATE TABLE trades_journal (
  trade_id   TEXT    NOT NULL PRIMARY KEY REFERENCES trades (id) ON DELETE CASCADE,
  tags       TEXT    NOT NULL CHECK (json_valid(tags) AND json_type(tags) = 'array'),
  notes      TEXT    NOT NULL CHECK (length(notes) <= 16384),
  updated_ns INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

UPDATE trades_kept SET source = 'live'
WHERE source = 'paper' AND (SELECT next_order FROM risk_state) >= 1000000000000;
INSERT INTO trades SELECT * FROM trades_kept;
INSERT INTO trades_journal SELECT * FROM journal_kept;
DROP TABLE journal_kept;
DROP TABLE trades_kept;
)sql";

constinit const std::string_view kLiveTradesDown = R"sql(
CREATE TABLE trades_kept AS SELECT * FROM trades;
CREATE TABLE journal_kept AS SELECT * FROM trades_journal;
DROP TABLE trades_journal;
DROP TABLE trades;

CREATE TABLE trades (
  number       INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL UNIQUE CHECK (length(id) = 16),
  source       TEXT    NOT NULL CHECK (source IN ('paper', 'manual')),
  asset_id     INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  position     TEXT    NOT NULL CHECK (position IN ('net', 'long', 'short')),
  direction    TEXT    NOT NULL CHECK (direction IN ('long', 'short')),
  setup        TEXT    NOT NULL,
  regime       TEXT    NOT NULL,
  strategy     TEXT    NOT NULL,
  signal_at_ns INTEGER,    -- names a decision trace of the asset
  currency     TEXT    NOT NULL CHECK (length(currency) >= 1),
  entered_ns   INTEGER NOT NULL,
  exited_ns    INTEGER CHECK (exited_ns >= entered_ns),
  qty          TEXT    NOT NULL CHECK (CAST(qty AS REAL) > 0),
  entry_value  TEXT    NOT NULL CHECK (CAST(entry_value AS REAL) > 0),
  exit_value   TEXT    NOT NULL CHECK (CAST(exit_value AS REAL) >= 0),
  fees         TEXT    NOT NULL,
  funding      TEXT    NOT NULL,
  profit       TEXT    NOT NULL,
  best         TEXT    NOT NULL CHECK (CAST(best AS REAL) >= 0),
  worst        TEXT    NOT NULL CHECK (CAST(worst AS REAL) <= 0),
  risk         TEXT    CHECK (CAST(risk AS REAL) > 0),
  open_qty     TEXT    NOT NULL,
  cash         TEXT    NOT NULL,
  highest      TEXT    NOT NULL,
  lowest       TEXT    NOT NULL,
  CONSTRAINT open_until_it_is_flat CHECK ((exited_ns IS NULL) = (CAST(open_qty AS REAL) <> 0)),
  CONSTRAINT manual_trades_are_over CHECK (source <> 'manual' OR exited_ns IS NOT NULL)
) STRICT;
CREATE INDEX trades_by_asset ON trades (asset_id, number);
CREATE INDEX trades_by_time ON trades (entered_ns);
CREATE INDEX trades_open ON trades (number) WHERE exited_ns IS NULL;

CREATE TABLE trades_journal (
  trade_id   TEXT    NOT NULL PRIMARY KEY REFERENCES trades (id) ON DELETE CASCADE,
  tags       TEXT    NOT NULL CHECK (json_valid(tags) AND json_type(tags) = 'array'),
  notes      TEXT    NOT NULL CHECK (length(notes) <= 16384),
  updated_ns INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

UPDATE trades_kept SET source = 'paper' WHERE source = 'live';
INSERT INTO trades SELECT * FROM trades_kept;
INSERT INTO trades_journal SELECT * FROM journal_kept;
DROP TABLE journal_kept;
DROP TABLE trades_kept;
)sql";

}  // namespace tidemark::storage::migrations
