#include "api/closed_trade_record.hpp"

#include <utility>

namespace tidemark::api {

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
    if (!amount) return core::fail(core::ErrorKind::kCorrupt, "bad_record", "'" + *text + "' is no amount of money");
    *out = *amount;
  }
  if (r.risk) trade.risk = core::parse_money(*r.risk);
  return trade;
}

}  // namespace tidemark::api
