#include "engine/pause_gate.hpp"

#include <gtest/gtest.h>

namespace tidemark::engine {
namespace {

using core::FindingCode;

constexpr FindingCode kReason = FindingCode::kPriceJump;

TEST(PauseGate, a_critical_finding_pauses_once_and_clean_candles_reopen) {
  PauseGate gate{{.clean_candles = 3}};
  const auto paused = gate.critical(FindingCode::kGap);
  ASSERT_TRUE(paused);
  EXPECT_EQ(paused->gate, SignalGate::kPaused);
  EXPECT_EQ(paused->reason, FindingCode::kGap);
  EXPECT_FALSE(gate.critical(FindingCode::kGap));
  EXPECT_FALSE(gate.candle(1, kReason));
  EXPECT_FALSE(gate.candle(1, kReason));
  const auto opened = gate.candle(1, kReason);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->gate, SignalGate::kOpen);
  EXPECT_EQ(opened->reason, FindingCode::kGap);
}

TEST(PauseGate, another_fault_starts_the_count_again) {
  PauseGate gate{{.clean_candles = 2}};
  (void)gate.critical(FindingCode::kGap);
  (void)gate.candle(1, kReason);
  (void)gate.critical(FindingCode::kGap);
  EXPECT_FALSE(gate.candle(1, kReason));
  EXPECT_TRUE(gate.candle(1, kReason));
}

TEST(PauseGate, a_low_score_pauses_and_must_rise_well_above_before_it_reopens) {
  PauseGate gate{{.clean_candles = 1, .close_below = 0.5, .open_above = 0.7}};
  EXPECT_FALSE(gate.candle(0.5, kReason));
  EXPECT_TRUE(gate.candle(0.49, kReason));
  EXPECT_FALSE(gate.candle(0.6, kReason));
  EXPECT_TRUE(gate.candle(0.7, kReason));
}

TEST(PauseGate, a_feed_that_is_down_keeps_it_closed) {
  PauseGate gate{{.clean_candles = 1}};
  EXPECT_TRUE(gate.feed_down(FindingCode::kBookStale));
  EXPECT_FALSE(gate.candle(1, kReason));
  gate.feed_up();
  EXPECT_TRUE(gate.candle(1, kReason));
}

TEST(PauseGate, a_book_that_is_down_keeps_it_closed_whatever_the_feed_says) {
  PauseGate gate{{.clean_candles = 1}};
  EXPECT_TRUE(gate.book_down(FindingCode::kBookGap));
  EXPECT_FALSE(gate.book_down(FindingCode::kBookGap));
  gate.feed_up();
  EXPECT_FALSE(gate.candle(1, kReason));
  gate.book_up();
  EXPECT_TRUE(gate.candle(1, kReason));
}

TEST(PauseGate, restored_it_goes_on_the_same) {
  PauseGate one{{.clean_candles = 2}};
  (void)one.critical(FindingCode::kGap);
  (void)one.candle(1, kReason);
  core::ByteWriter out;
  one.snapshot(out);
  PauseGate two{{.clean_candles = 2}};
  core::ByteReader in{out.bytes()};
  ASSERT_TRUE(two.restore(in));
  EXPECT_TRUE(two.candle(1, kReason));
}

}  // namespace
}  // namespace tidemark::engine
