#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// Layout measured in docs/performance.md. A candle is a row of small integers in the units of its asset: the body and
// the wicks take two bytes where prices would take four or more, and make "high and low enclose the body" mean "not
// negative". The conditions are plain comparisons because IN (…) and min() cost more than the insert itself.
constinit const std::string_view kCandlesUp = R"sql(
CREATE TABLE assets (
  id             INTEGER PRIMARY KEY,
  venue          TEXT    NOT NULL CHECK (venue <> '' AND venue = lower(venue)),
  symbol         TEXT    NOT NULL CHECK (symbol <> '' AND symbol = upper(symbol)),
  market_type    TEXT    NOT NULL
                 CHECK (market_type IN ('crypto_spot', 'crypto_perpetual', 'forex', 'metal', 'futures', 'equity')),
  calendar       TEXT    NOT NULL CHECK (calendar IN ('always', 'forex_week', 'equity_weekdays')),
  price_decimals INTEGER NOT NULL CHECK (price_decimals BETWEEN 0 AND 18), -- prices of this asset are in 10^-price_decimals
  qty_decimals   INTEGER NOT NULL CHECK (qty_decimals BETWEEN 0 AND 18),   -- its volumes in 10^-qty_decimals
  tick_size      INTEGER NOT NULL CHECK (tick_size >= 1),                  -- smallest price step, in price units
  lot_size       INTEGER NOT NULL CHECK (lot_size >= 1),                   -- smallest quantity step, in volume units
  pip_size       REAL             CHECK (pip_size > 0),
  is_active      INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  config_json    TEXT,
  UNIQUE (venue, symbol)
) STRICT;

CREATE TABLE sources (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE timeframes (
  seconds INTEGER PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO timeframes VALUES (60, '1m'), (300, '5m'), (900, '15m'), (1800, '30m'),
                              (3600, '1h'), (14400, '4h'), (86400, '1d'), (604800, '1w');

CREATE TABLE decimal_units (
  decimals INTEGER PRIMARY KEY,
  units    REAL NOT NULL            -- 10^decimals, exact
) STRICT;
INSERT INTO decimal_units VALUES
  (0, 1e0), (1, 1e1), (2, 1e2), (3, 1e3), (4, 1e4), (5, 1e5), (6, 1e6), (7, 1e7), (8, 1e8), (9, 1e9), (10, 1e10),
  (11, 1e11), (12, 1e12), (13, 1e13), (14, 1e14), (15, 1e15), (16, 1e16), (17, 1e17), (18, 1e18);

-- How many candles each series holds, so that listing the series need not count them. Kept by the program in the
-- transaction that changes the candles; `tidemark doctor` compares it with the truth.
CREATE TABLE series (
  asset_id    INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s INTEGER NOT NULL REFERENCES timeframes (seconds),
  candles     INTEGER NOT NULL CHECK (candles >= 0),
  PRIMARY KEY (asset_id, timeframe_s)
) WITHOUT ROWID, STRICT;

CREATE TABLE ohlcv_data (
  asset_id    INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  timeframe_s INTEGER NOT NULL,     -- length in seconds
  open_time_s INTEGER NOT NULL,     -- Unix seconds
  open        INTEGER NOT NULL,     -- in price units of the asset
  body        INTEGER NOT NULL,     -- close - open
  upper_wick  INTEGER NOT NULL,     -- high - max(open, close)
  lower_wick  INTEGER NOT NULL,     -- min(open, close) - low
  volume      INTEGER NOT NULL,     -- in volume units of the asset
  taker_buy   INTEGER NOT NULL,     -- of the volume; 0 when the source does not say
  trades      INTEGER NOT NULL,     -- 0 when the source does not say
  source_id   INTEGER NOT NULL REFERENCES sources (id),
  flags       INTEGER NOT NULL,     -- 1 repaired, 2 flagged, 4 partial, 8 volume overflow, 16 tick volume
  PRIMARY KEY (asset_id, timeframe_s, open_time_s),
  CONSTRAINT timeframe_is_known CHECK (timeframe_s = 60 OR timeframe_s = 300 OR timeframe_s = 900 OR timeframe_s = 1800
    OR timeframe_s = 3600 OR timeframe_s = 14400 OR timeframe_s = 86400 OR timeframe_s = 604800),
  -- Weeks open on Monday; the epoch was a Thursday.
  CONSTRAINT time_is_aligned CHECK ((open_time_s + (timeframe_s = 604800) * 259200) % timeframe_s = 0),
  CONSTRAINT high_is_highest CHECK (upper_wick >= 0),
  CONSTRAINT low_is_lowest CHECK (lower_wick >= 0),
  CONSTRAINT low_is_positive CHECK (open > lower_wick AND open + body > lower_wick),
  CONSTRAINT taker_buy_is_part_of_volume CHECK (taker_buy >= 0 AND taker_buy <= volume),
  CONSTRAINT trades_is_a_count CHECK (trades >= 0 AND trades <= 4294967295),
  CONSTRAINT flags_are_known CHECK (flags >= 0 AND flags <= 255)
) WITHOUT ROWID, STRICT;

-- The candles as people read them: real prices, ISO times.
CREATE VIEW ohlcv AS
SELECT a.venue, a.symbol, t.name AS timeframe,
       strftime('%Y-%m-%dT%H:%M:%SZ', o.open_time_s, 'unixepoch') AS open_time,
       o.open / p.units AS open,
       (max(o.open, o.open + o.body) + o.upper_wick) / p.units AS high,
       (min(o.open, o.open + o.body) - o.lower_wick) / p.units AS low,
       (o.open + o.body) / p.units AS close,
       o.volume / q.units AS volume,
       o.trades,
       o.taker_buy / q.units AS taker_buy,
       s.name AS source,
       o.flags
FROM ohlcv_data o
JOIN assets a ON a.id = o.asset_id
JOIN timeframes t ON t.seconds = o.timeframe_s
JOIN decimal_units p ON p.decimals = a.price_decimals
JOIN decimal_units q ON q.decimals = a.qty_decimals
JOIN sources s ON s.id = o.source_id;
)sql";

constinit const std::string_view kCandlesDown = R"sql(
DROP VIEW ohlcv;
DROP TABLE ohlcv_data;
DROP TABLE series;
DROP TABLE decimal_units;
DROP TABLE timeframes;
DROP TABLE sources;
DROP TABLE assets;
)sql";

}  // namespace tidemark::storage::migrations
