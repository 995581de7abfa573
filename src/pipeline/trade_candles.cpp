#include "pipeline/trade_candles.hpp"

#include <algorithm>

#include "pipeline/aggregator.hpp"
#include "pipeline/snapshot_fields.hpp"

namespace tidemark::pipeline {
namespace {

using core::Candle;
using core::CandleFlag;
using core::Timestamp;

Candle candle_of(const core::Trade& trade, Timestamp open_time) {
  Candle c;
  c.open_time = open_time;
  c.open = c.high = c.low = c.close = trade.price;
  c.volume = trade.qty;
  if (trade.taker == core::Side::kBuy) c.taker_buy = trade.qty;
  // An aggregate trade stands for all ids it spans; without ids it is one.
  const std::uint64_t count = trade.last_id >= trade.first_id ? trade.last_id - trade.first_id + 1 : 1;
  c.trades = static_cast<std::uint32_t>(std::min<std::uint64_t>(count, UINT32_MAX));
  return c;
}

}  // namespace

Timestamp TradeCandles::end_of_forming() const {
  return forming_->open_time + core::duration_of(timeframe_);
}

void TradeCandles::fold(const core::Trade& trade) {
  merge_candle(*forming_, candle_of(trade, forming_->open_time));
}

TradeCandles::Outcome TradeCandles::add(const core::Trade& trade, Continuity continuity) {
  Outcome outcome;
  const Timestamp time = trade.times.exchange;
  if (time < closed_until_ || (forming_ && time < forming_->open_time)) {
    outcome.taken = Taken::kLate;
    return outcome;
  }
  if (continuity == Continuity::kLost && forming_) core::set_flag(forming_->flags, CandleFlag::kPartial);
  if (forming_ && time < end_of_forming()) {
    if (time > as_of_) fold(trade);
    return outcome;
  }
  if (forming_) {
    closed_until_ = end_of_forming();
    outcome.closed = forming_;
  }
  forming_ = candle_of(trade, core::open_time_of(time, timeframe_));
  if (!begun_ || continuity == Continuity::kLost) core::set_flag(forming_->flags, CandleFlag::kPartial);
  begun_ = true;
  as_of_ = {INT64_MIN};
  return outcome;
}

std::optional<Candle> TradeCandles::advance(Timestamp now) {
  closed_until_ = std::max(closed_until_, core::open_time_of(now, timeframe_));
  if (!forming_ || now < end_of_forming()) return std::nullopt;
  const std::optional<Candle> closed = forming_;
  forming_.reset();
  return closed;
}

void TradeCandles::set_forming(const Candle& candle, Timestamp as_of) {
  if (candle.open_time < closed_until_ || (forming_ && candle.open_time < forming_->open_time)) return;
  forming_ = candle;
  as_of_ = as_of;
  begun_ = true;
}

void TradeCandles::close_until(Timestamp end) {
  closed_until_ = std::max(closed_until_, end);
  if (forming_ && forming_->open_time < end) forming_.reset();
}

void TradeCandles::snapshot(core::ByteWriter& out) const {
  put_optional(out, forming_);
  out.put(as_of_.ns);
  out.put(closed_until_.ns);
  out.put(static_cast<std::uint8_t>(begun_));
}

bool TradeCandles::restore(core::ByteReader& in) {
  forming_ = get_optional_candle(in);
  as_of_.ns = in.get<std::int64_t>();
  closed_until_.ns = in.get<std::int64_t>();
  begun_ = in.get<std::uint8_t>() != 0;
  return in.ok() && (!forming_ || core::is_aligned(forming_->open_time, timeframe_));
}

}  // namespace tidemark::pipeline
