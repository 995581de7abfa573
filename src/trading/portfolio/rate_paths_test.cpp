// Rates worked out by hand.

#include "trading/portfolio/rate_paths.hpp"

#include <gtest/gtest.h>

namespace tidemark::trading {
namespace {

core::Money money(std::string_view text) {
  return core::parse_money(text).value();
}

struct Rates : ::testing::Test {
  void source(std::uint32_t id, const char* symbol, std::uint8_t decimals,
              core::MarketType type = core::MarketType::kCryptoSpot) {
    core::Instrument instrument;
    instrument.symbol = symbol;
    instrument.market_type = type;
    instrument.scale = {decimals, 8};
    paths.add_source({id}, instrument);
  }
  bool price(std::uint32_t id, std::int64_t ticks, std::int64_t second = 0) {
    return paths.on_price({id}, {ticks}, core::Timestamp::from_s(second), portfolio);
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
  paths.want("BTC", portfolio);
  ASSERT_TRUE(paths.check());
  EXPECT_FALSE(paths.rests_on({0}));
  EXPECT_TRUE(paths.rests_on({1}));
  EXPECT_TRUE(paths.rests_on({2}));
  price(1, 6'000'000);  // 60,000.00 USDT
  EXPECT_FALSE(in_base("1", "BTC")) << "half of the way is none";
  price(2, 12'500);  // 1.2500 USDT
  EXPECT_EQ(in_base("0.5", "BTC"), money("24000"));
  // And back: one euro is 1.25 USDT, of which 60,000 make a bitcoin. Cut off, not rounded.
  const auto back = portfolio.converted(money("48000"), portfolio.add_currency("EUR"), portfolio.add_currency("BTC"));
  ASSERT_TRUE(back);
  EXPECT_LE(*back, money("1"));
  EXPECT_GE(*back, money("0.999999999999"));
  price(1, 3'000'000);
  EXPECT_EQ(in_base("0.5", "BTC"), money("12000"));
  price(1, 0);
  EXPECT_EQ(in_base("0.5", "BTC"), money("12000")) << "what costs nothing says nothing";
}

TEST_F(Rates, the_shortest_row_counts) {
  source(0, "BTCUSDT", 2);
  source(1, "EURUSDT", 4);
  source(2, "BTCEUR", 2);
  paths.want("BTC", portfolio);
  ASSERT_TRUE(paths.check());
  EXPECT_FALSE(paths.rests_on({0}));
  price(2, 5'000'000);
  EXPECT_EQ(in_base("2", "BTC"), money("100000"));
}

TEST_F(Rates, without_a_row_there_is_no_rate) {
  source(0, "ETHBTC", 6);
  source(1, "EURUSDT", 4);
  paths.want("EUR", portfolio);
  EXPECT_TRUE(paths.check()) << "of itself";
  paths.want("USDT", portfolio);
  EXPECT_TRUE(paths.check()) << "also against the way it is quoted";
  paths.want("BTC", portfolio);
  const auto checked = paths.check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, "no_rate");
  EXPECT_NE(checked.error().message.find("BTC is worth in EUR"), std::string::npos);
  price(1, 12'500);
  EXPECT_EQ(in_base("5", "USDT"), money("4"));
}

TEST_F(Rates, one_that_comes_later_leads_there_or_makes_the_way_shorter) {
  paths.want("BTC", portfolio);
  EXPECT_FALSE(paths.check());
  source(0, "BTCUSDT", 2);
  source(1, "EURUSDT", 4);
  EXPECT_TRUE(paths.check());
  EXPECT_TRUE(paths.waits_for({0}));
  EXPECT_FALSE(price(0, 6'000'000));
  EXPECT_TRUE(price(1, 12'500));
  EXPECT_FALSE(paths.waits_for({0}));
  EXPECT_EQ(in_base("1", "BTC"), money("48000"));
  source(2, "BTCEUR", 2);
  EXPECT_TRUE(paths.waits_for({2}));
  EXPECT_EQ(in_base("1", "BTC"), money("48000")) << "until the new one has a price";
  EXPECT_FALSE(price(0, 7'000'000)) << "nothing rests on it any more";
  EXPECT_TRUE(price(2, 4'900'000));
  EXPECT_EQ(in_base("1", "BTC"), money("49000"));
}

TEST_F(Rates, spot_counts_before_a_perpetual_and_a_dated_contract_never) {
  paths.want("BTC", portfolio);
  source(0, "BTCEUR_240628", 2, core::MarketType::kCryptoPerpetual);
  source(1, "BTCEUR", 2, core::MarketType::kFutures);
  EXPECT_FALSE(paths.check());
  source(2, "BTCEUR", 2, core::MarketType::kCryptoPerpetual);
  EXPECT_TRUE(price(2, 4'800'000));
  source(3, "BTCEUR", 2);
  source(4, "BTCEUR", 2);
  source(5, "BTCEUR", 2, core::MarketType::kCryptoPerpetual);
  EXPECT_TRUE(price(3, 5'000'000));
  for (const std::uint32_t other : {2U, 4U, 5U}) EXPECT_FALSE(price(other, 4'900'000)) << other;
  EXPECT_EQ(in_base("1", "BTC"), money("50000"));
}

TEST_F(Rates, a_rate_is_as_old_as_the_oldest_price_it_is_made_of) {
  source(0, "BTCUSDT", 2);
  source(1, "EURUSDT", 4);
  paths.want("BTC", portfolio);
  const CurrencyId btc = portfolio.add_currency("BTC");
  EXPECT_EQ(paths.rated(btc), std::nullopt);
  price(0, 6'000'000, 60);
  price(1, 12'500, 180);
  EXPECT_EQ(paths.rated(btc), core::Timestamp::from_s(60));
  price(0, 5'000'000, 120);
  EXPECT_EQ(paths.rated(btc), core::Timestamp::from_s(120));
  EXPECT_FALSE(price(0, 1'000'000, 119)) << "it was there before";
  EXPECT_EQ(in_base("1", "BTC"), money("40000"));
}

TEST_F(Rates, what_an_earlier_run_left_stays_until_something_newer_is_known) {
  source(0, "BTCEUR", 2);
  paths.want("BTC", portfolio);
  const CurrencyId btc = portfolio.add_currency("BTC");
  paths.restore(btc, {.value = 40'000, .decimals = 0}, core::Timestamp::from_s(100), portfolio);
  EXPECT_EQ(in_base("2", "BTC"), money("80000"));
  EXPECT_EQ(portfolio.converted(money("40000"), portfolio.add_currency("EUR"), btc), money("1"));
  EXPECT_EQ(paths.rated(btc), core::Timestamp::from_s(100));
  EXPECT_FALSE(paths.on_past_price({0}, {3'900'000}, core::Timestamp::from_s(100), portfolio));
  EXPECT_EQ(in_base("2", "BTC"), money("80000"));
  EXPECT_TRUE(paths.on_past_price({0}, {4'100'000}, core::Timestamp::from_s(101), portfolio));
  EXPECT_EQ(in_base("2", "BTC"), money("82000"));
  // What is happening now counts, also where the clock was set back in between.
  paths.restore(btc, {.value = 40'000, .decimals = 0}, core::Timestamp::from_s(9'000), portfolio);
  EXPECT_TRUE(price(0, 4'200'000, 102));
  EXPECT_EQ(in_base("2", "BTC"), money("84000"));
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
