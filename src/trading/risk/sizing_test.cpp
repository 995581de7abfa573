// Every expected size is worked out by hand in the comment beside it.

#include "trading/risk/sizing.hpp"

#include <gtest/gtest.h>

#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::Qty;
using core::Rate;
using testing::kRules;

constexpr Rate operator""_percent(unsigned long long value) {
  return {static_cast<std::int64_t>(value) * core::kRateOne / 100};
}

core::Money usd(std::string_view text) {
  return core::parse_money(text).value();
}

TEST(Sizing, a_fraction_of_the_equity_in_whole_lots) {
  // 10 % of 10,000 = 1,000; at 333.00 that is 3.003003… -> 3.003
  EXPECT_EQ(size_by_fraction(usd("10000"), 10_percent, {33300}, kRules), Qty{3003});
  // On a lot grid of 0.010: 3.000
  EXPECT_EQ(size_by_fraction(usd("10000"), 10_percent, {33300}, {{2, 3}, {1}, {10}}), Qty{3000});
  // Three times the equity: 30,000 / 333 = 90.09009…
  EXPECT_EQ(size_by_fraction(usd("10000"), 300_percent, {33300}, kRules), Qty{90090});
  EXPECT_EQ(size_by_fraction(usd("0.1"), 10_percent, {33300}, kRules), Qty{0});
  EXPECT_EQ(size_by_fraction(usd("-5"), 10_percent, {33300}, kRules), Qty{0});
}

TEST(Sizing, the_stop_loses_what_may_be_lost) {
  // 1 % of 10,000 = 100; 100.00 -> 97.50 loses 2.50 a coin: 40 coins, long or short
  EXPECT_EQ(size_by_stop(usd("10000"), 1_percent, {10000}, {9750}, kRules), Qty{40'000});
  EXPECT_EQ(size_by_stop(usd("10000"), 1_percent, {10000}, {10250}, kRules), Qty{40'000});
  EXPECT_EQ(size_by_stop(usd("10000"), 1_percent, {10000}, {10000}, kRules), Qty{0});
}

TEST(Sizing, an_atr_stands_for_a_stop) {
  // ATR 1.20, two of them 2.40: 100 / 2.40 = 41.6666… -> 41.666
  EXPECT_EQ(size_by_atr(usd("10000"), 1_percent, {120}, 200_percent, kRules), Qty{41'666});
  EXPECT_EQ(size_by_atr(usd("10000"), 1_percent, {0}, 200_percent, kRules), Qty{0});
}

TEST(Sizing, kelly_is_capped_and_never_bets_without_an_edge) {
  // 0.6 - 0.4 / 1 = 0.2; 0.5 - 0.5 / 2 = 0.25; 0.4 - 0.6 / 1 < 0
  EXPECT_NEAR(static_cast<double>(kelly_fraction(0.6, 1, 100_percent).e8), 0.2e8, 1);
  EXPECT_EQ(kelly_fraction(0.5, 2, 100_percent), Rate{25'000'000});
  EXPECT_EQ(kelly_fraction(0.5, 2, 10_percent), 10_percent);
  EXPECT_EQ(kelly_fraction(0.4, 1, 100_percent), Rate{0});
  EXPECT_EQ(kelly_fraction(1.2, 1, 100_percent), Rate{0});
  EXPECT_EQ(kelly_fraction(0.6, 0, 100_percent), Rate{0});
}

TEST(Sizing, a_calm_market_gets_more_up_to_the_cap) {
  EXPECT_EQ(volatility_fraction(0.10, 0.40, 200_percent), 25_percent);
  EXPECT_EQ(volatility_fraction(0.10, 0.02, 200_percent), 200_percent);  // 5
  EXPECT_EQ(volatility_fraction(0.10, 0, 200_percent), Rate{0});
  EXPECT_EQ(volatility_fraction(0.10, 1e-300, 200_percent), 200_percent);
}

}  // namespace
}  // namespace tidemark::trading
