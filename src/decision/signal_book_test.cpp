#include "decision/signal_book.hpp"

#include <gtest/gtest.h>

namespace tidemark::decision {
namespace {

using core::Timestamp;

constexpr Timestamp minute(int n) {
  return Timestamp::from_s(60LL * n);
}

/// Entry 100, stop 98, first target 104; decided on the candle of minute 0, good for an hour.
Signal buy() {
  Signal signal{.number = 1,
                .type = SignalType::kBuy,
                .side = Side::kBullish,
                .confidence = 55,
                .entry = 100,
                .stop = 98,
                .candle = minute(0),
                .known_at = minute(1),
                .expires = minute(61),
                .updated = minute(1)};
  signal.targets.push(104);
  signal.targets.push(106);
  return signal;
}

Signal sell() {
  Signal signal = buy();
  signal.number = 2;
  signal.type = SignalType::kWeakSell;
  signal.side = Side::kBearish;
  signal.stop = 102;
  signal.targets.clear();
  signal.targets.push(96);
  return signal;
}

struct Step {
  double open;
  double high;
  double low;
  double close;
};

/// What becomes of a signal over candles from minute 1 on.
std::vector<Signal> follow(const Signal& signal, const std::vector<Step>& steps, int from = 1) {
  SignalBook book;
  std::vector<Signal> ended;
  book.open(signal, minute(1), ended);
  int at = from;
  for (const Step& s : steps) {
    book.step({minute(at), s.open, s.high, s.low, s.close, 1}, {minute(at + 1), minute(at + 1)}, ended);
    ++at;
  }
  return ended;
}

TEST(SignalBook, a_target_traded_at_ends_it_there) {
  const auto ended = follow(buy(), {{100, 102, 99, 101}, {101, 104, 100.5, 103}});
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].status, SignalStatus::kTarget);
  EXPECT_EQ(ended[0].exit, 104);
  EXPECT_EQ(ended[0].favorable, 4);
  EXPECT_EQ(ended[0].adverse, 1);
  EXPECT_EQ(ended[0].result(), 2);
  EXPECT_EQ(ended[0].ended, minute(3));
}

TEST(SignalBook, a_stop_traded_at_ends_it_there_and_its_candles_high_counts_for_nothing) {
  const auto ended = follow(buy(), {{100, 101, 99, 100}, {100, 103, 97, 102}});
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].status, SignalStatus::kStopped);
  EXPECT_EQ(ended[0].exit, 98);
  EXPECT_EQ(ended[0].favorable, 1);
  EXPECT_EQ(ended[0].adverse, 3);
  EXPECT_EQ(ended[0].result(), -1);
}

TEST(SignalBook, one_candle_that_reaches_both_stops_it) {
  const auto ended = follow(buy(), {{100, 105, 97, 104}});
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].status, SignalStatus::kStopped);
}

TEST(SignalBook, a_gap_beyond_the_stop_costs_the_gap) {
  const auto ended = follow(buy(), {{95, 96, 94, 95}});
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].exit, 95);
  EXPECT_EQ(ended[0].result(), -2.5);
}

TEST(SignalBook, a_sell_is_the_mirror_image) {
  const auto target = follow(sell(), {{100, 101, 96, 97}});
  ASSERT_EQ(target.size(), 1U);
  EXPECT_EQ(target[0].status, SignalStatus::kTarget);
  EXPECT_EQ(target[0].result(), 2);
  EXPECT_EQ(target[0].adverse, 1);
  const auto stop = follow(sell(), {{103, 104, 95, 97}});
  ASSERT_EQ(stop.size(), 1U);
  EXPECT_EQ(stop[0].status, SignalStatus::kStopped);
  EXPECT_EQ(stop[0].exit, 103);
}

TEST(SignalBook, it_expires_at_the_close_of_the_first_candle_past_its_time) {
  const auto before = follow(buy(), {{100, 101, 99, 100.5}}, 59);
  EXPECT_TRUE(before.empty());
  const auto ended = follow(buy(), {{100, 101, 99, 100.5}}, 60);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].status, SignalStatus::kExpired);
  EXPECT_EQ(ended[0].exit, 100.5);
  EXPECT_EQ(ended[0].result(), 0.25);
}

TEST(SignalBook, the_candle_it_was_decided_on_decides_nothing) {
  EXPECT_TRUE(follow(buy(), {{100, 110, 90, 100}}, 0).empty());
}

TEST(SignalBook, a_signal_of_the_other_side_takes_its_place) {
  SignalBook book;
  std::vector<Signal> ended;
  book.open(buy(), minute(1), ended);
  Signal turn = sell();
  turn.entry = 101;
  turn.known_at = minute(5);
  book.open(turn, minute(5), ended);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].status, SignalStatus::kReversed);
  EXPECT_EQ(ended[0].exit, 101);
  EXPECT_FALSE(book.of(Side::kBullish));
  EXPECT_TRUE(book.of(Side::kBearish));
  EXPECT_EQ(book.next_number(), 3U);
}

TEST(SignalBook, a_side_is_barred_while_open_and_for_a_time_after) {
  SignalBook book;
  std::vector<Signal> ended;
  const auto repeat = core::minutes(60);
  EXPECT_FALSE(book.barred_until(Side::kBullish, repeat));
  book.open(buy(), minute(1), ended);
  EXPECT_EQ(book.barred_until(Side::kBullish, repeat), minute(61));
  EXPECT_FALSE(book.barred_until(Side::kBearish, repeat));
  book.step({minute(1), 100, 105, 99, 104, 1}, {minute(2), minute(2)}, ended);
  EXPECT_EQ(book.barred_until(Side::kBullish, repeat), minute(62));
}

TEST(SignalBook, ended_signals_are_counted_by_type_and_confidence) {
  SignalBook book;
  std::vector<Signal> ended;
  book.open(buy(), minute(1), ended);
  book.step({minute(1), 100, 105, 99, 104, 1}, {minute(2), minute(2)}, ended);
  // 55 is low: from 40 to below 60 (spec/03-analysis.md).
  EXPECT_EQ(book.calibration().of(SignalType::kBuy, 1), (HitTally{1, 1, 2.0}));
  EXPECT_EQ(book.calibration().of(SignalType::kWeakSell).ended, 0U);
}

TEST(SignalBook, restored_it_goes_on_as_if_never_stopped) {
  SignalBook one;
  std::vector<Signal> ended;
  one.open(buy(), minute(1), ended);
  one.step({minute(1), 100, 101, 99, 100, 1}, {minute(2), minute(2)}, ended);
  core::ByteWriter writer;
  one.save(writer);
  SignalBook two;
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(two.load(reader));
  EXPECT_EQ(reader.remaining(), 0U);
  EXPECT_EQ(two.of(Side::kBullish), one.of(Side::kBullish));
  std::vector<Signal> a;
  std::vector<Signal> b;
  one.step({minute(2), 100, 105, 99, 104, 1}, {minute(3), minute(3)}, a);
  two.step({minute(2), 100, 105, 99, 104, 1}, {minute(3), minute(3)}, b);
  EXPECT_EQ(a, b);
  EXPECT_EQ(one.calibration(), two.calibration());
}

}  // namespace
}  // namespace tidemark::decision
