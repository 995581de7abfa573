// That a venue's accounts have one position of an instrument is Binance's documentation: spot has none below zero, and
// USD-M has them in hedge mode only, which the broker does not use.

#include "app/trading/account_setup.hpp"

#include <gtest/gtest.h>

namespace tidemark::app {
namespace {

TEST(AccountSetup, has_one_position_of_an_instrument_unless_two_are_asked_for) {
  ops::TradingConfig config;
  EXPECT_EQ(account_setup_of(config).value()->positions, trading::PositionMode::kNetting);
  config.positions = "hedging";
  EXPECT_EQ(account_setup_of(config).value()->positions, trading::PositionMode::kHedging);
}

TEST(AccountSetup, hedges_on_paper_only) {
  for (const char* broker : {"binance", "binance_usdm"}) {
    ops::TradingConfig config;
    config.mode = "live";
    config.broker = broker;
    EXPECT_TRUE(account_setup_of(config));
    config.positions = "hedging";
    const auto refused = account_setup_of(config);
    ASSERT_FALSE(refused) << broker;
    EXPECT_EQ(refused.error().kind, core::ErrorKind::kInvalidArgument);
    EXPECT_EQ(refused.error().place, "trading.positions");
  }
}

TEST(AccountSetup, has_further_currencies_on_paper_only) {
  ops::TradingConfig config;
  config.currencies = {"BTC", "EUR"};
  EXPECT_EQ(account_setup_of(config).value()->currencies, config.currencies);
  config.mode = "live";
  const auto refused = account_setup_of(config);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, core::ErrorKind::kInvalidArgument);
  EXPECT_EQ(refused.error().place, "trading.currencies");
}

}  // namespace
}  // namespace tidemark::app
