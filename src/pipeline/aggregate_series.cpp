#include "pipeline/aggregate_series.hpp"

#include <utility>

#include "pipeline/aggregator.hpp"

namespace tidemark::pipeline {
namespace {

void keep(const ClosedCandles& closed, core::Timeframe timeframe, std::vector<core::Candle>& out) {
  for (const TimedCandle& c : closed) {
    if (c.timeframe == timeframe) out.push_back(c.candle);
  }
}

}  // namespace

std::vector<core::Candle> aggregate_series(std::span<const core::Candle> base, core::Timeframe from, core::Timeframe to,
                                           const Calendar& calendar) {
  std::vector<core::Candle> out;
  if (to < from) return out;
  if (to == from) return {base.begin(), base.end()};
  Aggregator aggregator{from, calendar};
  ClosedCandles closed;
  for (const core::Candle& candle : base) {
    closed.clear();
    aggregator.add(candle, closed);
    keep(closed, to, out);
  }
  closed.clear();
  aggregator.finish(closed);
  keep(closed, to, out);
  return out;
}

std::vector<core::Candle> complete_only(std::vector<core::Candle> candles) {
  std::erase_if(candles, [](const core::Candle& c) { return core::has_flag(c.flags, core::CandleFlag::kPartial); });
  return candles;
}

}  // namespace tidemark::pipeline
