// Expected behavior from the specification (trading, "Orders, brokers": orders, fills and positions are reconciled with
// the venue before anything new) and hand reckoning.

#include "trading/execution/reconciler.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::OrderState;
using core::Side;
using testing::at;
using testing::kBtc;
using testing::kRules;
using testing::limit;
using Kind = VenueRequest::Kind;

class ReconcilerTest : public ::testing::Test {
 protected:
  ReconcilerTest() {
    const CurrencyId usd = portfolio_.add_currency("USD");
    EXPECT_TRUE(portfolio_.add_instrument(kBtc, kRules.scale, usd));
    portfolio_.mark(kBtc, {10'000});
    desk_.add_instrument(kBtc, kRules);
  }
  std::size_t questions() {
    std::vector<VenueRequest> requests;
    broker_.take_requests(requests);
    return static_cast<std::size_t>(
        std::ranges::count_if(requests, [](const VenueRequest& one) { return one.kind == Kind::kAccount; }));
  }
  static VenueAccount empty_account() { return {.at = at(9), .orders = {}, .fills = {}, .positions = {}}; }
  static VenueAccount account_with(std::int64_t lots) {
    VenueAccount account = empty_account();
    VenuePosition position;
    position.instrument = kBtc;
    position.lots = lots;
    account.positions.emplace({position});
    return account;
  }

  Portfolio portfolio_{PositionMode::kNetting};
  RiskGate gate_{{}, {}};
  VenueBroker broker_;
  Desk desk_{broker_, portfolio_, gate_};
  Reconciler reconciler_{desk_, broker_};
};

TEST_F(ReconcilerTest, orders_go_out_once_the_books_agree) {
  EXPECT_FALSE(reconciler_.is_ready());
  reconciler_.on_up(at(0));
  EXPECT_EQ(questions(), 1U);
  EXPECT_FALSE(reconciler_.is_ready());
  EXPECT_TRUE(reconciler_.on_account(empty_account(), at(1)).empty());
  EXPECT_TRUE(reconciler_.is_ready());
  reconciler_.on_down();
  EXPECT_FALSE(reconciler_.is_ready());
  // An answer that comes after the line broke is of no use.
  EXPECT_TRUE(reconciler_.on_account(empty_account(), at(2)).empty());
  EXPECT_FALSE(reconciler_.is_ready());
}

TEST_F(ReconcilerTest, a_difference_is_believed_only_when_it_stays) {
  reconciler_.on_up(at(0));
  EXPECT_EQ(questions(), 1U);
  for (std::uint32_t i = 1; i < Reconciler::kTries; ++i) {
    EXPECT_TRUE(reconciler_.on_account(account_with(4), at(i)).empty());
    EXPECT_EQ(questions(), 1U) << "asked again";
    EXPECT_FALSE(reconciler_.is_ready());
  }
  const auto found = reconciler_.on_account(account_with(4), at(9));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, Difference::Kind::kPosition);
  EXPECT_EQ(found[0].there, 4);
}

TEST_F(ReconcilerTest, of_balances_more_may_be_there_but_not_less) {
  reconciler_.on_up(at(0));
  VenueAccount more = account_with(4);
  more.holdings = Holdings::kBalances;
  EXPECT_TRUE(reconciler_.on_account(more, at(1)).empty());
  EXPECT_TRUE(reconciler_.is_ready());
  // 3 were bought here; 2 are left there.
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, testing::market(1, Side::kBuy, 3), 3, 10'000)));
  more.positions->front().lots = 2;
  reconciler_.on_up(at(2));
  for (std::uint32_t i = 1; i < Reconciler::kTries; ++i) EXPECT_TRUE(reconciler_.on_account(more, at(3)).empty());
  EXPECT_EQ(reconciler_.on_account(more, at(4)).size(), 1U);
}

TEST_F(ReconcilerTest, a_report_that_was_missed_makes_it_ask_once) {
  reconciler_.on_up(at(0));
  ASSERT_TRUE(reconciler_.on_account(empty_account(), at(1)).empty());
  const auto order = limit(1, Side::kBuy, 5, 10'000);
  desk_.submit(order, at(1));
  questions();
  BrokerReport second = testing::filled(testing::fill(2, order, 2, 10'000));
  second.filled = core::Qty{3};  // so one lot was filled before, of which nothing was heard
  broker_.on_report(second);
  desk_.settle();
  reconciler_.watch(at(2));
  reconciler_.watch(at(2));
  EXPECT_EQ(questions(), 1U);
  VenueAccount account = empty_account();
  account.orders = {
      {.id = {1}, .instrument = kBtc, .state = OrderState::kPartiallyFilled, .filled = {3}, .reason = {}}};
  account.fills = {testing::fill(1, order, 1, 9'999), testing::fill(2, order, 2, 10'000)};
  EXPECT_TRUE(reconciler_.on_account(account, at(3)).empty());
  EXPECT_EQ(desk_.orders().find({1})->filled, core::Qty{3});
  EXPECT_EQ(portfolio_.net_lots(kBtc), 3);
}

TEST_F(ReconcilerTest, what_was_sent_after_the_question_is_not_lost) {
  reconciler_.on_up(at(0));
  ASSERT_TRUE(reconciler_.on_account(empty_account(), at(1)).empty());
  reconciler_.on_doubt(at(2));
  desk_.submit(limit(1, Side::kBuy, 5, 10'000), at(2));
  VenueAccount account = empty_account();
  account.asked.emplace();
  EXPECT_TRUE(reconciler_.on_account(account, at(3)).empty());
  EXPECT_EQ(desk_.orders().find({1})->state, OrderState::kNew);
}

TEST_F(ReconcilerTest, reports_of_an_order_that_is_over_are_repetitions_when_they_tell_nothing_new) {
  reconciler_.on_up(at(0));
  ASSERT_TRUE(reconciler_.on_account(empty_account(), at(1)).empty());
  const auto order = limit(1, Side::kBuy, 5, 10'000);
  desk_.submit(order, at(1));
  BrokerReport whole = testing::filled(testing::fill(2, order, 5, 10'000));
  whole.filled = core::Qty{5};
  for (int i = 0; i < 2; ++i) broker_.on_report(whole);
  broker_.on_report(testing::report(core::OrderEventKind::kAccepted, 1));
  desk_.settle();
  EXPECT_EQ(desk_.orders().find({1})->state, OrderState::kFilled);
  EXPECT_EQ(desk_.faults(), 0U);
  EXPECT_EQ(desk_.gaps(), 0U);
}

}  // namespace
}  // namespace tidemark::trading
