#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kTradeGapsUp = R"sql(
CREATE TABLE trade_gaps (
  id          INTEGER PRIMARY KEY,
  asset_id    INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  first_id    INTEGER NOT NULL,     -- the venue's id of the first trade missing
  last_id     INTEGER NOT NULL,     -- and of the last
  from_ns     INTEGER NOT NULL,     -- time of the last trade before, Unix nanoseconds
  to_ns       INTEGER NOT NULL,     -- time of the first trade after
  reason      TEXT    NOT NULL CHECK (reason IN ('missing', 'disconnect', 'venue_outage', 'sequence')),
  state       TEXT    NOT NULL CHECK (state IN ('open', 'repairing', 'filled', 'unrecoverable')),
  known_at_ns INTEGER NOT NULL,
  CONSTRAINT from_is_before_to CHECK (from_ns < to_ns),
  CONSTRAINT ids_ascend CHECK (first_id <= last_id),
  UNIQUE (asset_id, first_id)
) STRICT;
)sql";

constinit const std::string_view kTradeGapsDown = "DROP TABLE trade_gaps;";

}  // namespace tidemark::storage::migrations
