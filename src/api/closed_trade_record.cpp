#include "api/closed_trade_record.hpp"

#include <utility>

namespace tidemark::api {
namespace {

std::unexpected<core::Error> no_amount(const std::string& text) {
  return core::fail(core::ErrorKind::kCorrupt, "bad_record", "'" + text + "' is no amount of money");
}

}  // namespace

core::Result<journal::ClosedTrade> closed_trade_of(const storage::TradeRecord& r) {
  journal::ClosedTrade trade;
  trade.number = r.number;
  trade.direction = r.direction == "long" ? journal::Direction::kLong : journal::Direction::kShort;
  for (const auto side : {core::PositionSide::kNet, core::PositionSide::kLong, core::PositionSide::kShort}) {
    if (core::name_of(side) == r.position) trade.side = side;
  }
  trade.entered = r.entered;
  trade.exited = r.exited.value_or(r.entered);
  trade.setup = r.setup;
  trade.regime = r.regime;
  trade.unvalued_fees = r.unvalued_fees;
  trade.signal_at = r.signal_at;
  for (const auto& [text, out] :
       {std::pair{&r.entry_value, &trade.entry_value}, std::pair{&r.exit_value, &trade.exit_value},
        std::pair{&r.fees, &trade.fees}, std::pair{&r.funding, &trade.funding}, std::pair{&r.profit, &trade.profit},
        std::pair{&r.best, &trade.best}, std::pair{&r.worst, &trade.worst}}) {
    const auto amount = core::parse_money(*text);
    if (!amount) return no_amount(*text);
    *out = *amount;
  }
  if (r.risk) trade.risk = core::parse_money(*r.risk);
  return trade;
}

core::Result<std::optional<core::Money>> account_profit_of(const storage::TradeRecord& record) {
  if (!record.exited || !record.account_profit) return std::nullopt;
  const auto amount = core::parse_money(*record.account_profit);
  if (!amount) return no_amount(*record.account_profit);
  return amount;
}

core::Result<CountedTrades> count_trades(const std::vector<storage::JournalEntry>& entries) {
  CountedTrades counted;
  // Rows of wins and losses are counted in the order the trades were made.
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const auto trade = closed_trade_of(entry->trade);
    if (!trade) return std::unexpected(trade.error());
    const auto profit = account_profit_of(entry->trade);
    if (!profit) return std::unexpected(profit.error());
    *profit ? counted.statistics.add(*trade, **profit) : static_cast<void>(++counted.unconverted);
  }
  return counted;
}

}  // namespace tidemark::api
