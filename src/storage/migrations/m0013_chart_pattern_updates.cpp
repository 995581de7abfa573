#include "storage/migrations/list.hpp"

namespace tidemark::storage::migrations {

// When something was known does not order what was said: history that was fetched is known now, the same read from the
// database after a restart when its candles closed. The candle that made it known does. Of rows from before it is not
// known, and whatever is said next replaces them.
constinit const std::string_view kChartPatternUpdatesUp = R"sql(
ALTER TABLE chart_patterns ADD COLUMN updated_ns INTEGER NOT NULL DEFAULT 0;    -- open time of that candle
)sql";

constinit const std::string_view kChartPatternUpdatesDown = R"sql(
ALTER TABLE chart_patterns DROP COLUMN updated_ns;
)sql";

}  // namespace tidemark::storage::migrations
