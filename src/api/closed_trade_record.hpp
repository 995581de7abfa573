#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/result.hpp"
#include "journal/closed_trade.hpp"
#include "journal/trade_statistics.hpp"
#include "storage/trading_ledger.hpp"

namespace tidemark::api {

/// The trade a record tells of, for statistics; of one that is still open, as far as it has come. Quantity and
/// instrument are not read. kCorrupt "bad_record" when an amount cannot be read.
[[nodiscard]] core::Result<journal::ClosedTrade> closed_trade_of(const storage::TradeRecord& record);

/// What a closed trade brought in the account's currency; nothing: not known. kCorrupt "bad_record".
[[nodiscard]] core::Result<std::optional<core::Money>> account_profit_of(const storage::TradeRecord& record);

/// Statistics in the account's currency.
struct CountedTrades {
  journal::TradeStatistics statistics;
  std::uint64_t unconverted{0};  ///< closed trades that are not in them: what they brought in it is not known
};
/// Of closed trades, newest first, as the ledger gives them. kCorrupt "bad_record".
[[nodiscard]] core::Result<CountedTrades> count_trades(const std::vector<storage::JournalEntry>& entries);

}  // namespace tidemark::api
