// Rates worked out by hand.

#include "trading/portfolio/rate_paths.hpp"

#include <gtest/gtest.h>

namespace tidemark::trading {
namespace {

core::Money money(std::string_view text) {
  return core::parse_money(text).value();
}

struct Rates : ::testing::Test {
  void source(std::uint32_t id, std::string_view symbol, std::uint8_t decimals) {
    paths.add_source({id}, core::split_symbol(symbol), {decimals, 8});
  }
  std::optional<core::Money> in_base(std::string_view amount, std::string_view code) {
    return portfolio.converted(money(amount), portfolio.add_currency(code), portfolio.add_currency("EUR"));
  }

  Portfolio portfolio{PositionMode::kNetting};
  RatePaths paths{"EUR"};
};

TEST_F(Rates, a_row_of_instruments_leads_to_the_accounts_currency) {
  source(0, "ETHBTC", 6);
  source(1, "BTCUSDT", 2);
  source(2, "EURUSDT", 4);
  ASSERT_TRUE(paths.want("BTC", portfolio));
  EXPECT_FALSE(paths.rests_on({0}));
  EXPECT_TRUE(paths.rests_on({1}));
  EXPECT_TRUE(paths.rests_on({2}));
  paths.on_price({1}, {6'000'000}, portfolio);  // 60,000.00 USDT
  EXPECT_FALSE(in_base("1", "BTC")) << "half of the way is none";
  paths.on_price({2}, {12'500}, portfolio);  // 1.2500 USDT
  EXPECT_EQ(in_base("0.5", "BTC"), money("24000"));
  // And back: one euro is 1.25 USDT, of which 60,000 make a bitcoin. Cut off, not rounded.
  const auto back = portfolio.converted(money("48000"), portfolio.add_currency("EUR"), portfolio.add_currency("BTC"));
  ASSERT_TRUE(back);
  EXPECT_LE(*back, money("1"));
  EXPECT_GE(*back, money("0.999999999999"));
  paths.on_price({1}, {3'000'000}, portfolio);
  EXPECT_EQ(in_base("0.5", "BTC"), money("12000"));
  paths.on_price({1}, {0}, portfolio);
  EXPECT_EQ(in_base("0.5", "BTC"), money("12000")) << "what costs nothing says nothing";
}

TEST_F(Rates, the_shortest_row_counts) {
  source(0, "BTCUSDT", 2);
  source(1, "EURUSDT", 4);
  source(2, "BTCEUR", 2);
  ASSERT_TRUE(paths.want("BTC", portfolio));
  EXPECT_FALSE(paths.rests_on({0}));
  paths.on_price({2}, {5'000'000}, portfolio);
  EXPECT_EQ(in_base("2", "BTC"), money("100000"));
}

TEST_F(Rates, without_a_row_there_is_no_rate) {
  source(0, "ETHBTC", 6);
  source(1, "EURUSDT", 4);
  const auto wanted = paths.want("BTC", portfolio);
  ASSERT_FALSE(wanted);
  EXPECT_EQ(wanted.error().code, "no_rate");
  EXPECT_NE(wanted.error().message.find("BTC is worth in EUR"), std::string::npos);
  EXPECT_TRUE(paths.want("EUR", portfolio)) << "of itself";
  EXPECT_TRUE(paths.want("USDT", portfolio)) << "also against the way it is quoted";
  paths.on_price({1}, {12'500}, portfolio);
  EXPECT_EQ(in_base("5", "USDT"), money("4"));
}

TEST(ChainedRates, what_does_not_fit_is_cut_off_or_nothing) {
  EXPECT_EQ(chained({.value = 25, .decimals = 1}, {.value = 4, .decimals = 0}),
            (ExchangeRate{.value = 100, .decimals = 1}));
  // 3e18 * 5e-18 with 18 decimals each: 15 * 10^-18, and the digits beyond are gone.
  EXPECT_EQ(chained({.value = 3, .decimals = 18}, {.value = 5'000'000'000'000'000'000, .decimals = 18}),
            (ExchangeRate{.value = 15, .decimals = 18}));
  EXPECT_FALSE(chained({.value = 1, .decimals = 18}, {.value = 1, .decimals = 1}));
  EXPECT_FALSE(chained({.value = 5'000'000'000'000'000'000, .decimals = 0}, {.value = 2, .decimals = 0}));
}

}  // namespace
}  // namespace tidemark::trading
