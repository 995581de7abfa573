#include "analysis/structure/periods.hpp"

#include <algorithm>
#include <utility>

#include "analysis/kernel/single_precision.hpp"
#include "core/timeframe.hpp"

namespace tidemark::analysis::structure {
namespace {

/// Where the period that `time` lies in begins.
core::Timestamp start_of(core::Timestamp time, Period period) {
  switch (period) {
    case Period::kFourHours:
      return core::open_time_of(time, core::Timeframe::k4h);
    case Period::kDay:
      return core::open_time_of(time, core::Timeframe::k1d);
    case Period::kWeek:
      return core::open_time_of(time, core::Timeframe::k1w);
    case Period::kMonth:
      break;
  }
  const core::CivilTime civil = core::civil_of(time);
  return core::timestamp_of({.year = civil.year, .month = civil.month, .day = 1, .hour = 0});
}

core::Timestamp end_of(core::Timestamp start, Period period) {
  switch (period) {
    case Period::kFourHours:
      return start + core::hours(4);
    case Period::kDay:
      return start + core::days(1);
    case Period::kWeek:
      return start + core::days(7);
    case Period::kMonth:
      break;
  }
  return start_of(start + core::days(31), Period::kMonth);
}

/// What the library calls the period.
core::Timestamp label_of(core::Timestamp start, Period period) {
  return period == Period::kWeek ? start + core::days(6) : start;
}

}  // namespace

void PreviousHighLow::advance(const History& history, Period period, Row& row) const {
  const core::CandleF& candle = history.last();
  Span& now = row.spans[0];
  if (!now.there || candle.open_time >= row.until || candle.open_time.ns < now.number) {
    const core::Timestamp start = start_of(candle.open_time, period);
    row.until = end_of(start, period);
    row.spans = {Span{true, start.ns, history.now(), candle.high, candle.low}, row.spans[0], row.spans[1]};
    return;
  }
  now.high = std::max(now.high, candle.high);
  now.low = std::min(now.low, candle.low);
}

void PreviousHighLow::look(const Telling& tell, Period period, Row& row) {
  const core::CandleF& candle = tell.history.last();
  const bool late =
      settings_.reading == PreviousPeriod::kSmartMoney && candle.open_time <= label_of({row.spans[0].number}, period);
  Span span = row.spans[late ? 2 : 1];
  if (!span.there) return;
  if (settings_.reading == PreviousPeriod::kSmartMoney) {
    span.high = in_single_precision(span.high);
    span.low = in_single_precision(span.low);
  }
  const bool is_new = !row.looks || row.reference != span.number;
  const bool holds = (row.broken[0] || !beyond(End::kHigh, candle.high, span.high)) &&
                     (row.broken[1] || !beyond(End::kLow, candle.low, span.low));
  if (!is_new && holds) return;
  Event event{.kind = Kind::kPreviousHighLow,
              .part = static_cast<std::uint8_t>(period),
              .id = row.id,
              .from = span.from,
              .at = tell.history.now(),
              .top = span.high,
              .bottom = span.low,
              .price = candle.close,
              .measure = span.high - span.low,
              .confidence = 1};
  if (is_new) {
    row.looks = true;
    row.reference = span.number;
    event.id = row.id = ++references_;
    row.broken = {};
    tell.say(event);
  }
  event.state = State::kBroken;
  for (const End end : {End::kHigh, End::kLow}) {
    bool& broken = row.broken[static_cast<std::size_t>(end)];
    const double level = end == End::kHigh ? span.high : span.low;
    if (broken || !beyond(end, price_at(candle, end), level)) continue;
    broken = true;
    event.side = end == End::kHigh ? Side::kBullish : Side::kBearish;
    event.price = level;
    tell.say(event);
  }
}

void PreviousHighLow::update(const Telling& tell) {
  for (const Period period : {Period::kFourHours, Period::kDay, Period::kWeek, Period::kMonth}) {
    if (!settings_.wanted[static_cast<std::size_t>(period)]) continue;
    Row& row = rows_[static_cast<std::size_t>(period)];
    advance(tell.history, period, row);
    look(tell, period, row);
  }
}

}  // namespace tidemark::analysis::structure
