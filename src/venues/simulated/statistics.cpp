#include "venues/simulated/statistics.hpp"

#include "core/decimal.hpp"

namespace tidemark::venues::simulated {
namespace {

sim::Money as_money(core::Price price, core::Scale scale) {
  return sim::money_of(core::Qty{price.ticks}, {.price_decimals = 0, .qty_decimals = scale.price_decimals})
      .value_or(sim::Money{});
}

/// quote / volume at 10^-8.
sim::Money weighted(sim::Money quote, core::Qty volume, core::Scale scale) {
  if (volume.lots <= 0) return {};
  return sim::share_of(quote, core::kPow10[scale.qty_decimals], volume.lots).value_or(sim::Money{});
}

}  // namespace

DayStatistics day_statistics(const MarketSymbol& symbol, core::Timestamp now) {
  const core::Timestamp from = core::open_time_of(now - core::days(1), core::Timeframe::k1m) + core::minutes(1);
  DayStatistics day{.row = symbol.candles.since(from)};
  const core::Candle& candle = day.row.candle;
  day.open_time = from;
  day.close_time = now;
  const auto before = symbol.candles.at(candle.open_time - core::minutes(1), sim::Interval::k1m);
  day.previous_close = before ? before->candle.close : candle.open;
  const auto last = symbol.tape.prints(std::nullopt, 1);
  if (!last.empty()) day.last_qty = last.back().qty;
  day.weighted_average = weighted(day.row.quote, candle.volume, symbol.candles.scale());
  if (candle.open.ticks > 0) {
    day.percent_milli =
        sim::share_of(sim::Money{day.change().ticks}, 100'000, candle.open.ticks).value_or(sim::Money{}).units;
  }
  return day;
}

AveragePrice average_price(const MarketSymbol& symbol, core::Timestamp now) {
  const core::Scale scale = symbol.candles.scale();
  sim::CandleRow sum = sim::CandleRow::flat(now, symbol.candles.last_price());
  core::Timestamp last = now;
  symbol.tape.for_each_since(now - core::minutes(kAveragePriceMinutes), [&](const sim::Print& print) {
    sum.add(print, scale);
    last = print.at;
  });
  if (sum.candle.trades == 0) return {as_money(symbol.candles.last_price(), scale), last};
  return {weighted(sum.quote, sum.candle.volume, scale), last};
}

}  // namespace tidemark::venues::simulated
