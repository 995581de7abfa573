#include "pipeline/trade_candles.hpp"

#include <gtest/gtest.h>

#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::CandleFlag;
using core::Timeframe;
using testing::at;
using testing::trade;

bool partial(const core::Candle& c) {
  return core::has_flag(c.flags, CandleFlag::kPartial);
}

const core::Timestamp kNoon = at("2024-01-01T12:00Z");

TEST(TradeCandles, a_minute_of_trades_by_hand) {
  TradeCandles candles{Timeframe::k1m};
  (void)candles.add(trade(kNoon - core::seconds(5), 90, 1, 1), Continuity::kUnknown);
  (void)candles.add(trade(kNoon + core::seconds(1), 100, 3, 2, core::Side::kBuy), Continuity::kJoined);
  (void)candles.add(trade(kNoon + core::seconds(20), 104, 1, 3, core::Side::kSell), Continuity::kJoined);
  core::Trade aggregate = trade(kNoon + core::seconds(40), 99, 5, 4, core::Side::kBuy);
  aggregate.last_id = 7;
  (void)candles.add(aggregate, Continuity::kJoined);
  const auto outcome = candles.add(trade(kNoon + core::seconds(60), 101, 1, 8), Continuity::kJoined);
  ASSERT_TRUE(outcome.closed);
  core::Candle expected = testing::candle(kNoon, 100, 104, 99, 99, 9);
  expected.taker_buy = {8};
  expected.trades = 6;
  EXPECT_EQ(*outcome.closed, expected);
  EXPECT_EQ(candles.forming()->open.ticks, 101);
}

TEST(TradeCandles, the_first_candle_of_a_stream_is_partial_the_next_is_whole) {
  TradeCandles candles{Timeframe::k1m};
  (void)candles.add(trade(kNoon + core::seconds(10), 100, 1, 1), Continuity::kUnknown);
  auto outcome = candles.add(trade(kNoon + core::seconds(70), 100, 1, 2), Continuity::kJoined);
  EXPECT_TRUE(partial(*outcome.closed));
  outcome = candles.add(trade(kNoon + core::seconds(130), 100, 1, 3), Continuity::kJoined);
  EXPECT_FALSE(partial(*outcome.closed));
}

TEST(TradeCandles, minutes_without_trades_give_no_candle) {
  TradeCandles candles{Timeframe::k1m};
  (void)candles.add(trade(kNoon, 100, 1, 1), Continuity::kUnknown);
  const auto outcome = candles.add(trade(kNoon + core::minutes(5), 100, 1, 2), Continuity::kJoined);
  EXPECT_EQ(outcome.closed->open_time, kNoon);
  EXPECT_EQ(candles.forming()->open_time, kNoon + core::minutes(5));
}

TEST(TradeCandles, lost_trades_make_both_neighbors_partial) {
  TradeCandles candles{Timeframe::k1m};
  (void)candles.add(trade(kNoon - core::minutes(1), 100, 1, 1), Continuity::kUnknown);
  (void)candles.add(trade(kNoon, 100, 1, 2), Continuity::kJoined);
  auto outcome = candles.add(trade(kNoon + core::minutes(1), 100, 1, 9), Continuity::kLost);
  EXPECT_TRUE(partial(*outcome.closed));
  outcome = candles.add(trade(kNoon + core::minutes(2), 100, 1, 10), Continuity::kJoined);
  EXPECT_TRUE(partial(*outcome.closed));
  outcome = candles.add(trade(kNoon + core::minutes(3), 100, 1, 11), Continuity::kJoined);
  EXPECT_FALSE(partial(*outcome.closed));
}

TEST(TradeCandles, time_closes_a_candle_once_and_late_trades_change_nothing) {
  TradeCandles candles{Timeframe::k1m};
  (void)candles.add(trade(kNoon, 100, 1, 1), Continuity::kUnknown);
  EXPECT_FALSE(candles.advance(kNoon + core::seconds(59)));
  EXPECT_TRUE(candles.advance(kNoon + core::seconds(60)));
  EXPECT_FALSE(candles.advance(kNoon + core::seconds(61)));
  EXPECT_EQ(candles.add(trade(kNoon + core::seconds(59), 500, 1, 2), Continuity::kJoined).taken,
            TradeCandles::Taken::kLate);
  EXPECT_FALSE(candles.forming());
}

TEST(TradeCandles, the_venues_forming_candle_is_continued_by_later_trades_only) {
  TradeCandles candles{Timeframe::k1m};
  (void)candles.add(trade(kNoon + core::seconds(50), 100, 1, 1), Continuity::kUnknown);
  candles.set_forming(testing::candle(kNoon, 90, 110, 80, 100, 40), kNoon + core::seconds(52));
  (void)candles.add(trade(kNoon + core::seconds(51), 500, 1, 2), Continuity::kJoined);  // is in it already
  EXPECT_EQ(candles.forming()->volume.lots, 40);
  (void)candles.add(trade(kNoon + core::seconds(53), 120, 2, 3), Continuity::kJoined);
  EXPECT_EQ(candles.forming()->high.ticks, 120);
  EXPECT_EQ(candles.forming()->volume.lots, 42);
  candles.close_until(kNoon + core::minutes(1));
  EXPECT_FALSE(candles.forming());
  candles.set_forming(testing::flat(kNoon, 1), kNoon);  // too late
  EXPECT_FALSE(candles.forming());
}

TEST(TradeCandles, restored_it_goes_on_the_same) {
  TradeCandles one{Timeframe::k5m};
  (void)one.add(trade(kNoon, 100, 1, 1), Continuity::kUnknown);
  core::ByteWriter out;
  one.snapshot(out);
  TradeCandles two{Timeframe::k5m};
  core::ByteReader in{out.bytes()};
  ASSERT_TRUE(two.restore(in));
  const auto next = trade(kNoon + core::minutes(6), 100, 1, 2);
  EXPECT_EQ(one.add(next, Continuity::kJoined).closed, two.add(next, Continuity::kJoined).closed);
}

}  // namespace
}  // namespace tidemark::pipeline
