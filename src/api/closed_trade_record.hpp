#pragma once

#include "core/result.hpp"
#include "journal/closed_trade.hpp"
#include "storage/trading_record.hpp"

namespace tidemark::api {

/// The trade a record tells of, for statistics; of one that is still open, as far as it has come. Quantity and
/// instrument are not read. kCorrupt "bad_record" when an amount cannot be read.
[[nodiscard]] core::Result<journal::ClosedTrade> closed_trade_of(const storage::TradeRecord& record);

}  // namespace tidemark::api
