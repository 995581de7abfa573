// What an order session must do (trading, "Orders, brokers": idempotent ids; after a reconnect or restart orders, fills
// and positions are reconciled before anything new; source-apis.md: an order without an answer is asked for by its
// client id before anything is tried again), against the simulated venue.

#include <gtest/gtest.h>

#include "sim/faults/fault_plan.hpp"
#include "tests/orders/order_world.hpp"
#include "tests/orders/venue_books.hpp"

namespace tidemark::test {
namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using venues::binance::Market;

core::OrderRequest order_of(OrderWorld& world, Side side, std::int64_t lots) {
  core::OrderRequest request;
  request.side = side;
  request.qty = {lots * world.instrument().lot_size.lots};
  return request;
}

/// A limit order so many thousandths above the last price, below it if negative.
core::OrderRequest limit_of(OrderWorld& world, Side side, std::int64_t lots, std::int64_t thousandths) {
  core::OrderRequest request = order_of(world, side, lots);
  request.type = core::OrderType::kLimit;
  const std::int64_t tick = world.instrument().tick_size.ticks;
  const std::int64_t price = world.last_price().ticks / 1000 * (1000 + thousandths);
  request.limit = core::Price{price / tick * tick};
  return request;
}

sim::FaultPlan plan(const char* text) {
  auto parsed = sim::parse_fault_plan(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(sim::FaultPlan{});
}

/// Lots in whole steps, so that both markets can be asked for the same value: 0.01 BTC.
std::int64_t some(const OrderWorld& world) {
  return core::kPow10[static_cast<std::size_t>(world.instrument().scale.qty_decimals)] / 100 /
         world.instrument().lot_size.lots;
}

class OrderSessionTest : public ::testing::TestWithParam<Market> {
 protected:
  OrderWorld& start(const char* faults = "") {
    world_ = std::make_unique<OrderWorld>(OrderWorld::Options{.market = GetParam(), .faults = plan(faults)});
    OrderWorld& world = *world_;
    const char* path =
        GetParam() == Market::kSpot ? "/api/v3/ticker/price?symbol=BTCUSDT" : "/fapi/v1/ticker/price?symbol=BTCUSDT";
    const auto json = net::parse_json(world.get(path));
    EXPECT_TRUE(json && json->find("price") != nullptr);
    const auto price = core::parse_decimal(*json->find("price")->text(), world.instrument().scale.price_decimals);
    world.mark({price.value});
    return world;
  }
  OrderWorld& ready(const char* faults = "") {
    OrderWorld& world = start(faults);
    EXPECT_TRUE(world.run_while_not([&] { return world.is_ready(); }, core::seconds(5)));
    return world;
  }
  static OrderState state_of(OrderWorld& world, core::ClientOrderId id) { return world.order(id).state; }

 private:
  std::unique_ptr<OrderWorld> world_;
};

TEST_P(OrderSessionTest, a_market_order_is_filled_and_the_books_are_the_venue_s) {
  OrderWorld& world = ready();
  const auto id = world.submit(order_of(world, Side::kBuy, some(world)));
  EXPECT_EQ(state_of(world, id), OrderState::kNew);
  ASSERT_TRUE(world.run_while_not([&] { return state_of(world, id) == OrderState::kFilled; }, core::seconds(2)));
  const VenueBooks books = venue_books(world);
  EXPECT_EQ(books.orders, 1U);
  const core::Money deposit = core::parse_money("50000").value();
  EXPECT_EQ(world.kept().books.cash(world.kept().currency), deposit - books.paid - books.quote_fees);
  const auto held = core::notional_of({1}, {world.position().lots}, {0, world.instrument().scale.qty_decimals});
  EXPECT_EQ(held, books.bought - books.kept);
  world.ask_account();
  world.run_for(core::seconds(2));
  EXPECT_TRUE(world.differences().empty());
}

TEST_P(OrderSessionTest, a_limit_order_rests_and_is_canceled) {
  OrderWorld& world = ready();
  const auto id = world.submit(limit_of(world, Side::kBuy, some(world), -20));
  ASSERT_TRUE(world.run_while_not([&] { return state_of(world, id) == OrderState::kAccepted; }, core::seconds(2)));
  EXPECT_EQ(venue_books(world).open, 1U);
  world.cancel(id);
  ASSERT_TRUE(world.run_while_not([&] { return state_of(world, id) == OrderState::kCanceled; }, core::seconds(2)));
  EXPECT_EQ(world.order(id).reason, OrderReason::kRequested);
  EXPECT_EQ(venue_books(world).open, 0U);
}

TEST_P(OrderSessionTest, what_the_venue_refuses_is_rejected_with_its_reason) {
  OrderWorld& world = ready();
  core::OrderRequest post_only = limit_of(world, Side::kBuy, some(world), 5);
  post_only.liquidity = core::Liquidity::kPostOnly;
  const auto taking = world.submit(post_only);
  const auto huge = world.submit(limit_of(world, Side::kBuy, some(world) * 100'000, -20));
  world.run_for(core::seconds(1));
  EXPECT_EQ(state_of(world, taking), OrderState::kRejected);
  EXPECT_EQ(world.order(taking).reason, OrderReason::kWouldTake);
  EXPECT_EQ(state_of(world, huge), OrderState::kRejected);
}

TEST_P(OrderSessionTest, an_order_whose_answer_is_lost_is_found_and_never_sent_again) {
  // From the second second on every request is carried out and none is answered, until the eighth.
  OrderWorld& world = ready("swallow@2s-8s:p=1");
  world.run_until(kOrdersStart + core::seconds(3));
  const auto id = world.submit(limit_of(world, Side::kBuy, some(world), -20));
  world.run_until(kOrdersStart + core::seconds(30));
  EXPECT_EQ(state_of(world, id), OrderState::kAccepted);
  EXPECT_EQ(world.status().unknown_outcomes, 1U);
  EXPECT_EQ(world.status().orders_sent, 1U);
  EXPECT_EQ(venue_books(world).orders, 1U);
}

TEST_P(OrderSessionTest, an_order_that_never_arrived_is_lost_but_not_before_it_cannot_arrive_any_more) {
  OrderWorld& world = ready("error@2s-8s:p=1:status=503");
  world.run_until(kOrdersStart + core::seconds(3));
  const auto id = world.submit(limit_of(world, Side::kBuy, some(world), -20));
  // Five seconds the venue would still take it, one more for clocks that differ.
  world.run_until(kOrdersStart + core::seconds(9));
  EXPECT_EQ(state_of(world, id), OrderState::kNew);
  world.run_until(kOrdersStart + core::seconds(30));
  EXPECT_EQ(state_of(world, id), OrderState::kRejected);
  EXPECT_EQ(world.order(id).reason, OrderReason::kLost);
  EXPECT_EQ(world.status().orders_sent, 1U);
  EXPECT_EQ(venue_books(world).orders, 0U);
  // And orders go out again.
  const auto next = world.submit(limit_of(world, Side::kBuy, some(world), -20));
  world.run_for(core::seconds(1));
  EXPECT_EQ(state_of(world, next), OrderState::kAccepted);
}

TEST_P(OrderSessionTest, after_a_cut_line_nothing_goes_out_before_the_account_was_asked_for) {
  OrderWorld& world = ready("cut@4s,refuse@4s-8s");
  const auto resting = world.submit(limit_of(world, Side::kBuy, some(world), -20));
  world.run_until(kOrdersStart + core::seconds(5));
  EXPECT_FALSE(world.is_ready());
  const auto refused = world.submit(limit_of(world, Side::kBuy, some(world), -20));
  EXPECT_EQ(state_of(world, refused), OrderState::kRejected);
  EXPECT_EQ(world.order(refused).reason, OrderReason::kNotReady);
  world.cancel(resting);
  EXPECT_EQ(state_of(world, resting), OrderState::kAccepted) << "asked for once the line is back";
  ASSERT_TRUE(world.run_while_not([&] { return world.is_ready(); }, core::seconds(20)));
  EXPECT_EQ(world.connections(), 2U);
  world.run_for(core::seconds(1));
  EXPECT_EQ(state_of(world, resting), OrderState::kCanceled);
  EXPECT_EQ(venue_books(world).orders, 1U);
}

TEST_P(OrderSessionTest, a_stalled_line_is_noticed_and_what_it_lost_is_learned) {
  OrderWorld& world = ready("stall@3s-20s");
  world.run_until(kOrdersStart + core::milliseconds(3'500));
  const auto id = world.submit(order_of(world, Side::kBuy, some(world)));
  world.run_until(kOrdersStart + core::seconds(40));
  EXPECT_GE(world.connections(), 2U);
  EXPECT_EQ(state_of(world, id), OrderState::kFilled);
  EXPECT_TRUE(world.differences().empty());
}

TEST_P(OrderSessionTest, after_a_restart_it_learns_what_happened_meanwhile) {
  OrderWorld& world = ready();
  const auto resting = world.submit(limit_of(world, Side::kBuy, some(world), -20));
  world.run_for(core::seconds(1));
  const auto unheard = world.submit(order_of(world, Side::kBuy, some(world)));
  world.restart();
  EXPECT_EQ(state_of(world, unheard), OrderState::kNew);
  EXPECT_FALSE(world.is_ready());
  ASSERT_TRUE(world.run_while_not([&] { return world.is_ready(); }, core::seconds(20)));
  EXPECT_EQ(state_of(world, unheard), OrderState::kFilled);
  EXPECT_EQ(state_of(world, resting), OrderState::kAccepted);
  EXPECT_EQ(venue_books(world).orders, 2U);
  EXPECT_TRUE(world.differences().empty());
}

TEST_P(OrderSessionTest, a_wrong_clock_is_set_right) {
  OrderWorld& world = ready("skew@3s-60s:by=-30s");
  world.run_until(kOrdersStart + core::seconds(4));
  const auto id = world.submit(limit_of(world, Side::kBuy, some(world), -20));
  world.run_for(core::seconds(2));
  EXPECT_EQ(state_of(world, id), OrderState::kAccepted);
  world.run_until(kOrdersStart + core::seconds(62));
  EXPECT_EQ(venue_books(world).orders, 1U);
}

TEST_P(OrderSessionTest, keys_that_are_refused_are_a_trouble_and_nothing_goes_out) {
  OrderWorld& world = start();
  world.use_keys({"simulated-key-of-alice", "wrong"});
  world.run_for(core::seconds(5));
  EXPECT_FALSE(world.is_ready());
  // Spot signs for user data, USD-M first for the account.
  ASSERT_FALSE(world.troubles().empty());
  EXPECT_NE(world.troubles().front().message.find("-1022"), std::string::npos) << world.troubles().front().message;
}

INSTANTIATE_TEST_SUITE_P(Markets, OrderSessionTest, ::testing::Values(Market::kSpot, Market::kUsdm),
                         [](const auto& each) { return each.param == Market::kSpot ? "spot" : "usdm"; });

/// The venue keeps brackets itself: USD-M each leg by itself, spot both as one order list.
class VenueBracketTest : public ::testing::TestWithParam<Market> {
 protected:
  VenueBracketTest() {
    const auto json = net::parse_json(
        world_.get(is_spot() ? "/api/v3/ticker/price?symbol=BTCUSDT" : "/fapi/v1/ticker/price?symbol=BTCUSDT"));
    const int decimals = world_.instrument().scale.price_decimals;
    world_.mark({core::parse_decimal(*json->find("price")->text(), decimals).value});
    EXPECT_TRUE(world_.run_while_not([&] { return world_.is_ready(); }, core::seconds(5)));
  }
  /// Bought, with a stop and a target so many thousandths away, both at the venue.
  void protect(std::int64_t thousandths) {
    legs_ = world_.bracket(order_of(world_, Side::kBuy, some(world_)), thousandths);
    EXPECT_TRUE(world_.run_while_not([&] { return are_there(); }, core::seconds(3)));
  }
  [[nodiscard]] bool are_there() {
    const VenueBooks books = venue_books(world_);
    if (!is_spot()) return books.waiting == 1 && books.open == 1;
    const auto lists = ask_venue(world_, "/api/v3/openOrderList", "");
    return books.open == 2 && list_of(&lists).size() == 1;
  }
  [[nodiscard]] static bool is_spot() { return GetParam() == Market::kSpot; }
  /// Whether the venue holds what was bought.
  [[nodiscard]] bool is_held() {
    if (is_spot()) return venue_balance(world_, "BTC") > core::parse_money("1.005").value();
    const auto positions = ask_venue(world_, "/fapi/v3/positionRisk", "");
    return !list_of(&positions).empty();
  }
  [[nodiscard]] OrderState state(std::size_t leg) const { return world_.order(legs_[leg]).state; }
  [[nodiscard]] bool is_over() const { return !core::is_open(state(1)) && !core::is_open(state(2)); }
  void expect_flat_and_agreed() {
    EXPECT_EQ(world_.position().lots, 0);
    EXPECT_EQ(venue_books(world_).waiting + venue_books(world_).open, 0U);
    world_.ask_account();
    world_.run_for(core::seconds(5));
    EXPECT_TRUE(world_.differences().empty());
    const core::Money deposit = core::parse_money("50000").value();
    const core::Money earned = world_.kept().books.cash(world_.kept().currency) - deposit;
    EXPECT_EQ(venue_balance(world_, "USDT"), core::parse_money("100000").value() + earned);
    EXPECT_EQ(world_.desk().faults(), 0U);
  }

  OrderWorld world_{{.market = GetParam(), .faults = {}, .beside = {is_spot() ? Market::kUsdm : Market::kSpot}}};
  std::array<core::ClientOrderId, 3> legs_;
};

TEST_P(VenueBracketTest, what_one_leg_fills_cancels_the_other) {
  protect(1);
  ASSERT_TRUE(world_.run_while_not([&] { return is_over(); }, core::hours(2)));
  EXPECT_NE(state(1) == OrderState::kFilled, state(2) == OrderState::kFilled) << "one of them";
  expect_flat_and_agreed();
}

TEST_P(VenueBracketTest, a_program_that_is_lost_leaves_a_protected_position_and_finds_what_came_of_it) {
  protect(1);
  world_.lose();
  EXPECT_TRUE(is_held());
  // Nobody is there: the venue closes the position by itself.
  for (int minute = 0; minute < 240 && is_held(); ++minute) {
    world_.venue().advance(world_.venue().now() + core::minutes(1));
  }
  EXPECT_FALSE(is_held());
  EXPECT_NE(world_.position().lots, 0) << "the books know nothing of it yet";
  world_.come_back();
  ASSERT_TRUE(world_.run_while_not([&] { return world_.is_ready() && is_over(); }, core::seconds(30)));
  expect_flat_and_agreed();
}

TEST_P(VenueBracketTest, a_program_that_is_lost_at_once_places_the_legs_when_it_is_back) {
  legs_ = world_.bracket(order_of(world_, Side::kBuy, some(world_)), 20);
  world_.restart();  // the entry is on its way, the legs sleep
  ASSERT_TRUE(world_.run_while_not([&] { return world_.is_ready(); }, core::seconds(20)));
  ASSERT_TRUE(world_.run_while_not([&] { return are_there(); }, core::seconds(10)));
  world_.restart();
  world_.run_for(core::seconds(20));
  EXPECT_TRUE(are_there()) << "neither lost nor placed twice";
  EXPECT_EQ(state(1), OrderState::kAccepted);
  EXPECT_TRUE(world_.differences().empty());
}

TEST_P(VenueBracketTest, closing_the_position_cancels_both) {
  protect(20);
  core::OrderRequest close = order_of(world_, Side::kSell, 1);
  close.qty = {world_.position().lots};
  close.effect = core::Effect::kReduceOnly;
  world_.submit(close);
  ASSERT_TRUE(world_.run_while_not([&] { return is_over(); }, core::seconds(20)));
  expect_flat_and_agreed();
}

TEST_P(VenueBracketTest, the_kill_switch_cancels_both_there) {
  protect(20);
  world_.cancel_all();
  ASSERT_TRUE(world_.run_while_not([&] { return is_over(); }, core::seconds(10)));
  EXPECT_EQ(state(1), OrderState::kCanceled);
  EXPECT_EQ(state(2), OrderState::kCanceled);
  const VenueBooks books = venue_books(world_);
  EXPECT_EQ(books.open + books.waiting, 0U);
  EXPECT_GT(world_.position().lots, 0);
}

TEST_P(VenueBracketTest, when_one_leg_is_canceled_the_other_still_protects) {
  protect(20);
  world_.cancel(legs_[2]);
  const auto one_left = [&] {
    const VenueBooks books = venue_books(world_);
    return books.open + books.waiting == 1 && state(2) == OrderState::kCanceled;
  };
  ASSERT_TRUE(world_.run_while_not(one_left, core::seconds(10)));
  EXPECT_EQ(state(1), OrderState::kAccepted);
  world_.restart();
  world_.run_for(core::seconds(20));
  EXPECT_TRUE(one_left());
  EXPECT_EQ(state(1), OrderState::kAccepted);
  EXPECT_TRUE(world_.differences().empty());
}

TEST_P(VenueBracketTest, legs_whose_answer_is_lost_are_found) {
  legs_ = world_.bracket(order_of(world_, Side::kBuy, some(world_)), 20);
  ASSERT_TRUE(world_.run_while_not([&] { return state(0) == OrderState::kFilled; }, core::seconds(5)));
  world_.restart();  // the legs are on their way
  ASSERT_TRUE(world_.run_while_not([&] { return world_.is_ready() && are_there(); }, core::seconds(30)));
  world_.run_for(core::seconds(20));
  EXPECT_TRUE(are_there()) << "neither lost nor placed twice";
  EXPECT_TRUE(world_.differences().empty());
}

INSTANTIATE_TEST_SUITE_P(Markets, VenueBracketTest, ::testing::Values(Market::kSpot, Market::kUsdm),
                         [](const auto& each) { return each.param == Market::kSpot ? "spot" : "usdm"; });

/// What spot alone has: legs lock what they sell.
class SpotTest : public VenueBracketTest {};

TEST_P(SpotTest, a_part_is_sold_by_hand_and_the_rest_stays_protected) {
  protect(20);
  core::OrderRequest close = order_of(world_, Side::kSell, some(world_) / 2);
  close.effect = core::Effect::kReduceOnly;
  const auto id = world_.submit(close);
  ASSERT_TRUE(world_.run_while_not([&] { return world_.order(id).state == OrderState::kFilled; }, core::seconds(20)));
  world_.run_for(core::seconds(2));
  EXPECT_TRUE(are_there());
  EXPECT_EQ(state(1), OrderState::kAccepted);
  EXPECT_EQ(state(2), OrderState::kAccepted);
  EXPECT_EQ(world_.order(legs_[1]).request.qty.lots, world_.position().lots);
  world_.ask_account();
  world_.run_for(core::seconds(5));
  EXPECT_TRUE(world_.differences().empty());
  EXPECT_EQ(world_.desk().faults(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Markets, SpotTest, ::testing::Values(Market::kSpot), [](const auto&) { return "spot"; });

/// What USD-M alone has.
class UsdmTest : public VenueBracketTest {};

TEST_P(UsdmTest, funding_is_counted_as_the_venue_booked_it) {
  protect(100);
  world_.run_until(kOrdersStart + core::minutes(81));  // past 08:00
  EXPECT_EQ(world_.kept().fundings.size(), 1U);
  EXPECT_NE(world_.position().funding, core::Money{});
  world_.run_for(core::minutes(2));
  EXPECT_EQ(world_.kept().fundings.size(), 1U);
  core::OrderRequest close = order_of(world_, Side::kSell, some(world_));
  close.effect = core::Effect::kReduceOnly;
  world_.submit(close);
  ASSERT_TRUE(world_.run_while_not([&] { return is_over(); }, core::seconds(20)));
  expect_flat_and_agreed();
}

TEST_P(UsdmTest, a_stop_by_itself_rests_and_is_canceled) {
  core::OrderRequest stop = order_of(world_, Side::kBuy, some(world_));
  stop.type = core::OrderType::kStop;
  const std::int64_t tick = world_.instrument().tick_size.ticks;
  stop.trigger = core::Price{world_.last_price().ticks / 1000 * 1020 / tick * tick};
  const auto id = world_.submit(stop);
  world_.run_for(core::seconds(1));
  EXPECT_EQ(world_.order(id).state, OrderState::kAccepted);
  EXPECT_EQ(venue_books(world_).waiting, 1U);
  world_.cancel(id);
  world_.run_for(core::seconds(1));
  EXPECT_EQ(world_.order(id).state, OrderState::kCanceled);
  EXPECT_EQ(world_.order(id).reason, OrderReason::kRequested);
  EXPECT_EQ(venue_books(world_).waiting, 0U);
  stop.trigger = core::Price{world_.last_price().ticks / 1000 * 980 / tick * tick};
  const auto beyond = world_.submit(stop);
  world_.run_for(core::seconds(1));
  EXPECT_EQ(world_.order(beyond).state, OrderState::kRejected) << "-2021: it would trigger at once";
}

INSTANTIATE_TEST_SUITE_P(Markets, UsdmTest, ::testing::Values(Market::kUsdm), [](const auto&) { return "usdm"; });

}  // namespace
}  // namespace tidemark::test
