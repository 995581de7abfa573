#include "engine/pattern_bank.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include <gtest/gtest.h>

#include "engine/testing.hpp"

namespace tidemark::engine {
namespace {

using analysis::candlesticks::Pattern;
using core::Timeframe;

core::Candle candle(int index, double open, double high, double low, double close, std::int64_t volume) {
  const auto ticks = [](double price) { return core::Price{static_cast<std::int64_t>(price * 100 + 0.5)}; };
  return {.open_time = testing::at("2023-01-02T00:00:00Z") + core::minutes(index),
          .open = ticks(open),
          .high = ticks(high),
          .low = ticks(low),
          .close = ticks(close),
          .volume = {volume}};
}

/// Body 1, range 2, white and black in turn.
core::Candle calm(int index) {
  return index % 2 == 0 ? candle(index, 100, 101.5, 99.5, 101, 1000) : candle(index, 101, 101.5, 99.5, 100, 1000);
}

class PatternBankTest : public ::testing::Test {
 protected:
  std::vector<PatternOutput> feed(PatternBank& bank, const core::Candle& one, Timeframe timeframe = Timeframe::k1m) {
    std::vector<Output> out;
    bank.update(instrument_, timeframe, one, one.open_time + core::minutes(1), out);
    return testing::only<PatternOutput>(out);
  }
  /// A bank that has seen 14 calm candles.
  void calm_down(PatternBank& bank, Timeframe timeframe = Timeframe::k1m) {
    for (int i = 0; i < 14; ++i) static_cast<void>(feed(bank, calm(i), timeframe));
  }

  core::Instrument instrument_ = testing::instrument("X");
  std::optional<analysis::candlesticks::Settings> settings_{analysis::candlesticks::Settings{}};
};

const PatternOutput* find(const std::vector<PatternOutput>& outputs, Pattern pattern) {
  for (const PatternOutput& output : outputs) {
    if (output.pattern == pattern) return &output;
  }
  return nullptr;
}

// By hand: white around the black candle before; level 2 is worth 40; volume 1500 over a mean of 1000 is half
// confirmed, 15 of 30; closes 101 100 … 101 100 before it net -1 over a path of 10, so 0.5 - 0.05 of alignment; 1m
// multiplies by 0.8: (40 + 15) * 0.8 = 44.
TEST_F(PatternBankTest, says_what_a_pattern_is_worth_when_its_candle_closes) {
  PatternBank bank{settings_};
  calm_down(bank);
  const auto outputs = feed(bank, candle(14, 99.5, 102, 99, 101.5, 1500));
  const PatternOutput* engulfing = find(outputs, Pattern::kEngulfing);
  ASSERT_NE(engulfing, nullptr);
  EXPECT_EQ(engulfing->value, 100);
  EXPECT_EQ(engulfing->open_time, testing::at("2023-01-02T00:14:00Z"));
  EXPECT_EQ(engulfing->known_at, testing::at("2023-01-02T00:15:00Z"));
  EXPECT_EQ(engulfing->price, core::Price{10150});
  EXPECT_DOUBLE_EQ(engulfing->volume_confirmation, 0.5);
  EXPECT_DOUBLE_EQ(engulfing->trend_alignment, 0.5);
  EXPECT_DOUBLE_EQ(analysis::confidence::confidence_of(engulfing->confidence), 44);
}

// By hand: of two other timeframes one showed a bullish candle last: half of 30.
TEST_F(PatternBankTest, other_timeframes_that_agree_add_to_it) {
  PatternBank bank{settings_};
  calm_down(bank, Timeframe::k5m);
  calm_down(bank, Timeframe::k15m);
  calm_down(bank);
  static_cast<void>(feed(bank, candle(14, 99.5, 102, 99, 101.5, 1000), Timeframe::k5m));
  const auto outputs = feed(bank, candle(14, 99.5, 102, 99, 101.5, 1000));
  const PatternOutput* engulfing = find(outputs, Pattern::kEngulfing);
  ASSERT_NE(engulfing, nullptr);
  EXPECT_DOUBLE_EQ(engulfing->confidence.timeframes, 15);
}

TEST_F(PatternBankTest, says_nothing_of_calm_candles_or_without_settings) {
  PatternBank bank{settings_};
  calm_down(bank);
  EXPECT_EQ(find(feed(bank, calm(14)), Pattern::kEngulfing), nullptr);
  const std::optional<analysis::candlesticks::Settings> none;
  PatternBank silent{none};
  calm_down(silent);
  EXPECT_TRUE(feed(silent, candle(14, 99.5, 102, 99, 101.5, 1500)).empty());
}

TEST_F(PatternBankTest, a_forming_candle_shows_what_closing_it_would_say_and_changes_nothing) {
  PatternBank bank{settings_};
  std::vector<Output> out;
  bank.peek(instrument_, Timeframe::k1m, calm(0), testing::at("2023-01-02T00:00:30Z"), out);
  EXPECT_TRUE(out.empty()) << "no candle of the timeframe has closed";
  calm_down(bank);
  core::ByteWriter before;
  bank.snapshot(before);

  // The candle of the first test, as it forms: at first its close is within the body before.
  const core::Timestamp moment = testing::at("2023-01-02T00:14:30Z");
  bank.peek(instrument_, Timeframe::k1m, candle(14, 99.5, 101, 99, 100.5, 700), moment, out);
  bank.peek(instrument_, Timeframe::k1m, candle(14, 99.5, 102, 99, 101.5, 1500), moment, out);
  const auto said = testing::only<FormingPatternsOutput>(out);
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].hits.value(Pattern::kEngulfing), 0);
  EXPECT_EQ(said[1].hits.value(Pattern::kEngulfing), 100);
  EXPECT_EQ(said[1].open_time, testing::at("2023-01-02T00:14:00Z"));
  EXPECT_EQ(said[1].known_at, moment);
  core::ByteWriter after;
  bank.snapshot(after);
  EXPECT_TRUE(std::ranges::equal(before.bytes(), after.bytes()));

  const auto closed = feed(bank, candle(14, 99.5, 102, 99, 101.5, 1500));
  for (const PatternOutput& output : closed) EXPECT_EQ(said[1].hits.value(output.pattern), output.value);
  EXPECT_EQ(std::popcount(said[1].hits.found()), static_cast<int>(closed.size()));
}

TEST_F(PatternBankTest, a_restored_bank_goes_on_as_if_it_had_never_stopped) {
  PatternBank bank{settings_};
  calm_down(bank, Timeframe::k5m);
  calm_down(bank);
  static_cast<void>(feed(bank, candle(14, 99.5, 102, 99, 101.5, 1000), Timeframe::k5m));
  core::ByteWriter writer;
  bank.snapshot(writer);
  PatternBank other{settings_};
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(other.restore(reader));
  EXPECT_EQ(reader.remaining(), 0U);
  const auto next = candle(14, 99.5, 102, 99, 101.5, 1500);
  const auto expected = feed(bank, next);
  const auto restored = feed(other, next);
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(testing::bytes_of({expected.begin(), expected.end()}),
            testing::bytes_of({restored.begin(), restored.end()}));
  core::ByteReader cut{writer.bytes().first(writer.bytes().size() - 1)};
  EXPECT_FALSE(PatternBank{settings_}.restore(cut));
}

}  // namespace
}  // namespace tidemark::engine
