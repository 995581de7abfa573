// What an account has after a restart is what it had before: the identities of account_laws.hpp, and its own word.

#include <memory>

#include <gtest/gtest.h>

#include "app/trading/account_laws.hpp"
#include "app/trading/paper_account.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using core::Money;
using core::PositionSide;
using core::Side;
using testing::expect_books;
using testing::meddle;
using testing::order;
using testing::Reckoning;
using testing::setup_of;
using trading::PositionMode;
using Outcome = api::PlacedOrder::Outcome;

/// An account over a store, as the trading thread keeps it.
class StoredAccount : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::move(storage::open_store((folder_.path() / "t.db").string(), storage::OpenMode::kCreate).value());
    ASSERT_TRUE(store_->put_instrument(testing::btc()));
    open();
  }
  void open() {
    account_ = std::make_unique<PaperAccount>(setup_);
    restored_ = account_->restore(store_->trading_ledger());
    ASSERT_TRUE(account_->add_instrument(testing::btc()));
    keep();
  }
  void keep() {
    if (!account_->has_changes()) return;
    const auto put = store_->trading_ledger().put(account_->take_changes());
    ASSERT_TRUE(put) << put.error().text();
  }

  void live_through_restarts();

  AccountSetup setup_ = testing::account_setup();
  ops::testing::TemporaryFolder folder_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<PaperAccount> account_;
  core::Status restored_;
};

void StoredAccount::live_through_restarts() {
  testing::Market market;
  core::Rng rng{5};
  Reckoning expected;
  for (const core::Event& event : testing::random_market(3, 600)) {
    market.feed(event, *account_);
    if (rng.chance(0.2)) meddle(rng, *account_);
    if (account_->has_changes()) {
      const storage::TradingChange change = account_->take_changes();
      expected.add(change);
      ASSERT_TRUE(store_->trading_ledger().put(change));
    }
    ASSERT_NO_FATAL_FAILURE(expect_books(*account_, expected));
    if (!rng.chance(0.02)) continue;
    const api::Portfolio before = account_->portfolio();
    std::vector<core::Order> orders{account_->desk().orders().open().begin(), account_->desk().orders().open().end()};
    open();
    ASSERT_TRUE(restored_) << restored_.error().text();
    const api::Portfolio after = account_->portfolio();
    EXPECT_EQ(after.accounts[0].cash, before.accounts[0].cash);
    EXPECT_EQ(after.accounts[0].realized, before.accounts[0].realized);
    ASSERT_EQ(after.positions.size(), before.positions.size());
    for (std::size_t i = 0; i < after.positions.size(); ++i) {
      EXPECT_EQ(after.positions[i].position.side, before.positions[i].position.side);
      EXPECT_EQ(after.positions[i].position.lots, before.positions[i].position.lots);
      EXPECT_EQ(after.positions[i].position.cost, before.positions[i].position.cost);
    }
    ASSERT_EQ(account_->desk().orders().open().size(), orders.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
      const core::Order& one = account_->desk().orders().open()[i];
      EXPECT_EQ(one.request, orders[i].request);
      EXPECT_EQ(one.state, orders[i].state);
      EXPECT_EQ(one.filled, orders[i].filled);
      EXPECT_EQ(one.triggered, orders[i].triggered);
    }
  }
  EXPECT_EQ(account_->desk().faults(), 0U);
  EXPECT_GT(store_->trading_ledger().fills({}).value().size(), 20U);
}

TEST_F(StoredAccount, goes_on_after_any_moment_with_what_was_written_down) {
  live_through_restarts();
}

class HedgedAccount : public StoredAccount {
 protected:
  HedgedAccount() { setup_.positions = PositionMode::kHedging; }
};

TEST_F(HedgedAccount, goes_on_after_any_moment_with_both_of_its_positions) {
  live_through_restarts();
}

