#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// What perpetuals paid and received, each once: the venue's number of it says whether it was counted already.
constinit const std::string_view kFundingsUp = R"sql(
CREATE TABLE fundings (
  number   INTEGER PRIMARY KEY,
  id       INTEGER NOT NULL,
  asset_id INTEGER NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  position TEXT    NOT NULL CHECK (position IN ('net', 'long', 'short')),
  amount   TEXT    NOT NULL,    -- received; below zero: paid
  currency TEXT    NOT NULL CHECK (length(currency) >= 1),
  at_ns    INTEGER NOT NULL,
  UNIQUE (asset_id, position, id)
) STRICT;
CREATE INDEX fundings_by_time ON fundings (at_ns);
)sql";

constinit const std::string_view kFundingsDown = R"sql(
DROP TABLE fundings;
)sql";

}  // namespace tidemark::storage::migrations
