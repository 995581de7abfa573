#include "decision/entry_filters.hpp"

#include <gtest/gtest.h>

namespace tidemark::decision {
namespace {

/// Everything there, everything good for a buy: 2024-01-03 is a Wednesday, 10:00 UTC is London.
EntryView good() {
  EntryView view;
  view.candle = {core::parse_time("2024-01-03T10:00Z").value(), 100, 104, 99, 103, 5};
  view.pip = 0.5;
  view.spread = 1;
  view.momentum.emplace();
  view.momentum->score = 0.3;
  view.momentum->regime_known = true;
  view.momentum->range_place = 50;
  view.vwap = 102;
  view.sweep = Sweep{.side = Side::kBullish, .reclaimed = true};
  view.sweep_age = 30;
  view.calendar = core::CalendarKind::kForexWeek;
  return view;
}

FilterState state(const EntryView& view, EntryFilter filter, Side side = Side::kBullish) {
  const FilterResults results = ask_filters(view, side, {});
  EXPECT_EQ(results[static_cast<std::size_t>(filter)].filter, filter);
  return results[static_cast<std::size_t>(filter)].state;
}

TEST(EntryFilters, all_pass_but_the_one_without_a_source) {
  for (const FilterResult& result : ask_filters(good(), Side::kBullish, {})) {
    const bool news = result.filter == EntryFilter::kNewsBlackout;
    EXPECT_EQ(result.state, news ? FilterState::kNotApplicable : FilterState::kPassed)
        << kEntryFilterNames[static_cast<std::size_t>(result.filter)];
  }
}

TEST(EntryFilters, each_fails_for_its_own_reason) {
  EntryView view = good();
  view.spread = 1.51;  // 3.02 pips of at most 3
  EXPECT_EQ(state(view, EntryFilter::kSpread), FilterState::kFailed);
  view = good();
  view.momentum->range_place = 99;
  EXPECT_EQ(state(view, EntryFilter::kVolatility), FilterState::kFailed);
  view.momentum->range_place = 4;
  EXPECT_EQ(state(view, EntryFilter::kVolatility), FilterState::kFailed);
  view = good();
  EXPECT_EQ(state(view, EntryFilter::kMomentum, Side::kBearish), FilterState::kFailed);
  EXPECT_EQ(state(view, EntryFilter::kConfirmingCandle, Side::kBearish), FilterState::kFailed);
  view.candle.close = 102.4;  // body 2.4 of a range of 5
  EXPECT_EQ(state(view, EntryFilter::kConfirmingCandle), FilterState::kFailed);
  view = good();
  view.vwap = 103.1;
  EXPECT_EQ(state(view, EntryFilter::kVwapSide), FilterState::kFailed);
  view = good();
  view.sweep->reclaimed = false;
  EXPECT_EQ(state(view, EntryFilter::kSweepReclaim), FilterState::kFailed);
  view = good();
  view.sweep_age = 31;
  EXPECT_EQ(state(view, EntryFilter::kSweepReclaim), FilterState::kFailed);
  EXPECT_EQ(state(good(), EntryFilter::kSweepReclaim, Side::kBearish), FilterState::kFailed);
  view = good();
  view.candle.open_time = core::parse_time("2024-01-03T06:59Z").value();
  EXPECT_EQ(state(view, EntryFilter::kSession), FilterState::kFailed);
  view.candle.open_time = core::parse_time("2024-01-03T22:00Z").value();
  EXPECT_EQ(state(view, EntryFilter::kSession), FilterState::kFailed);
}

TEST(EntryFilters, what_does_not_exist_does_not_apply) {
  EntryView view = good();
  view.spread.reset();
  view.momentum.reset();
  view.vwap.reset();
  view.calendar = core::CalendarKind::kAlways;
  for (const auto filter : {EntryFilter::kSpread, EntryFilter::kVolatility, EntryFilter::kMomentum,
                            EntryFilter::kVwapSide, EntryFilter::kSession, EntryFilter::kNewsBlackout}) {
    EXPECT_EQ(state(view, filter), FilterState::kNotApplicable);
  }
}

TEST(EntryFilters, passes_and_failures_are_counted) {
  FilterTally tally;
  tally.add(ask_filters(good(), Side::kBullish, {}));
  tally.add(ask_filters(good(), Side::kBearish, {}));
  const auto& momentum = tally.counts[static_cast<std::size_t>(EntryFilter::kMomentum)];
  EXPECT_EQ(momentum, (std::array<std::uint64_t, 3>{1, 1, 0}));
  EXPECT_EQ(tally.counts[static_cast<std::size_t>(EntryFilter::kNewsBlackout)][2], 2U);
}

}  // namespace
}  // namespace tidemark::decision
