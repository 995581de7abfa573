// Brackets kept for a venue that has none: what the specification says of them (trading, "Orders, brokers") and
// core/order.hpp of parent and oco, by hand.

#include "trading/execution/leg_keeper.hpp"

#include <algorithm>

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
  LegHome home_{LegHome::kHere};
  LegKeeper keeper_{venue_, [this](core::InstrumentId id) { return portfolio_.net_lots(id); },
                    [this](const core::OrderRequest&) { return home_; }};
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

core::OrderRequest trailing(std::uint64_t id, std::int64_t lots, std::int64_t distance) {
  core::OrderRequest request = market(id, Side::kSell, lots);
  request.type = core::OrderType::kTrailingStop;
  request.trail = core::Price{distance};
  request.effect = core::Effect::kReduceOnly;
  return request;
}

/// core/order.hpp: "a stop whose trigger follows the best price at a distance".
TEST_F(LegKeeperTest, a_trailing_stop_follows_the_price_here_and_is_sent_when_it_has_come_back) {
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, market(1, Side::kBuy, 10), 10, 10'000)));
  desk_.submit(trailing(2, 10, 200), at(0));
  desk_.settle();
  EXPECT_EQ(state_of(2), OrderState::kAccepted);
  EXPECT_EQ(keeper_.kept_here(), std::vector{core::ClientOrderId{2}});
  price(10'000);
  price(10'500);
  price(10'301);
  EXPECT_TRUE(requests().empty());
  EXPECT_EQ(keeper_.best_of({2}), core::Price{10'500});
  price(10'300);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{2});
  EXPECT_EQ(sent[0].order.type, core::OrderType::kMarket);
  EXPECT_EQ(sent[0].order.effect, core::Effect::kReduceOnly);
  EXPECT_EQ(sent[0].order.qty, core::Qty{10});
  EXPECT_FALSE(keeper_.best_of({2}));
  price(10'000);
  EXPECT_TRUE(requests().empty()) << "once";
  venue_.on_report(testing::filled(testing::fill(2, market(2, Side::kSell, 10), 10, 10'290)));
  desk_.settle();
  EXPECT_EQ(state_of(2), OrderState::kFilled);
  EXPECT_EQ(desk_.faults(), 0U);
}

TEST_F(LegKeeperTest, a_trailing_stop_goes_on_after_a_broken_line_and_a_restart) {
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, market(1, Side::kBuy, 10), 10, 10'000)));
  core::Order kept;
  kept.request = trailing(2, 10, 200);
  kept.state = OrderState::kAccepted;
  desk_.restore(kept, std::vector<std::uint64_t>{}, core::Price{11'000}, at(0));
  venue_.on_up(at(1));
  const auto asked = requests();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_TRUE(asked[0].known.empty()) << "the venue does not know it";
  VenueAccount account;
  account.at = at(2);
  EXPECT_TRUE(desk_.reconcile(account).empty());
  keeper_.on_account(account, at(2));
  desk_.settle();
  EXPECT_EQ(state_of(2), OrderState::kAccepted) << "what the venue does not know is not lost";
  price(11'100);
  EXPECT_TRUE(requests().empty()) << "the line is down";
  venue_.ready(at(3));
  price(10'901);
  EXPECT_TRUE(requests().empty());
  price(10'900);
  EXPECT_EQ(requests().size(), 1U) << "200 below 11,100, which was seen meanwhile";
}

TEST_F(LegKeeperTest, a_trailing_stop_that_cannot_be_kept_is_refused) {
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, market(1, Side::kBuy, 10), 10, 10'000)));
  venue_.on_down();
  desk_.submit(trailing(2, 10, 200), at(0));
  desk_.settle();
  EXPECT_EQ(state_of(2), OrderState::kRejected);
  EXPECT_EQ(reason_of(2), OrderReason::kNotReady);
}

TEST_F(LegKeeperTest, a_trailing_stop_is_canceled_at_once) {
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, market(1, Side::kBuy, 10), 10, 10'000)));
  desk_.submit(trailing(2, 10, 200), at(0));
  desk_.settle();
  desk_.cancel({2}, at(1));
  desk_.settle();
  EXPECT_EQ(state_of(2), OrderState::kCanceled);
  EXPECT_TRUE(requests().empty());
  EXPECT_TRUE(keeper_.kept_here().empty());
}

/// A venue that keeps stops and limit orders that only reduce, as Binance's USD-M market does (STOP_MARKET,
/// TAKE_PROFIT_MARKET and LIMIT with reduceOnly).
class VenueKeepsTest : public LegKeeperTest {
 protected:
  VenueKeepsTest() { home_ = LegHome::kVenue; }
  /// A bracket whose legs rest at the venue.
  void resting() {
    bracket();
    fill_parent(10);
    const auto sent = requests();
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].kind, Kind::kSubmit);
    EXPECT_EQ(sent[0].order.id, core::ClientOrderId{2});
    EXPECT_EQ(sent[0].order.type, core::OrderType::kStop);
    EXPECT_EQ(sent[0].order.trigger, core::Price{9'500});
    EXPECT_EQ(sent[0].order.effect, core::Effect::kReduceOnly);
    EXPECT_FALSE(sent[0].order.parent || sent[0].order.oco);
    EXPECT_EQ(sent[1].order.limit, core::Price{11'000});
    EXPECT_TRUE(keeper_.kept_here().empty());
  }
  void reject(std::uint64_t id, OrderReason reason) {
    BrokerReport rejected = testing::report(core::OrderEventKind::kRejected, id);
    rejected.reason = reason;
    venue_.on_report(rejected);
    desk_.settle();
  }
  static core::Order order_of(core::OrderRequest request) {
    core::Order order;
    order.request = std::move(request);
    order.state = OrderState::kAccepted;
    return order;
  }
  /// An earlier run had bought 10, and its legs were open.
  void restart() {
    ASSERT_TRUE(portfolio_.apply(testing::fill(1, market(1, Side::kBuy, 10), 10, 10'000)));
    const std::vector<std::uint64_t> none;
    desk_.restore(order_of(leg(stop(2, Side::kSell, 10, 9'500))), none, {}, at(0));
    desk_.restore(order_of(leg(limit(3, Side::kSell, 10, 11'000))), none, {}, at(0));
    venue_.on_up(at(1));
    const auto asked = requests();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].known.size(), 2U) << "both may be there";
  }
  void on_account(const VenueAccount& account) {
    EXPECT_TRUE(desk_.reconcile(account).empty());
    venue_.ready(at(2));
    keeper_.on_account(account, at(2));
    keeper_.protect(at(2));
    desk_.settle();
  }
};

TEST_F(VenueKeepsTest, legs_rest_there_once_the_parent_is_over_and_are_not_sent_again) {
  bracket();
  EXPECT_EQ(keeper_.kept_here().size(), 2U) << "asleep";
  fill_parent(4, 1);
  EXPECT_TRUE(requests().empty()) << "the parent may still fill";
  fill_parent(6, 2);
  EXPECT_EQ(requests().size(), 2U);
  EXPECT_TRUE(keeper_.kept_here().empty());
  price(9'000);
  EXPECT_TRUE(requests().empty()) << "the venue sees the price itself";
}

TEST_F(VenueKeepsTest, what_one_fills_the_others_lose) {
  resting();
  BrokerReport triggered = testing::report(core::OrderEventKind::kTriggered, 2);
  venue_.on_report(triggered);
  venue_.on_report(testing::filled(testing::fill(2, market(2, Side::kSell, 10), 4, 9'490)));
  desk_.settle();
  EXPECT_TRUE(requests().empty()) << "the target protects what is left";
  venue_.on_report(testing::filled(testing::fill(3, market(2, Side::kSell, 10), 6, 9'480)));
  desk_.settle();
  const auto asked = requests();
  ASSERT_FALSE(asked.empty());
  EXPECT_EQ(asked[0].kind, Kind::kCancel);
  EXPECT_EQ(asked[0].order.id, core::ClientOrderId{3});
  EXPECT_EQ(state_of(3), OrderState::kAccepted) << "until the venue says so";
  BrokerReport canceled = testing::report(core::OrderEventKind::kCanceled, 3);
  canceled.reason = OrderReason::kRequested;
  venue_.on_report(canceled);
  desk_.settle();
  EXPECT_EQ(state_of(3), OrderState::kCanceled);
  EXPECT_EQ(reason_of(3), OrderReason::kOcoFilled);
  EXPECT_EQ(portfolio_.net_lots(kBtc), 0);
  EXPECT_EQ(desk_.faults(), 0U);
}

TEST_F(VenueKeepsTest, a_leg_that_the_venue_refuses_is_watched_here) {
  resting();
  reject(2, OrderReason::kBadPrice);  // -2021: it would immediately trigger
  EXPECT_EQ(state_of(2), OrderState::kAccepted);
  EXPECT_EQ(keeper_.kept_here(), std::vector{core::ClientOrderId{2}});
  price(9'501);
  EXPECT_TRUE(requests().empty()) << "not sent there again";
  price(9'499);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].kind, Kind::kCancel) << "its sibling";
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{3});
  EXPECT_EQ(sent[1].order.type, core::OrderType::kMarket);
  EXPECT_EQ(sent[1].order.id, core::ClientOrderId{2});
}

TEST_F(VenueKeepsTest, legs_that_could_not_go_out_are_watched_and_go_out_when_the_line_is_back) {
  bracket();
  venue_.on_down();
  fill_parent(10);
  EXPECT_TRUE(requests().empty());
  EXPECT_EQ(keeper_.kept_here().size(), 2U);
  venue_.ready(at(3));
  price(10'000);
  EXPECT_EQ(requests().size(), 2U);
}

TEST_F(VenueKeepsTest, the_kill_switch_cancels_what_rests_there) {
  resting();
  desk_.engage_kill_switch(at(6));
  const auto asked = requests();
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].kind, Kind::kCancel);
  EXPECT_EQ(asked[1].kind, Kind::kCancel);
}

TEST_F(VenueKeepsTest, after_a_restart_what_rests_there_is_found_and_what_filled_takes_the_other_with_it) {
  restart();
  VenueAccount account;
  account.at = at(2);
  account.asked = {{2}, {3}};
  account.orders = {{.id = {2}, .instrument = kBtc, .state = OrderState::kFilled, .filled = {10}, .reason = {}},
                    {.id = {3}, .instrument = kBtc, .state = OrderState::kAccepted, .filled = {}, .reason = {}}};
  account.fills = {testing::fill(8, market(2, Side::kSell, 10), 10, 9'490)};
  on_account(account);
  EXPECT_EQ(state_of(2), OrderState::kFilled);
  EXPECT_EQ(portfolio_.net_lots(kBtc), 0);
  const auto asked = requests();
  ASSERT_FALSE(asked.empty());
  EXPECT_EQ(asked[0].kind, Kind::kCancel);
  EXPECT_EQ(asked[0].order.id, core::ClientOrderId{3});
}

TEST_F(VenueKeepsTest, after_a_restart_what_never_reached_the_venue_is_sent) {
  restart();
  VenueAccount account;
  account.at = at(2);
  account.asked = {{2}, {3}};
  account.orders = {{.id = {3}, .instrument = kBtc, .state = OrderState::kAccepted, .filled = {}, .reason = {}}};
  on_account(account);
  EXPECT_EQ(state_of(2), OrderState::kAccepted) << "an unprotected position is worse than a late stop";
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, Kind::kSubmit);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{2});
}

/// A venue that locks what a leg sells, and keeps a stop and a target as a pair of which one cancels the other: Binance
/// spot (rest-api.md, "New Order list - OCO").
class VenuePairsTest : public LegKeeperTest {
 protected:
  VenuePairsTest() { home_ = LegHome::kVenuePair; }
  /// Bought 10; the legs rest there as a pair.
  void resting() {
    bracket();
    fill_parent(10);
    const auto sent = requests();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].kind, Kind::kSubmit);
    EXPECT_EQ(sent[0].order.id, core::ClientOrderId{2});
    ASSERT_TRUE(sent[0].pair);
    EXPECT_EQ(sent[0].pair->id, core::ClientOrderId{3});
    EXPECT_EQ(sent[0].pair->qty, core::Qty{10});
    EXPECT_FALSE(sent[0].order.parent || sent[0].pair->parent);
    EXPECT_TRUE(keeper_.kept_here().empty());
  }
  void say(core::OrderEventKind kind, std::uint64_t id, OrderReason reason) {
    BrokerReport report = testing::report(kind, id);
    report.reason = reason;
    report.filled = core::Qty{};
    if (kind == core::OrderEventKind::kRejected) report.filled.reset();
    venue_.on_report(report);
    desk_.settle();
  }
  void fill_leg(std::uint64_t fill, std::uint64_t id, std::int64_t lots, std::int64_t price) {
    venue_.on_report(testing::filled(testing::fill(fill, market(id, Side::kSell, 10), lots, price)));
    desk_.settle();
  }
  static core::OrderRequest sell(std::uint64_t id, std::int64_t lots) {
    core::OrderRequest order = market(id, Side::kSell, lots);
    order.effect = core::Effect::kReduceOnly;
    return order;
  }
};

TEST_F(VenuePairsTest, a_target_that_fills_ends_the_stop_as_the_venue_says) {
  resting();
  fill_leg(8, 3, 10, 11'000);
  EXPECT_EQ(state_of(2), OrderState::kAccepted) << "until the venue says that it has taken it off";
  say(core::OrderEventKind::kExpired, 2, OrderReason::kOcoFilled);
  EXPECT_EQ(state_of(2), OrderState::kCanceled);
  EXPECT_EQ(reason_of(2), OrderReason::kOcoFilled);
  EXPECT_EQ(portfolio_.net_lots(kBtc), 0);
  EXPECT_EQ(desk_.faults(), 0U);
}

TEST_F(VenuePairsTest, a_target_that_fills_in_part_brings_the_stop_home) {
  resting();
  fill_leg(8, 3, 4, 11'000);
  say(core::OrderEventKind::kExpired, 2, OrderReason::kOcoFilled);
  EXPECT_EQ(state_of(2), OrderState::kAccepted) << "six are still held";
  EXPECT_EQ(keeper_.kept_here(), std::vector{core::ClientOrderId{2}});
  price(10'000);
  EXPECT_TRUE(requests().empty()) << "what it would sell is locked for the target";
  price(9'500);
  const auto cancel = requests();
  ASSERT_EQ(cancel.size(), 1U) << "what is locked cannot be sold yet";
  EXPECT_EQ(cancel[0].kind, Kind::kCancel);
  EXPECT_EQ(cancel[0].order.id, core::ClientOrderId{3});
  BrokerReport canceled = testing::report(core::OrderEventKind::kCanceled, 3);
  canceled.reason = OrderReason::kRequested;
  canceled.filled = core::Qty{4};
  venue_.on_report(canceled);
  desk_.settle();
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{2});
  EXPECT_EQ(sent[0].order.type, core::OrderType::kMarket);
  EXPECT_EQ(sent[0].order.qty, core::Qty{6});
  EXPECT_EQ(reason_of(3), OrderReason::kOcoFilled);
}

TEST_F(VenuePairsTest, a_stop_that_is_triggered_and_finds_nobody_leaves_the_target_watching) {
  resting();
  say(core::OrderEventKind::kExpired, 3, OrderReason::kOcoFilled);
  venue_.on_report(testing::report(core::OrderEventKind::kTriggered, 2));
  desk_.settle();
  say(core::OrderEventKind::kExpired, 2, OrderReason::kNoLiquidity);
  EXPECT_EQ(state_of(3), OrderState::kAccepted);
  price(11'000);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{3});
}

TEST_F(VenuePairsTest, a_trailing_stop_whose_time_has_come_sells_what_the_pair_had_locked) {
  resting();
  desk_.submit(trailing(4, 10, 200), at(3));
  price(10'500);
  price(10'300);
  const auto cancels = requests();
  ASSERT_EQ(cancels.size(), 2U);
  EXPECT_EQ(cancels[0].kind, Kind::kCancel);
  EXPECT_EQ(cancels[1].kind, Kind::kCancel);
  price(10'200);
  EXPECT_TRUE(requests().empty()) << "they are asked for once";
  say(core::OrderEventKind::kCanceled, 2, OrderReason::kRequested);
  say(core::OrderEventKind::kCanceled, 3, OrderReason::kRequested);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U) << "the pair does not rest again before it is over";
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{4});
  EXPECT_EQ(sent[0].order.type, core::OrderType::kMarket);
  fill_leg(8, 4, 10, 10'190);
  price(9'000);
  EXPECT_EQ(portfolio_.net_lots(kBtc), 0);
  EXPECT_EQ(state_of(4), OrderState::kFilled);
  EXPECT_EQ(desk_.faults(), 0U);
}

TEST_F(VenuePairsTest, a_pair_that_is_refused_is_watched_here) {
  resting();
  say(core::OrderEventKind::kRejected, 2, OrderReason::kBadPrice);
  say(core::OrderEventKind::kRejected, 3, OrderReason::kBadPrice);
  EXPECT_EQ(keeper_.kept_here().size(), 2U);
  price(10'000);
  EXPECT_TRUE(requests().empty()) << "not sent there again";
  price(9'499);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{2});
  EXPECT_EQ(sent[0].order.type, core::OrderType::kMarket);
  EXPECT_EQ(state_of(3), OrderState::kCanceled);
}

TEST_F(VenuePairsTest, when_one_is_canceled_by_hand_the_other_rests_alone) {
  resting();
  desk_.cancel({3}, at(6));
  ASSERT_EQ(requests().size(), 1U);
  // The venue cancels the whole list.
  say(core::OrderEventKind::kCanceled, 3, OrderReason::kRequested);
  say(core::OrderEventKind::kCanceled, 2, OrderReason::kVenue);
  EXPECT_EQ(state_of(3), OrderState::kCanceled);
  EXPECT_EQ(state_of(2), OrderState::kAccepted);
  price(10'000);
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, Kind::kSubmit);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{2});
  EXPECT_EQ(sent[0].order.type, core::OrderType::kStop);
  EXPECT_FALSE(sent[0].pair);
}

TEST_F(VenuePairsTest, the_kill_switch_cancels_both_and_neither_comes_home) {
  resting();
  desk_.engage_kill_switch(at(6));
  const auto asked = requests();
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].kind, Kind::kCancel);
  EXPECT_EQ(asked[1].kind, Kind::kCancel);
  say(core::OrderEventKind::kCanceled, 2, OrderReason::kRequested);
  say(core::OrderEventKind::kCanceled, 3, OrderReason::kRequested);
  EXPECT_TRUE(desk_.orders().open().empty());
  EXPECT_TRUE(requests().empty());
}

TEST_F(VenuePairsTest, an_order_that_closes_waits_for_what_the_legs_have_locked) {
  resting();
  desk_.submit(sell(7, 4), at(6));
  desk_.settle();
  const auto asked = requests();
  ASSERT_EQ(asked.size(), 2U) << "the legs come home first";
  EXPECT_EQ(asked[0].kind, Kind::kCancel);
  EXPECT_EQ(asked[1].kind, Kind::kCancel);
  say(core::OrderEventKind::kCanceled, 2, OrderReason::kRequested);
  EXPECT_TRUE(requests().empty()) << "one of them is still there";
  say(core::OrderEventKind::kCanceled, 3, OrderReason::kRequested);
  keeper_.protect(at(7));
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].order.id, core::ClientOrderId{7});
  EXPECT_EQ(keeper_.kept_here().size(), 2U) << "as long as it is open";
  fill_leg(8, 7, 4, 10'000);
  const auto again = requests();
  ASSERT_EQ(again.size(), 1U);
  ASSERT_TRUE(again[0].pair);
  EXPECT_EQ(again[0].order.qty, core::Qty{6}) << "for what is left";
  EXPECT_EQ(again[0].pair->qty, core::Qty{6});
}

TEST_F(VenuePairsTest, an_order_that_waits_can_be_canceled_and_does_not_outlive_the_line) {
  resting();
  desk_.submit(sell(7, 10), at(6));
  desk_.settle();
  static_cast<void>(requests());
  desk_.cancel({7}, at(6));
  desk_.settle();
  EXPECT_EQ(state_of(7), OrderState::kCanceled);
  desk_.submit(sell(8, 10), at(6));
  desk_.settle();
  venue_.on_down();
  keeper_.protect(at(7));
  desk_.settle();
  EXPECT_EQ(state_of(8), OrderState::kRejected);
  EXPECT_EQ(reason_of(8), OrderReason::kNotReady);
  EXPECT_TRUE(std::ranges::none_of(requests(), [](const VenueRequest& one) { return one.kind == Kind::kSubmit; }));
}

TEST_F(VenuePairsTest, after_a_restart_a_pair_that_the_venue_has_not_is_sent_and_one_that_began_to_fill_comes_home) {
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, market(1, Side::kBuy, 10), 10, 10'000)));
  const std::vector<std::uint64_t> none;
  for (const auto& request : {stop(2, Side::kSell, 10, 9'500), limit(3, Side::kSell, 10, 11'000)}) {
    core::Order order;
    order.request = leg(request);
    order.state = OrderState::kAccepted;
    desk_.restore(order, none, {}, at(0));
  }
  venue_.on_up(at(1));
  const auto asked = requests();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].known.size(), 2U);
  VenueAccount account;
  account.at = at(2);
  account.asked = {{2}, {3}};
  const auto answer = [&] {
    EXPECT_TRUE(desk_.reconcile(account).empty());
    venue_.ready(at(2));
    keeper_.on_account(account, at(2));
    keeper_.protect(at(2));
    desk_.settle();
  };
  answer();
  const auto sent = requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_TRUE(sent[0].pair);
  account.orders = {
      {.id = {2}, .instrument = kBtc, .state = OrderState::kExpired, .filled = {}, .reason = OrderReason::kOcoFilled},
      {.id = {3}, .instrument = kBtc, .state = OrderState::kPartiallyFilled, .filled = {4}, .reason = {}}};
  account.fills = {testing::fill(8, market(3, Side::kSell, 10), 4, 11'000)};
  answer();
  EXPECT_EQ(state_of(2), OrderState::kAccepted);
  EXPECT_EQ(state_of(3), OrderState::kPartiallyFilled);
  EXPECT_EQ(keeper_.kept_here(), std::vector{core::ClientOrderId{2}});
}

}  // namespace
}  // namespace tidemark::trading
