#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

constinit const std::string_view kEngineSnapshotsUp = R"sql(
CREATE TABLE engine_snapshots (
  name     TEXT PRIMARY KEY CHECK (name <> ''),
  checksum TEXT NOT NULL CHECK (length(checksum) = 32),   -- XXH3-128 of data
  data     BLOB NOT NULL
) STRICT;
)sql";

constinit const std::string_view kEngineSnapshotsDown = R"sql(
DROP TABLE engine_snapshots;
)sql";

}  // namespace tidemark::storage::migrations
