// What counts as evidence is what 04-trading says of the stages: shadow decides and does not trade, all others are
// judged by what their account did.

#include "app/trading/stage_keeper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "activation/testing.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using activation::Stage;
using activation::testing::at;
using activation::testing::usd;

ActivationSetup setup(Stage start, const std::string& configuration = std::string(16, 'a')) {
  ActivationSetup s;
  s.settings = activation::testing::settings();
  s.settings.start = start;
  s.configuration.id = configuration;
  s.configuration.document = "{}";
  s.reach = {Stage::kPaper, "play money"};
  return s;
}

/// A closed trade of the strategy, entered at this minute, closed two minutes later.
storage::TradeRecord trade(std::int64_t minute, const std::string& profit, const std::string& strategy = "decision") {
  storage::TradeRecord t;
  t.id = "0000000000000" + std::to_string(100 + minute);
  t.instrument = {"test", "BTCUSDT"};
  t.strategy = strategy;
  t.entered = at(minute);
  t.exited = at(minute + 2);
  t.currency = "BTC";
  t.profit = "77";
  t.account_profit = profit;
  return t;
}

class StageKeeperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::move(storage::open_store((folder_.path() / "t.db").string(), storage::OpenMode::kCreate).value());
  }
  /// A keeper over the store, at this minute.
  void open(std::int64_t minute, const ActivationSetup& with) {
    keeper_ = std::make_unique<StageKeeper>(with);
    const auto begun = keeper_->begin(store_->activation_ledger(), at(minute), at(minute));
    ASSERT_TRUE(begun) << begun.error().text();
    keep();
  }
  void keep() {
    storage::TradingChange change;
    change.activation = keeper_->take_changes();
    const auto put = store_->trading_ledger().put(change);
    ASSERT_TRUE(put) << put.error().text();
  }
  void on_account(const std::vector<storage::TradeRecord>& trades, std::int64_t equity = 10'000) {
    keeper_->on_account(change_of(trades), usd(equity), at(50));
  }
  void on_shadow(const std::vector<storage::TradeRecord>& trades, std::int64_t equity = 10'000) {
    keeper_->on_shadow(change_of(trades), usd(equity), at(50));
  }
  static storage::TradingChange change_of(const std::vector<storage::TradeRecord>& trades) {
    storage::TradingChange change;
    change.trades = trades;
    if (trades.empty()) change.snapshot = storage::PortfolioSnapshotRecord{at(50), "USDT", "0", "0", "0"};
    return change;
  }
  const activation::State& state() { return keeper_->machine().state(); }

  ops::testing::TemporaryFolder folder_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<StageKeeper> keeper_;
};

TEST_F(StageKeeperTest, the_first_configuration_begins_where_it_is_told_to) {
  open(0, setup(Stage::kPaper));
  EXPECT_EQ(state().stage, Stage::kPaper);
  const auto events = store_->activation_ledger().activation_events({}).value();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, "configured");
  EXPECT_EQ(events[0].to, "paper");
  EXPECT_EQ(store_->activation_ledger().config_versions(10).value().size(), 1U);
}

