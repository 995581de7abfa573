// Brackets kept for a venue that has none: what the specification says of them (trading, "Orders, brokers") and
// core/order.hpp of parent and oco, by hand.

#include "trading/execution/leg_keeper.hpp"

#include <gtest/gtest.h>

#include "trading/desk.hpp"
#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using testing::at;
using testing::kBtc;
using testing::kRules;
using testing::limit;
using testing::market;
using testing::stop;
using Kind = VenueRequest::Kind;

class LegKeeperTest : public ::testing::Test {
 protected:
  LegKeeperTest() {
    const CurrencyId usd = portfolio_.add_currency("USD");
    EXPECT_TRUE(portfolio_.add_instrument(kBtc, kRules.scale, usd));
    portfolio_.mark(kBtc, {10'000});
    TradeRules spot = kRules;
    spot.shorting = Shorting::kNone;
    desk_.add_instrument(kBtc, spot);
    venue_.ready(at(0));
  }
  static core::OrderRequest leg(core::OrderRequest request) {
    request.effect = core::Effect::kReduceOnly;
    request.parent = core::ClientOrderId{1};
    request.oco = core::OcoGroupId{1};
    return request;
  }
  /// Buys 10 with a stop at 95.00 and a target at 110.00.
  void bracket() {
    desk_.submit(market(1, Side::kBuy, 10), at(0));
    desk_.submit(leg(stop(2, Side::kSell, 10, 9'500)), at(0));
    desk_.submit(leg(limit(3, Side::kSell, 10, 11'000)), at(0));
    desk_.settle();
    const auto sent = requests();
    ASSERT_EQ(sent.size(), 1U) << "the legs stay here";
    EXPECT_EQ(sent[0].order.id, core::ClientOrderId{1});
  }
  void fill_parent(std::int64_t lots, std::uint64_t id = 1) {
    venue_.on_report(testing::filled(testing::fill(id, market(1, Side::kBuy, 10), lots, 10'000)));
    desk_.settle();
  }
  void price(std::int64_t ticks) {
    keeper_.on_price(kBtc, {ticks}, at(5));
    desk_.settle();
  }
  std::vector<VenueRequest> requests() {
    std::vector<VenueRequest> out;
    venue_.take_requests(out);
    return out;
  }
  OrderState state_of(std::uint64_t id) const { return desk_.orders().find({id})->state; }
  std::optional<OrderReason> reason_of(std::uint64_t id) const { return desk_.orders().find({id})->reason; }

  Portfolio portfolio_{PositionMode::kNetting};
  RiskGate gate_{{}, {}};
  VenueBroker venue_;
  LegKeeper keeper_{venue_, [this](core::InstrumentId id) { return portfolio_.net_lots(id); }};
  Desk desk_{keeper_, portfolio_, gate_};
};

TEST_F(LegKeeperTest, a_stop_that_is_reached_is_sent_and_its_sibling_goes) {
  bracket();
  EXPECT_EQ(state_of(2), OrderState::kAccepted);
  price(9'000);
  EXPECT_TRUE(requests().empty()) << "they sleep until the parent is over";
  fill_parent(10);
  price(9'501);
  EXPECT_TRUE(requests().empty());
  price(9'500);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, Kind::kSubmit);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{2});
  EXPECT_EQ(sent[0].order.type, core::OrderType::kMarket);
  EXPECT_EQ(sent[0].order.side, Side::kSell);
  EXPECT_EQ(sent[0].order.qty, core::Qty{10});
  EXPECT_FALSE(sent[0].order.parent);
  EXPECT_EQ(state_of(3), OrderState::kCanceled);
  EXPECT_EQ(reason_of(3), OrderReason::kOcoFilled);
  price(9'400);
  price(12'000);
  EXPECT_TRUE(requests().empty()) << "once";
  venue_.on_report(testing::filled(testing::fill(2, market(2, Side::kSell, 10), 10, 9'490)));
  desk_.settle();
  EXPECT_EQ(state_of(2), OrderState::kFilled);
  EXPECT_EQ(portfolio_.net_lots(kBtc), 0);
  EXPECT_EQ(desk_.faults(), 0U);
}

TEST_F(LegKeeperTest, a_target_is_reached_from_below) {
  bracket();
  fill_parent(10);
  price(10'999);
  EXPECT_TRUE(requests().empty());
  price(11'000);
  ASSERT_EQ(requests().size(), 1U);
  EXPECT_EQ(state_of(2), OrderState::kCanceled);
}

TEST_F(LegKeeperTest, legs_are_for_what_the_parent_filled_and_is_held) {
  bracket();
  fill_parent(4);
  BrokerReport canceled = testing::report(core::OrderEventKind::kCanceled, 1);
  canceled.reason = OrderReason::kRequested;
  venue_.on_report(canceled);
  desk_.settle();
  EXPECT_EQ(desk_.orders().find({2})->request.qty, core::Qty{4});
  // One lot was sold by hand meanwhile.
  ASSERT_TRUE(portfolio_.apply(testing::fill(9, market(9, Side::kSell, 1), 1, 10'000)));
  price(9'000);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].order.qty, core::Qty{3});
}

TEST_F(LegKeeperTest, legs_end_with_a_parent_that_fills_nothing) {
  bracket();
  BrokerReport rejected = testing::report(core::OrderEventKind::kRejected, 1);
  rejected.reason = OrderReason::kVenue;
  venue_.on_report(rejected);
  desk_.settle();
  EXPECT_EQ(state_of(2), OrderState::kCanceled);
  EXPECT_EQ(reason_of(3), OrderReason::kParentEnded);
}

TEST_F(LegKeeperTest, a_price_that_comes_while_the_line_is_down_counts_when_it_is_back) {
  bracket();
  fill_parent(10);
  venue_.on_down();
  price(9'000);
  EXPECT_TRUE(requests().empty());
  EXPECT_EQ(state_of(2), OrderState::kAccepted);
  venue_.ready(at(6));
  price(9'000);
  EXPECT_EQ(requests().size(), 1U);
}

TEST_F(LegKeeperTest, kept_legs_are_canceled_at_once_also_by_the_kill_switch) {
  bracket();
  fill_parent(10);
  desk_.engage_kill_switch(at(6));
  desk_.settle();
  EXPECT_EQ(state_of(2), OrderState::kCanceled);
  EXPECT_EQ(state_of(3), OrderState::kCanceled);
  price(9'000);
  EXPECT_TRUE(requests().empty());
}

TEST_F(LegKeeperTest, after_a_restart_legs_watch_and_those_that_were_sent_are_asked_for) {
  const std::vector<std::uint64_t> none;
  core::Order watching;
  watching.request = leg(stop(2, Side::kSell, 10, 9'500));
  watching.state = OrderState::kAccepted;
  core::Order sent = watching;
  sent.request.id = {5};
  sent.request.oco = core::OcoGroupId{7};
  sent.triggered = true;
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, market(1, Side::kBuy, 10), 10, 10'000)));
  desk_.restore(watching, none, {}, at(0));
  desk_.restore(sent, none, {}, at(0));
  venue_.on_up(at(1));
  const auto asked = requests();
  ASSERT_EQ(asked.size(), 1U);
  ASSERT_EQ(asked[0].known.size(), 1U);
  EXPECT_EQ(asked[0].known[0].id, core::ClientOrderId{5});
  venue_.ready(at(2));
  price(9'400);
  const auto now = requests();
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now[0].order.id, core::ClientOrderId{2});
}

}  // namespace
}  // namespace tidemark::trading
