#include "pipeline/aggregator.hpp"

#include <limits>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/rng.hpp"
#include "pipeline/aggregate_series.hpp"
#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::Candle;
using core::CandleFlag;
using core::Timeframe;
using testing::at;
using testing::candle;
using ::testing::ElementsAre;

const Calendar kAlways{core::CalendarKind::kAlways};

std::vector<Timeframe> frames(const ClosedCandles& closed) {
  std::vector<Timeframe> all;
  for (const auto& c : closed) all.push_back(c.timeframe);
  return all;
}

bool partial(const Candle& c) {
  return core::has_flag(c.flags, CandleFlag::kPartial);
}

/// The definition, word by word: group by period, first open, highest high, lowest low, last close, sums.
std::vector<Candle> by_definition(const std::vector<Candle>& base, Timeframe to) {
  std::map<std::int64_t, Candle> periods;
  for (const Candle& c : base) {
    const auto start = core::open_time_of(c.open_time, to);
    auto [place, added] = periods.try_emplace(start.ns, c);
    Candle& p = place->second;
    if (added) {
      p.open_time = start;
      p.flags = 0;
      continue;
    }
    p.high = std::max(p.high, c.high);
    p.low = std::min(p.low, c.low);
    p.close = c.close;
    p.volume.lots += c.volume.lots;
    p.taker_buy.lots += c.taker_buy.lots;
    p.trades += c.trades;
  }
  std::vector<Candle> all;
  for (const auto& [start, c] : periods) all.push_back(c);
  return all;
}

std::vector<Candle> random_walk(core::Timestamp from, int count, core::Rng& rng, double missing = 0) {
  std::vector<Candle> all;
  std::int64_t price = 1'000'000;
  for (int i = 0; i < count; ++i) {
    const std::int64_t open = price;
    price = std::max<std::int64_t>(1000, price + static_cast<std::int64_t>(rng.below(2001)) - 1000);
    Candle c = candle(from + core::minutes(i), open, std::max(open, price) + static_cast<std::int64_t>(rng.below(50)),
                      std::min(open, price) - static_cast<std::int64_t>(rng.below(50)), price,
                      static_cast<std::int64_t>(rng.below(1000)));
    c.taker_buy.lots = c.volume.lots / 2;
    c.trades = static_cast<std::uint32_t>(rng.below(100));
    if (!rng.chance(missing)) all.push_back(c);
  }
  return all;
}

TEST(Aggregator, five_minutes_close_with_the_fifth_candle) {
  Aggregator aggregator{Timeframe::k1m, kAlways};
  const auto start = at("2024-01-01T12:05Z");
  ClosedCandles closed;
  aggregator.add(candle(start, 100, 105, 99, 101, 1), closed);
  aggregator.add(candle(start + core::minutes(1), 101, 120, 100, 110, 2), closed);
  aggregator.add(candle(start + core::minutes(2), 110, 111, 80, 90, 3), closed);
  aggregator.add(candle(start + core::minutes(3), 90, 95, 89, 94, 4), closed);
  EXPECT_THAT(frames(closed), ElementsAre(Timeframe::k1m, Timeframe::k1m, Timeframe::k1m, Timeframe::k1m));
  closed.clear();
  aggregator.add(candle(start + core::minutes(4), 94, 96, 93, 95, 5), closed);
  EXPECT_THAT(frames(closed), ElementsAre(Timeframe::k1m, Timeframe::k5m));
  EXPECT_EQ(closed[1].candle, candle(start, 100, 120, 80, 95, 15));
}

