// Five trades whose sums are done in the head: profits 10, -5, 0, 20, -5.

#include "journal/trade_statistics.hpp"

#include <gtest/gtest.h>

namespace tidemark::journal {
namespace {

core::Money money(std::int64_t whole) {
  return {static_cast<core::Int128>(whole) * core::kPow10[core::kMoneyDecimals]};
}

ClosedTrade trade(std::int64_t profit, core::Timestamp entered, std::optional<std::int64_t> risk = {}) {
  ClosedTrade t;
  t.profit = money(profit);
  t.entered = entered;
  t.exited = entered + core::hours(2);
  if (risk) t.risk = money(*risk);
  t.setup = profit == 20 ? "zone" : "cross";
  t.direction = profit < 0 ? Direction::kShort : Direction::kLong;
  return t;
}

class Five : public ::testing::Test {
 protected:
  Five() {
    const core::Timestamp sunday = core::parse_time("2023-01-01T05:30").value();
    statistics_.add(trade(10, sunday, 5));
    statistics_.add(trade(-5, sunday + core::hours(1), 5));
    statistics_.add(trade(0, sunday + core::days(1)));
    statistics_.add(trade(20, sunday + core::days(1)));
    statistics_.add(trade(-5, sunday + core::days(6)));
  }
  TradeStatistics statistics_;
};

TEST_F(Five, in_all) {
  const TradeTally& all = statistics_.all();
  EXPECT_EQ(all.trades, 5U);
  EXPECT_DOUBLE_EQ(*all.win_rate(), 0.4);
  EXPECT_DOUBLE_EQ(*all.expectancy(), 4);
  EXPECT_DOUBLE_EQ(*all.profit_factor(), 3);  // 30 / 10
  EXPECT_DOUBLE_EQ(*all.payoff(), 3);         // 15 / 5
  EXPECT_DOUBLE_EQ(*all.mean_r(), 0.5);       // (2 - 1) / 2
  EXPECT_EQ(all.largest_win, money(20));
  EXPECT_EQ(all.largest_loss, money(-5));
  EXPECT_EQ(all.held, core::hours(10));
  EXPECT_EQ(statistics_.wins_in_a_row(), 1U);
  EXPECT_EQ(statistics_.losses_in_a_row(), 1U);
}

TEST_F(Five, taken_apart) {
  EXPECT_EQ(statistics_.by_hour()[5].trades, 4U);
  EXPECT_EQ(statistics_.by_hour()[6].trades, 1U);
  EXPECT_EQ(statistics_.by_weekday()[0].profit(), money(5));
  EXPECT_EQ(statistics_.by_weekday()[1].profit(), money(20));
  EXPECT_EQ(statistics_.by_weekday()[6].trades, 1U);
  EXPECT_EQ(statistics_.by_setup().at("zone").trades, 1U);
  EXPECT_EQ(statistics_.longs().trades, 3U);
  EXPECT_EQ(statistics_.shorts().profit(), money(-10));
}

TEST(TradeStatistics, nothing_is_said_of_nothing) {
  const TradeTally none;
  EXPECT_FALSE(none.win_rate());
  EXPECT_FALSE(none.expectancy());
  EXPECT_FALSE(none.profit_factor());
  EXPECT_FALSE(none.payoff());
  EXPECT_FALSE(none.mean_r());
}

TEST(TradeStatistics, rows_of_wins_and_losses) {
  TradeStatistics statistics;
  for (const std::int64_t profit : {1, 1, 1, -1, -1, 0, -1, 1}) statistics.add(trade(profit, {}));
  EXPECT_EQ(statistics.wins_in_a_row(), 3U);
  EXPECT_EQ(statistics.losses_in_a_row(), 2U) << "a trade that won nothing ends it, too";
}

TEST(TradeStatistics, what_a_trade_brought_in_another_currency_is_summed_and_its_r_stays_what_it_was) {
  const core::Timestamp day = core::parse_time("2023-01-01").value();
  TradeStatistics statistics;
  statistics.add(trade(10, day, 5), money(500));
  statistics.add(trade(-5, day, 5), money(-300));
  EXPECT_EQ(statistics.all().profit(), money(200));
  EXPECT_EQ(statistics.longs().largest_win, money(500));
  EXPECT_DOUBLE_EQ(*statistics.all().mean_r(), 0.5);  // (2 - 1) / 2
  EXPECT_EQ(statistics.losses_in_a_row(), 1U);
}

}  // namespace
}  // namespace tidemark::journal
