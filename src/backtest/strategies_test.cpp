// The rules of the built-in strategies on candles where the right moment is plain to see.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backtest/run.hpp"
#include "backtest/testing.hpp"

namespace tidemark::backtest {
namespace {

using testing::candle;
using ::testing::HasSubstr;
using testing::Recorder;

RunResult run_over(std::string_view id, const std::vector<double>& values, const std::vector<core::Candle>& candles,
                   Recorder& recorder) {
  SpanSource source{candles};
  return run(testing::setup(), *find_strategy(id).value(), values, source, &recorder).value();
}

TEST(SmaCross, acts_when_the_order_of_the_averages_changes) {
  // Averages of 2 and 4 closes. Closes: 10 10 10 10 | 9 | 12 | 12 | 8 | 7, in dollars.
  std::vector<core::Candle> candles;
  int number = 0;
  for (const std::int64_t close : {1000, 1000, 1000, 1000, 900, 1200, 1200, 800, 700, 700}) {
    candles.push_back(candle(number++, close, close, close, close));
  }
  Recorder recorder;
  const auto result = run_over("sma_cross", {2, 4, 0}, candles, recorder);
  // Candle 3: equal, not above. 5: (9 + 12) / 2 = 10.5 > (10 + 10 + 9 + 12) / 4 = 10.25: up, bought at the next
  // open, 12. 7: (12 + 8) / 2 = 10 < (9 + 12 + 12 + 8) / 4 = 10.25: down, sold at the next open, 7.
  ASSERT_EQ(recorder.trades.size(), 1U);
  EXPECT_EQ(recorder.trades[0].entered, candles[6].open_time);
  EXPECT_EQ(recorder.trades[0].exited, candles[8].open_time);
  // 95 % of 1000 at the close of 12: 79.166
  EXPECT_EQ(recorder.trades[0].qty, core::Qty{79'166});
  EXPECT_EQ(recorder.trades[0].profit, core::parse_money("-395.83"));
  EXPECT_EQ(recorder.trades[0].setup, "cross_up");
  EXPECT_EQ(result.orders, 2U);
}

TEST(Breakout, enters_with_a_stop_two_true_ranges_away_and_twice_that_to_win) {
  std::vector<core::Candle> candles;
  for (int i = 0; i < 4; ++i) candles.push_back(candle(i, 10000, 10050, 9950, 10000));  // ranges of 1.00
  candles.push_back(candle(4, 10000, 10100, 10000, 10060));  // closes above 100.50; true range 1.00
  candles.push_back(candle(5, 10060, 10100, 10000, 10050));
  candles.push_back(candle(6, 10050, 10600, 10040, 10500));
  Recorder recorder;
  const auto result = run_over("breakout", {3, 3, 2, 2, 0}, candles, recorder);
  ASSERT_EQ(recorder.trades.size(), 1U);
  const auto& trade = recorder.trades[0];
  // Stop 2.01 below the close (the next whole tick beyond 2 ATR), target 4.00 above it: 104.60. 1 % of 1000 = 10 at a
  // risk of 2.01 a coin: 4.975. Bought at the open of 100.60.
  EXPECT_EQ(trade.qty, core::Qty{4975});
  EXPECT_EQ(trade.profit, core::parse_money("19.9"));
  EXPECT_EQ(trade.risk, core::parse_money("9.99975"));
  EXPECT_EQ(trade.setup, "break_up");
  EXPECT_EQ(result.trades.all().won, 1U);
}

TEST(Strategies, stand_in_order_with_sound_parameters) {
  std::string_view last;
  for (const StrategyRow& row : strategies()) {
    EXPECT_LT(last, row.id);
    last = row.id;
    EXPECT_NE(row.make, nullptr);
    for (const auto& parameter : row.parameters) {
      EXPECT_GE(parameter.fallback, parameter.min) << row.id << ' ' << parameter.name;
      EXPECT_LE(parameter.fallback, parameter.max) << row.id << ' ' << parameter.name;
    }
  }
  EXPECT_THAT(find_strategy("sma_crss").error().message, HasSubstr("did you mean sma_cross?"));
}

}  // namespace
}  // namespace tidemark::backtest