TEST_F(HedgedAccount, keeps_its_kind_and_loses_nothing_when_it_is_opened_as_another) {
  testing::Market market;
  for (const core::Event& event : testing::random_market(1, 100)) market.feed(event, *account_);
  api::NewOrder buys = order(Side::kBuy, 5);
  buys.request.position = PositionSide::kLong;
  api::NewOrder sells = order(Side::kSell, 3);
  sells.request.position = PositionSide::kShort;
  ASSERT_TRUE(account_->place(buys));
  ASSERT_TRUE(account_->place(sells));
  for (const core::Event& event : testing::random_market(2, 200)) market.feed(event, *account_);
  keep();
  PaperAccount other{setup_of(PositionMode::kNetting)};
  const auto refused = other.restore(store_->trading_ledger());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "other_positions");
  EXPECT_EQ(refused.error().place, "trading.positions");
  open();
  ASSERT_TRUE(restored_) << restored_.error().text();
  EXPECT_EQ(account_->books().position({0}, PositionSide::kLong).lots, 5);
  EXPECT_EQ(account_->books().position({0}, PositionSide::kShort).lots, -3);
}

TEST_F(HedgedAccount, is_known_by_its_positions_where_the_account_does_not_say_it) {
  storage::TradingChange older;
  older.accounts.push_back({"USDT", "netting", "1000", "1000"});
  older.positions.push_back({.instrument = {"test", "BTCUSDT"},
                             .side = "short",
                             .qty = "0",
                             .cost = "0",
                             .realized = "0",
                             .fees = "0",
                             .funding = "0",
                             .basis = "0",
                             .currency = "USDT",
                             .changed = {}});
  ASSERT_TRUE(store_->trading_ledger().put(older));
  PaperAccount netting{setup_of(PositionMode::kNetting)};
  EXPECT_EQ(netting.restore(store_->trading_ledger()).error().code, "other_positions");
  open();
  EXPECT_TRUE(restored_);
}

TEST_F(StoredAccount, of_netting_is_not_opened_as_one_of_hedging) {
  PaperAccount other{setup_of(PositionMode::kHedging)};
  EXPECT_EQ(other.restore(store_->trading_ledger()).error().code, "other_positions");
}

TEST_F(StoredAccount, the_kill_switch_stays_engaged) {
  account_->engage_kill_switch("news", core::Timestamp::from_s(1'700'000'000));
  keep();
  open();
  const api::Portfolio after = account_->portfolio();
  EXPECT_EQ(after.risk.kill_switch, trading::KillSwitch::kEngaged);
  EXPECT_EQ(after.kill_reason, "news");
  EXPECT_EQ(account_->place(order(Side::kBuy, 1))->refusal, core::OrderReason::kKillSwitch);
  account_->release_kill_switch(core::Timestamp::from_s(1'700'000'001));
  keep();
  open();
  EXPECT_EQ(account_->portfolio().risk.kill_switch, trading::KillSwitch::kReleased);
}

TEST_F(StoredAccount, ids_are_known_after_a_restart) {
  testing::Market market;
  for (const core::Event& event : testing::random_market(1, 100)) market.feed(event, *account_);
  api::NewOrder asked = order(Side::kBuy, 5, 9'000);
  asked.client_id = "bot-7";
  const auto first = account_->place(asked);
  ASSERT_TRUE(first);
  keep();
  open();
  const auto again = account_->place(asked);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->outcome, Outcome::kKnown);
  EXPECT_EQ(again->id, first->id);
}

TEST_F(StoredAccount, books_that_do_not_add_up_stop_all_trading) {
  storage::TradingChange wrong;
  wrong.accounts.push_back({"USDT", "netting", "999.99", "1000"});
  ASSERT_TRUE(store_->trading_ledger().put(wrong));
  open();
  ASSERT_FALSE(restored_);
  EXPECT_EQ(restored_.error().code, "books_differ");
  EXPECT_EQ(account_->portfolio().risk.kill_switch, trading::KillSwitch::kEngaged);
}

TEST_F(StoredAccount, what_is_held_of_an_absent_instrument_counts_at_its_cost) {
  testing::Market market;
  for (const core::Event& event : testing::random_market(1, 100)) market.feed(event, *account_);
  ASSERT_TRUE(account_->place(order(Side::kBuy, 1'000)));
  for (const core::Event& event : testing::random_market(2, 200)) market.feed(event, *account_);
  keep();
  const Money cost = account_->books().position({0}, core::PositionSide::kNet).cost;
  PaperAccount elsewhere{testing::account_setup()};
  ASSERT_TRUE(elsewhere.restore(store_->trading_ledger()));
  const api::Portfolio portfolio = elsewhere.portfolio();
  ASSERT_EQ(portfolio.absent.size(), 1U);
  EXPECT_EQ(portfolio.accounts[0].equity, portfolio.accounts[0].cash + cost);
}

}  // namespace
}  // namespace tidemark::app
