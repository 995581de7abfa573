#include "decision/entry_filters.hpp"

#include <cmath>

#include "analysis/structure/sessions.hpp"

namespace tidemark::decision {
namespace {

constexpr std::size_t kLondon = 1;
constexpr std::size_t kNewYork = 2;

FilterResult judged(EntryFilter filter, double value, double threshold, bool passes) {
  return {filter, passes ? FilterState::kPassed : FilterState::kFailed, value, threshold};
}

FilterResult spread(const EntryView& view, const DecisionSettings& settings) {
  if (!view.spread) return {.filter = EntryFilter::kSpread, .threshold = settings.spread_max_pips};
  const double pips = *view.spread / view.pip;
  return judged(EntryFilter::kSpread, pips, settings.spread_max_pips, pips <= settings.spread_max_pips);
}

FilterResult volatility(const EntryView& view, const DecisionSettings& settings) {
  if (!view.momentum || !view.momentum->regime_known) return {.filter = EntryFilter::kVolatility};
  const double place = view.momentum->range_place;
  const double bound = place < settings.volatility_min ? settings.volatility_min : settings.volatility_max;
  return judged(EntryFilter::kVolatility, place, bound,
                place >= settings.volatility_min && place <= settings.volatility_max);
}

FilterResult momentum(const EntryView& view, Side side) {
  if (!view.momentum) return {.filter = EntryFilter::kMomentum};
  const double with = sign_of(side) * view.momentum->score;
  return judged(EntryFilter::kMomentum, with, 0, with > 0);
}

FilterResult confirming_candle(const EntryView& view, Side side, const DecisionSettings& settings) {
  const double range = view.candle.high - view.candle.low;
  const double body = sign_of(side) * (view.candle.close - view.candle.open);
  const double share = range > 0 ? body / range : 0;
  return judged(EntryFilter::kConfirmingCandle, share, settings.confirming_body, share >= settings.confirming_body);
}

FilterResult vwap_side(const EntryView& view, Side side) {
  if (!view.vwap) return {.filter = EntryFilter::kVwapSide};
  const double pips = sign_of(side) * (view.candle.close - *view.vwap) / view.pip;
  return judged(EntryFilter::kVwapSide, pips, 0, pips >= 0);
}

FilterResult sweep_reclaim(const EntryView& view, Side side, const DecisionSettings& settings) {
  const auto limit = static_cast<double>(settings.sweep_candles);
  const bool ours = view.sweep && view.sweep->reclaimed && view.sweep->side == side;
  // Without a sweep the age it would have to have is past the limit by one.
  const double age = ours ? view.sweep_age : limit + 1;
  return judged(EntryFilter::kSweepReclaim, age, limit, age <= limit);
}

FilterResult session(const EntryView& view) {
  if (view.calendar == core::CalendarKind::kAlways) return {.filter = EntryFilter::kSession};
  const auto hours = analysis::structure::SessionSettings{}.hours;
  const core::CivilTime civil = core::civil_of(view.candle.open_time);
  const int minute = civil.hour * 60 + civil.minute;
  const int from = hours[kLondon].start;
  const int until = hours[kNewYork].end;
  return judged(EntryFilter::kSession, minute, minute < from ? from : until, minute >= from && minute < until);
}

}  // namespace

FilterResults ask_filters(const EntryView& view, Side side, const DecisionSettings& settings) {
  return {spread(view, settings), volatility(view, settings),
          momentum(view, side),   confirming_candle(view, side, settings),
          vwap_side(view, side),  sweep_reclaim(view, side, settings),
          session(view),          FilterResult{.filter = EntryFilter::kNewsBlackout}};
}

}  // namespace tidemark::decision
