#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// Whether an account has one position of an instrument, or a long and a short one: those of before had one.
constinit const std::string_view kAccountPositionsUp = R"sql(
ALTER TABLE trading_accounts ADD COLUMN positions TEXT NOT NULL DEFAULT 'netting'
  CHECK (positions IN ('netting', 'hedging'));
)sql";

constinit const std::string_view kAccountPositionsDown = R"sql(
ALTER TABLE trading_accounts DROP COLUMN positions;
)sql";

}  // namespace tidemark::storage::migrations
