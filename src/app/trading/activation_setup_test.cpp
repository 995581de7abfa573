// The stages of 04-trading: those from micro on are of real money.

#include "app/trading/activation_setup.hpp"

#include <gtest/gtest.h>

namespace tidemark::app {
namespace {

TEST(ActivationSetup, play_money_goes_no_further_than_paper) {
  const ActivationSetup setup = activation_setup_of({});
  EXPECT_EQ(setup.funds, Funds::kPlay);
  EXPECT_EQ(setup.reach.highest, activation::Stage::kPaper);
  EXPECT_FALSE(setup.reach.why.empty());
}

TEST(ActivationSetup, real_money_reaches_every_stage) {
  ops::Config config;
  config.trading.mode = "live";
  const ActivationSetup setup = activation_setup_of(config);
  EXPECT_EQ(setup.funds, Funds::kReal);
  EXPECT_EQ(setup.reach.highest, activation::Stage::kFull);
}

TEST(ActivationSetup, another_strategy_or_size_is_another_configuration) {
  const auto id_with = [](auto change) {
    ops::Config config;
    change(config.trading);
    return activation_setup_of(config).configuration.id;
  };
  const std::string plain = id_with([](ops::TradingConfig&) {});
  EXPECT_EQ(plain, id_with([](ops::TradingConfig& t) { t.mode = "live"; })) << "what was shown on paper is of it";
  EXPECT_NE(plain, id_with([](ops::TradingConfig& t) { t.strategy = "breakout"; }));
  EXPECT_NE(plain, id_with([](ops::TradingConfig& t) { t.risk_per_trade = "2%"; }));
}

TEST(ActivationSetup, a_candidate_is_played_also_beside_real_money) {
  ops::Config config;
  config.trading.mode = "live";
  config.trading.api_key = "key";
  config.trading.api_secret = "secret";
  const auto candidate = shadow_candidate_of(config, {.strategy = "sma_cross"}, {});
  ASSERT_TRUE(candidate) << candidate.error().text();
  EXPECT_FALSE(candidate->account.venue);
}

}  // namespace
}  // namespace tidemark::app
