#include "sim/market_data/candle_series.hpp"

#include <algorithm>

namespace tidemark::sim {
namespace {

constexpr std::size_t kSecondsKept = 4 * 3600;
constexpr std::size_t kMinutesKept = 600'000;  // more than the longest history, 366 days

core::Timestamp open_of(const CandleRow& row) {
  return row.candle.open_time;
}

/// A row of the generated past, which has no trades to sum: the quote volume is that of the typical price.
CandleRow row_of(const core::Candle& candle, core::Scale scale, std::uint64_t trades_before) {
  CandleRow row;
  row.candle = candle;
  const core::Price typical{candle.low.ticks + (candle.high.ticks - candle.low.ticks) / 2};
  row.quote = notional_of(typical, candle.volume, scale).value_or(Money{});
  row.taker_quote = notional_of(typical, candle.taker_buy, scale).value_or(Money{});
  row.first_id = trades_before + 1;
  row.last_id = trades_before + candle.trades;
  return row;
}

}  // namespace

CandleSeries::CandleSeries(core::Scale scale, std::span<const core::Candle> past, const core::Candle& forming,
                           core::Timestamp start)
    : scale_{scale} {
  for (const core::Candle& candle : past) {
    minutes_.push_back(row_of(candle, scale, trades_before_start_));
    trades_before_start_ += candle.trades;
  }
  minutes_.push_back(row_of(forming, scale, trades_before_start_));
  trades_before_start_ += forming.trades;
  seconds_.push_back(CandleRow::flat(open_time_of(start, Interval::k1s), forming.close));
}

void CandleSeries::close_until(Rows& rows, core::Duration length, std::size_t kept, core::Timestamp now) {
  while (open_of(rows.back()) + length <= now) {
    rows.push_back(CandleRow::flat(open_of(rows.back()) + length, rows.back().candle.close));
    if (rows.size() > kept) rows.pop_front();
  }
}

void CandleSeries::roll(core::Timestamp now) {
  close_until(seconds_, core::seconds(1), kSecondsKept, now);
  close_until(minutes_, core::minutes(1), kMinutesKept, now);
}

void CandleSeries::add(const Print& print) {
  roll(print.at);
  seconds_.back().add(print, scale_);
  minutes_.back().add(print, scale_);
}

void CandleSeries::put(const core::Candle& candle, core::Duration length) {
  Rows& rows = length < core::minutes(1) ? seconds_ : minutes_;
  const CandleRow row = row_of(candle, scale_, 0);
  const auto place = std::ranges::lower_bound(rows, candle.open_time, {}, open_of);
  if (place != rows.end() && open_of(*place) == candle.open_time) {
    *place = row;
  } else {
    rows.insert(place, row);
  }
}

std::optional<CandleRow> CandleSeries::at(core::Timestamp open, Interval interval, core::Duration zone) const {
  if (const auto length = length_of(interval); length && *length < shortest_) return std::nullopt;
  const Rows& rows = base_of(interval);
  const core::Timestamp end = next_open_time(open, interval, zone);
  auto row = std::ranges::lower_bound(rows, open, {}, open_of);
  if (row == rows.end() || open_of(*row) >= end) return std::nullopt;
  CandleRow whole = *row;
  whole.candle.open_time = open;
  for (++row; row != rows.end() && open_of(*row) < end; ++row) whole.append(*row);
  return whole;
}

CandleRow CandleSeries::latest(Interval interval, core::Duration zone) const {
  const core::Timestamp open = open_time_of(open_of(base_of(interval).back()), interval, zone);
  return at(open, interval, zone).value_or(base_of(interval).back());
}

CandleRow CandleSeries::since(core::Timestamp from) const {
  auto row = std::ranges::lower_bound(minutes_, from, {}, open_of);
  if (row == minutes_.end()) return CandleRow::flat(open_of(minutes_.back()), last_price());
  CandleRow whole = *row;
  for (++row; row != minutes_.end(); ++row) whole.append(*row);
  return whole;
}

std::vector<CandleRow> CandleSeries::find(const CandleQuery& query) const {
  const Rows& rows = base_of(query.interval);
  std::vector<CandleRow> found;
  const auto earlier = [&](core::Timestamp open) {
    return open_time_of(core::Timestamp{open.ns - 1}, query.interval, query.zone);
  };
  const core::Timestamp newest = open_time_of(open_of(rows.back()), query.interval, query.zone);
  const core::Timestamp oldest = open_time_of(open_of(rows.front()), query.interval, query.zone);
  const core::Timestamp last =
      query.to ? std::min(newest, open_time_of(*query.to, query.interval, query.zone)) : newest;
  if (query.from) {
    core::Timestamp open = open_time_of(*query.from, query.interval, query.zone);
    if (open < *query.from) open = next_open_time(open, query.interval, query.zone);
    for (open = std::max(open, oldest); open <= last && found.size() < query.limit;
         open = next_open_time(open, query.interval, query.zone)) {
      if (const auto row = at(open, query.interval, query.zone)) found.push_back(*row);
    }
    return found;
  }
  for (core::Timestamp open = last; open >= oldest && found.size() < query.limit; open = earlier(open)) {
    if (const auto row = at(open, query.interval, query.zone)) found.push_back(*row);
  }
  std::ranges::reverse(found);
  return found;
}

}  // namespace tidemark::sim