TEST_F(StageKeeperTest, closed_trades_of_the_strategy_entered_at_the_stage_count) {
  open(10, setup(Stage::kPaper));
  storage::TradeRecord open_one = trade(11, "5");
  open_one.exited.reset();
  on_account({trade(9, "5"), trade(11, "5", ""), open_one, trade(12, "100"), trade(13, "-50")}, 10'000);
  ASSERT_EQ(state().evidence.trades.size(), 2U);
  EXPECT_EQ(state().evidence.trades[0].profit, usd(100));
  // 10,000 with the profit of 100 in it: 100 of 9,900.
  EXPECT_NEAR(state().evidence.trades[0].share, 100.0 / 9'900, 1e-12);
  EXPECT_NEAR(state().evidence.trades[1].share, -50.0 / 10'050, 1e-12);
  on_shadow({trade(14, "5")});
  EXPECT_EQ(state().evidence.trades.size(), 2U) << "at paper the account counts";
  storage::TradeRecord unknown = trade(15, "5");
  unknown.account_profit.reset();
  on_account({unknown});
  EXPECT_EQ(state().evidence.trades.size(), 2U) << "nobody knows what it brought in the account's currency";
}

TEST_F(StageKeeperTest, at_shadow_what_would_have_been_done_counts) {
  open(0, setup(Stage::kShadow));
  EXPECT_TRUE(keeper_->stands_aside());
  on_account({trade(1, "5")});
  EXPECT_TRUE(state().evidence.trades.empty());
  on_shadow({trade(1, "5")});
  on_shadow({});
  EXPECT_EQ(state().evidence.trades.size(), 1U);
  EXPECT_EQ(state().evidence.equity_looks, 1U);
  keep();
  EXPECT_EQ(store_->activation_ledger().activation_trades(1, 10).value().at(0).account, "shadow");
}

TEST_F(StageKeeperTest, real_money_stands_aside_until_micro) {
  ActivationSetup real = setup(Stage::kPaper);
  real.funds = Funds::kReal;
  real.reach = {};
  open(0, real);
  EXPECT_EQ(keeper_->multiplier(), core::Rate{});
  EXPECT_TRUE(keeper_->stands_aside());
  on_account({trade(1, "5")});
  EXPECT_TRUE(state().evidence.trades.empty());
  on_shadow({trade(1, "5")});
  EXPECT_EQ(state().evidence.trades.size(), 1U);

  storage::ActivationStateRecord micro;
  micro.stage = "micro";
  micro.configuration = real.configuration.id;
  micro.events = 1;
  storage::TradingChange change;
  change.activation.state = micro;
  ASSERT_TRUE(store_->trading_ledger().put(change));
  open(60, real);
  EXPECT_EQ(state().stage, Stage::kMicro);
  EXPECT_EQ(keeper_->multiplier(), core::Rate{10'000'000});
  on_shadow({trade(61, "5")});
  EXPECT_TRUE(state().evidence.trades.empty());
  on_account({trade(61, "5")});
  EXPECT_EQ(state().evidence.trades.size(), 1U);
}

TEST_F(StageKeeperTest, goes_on_after_a_restart_as_it_was) {
  open(0, setup(Stage::kPaper));
  on_account({trade(1, "40"), trade(2, "40"), trade(3, "-10")});
  on_account({}, 10'000);
  on_account({}, 9'900);
  keeper_->on_look({"late", {}}, at(51));
  keep();
  activation::State before = state();
  before.present = {};
  open(60, setup(Stage::kPaper));
  // Trades come back with the time they were closed at.
  for (std::size_t n = 0; n < 3; ++n) before.evidence.trades[n].at = state().evidence.trades[n].at;
  EXPECT_EQ(state(), before);
  on_account({trade(4, "40")});
  EXPECT_EQ(state().evidence.trades.size(), 4U) << "entered at the stage, before the restart";
}

TEST_F(StageKeeperTest, the_shadow_begins_anew_with_every_run_and_its_highest_equity_with_it) {
  open(0, setup(Stage::kShadow));
  on_shadow({}, 20'000);
  keep();
  open(60, setup(Stage::kShadow));
  on_shadow({}, 10'000);
  EXPECT_EQ(state().evidence.drawdown, 0);
  EXPECT_EQ(state().evidence.equity_looks, 2U);
}

TEST_F(StageKeeperTest, a_rollback_is_in_the_store_with_the_trade_that_triggered_it) {
  open(0, setup(Stage::kPaper));
  on_account({trade(1, "-10"), trade(2, "-10"), trade(3, "-10"), trade(4, "7")});
  EXPECT_EQ(state().stage, Stage::kShadow);
  EXPECT_TRUE(state().evidence.trades.empty()) << "the last one belongs to the stage that was left";
  ASSERT_EQ(keeper_->take_events().size(), 2U);
  keep();
  const auto rollbacks =
      store_->activation_ledger().activation_events({.rollbacks_only = true, .before = {}, .limit = 10}).value();
  ASSERT_EQ(rollbacks.size(), 1U);
  EXPECT_EQ(rollbacks[0].rollback->trigger, "loss_streak");
  EXPECT_THAT(rollbacks[0].board, ::testing::HasSubstr("win_rate"));
  EXPECT_EQ(store_->activation_ledger().activation_trades(1, 10).value().size(), 3U);
}

TEST_F(StageKeeperTest, the_worst_data_of_all_that_is_traded_counts) {
  open(0, setup(Stage::kPaper));
  core::Instrument btc;
  btc.venue = "test";
  btc.symbol = "BTCUSDT";
  core::Instrument eth = btc;
  eth.symbol = "ETHUSDT";
  core::QualityScore good;
  good.candles = 240;
  core::QualityScore bad = good;
  bad.score = 0.4;
  keeper_->on_quality(btc, good);
  keeper_->on_quality(eth, good);
  keeper_->on_look({}, at(1));
  EXPECT_EQ(state().stage, Stage::kPaper);
  EXPECT_EQ(state().present.quality->candles, 480U);
  keeper_->on_quality(eth, bad);
  keeper_->on_look({}, at(2));
  EXPECT_EQ(state().stage, Stage::kShadow);
  EXPECT_EQ(state().present.quality->where, "test:ETHUSDT");
}

TEST_F(StageKeeperTest, play_money_is_not_promoted_beyond_paper) {
  open(0, setup(Stage::kPaper));
  for (int n = 0; n < 10; ++n) on_account({trade(n, n % 5 == 4 ? "-10" : "40")});
  EXPECT_EQ(keeper_->promote("please", at(60)).error().code, "beyond_account");
  EXPECT_TRUE(keeper_->roll_back("odd", {}, at(61)));
  EXPECT_EQ(state().stage, Stage::kShadow);
  EXPECT_EQ(keeper_->promote("please", at(62)).error().code, "criteria_unmet");
}

TEST_F(StageKeeperTest, another_configuration_begins_anew_and_the_last_good_one_comes_back) {
  open(0, setup(Stage::kShadow));
  for (int n = 0; n < 10; ++n) on_shadow({trade(n, n % 5 == 4 ? "-10" : "40")});
  for (int n = 0; n < 5; ++n) {
    on_shadow({}, 10'000);
    keeper_->on_look({"", {1000, core::milliseconds(20), core::milliseconds(18), core::milliseconds(22)}}, at(51));
  }
  core::Instrument btc;
  btc.venue = "test";
  btc.symbol = "BTCUSDT";
  core::QualityScore good;
  good.candles = 240;
  keeper_->on_quality(btc, good);
  keeper_->on_look({"", {1000, core::milliseconds(20), core::milliseconds(18), core::milliseconds(22)}}, at(52));
  const auto promoted = keeper_->promote("well done", at(53));
  ASSERT_TRUE(promoted) << promoted.error().text();
  keep();
  open(60, setup(Stage::kShadow, std::string(16, 'b')));
  EXPECT_EQ(state().stage, Stage::kShadow);
  keeper_->on_fault("books differ", at(61));
  EXPECT_TRUE(state().rejected);
  keep();
  open(70, setup(Stage::kShadow));
  EXPECT_EQ(state().stage, Stage::kPaper) << "the last good one, at its stage";
}

TEST_F(StageKeeperTest, what_cannot_be_read_is_said) {
  open(0, setup(Stage::kPaper));
  storage::TradingChange change;
  change.activation.state = store_->activation_ledger().activation_state().value();
  change.activation.state->highest_equity = "much";
  ASSERT_TRUE(store_->trading_ledger().put(change));
  StageKeeper keeper{setup(Stage::kPaper)};
  EXPECT_EQ(keeper.begin(store_->activation_ledger(), at(1), at(1)).error().code, "bad_record");
}

}  // namespace
}  // namespace tidemark::app
