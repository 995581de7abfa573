#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// What a fill was charged where that was in another asset than its quote currency: those of before were not told.
constinit const std::string_view kChargedFeesUp = R"sql(
ALTER TABLE fills ADD COLUMN charged TEXT NOT NULL DEFAULT '';
ALTER TABLE fills ADD COLUMN charged_asset TEXT NOT NULL DEFAULT '';
ALTER TABLE fills ADD COLUMN fee_unvalued INTEGER NOT NULL DEFAULT 0 CHECK (fee_unvalued IN (0, 1));
ALTER TABLE trades ADD COLUMN unvalued_fees INTEGER NOT NULL DEFAULT 0 CHECK (unvalued_fees >= 0);
)sql";

constinit const std::string_view kChargedFeesDown = R"sql(
ALTER TABLE trades DROP COLUMN unvalued_fees;
ALTER TABLE fills DROP COLUMN fee_unvalued;
ALTER TABLE fills DROP COLUMN charged_asset;
ALTER TABLE fills DROP COLUMN charged;
)sql";

}  // namespace tidemark::storage::migrations