TEST(Aggregator, one_minute_before_monday_closes_every_timeframe_shortest_first) {
  Aggregator aggregator{Timeframe::k1m, kAlways};
  ClosedCandles closed;
  for (const Candle& c : testing::run(at("2024-01-01T00:00Z"), at("2024-01-07T23:59Z"), Timeframe::k1m)) {
    closed.clear();
    aggregator.add(c, closed);
  }
  closed.clear();
  aggregator.add(testing::flat(at("2024-01-07T23:59Z"), 100'000), closed);
  EXPECT_THAT(frames(closed), ::testing::ElementsAreArray(core::kAllTimeframes));
  for (const auto& [timeframe, c] : closed) {
    EXPECT_FALSE(partial(c)) << core::name_of(timeframe);
    EXPECT_EQ(c.volume.lots, 10 * (core::duration_of(timeframe) / core::minutes(1)));
  }
}

RC_GTEST_PROP(Aggregator, equals_the_definition_for_every_timeframe, (std::uint64_t seed)) {
  core::Rng rng{seed};
  const auto from = at("2024-01-01T00:00Z") + core::minutes(static_cast<std::int64_t>(rng.below(20'000)));
  const auto base = random_walk(from, 3000, rng, 0.05);
  for (const Timeframe to : core::kAllTimeframes) {
    if (to == Timeframe::k1m) continue;
    const auto built = aggregate_series(base, Timeframe::k1m, to, kAlways);
    const auto expected = by_definition(base, to);
    RC_ASSERT(built.size() == expected.size());
    for (std::size_t i = 0; i < built.size(); ++i) {
      RC_ASSERT(core::same_ohlcv(built[i], expected[i]));
      RC_ASSERT(built[i].taker_buy == expected[i].taker_buy);
      RC_ASSERT(built[i].trades == expected[i].trades);
    }
  }
}

RC_GTEST_PROP(Aggregator, a_candle_is_partial_exactly_when_base_candles_are_missing, (std::uint64_t seed)) {
  core::Rng rng{seed};
  const auto base = random_walk(at("2024-01-01T00:03Z"), 2000, rng, 0.02);
  std::map<std::int64_t, int> count;
  for (const Candle& c : base) ++count[core::open_time_of(c.open_time, Timeframe::k15m).ns];
  for (const Candle& c : aggregate_series(base, Timeframe::k1m, Timeframe::k15m, kAlways)) {
    RC_ASSERT(partial(c) == (count[c.open_time.ns] < 15));
  }
}

TEST(Aggregator, a_hole_closes_what_it_leaves_behind_before_the_next_candle_goes_out) {
  Aggregator aggregator{Timeframe::k1m, kAlways};
  ClosedCandles closed;
  aggregator.add(testing::flat(at("2024-01-01T12:00Z"), 100), closed);
  closed.clear();
  aggregator.add(testing::flat(at("2024-01-01T13:02Z"), 100), closed);
  EXPECT_THAT(frames(closed),
              ElementsAre(Timeframe::k5m, Timeframe::k15m, Timeframe::k30m, Timeframe::k1h, Timeframe::k1m));
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(partial(closed[i].candle));
}

TEST(Aggregator, time_closes_what_is_over_and_nothing_twice) {
  Aggregator aggregator{Timeframe::k1m, kAlways};
  ClosedCandles closed;
  aggregator.add(testing::flat(at("2024-01-01T12:01Z"), 100), closed);
  closed.clear();
  aggregator.advance(at("2024-01-01T12:04:59Z"), closed);
  EXPECT_TRUE(closed.empty());
  aggregator.advance(at("2024-01-01T12:05Z"), closed);
  EXPECT_THAT(frames(closed), ElementsAre(Timeframe::k5m));
  EXPECT_EQ(aggregator.settled_until(), at("2024-01-01T12:05Z"));
  closed.clear();
  aggregator.advance(at("2024-01-01T12:05Z"), closed);
  EXPECT_TRUE(closed.empty());
  aggregator.add(testing::flat(at("2024-01-01T12:05Z"), 100), closed);
  EXPECT_THAT(frames(closed), ElementsAre(Timeframe::k1m));
}

TEST(Aggregator, marked_completeness_takes_the_word_of_its_candles) {
  Aggregator aggregator{Timeframe::k1m, kAlways};
  aggregator.set_completeness(Completeness::kMarked);
  ClosedCandles closed;
  aggregator.add(testing::flat(at("2024-01-01T12:01Z"), 100), closed);
  aggregator.advance(at("2024-01-01T12:05Z"), closed);
  EXPECT_FALSE(partial(closed[1].candle));  // minutes without trades have no candle and miss none

  closed.clear();
  Candle began_late = testing::flat(at("2024-01-01T12:06Z"), 100);
  core::set_flag(began_late.flags, CandleFlag::kPartial);
  aggregator.add(began_late, closed);
  aggregator.advance(at("2024-01-01T12:10Z"), closed);
  EXPECT_TRUE(partial(closed[1].candle));

  closed.clear();
  aggregator.add(testing::flat(at("2024-01-01T12:11Z"), 100), closed);
  aggregator.mark_incomplete();
  aggregator.advance(at("2024-01-01T12:15Z"), closed);
  EXPECT_TRUE(partial(closed[1].candle));
}

TEST(Aggregator, a_forex_day_is_complete_without_the_weekend_in_it) {
  const Calendar forex{core::CalendarKind::kForexWeek};
  // Sunday 2024-01-07 has two hours, Monday 24.
  auto base = testing::run(at("2024-01-07T22:00Z"), at("2024-01-09T00:00Z"), Timeframe::k1h);
  auto days = aggregate_series(base, Timeframe::k1h, Timeframe::k1d, forex);
  ASSERT_EQ(days.size(), 2u);
  EXPECT_FALSE(partial(days[0]));
  EXPECT_FALSE(partial(days[1]));
  base.erase(base.begin() + 10);
  days = aggregate_series(base, Timeframe::k1h, Timeframe::k1d, forex);
  EXPECT_FALSE(partial(days[0]));
  EXPECT_TRUE(partial(days[1]));
  EXPECT_EQ(complete_only(days).size(), 1u);
}

TEST(Aggregator, the_forming_candle_of_each_timeframe_holds_all_that_closed_and_what_forms) {
  core::Rng rng{7};
  const auto base = random_walk(at("2024-01-03T07:00Z"), 600, rng, 0.1);
  Aggregator aggregator{Timeframe::k1m, kAlways};
  std::vector<Candle> seen;
  for (const Candle& c : base) {
    ClosedCandles late;
    aggregator.advance(c.open_time, late);
    FormingCandles forming;
    aggregator.forming(c, forming);
    seen.push_back(c);
    ASSERT_EQ(forming.size(), core::kTimeframeCount);
    for (const auto& [timeframe, now] : forming) {
      EXPECT_TRUE(core::same_ohlcv(now, by_definition(seen, timeframe).back())) << core::name_of(timeframe);
    }
    ClosedCandles closed;
    aggregator.add(c, closed);
  }
}

TEST(Aggregator, a_volume_that_does_not_fit_stands_at_its_maximum_and_says_so) {
  const auto start = at("2024-01-01T12:00Z");
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const std::vector<Candle> base{testing::flat(start, 1, most - 1), testing::flat(start + core::minutes(1), 1, 2)};
  const auto built = aggregate_series(base, Timeframe::k1m, Timeframe::k5m, kAlways);
  EXPECT_EQ(built[0].volume.lots, most);
  EXPECT_TRUE(core::has_flag(built[0].flags, CandleFlag::kVolumeOverflow));
}

TEST(Aggregator, marks_of_the_source_stay_and_a_complaint_about_one_minute_does_not) {
  const auto start = at("2024-01-01T12:00Z");
  auto base = testing::run(start, start + core::minutes(5), Timeframe::k1m);
  base[1].flags = CandleFlag::kRepaired | CandleFlag::kFlagged;
  base[2].flags = static_cast<std::uint8_t>(CandleFlag::kTickVolume);
  const auto built = aggregate_series(base, Timeframe::k1m, Timeframe::k5m, kAlways);
  EXPECT_EQ(built[0].flags, CandleFlag::kRepaired | CandleFlag::kTickVolume);
}

TEST(Aggregator, any_base_timeframe_may_begin_the_chain) {
  const auto base = testing::run(at("2024-01-01T00:00Z"), at("2024-01-08T00:00Z"), Timeframe::k4h);
  EXPECT_EQ(aggregate_series(base, Timeframe::k4h, Timeframe::k1d, kAlways).size(), 7u);
  EXPECT_EQ(complete_only(aggregate_series(base, Timeframe::k4h, Timeframe::k1w, kAlways)).size(), 1u);
  EXPECT_EQ(aggregate_series(base, Timeframe::k4h, Timeframe::k4h, kAlways).size(), base.size());
  EXPECT_TRUE(aggregate_series(base, Timeframe::k4h, Timeframe::k1h, kAlways).empty());
}

RC_GTEST_PROP(Aggregator, restored_it_goes_on_the_same, (std::uint64_t seed)) {
  core::Rng rng{seed};
  const auto base = random_walk(at("2024-01-07T20:00Z"), 700, rng, 0.05);
  const auto cut = rng.below(base.size());
  Aggregator one{Timeframe::k1m, kAlways};
  for (std::size_t i = 0; i < cut; ++i) {
    ClosedCandles closed;
    one.add(base[i], closed);
  }
  core::ByteWriter out;
  one.snapshot(out);
  Aggregator two{Timeframe::k1m, kAlways};
  core::ByteReader in{out.bytes()};
  RC_ASSERT(two.restore(in));
  for (std::size_t i = cut; i < base.size(); ++i) {
    ClosedCandles a;
    ClosedCandles b;
    one.add(base[i], a);
    two.add(base[i], b);
    RC_ASSERT(a.size() == b.size());
    for (std::size_t k = 0; k < a.size(); ++k) RC_ASSERT(a[k].candle == b[k].candle);
  }
}

}  // namespace
}  // namespace tidemark::pipeline
