#include "engine/chart_pattern_bank.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "engine/testing.hpp"

namespace tidemark::engine {
namespace {

using analysis::chart_patterns::Kind;
using analysis::chart_patterns::OutcomeState;
using analysis::chart_patterns::State;
using core::Timeframe;

class ChartPatternBankTest : public ::testing::Test {
 protected:
  /// Straight legs of 1.00 a candle between these prices, volume 100, the last leg 200.
  [[nodiscard]] static std::vector<core::Candle> path(const std::vector<std::int64_t>& prices) {
    std::vector<core::Candle> candles;
    std::int64_t close = prices.front();
    for (std::size_t leg = 0; leg < prices.size(); ++leg) {
      while (candles.empty() || close != prices[leg]) {
        const std::int64_t open = close;
        if (!candles.empty()) close += close < prices[leg] ? 1 : -1;
        candles.push_back(
            {.open_time = testing::at("2023-01-02T00:00:00Z") + core::hours(static_cast<std::int64_t>(candles.size())),
             .open = {open * 100},
             .high = {std::max(open, close) * 100},
             .low = {std::min(open, close) * 100},
             .close = {close * 100},
             .volume = {leg + 1 == prices.size() ? 200 : 100}});
      }
    }
    return candles;
  }
  std::vector<ChartPatternOutput> feed(ChartPatternBank& bank, std::span<const core::Candle> candles,
                                       Timeframe timeframe = Timeframe::k1h) {
    std::vector<Output> out;
    for (const auto& one : candles) {
      bank.update(instrument_, timeframe, core::to_double(one, instrument_.scale),
                  one.open_time + core::hours(1) + core::seconds(1), out);
    }
    return testing::only<ChartPatternOutput>(out);
  }
  static std::vector<ChartPatternOutput> of(Kind kind, const std::vector<ChartPatternOutput>& all) {
    std::vector<ChartPatternOutput> some;
    for (const auto& one : all) {
      if (one.pattern->kind() == kind) some.push_back(one);
    }
    return some;
  }

  core::Instrument instrument_ = testing::instrument("X");
  std::optional<analysis::chart_patterns::Settings> settings_{analysis::chart_patterns::Settings{}};
};

// By hand, as in tests/cases/chart_patterns/double_top.case: known at candle 63, broken at 71, target reached at 80.
// Volume 200 over a mean of 150 is a third of the way to its double: 10 of 30. The close of 99 is 1 below the boundary
// of 100, one average true range: 20 of 20. Perfectly equal highs: 60. One hour multiplies by 1.
TEST_F(ChartPatternBankTest, tells_the_life_of_a_pattern_with_its_confidence) {
  ChartPatternBank bank{settings_};
  const auto outputs = of(Kind::kDoubleTop, feed(bank, path({90, 80, 110, 100, 110, 85})));
  ASSERT_GE(outputs.size(), 3U);
  const auto& formed = outputs.front();
  EXPECT_EQ(formed.pattern->state, State::kForming);
  EXPECT_EQ(formed.pattern->began.time, testing::at("2023-01-02T00:00:00Z") + core::hours(63));
  EXPECT_EQ(formed.known_at, testing::at("2023-01-02T00:00:00Z") + core::hours(64) + core::seconds(1));
  EXPECT_DOUBLE_EQ(confidence_of(formed.confidence), 60);
  const auto& hit = outputs.back();
  const auto& complete = outputs[outputs.size() - 2];
  EXPECT_EQ(complete.pattern->state, State::kComplete);
  EXPECT_DOUBLE_EQ(complete.confidence.volume, 10);
  EXPECT_DOUBLE_EQ(complete.confidence.price, 20);
  EXPECT_EQ(hit.pattern->outcome.state, OutcomeState::kHit);
  EXPECT_EQ(hit.pattern->began, formed.pattern->began);
  // From the close of 99 down to 90, never above 99: 9 favorable, nothing adverse.
  EXPECT_DOUBLE_EQ(hit.pattern->outcome.favorable, 9);
  EXPECT_DOUBLE_EQ(hit.pattern->outcome.adverse, 0);
}

// By hand: of one other timeframe, its only open breakout points down, too: 30; as long as it is open (until 80).
TEST_F(ChartPatternBankTest, other_timeframes_that_agree_add_to_it) {
  ChartPatternBank bank{settings_};
  const auto candles = path({90, 80, 110, 100, 110, 85});
  static_cast<void>(feed(bank, std::span{candles}.first(75), Timeframe::k4h));
  const auto outputs = of(Kind::kDoubleTop, feed(bank, std::span{candles}.first(75)));
  ASSERT_FALSE(outputs.empty());
  EXPECT_EQ(outputs.back().pattern->state, State::kComplete);
  EXPECT_DOUBLE_EQ(outputs.back().confidence.timeframes, 30);
}

TEST_F(ChartPatternBankTest, without_settings_it_is_silent) {
  const std::optional<analysis::chart_patterns::Settings> none;
  ChartPatternBank silent{none};
  EXPECT_TRUE(feed(silent, path({90, 80, 110, 100, 110, 85})).empty());
}

// A restart in the middle of a forming pattern, and of an open outcome: the same patterns go on with the same identity.
TEST_F(ChartPatternBankTest, a_restored_bank_goes_on_with_the_same_patterns) {
  const auto candles = path({90, 80, 110, 100, 110, 85});
  for (const std::size_t stop : {65U, 75U}) {
    ChartPatternBank bank{settings_};
    static_cast<void>(feed(bank, std::span{candles}.first(stop)));
    core::ByteWriter writer;
    bank.snapshot(writer);
    ChartPatternBank other{settings_};
    core::ByteReader reader{writer.bytes()};
    ASSERT_TRUE(other.restore(reader));
    EXPECT_EQ(reader.remaining(), 0U);
    const auto expected = feed(bank, std::span{candles}.subspan(stop));
    const auto restored = feed(other, std::span{candles}.subspan(stop));
    ASSERT_FALSE(of(Kind::kDoubleTop, expected).empty());
    EXPECT_EQ(of(Kind::kDoubleTop, restored).front().pattern->began.index, 63);
    EXPECT_EQ(testing::bytes_of({expected.begin(), expected.end()}),
              testing::bytes_of({restored.begin(), restored.end()}));
    core::ByteReader cut{writer.bytes().first(writer.bytes().size() - 1)};
    EXPECT_FALSE(ChartPatternBank{settings_}.restore(cut));
  }
}

}  // namespace
}  // namespace tidemark::engine
