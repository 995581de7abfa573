#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// What an account's further currencies were worth in its own when that was last known, and what each trade brought in
// the account's. All trades of before were in the account's currency, or were entered as if they were.
constinit const std::string_view kCurrenciesUp = R"sql(
ALTER TABLE trading_accounts ADD COLUMN rate TEXT CHECK (CAST(rate AS REAL) > 0);
ALTER TABLE trading_accounts ADD COLUMN rated_ns INTEGER CHECK ((rated_ns IS NULL) = (rate IS NULL));
ALTER TABLE trades ADD COLUMN account_profit TEXT CHECK (account_profit IS NULL OR exited_ns IS NOT NULL);
UPDATE trades SET account_profit = profit WHERE exited_ns IS NOT NULL;
)sql";

constinit const std::string_view kCurrenciesDown = R"sql(
ALTER TABLE trades DROP COLUMN account_profit;
ALTER TABLE trading_accounts DROP COLUMN rated_ns;
ALTER TABLE trading_accounts DROP COLUMN rate;
)sql";

}  // namespace tidemark::storage::migrations
