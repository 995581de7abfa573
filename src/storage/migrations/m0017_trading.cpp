#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// Money, prices and quantities are exact decimals as text: money has more digits than a 64-bit integer. What can be
// said in SQL about them is said: they are numbers, and of the sign they must have.
constinit const std::string_view kTradingUp = R"sql(
CREATE TABLE orders (
  id            INTEGER PRIMARY KEY CHECK (id >= 1),
  client_id     TEXT    NOT NULL UNIQUE CHECK (length(client_id) BETWEEN 1 AND 64),
  asset_id      INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  side          TEXT    NOT NULL CHECK (side IN ('buy', 'sell')),
  type          TEXT    NOT NULL CHECK (type IN ('market', 'limit', 'stop', 'stop_limit', 'take_profit', 'trailing_stop')),
  time_in_force TEXT    NOT NULL CHECK (time_in_force IN ('gtc', 'ioc', 'fok', 'gtd')),
  post_only     INTEGER NOT NULL CHECK (post_only IN (0, 1)),
  reduce_only   INTEGER NOT NULL CHECK (reduce_only IN (0, 1)),
  position      TEXT    NOT NULL CHECK (position IN ('net', 'long', 'short')),
  qty           TEXT    NOT NULL,    -- may be wrong: a rejected order is kept as it was asked for
  filled        TEXT    NOT NULL CHECK (CAST(filled AS REAL) >= 0),
  limit_price   TEXT,
  trigger_price TEXT,
  trail         TEXT,
  trail_best    TEXT,
  good_till_ns  INTEGER,
  oco           INTEGER,
  parent        INTEGER,
  state         TEXT    NOT NULL CHECK (state IN ('new', 'accepted', 'partially_filled', 'filled', 'canceled', 'rejected', 'expired')),
  triggered     INTEGER NOT NULL CHECK (triggered IN (0, 1)),
  reason        TEXT    NOT NULL,
  origin        TEXT    NOT NULL CHECK (length(origin) >= 1),
  created_ns    INTEGER NOT NULL,
  updated_ns    INTEGER NOT NULL,
  CONSTRAINT filled_is_all_of_it CHECK (state <> 'filled' OR CAST(filled AS REAL) = CAST(qty AS REAL)),
  CONSTRAINT filled_is_at_most_all CHECK (CAST(filled AS REAL) = 0 OR CAST(filled AS REAL) <= CAST(qty AS REAL)),
  CONSTRAINT an_end_without_fill_has_a_reason CHECK ((state IN ('canceled', 'rejected', 'expired')) <= (reason <> ''))
) STRICT;
CREATE INDEX orders_by_asset ON orders (asset_id, id);
CREATE INDEX orders_open ON orders (id) WHERE state IN ('new', 'accepted', 'partially_filled');

CREATE TABLE order_transitions (
  sequence     INTEGER PRIMARY KEY CHECK (sequence >= 1),
  order_id     INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  at_ns        INTEGER NOT NULL,
  kind         TEXT    NOT NULL CHECK (kind IN ('submitted', 'accepted', 'triggered', 'amended', 'filled', 'canceled', 'rejected', 'expired')),
  before_state TEXT    NOT NULL,
  after_state  TEXT    NOT NULL,
  qty          TEXT    NOT NULL,
  reason       TEXT    NOT NULL,
  fill_id      INTEGER,
  CONSTRAINT a_fill_is_named CHECK ((kind = 'filled') = (fill_id IS NOT NULL))
) STRICT;
CREATE INDEX order_transitions_by_order ON order_transitions (order_id, sequence);

CREATE TABLE fills (
  number   INTEGER PRIMARY KEY,
  id       INTEGER NOT NULL,
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  asset_id INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  side     TEXT    NOT NULL CHECK (side IN ('buy', 'sell')),
  position TEXT    NOT NULL CHECK (position IN ('net', 'long', 'short')),
  role     TEXT    NOT NULL CHECK (role IN ('maker', 'taker')),
  price    TEXT    NOT NULL CHECK (CAST(price AS REAL) > 0),
  qty      TEXT    NOT NULL CHECK (CAST(qty AS REAL) > 0),
  fee      TEXT    NOT NULL,
  currency TEXT    NOT NULL CHECK (length(currency) >= 1),
  at_ns    INTEGER NOT NULL,
  CONSTRAINT once UNIQUE (asset_id, id)
) STRICT;
CREATE INDEX fills_by_order ON fills (order_id, number);

CREATE TABLE positions (
  asset_id   INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  side       TEXT    NOT NULL CHECK (side IN ('net', 'long', 'short')),
  qty        TEXT    NOT NULL,
  cost       TEXT    NOT NULL,
  realized   TEXT    NOT NULL,
  fees       TEXT    NOT NULL,
  funding    TEXT    NOT NULL,
  basis      TEXT    NOT NULL,
  currency   TEXT    NOT NULL CHECK (length(currency) >= 1),
  changed_ns INTEGER NOT NULL,
  PRIMARY KEY (asset_id, side),
  CONSTRAINT nothing_costs_nothing CHECK (CAST(qty AS REAL) <> 0 OR CAST(cost AS REAL) = 0),
  CONSTRAINT long_is_not_short CHECK (side = 'net' OR (side = 'long') = (CAST(qty AS REAL) >= 0) OR CAST(qty AS REAL) = 0)
) WITHOUT ROWID, STRICT;

CREATE TABLE trading_accounts (
  currency TEXT NOT NULL PRIMARY KEY CHECK (length(currency) >= 1),
  cash     TEXT NOT NULL,
  deposits TEXT NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE risk_state (
  one             INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),    -- there is one
  kill_switch     INTEGER NOT NULL CHECK (kill_switch IN (0, 1)),
  kill_reason     TEXT    NOT NULL,
  kill_changed_ns INTEGER,
  halt            TEXT    NOT NULL CHECK (halt IN ('none', 'daily_loss', 'drawdown')),
  cool_until_ns   INTEGER,
  losses_in_a_row INTEGER NOT NULL CHECK (losses_in_a_row >= 0),
  highest_equity  TEXT,
  day_equity      TEXT,
  day_ns          INTEGER NOT NULL,
  next_order      INTEGER NOT NULL CHECK (next_order >= 1),
  next_sequence   INTEGER NOT NULL CHECK (next_sequence >= 1),
  next_fill       INTEGER NOT NULL CHECK (next_fill >= 1),
  CONSTRAINT engaged_at_some_time CHECK (kill_switch = 0 OR kill_changed_ns IS NOT NULL)
) STRICT;

CREATE TABLE strategy_states (
  asset_id INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  strategy TEXT    NOT NULL CHECK (length(strategy) >= 1),
  state    BLOB    NOT NULL,
  PRIMARY KEY (asset_id, strategy)
) WITHOUT ROWID, STRICT;

CREATE TABLE portfolio_snapshots (
  at_ns    INTEGER NOT NULL PRIMARY KEY,
  currency TEXT    NOT NULL CHECK (length(currency) >= 1),
  equity   TEXT    NOT NULL,
  cash     TEXT    NOT NULL,
  exposure TEXT    NOT NULL CHECK (CAST(exposure AS REAL) >= 0)
) STRICT;
)sql";

constinit const std::string_view kTradingDown = R"sql(
DROP TABLE portfolio_snapshots;
DROP TABLE strategy_states;
DROP TABLE risk_state;
DROP TABLE trading_accounts;
DROP TABLE positions;
DROP TABLE fills;
DROP TABLE order_transitions;
DROP TABLE orders;
)sql";

}  // namespace tidemark::storage::migrations
