#include "app/serve/repair.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/testing.hpp"

namespace tidemark::app {
namespace {

using core::Candle;
using core::CandleFlag;
using core::Timeframe;
using engine::testing::at;

const core::Timestamp kNoon = at("2026-11-26T12:00:00Z");

Candle minute(int index, std::int64_t price) {
  Candle candle;
  candle.open_time = kNoon + core::minutes(index);
  candle.open = candle.high = candle.low = candle.close = {price};
  candle.volume = {10};
  return candle;
}

/// Minutes [from, to) at the price 100 + index.
std::vector<Candle> minutes(int from, int to) {
  std::vector<Candle> all;
  for (int i = from; i < to; ++i) all.push_back(minute(i, 100 + i));
  return all;
}

RepairedRange repair(int from, int to, std::vector<Candle> candles) {
  return {engine::testing::instrument("BTCUSDT"),
          {kNoon + core::minutes(from), kNoon + core::minutes(to)},
          std::move(candles)};
}

std::vector<engine::CandleOutput> closed(const std::vector<engine::Output>& outputs, Timeframe timeframe) {
  return engine::testing::candles(outputs, timeframe, core::CandleState::kClosed);
}

std::vector<Candle> without(std::vector<Candle> candles, int from, int to) {
  std::erase_if(candles, [&](const Candle& c) {
    return c.open_time >= kNoon + core::minutes(from) && c.open_time < kNoon + core::minutes(to);
  });
  return candles;
}

TEST(Repair, reads_whole_weeks_from_monday_to_monday) {
  // 2026-11-26 is a Thursday.
  const auto range = weeks_around({kNoon, kNoon + core::minutes(5)});
  EXPECT_EQ(range.from, at("2026-11-23T00:00:00Z"));
  EXPECT_EQ(range.to, at("2026-11-30T00:00:00Z"));
}

TEST(Repair, gives_the_missing_minutes_marked_and_no_others) {
  const auto outputs =
      outputs_of_repair(repair(3, 6, minutes(0, 20)), without(minutes(0, 20), 3, 6), kNoon + core::minutes(20));
  const auto said = closed(outputs, Timeframe::k1m);
  ASSERT_EQ(said.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(said[i].candle.open_time, kNoon + core::minutes(3 + static_cast<std::int64_t>(i)));
    EXPECT_TRUE(core::has_flag(said[i].candle.flags, CandleFlag::kRepaired));
    EXPECT_EQ(said[i].known_at, kNoon + core::minutes(20)) << "known when it came, not when it happened";
  }
}

TEST(Repair, builds_the_closed_longer_candles_it_touches_anew) {
  const auto outputs =
      outputs_of_repair(repair(3, 6, minutes(3, 6)), without(minutes(0, 20), 3, 6), kNoon + core::minutes(20));
  const auto fives = closed(outputs, Timeframe::k5m);
  ASSERT_EQ(fives.size(), 2U);
  EXPECT_EQ(fives[0].candle.open, core::Price{100});
  EXPECT_EQ(fives[0].candle.close, core::Price{104});
  EXPECT_EQ(fives[0].candle.volume, core::Qty{50});
  EXPECT_FALSE(core::has_flag(fives[0].candle.flags, CandleFlag::kPartial));
  EXPECT_EQ(fives[1].candle.open_time, kNoon + core::minutes(5));
  EXPECT_EQ(closed(outputs, Timeframe::k15m).size(), 1U);
  EXPECT_TRUE(closed(outputs, Timeframe::k30m).empty()) << "12:00 to 12:30 is still open at 12:20";
}

TEST(Repair, says_what_is_filled_and_what_the_venue_does_not_have_either) {
  auto venue = minutes(3, 9);
  venue = without(std::move(venue), 5, 7);
  const auto outputs = outputs_of_repair(repair(3, 9, venue), without(minutes(0, 20), 3, 9), kNoon + core::minutes(20));
  const auto gaps = engine::testing::only<core::Gap>(outputs);
  ASSERT_EQ(gaps.size(), 3U);
  EXPECT_EQ(gaps[0].state, core::GapState::kFilled);
  EXPECT_EQ(gaps[0].range, (core::TimeRange{kNoon + core::minutes(3), kNoon + core::minutes(5)}));
  EXPECT_EQ(gaps[0].candles, 2U);
  EXPECT_EQ(gaps[1].state, core::GapState::kUnrecoverable);
  EXPECT_EQ(gaps[1].reason, core::GapReason::kVenueOutage);
  EXPECT_EQ(gaps[1].range, (core::TimeRange{kNoon + core::minutes(5), kNoon + core::minutes(7)}));
  EXPECT_EQ(gaps[1].candles, 2U);
  EXPECT_EQ(gaps[2].state, core::GapState::kFilled);
  EXPECT_EQ(gaps[2].candles, 2U);
}

TEST(Repair, of_what_is_there_already_says_nothing) {
  EXPECT_TRUE(outputs_of_repair(repair(3, 6, minutes(3, 6)), minutes(0, 20), kNoon + core::minutes(20)).empty());
}

TEST(Repair, mends_only_partial_candles_whose_base_is_whole) {
  const std::vector<Candle> partial{minute(0, 1), minute(5, 1)};
  const auto whole =
      mended(engine::testing::instrument("BTCUSDT"), Timeframe::k5m, partial, without(minutes(0, 10), 7, 8));
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0].open_time, kNoon);
  EXPECT_EQ(whole[0].close, core::Price{104});
}

}  // namespace
}  // namespace tidemark::app
