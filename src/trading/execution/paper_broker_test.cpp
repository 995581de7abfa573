// Fills worked out by hand from the candles, trades and books in each test and the rules stated in paper_market.hpp and
// paper_settings.hpp. Prices in cents, quantities in thousandths; at(0) is 2023-11-14T22:13:20Z, minutes are cut to it.

#include "trading/execution/paper_broker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trading/desk.hpp"
#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::OrderEventKind;
using core::OrderReason;
using core::OrderState;
using core::OrderType;
using core::Price;
using core::Qty;
using core::Side;
using core::TimeInForce;
using ::testing::ElementsAre;
using testing::kBtc;
using testing::kRules;
using testing::limit;
using testing::market;
using testing::stop;

constexpr core::Timestamp kStart = core::Timestamp::from_s(1'700'000'040);  // a full minute

core::Timestamp minute(std::int64_t number) {
  return kStart + core::minutes(number);
}

class Paper : public ::testing::Test {
 protected:
  /// "price x lots" of every fill so far.
  std::vector<std::string> fills() {
    desk().settle();
    std::vector<std::string> all;
    for (const auto& event : desk().events()) {
      if (event.fill)
        all.push_back(std::to_string(event.fill->price.ticks) + "x" + std::to_string(event.fill->qty.lots));
    }
    return all;
  }
  [[nodiscard]] OrderState state(std::uint64_t id) { return known(id).state; }
  [[nodiscard]] std::optional<OrderReason> reason(std::uint64_t id) { return known(id).reason; }
  const core::Order& known(std::uint64_t id) {
    desk().settle();
    return *desk().orders().find({id});
  }
  void candle(std::int64_t number, std::int64_t open, std::int64_t high, std::int64_t low, std::int64_t close,
              std::int64_t volume = 1'000'000) {
    core::Candle c;
    c.open_time = minute(number);
    c.open = {open};
    c.high = {high};
    c.low = {low};
    c.close = {close};
    c.volume = {volume};
    broker().on_candle(kBtc, c, core::Timeframe::k1m);
    portfolio_.mark(kBtc, {close});
    desk().settle();
  }
  void send(const core::OrderRequest& request, core::Timestamp at = minute(0)) {
    ASSERT_EQ(desk().submit(request, at).sending, Sending::kSent);
  }
  PaperBroker& broker() {
    desk();
    return *broker_;
  }
  Desk& desk() {
    if (desk_) return *desk_;
    broker_.emplace(settings_);
    broker_->add_instrument(kBtc, kRules);
    EXPECT_TRUE(portfolio_.add_instrument(kBtc, kRules.scale, usd_));
    portfolio_.mark(kBtc, {10000});
    desk_.emplace(*broker_, portfolio_, gate_);
    desk_->add_instrument(kBtc, kRules);
    return *desk_;
  }
  [[nodiscard]] std::int64_t held() {
    desk().settle();
    return portfolio_.net_lots(kBtc);
  }

  PaperSettings settings_;
  Portfolio portfolio_{PositionMode::kNetting};
  CurrencyId usd_ = portfolio_.add_currency("USD");
  RiskGate gate_{{}, usd_};
  std::optional<PaperBroker> broker_;
  std::optional<Desk> desk_;
};

core::OrderRequest child_of(std::uint64_t parent, core::OrderRequest request) {
  request.parent = core::ClientOrderId{parent};
  request.oco = core::OcoGroupId{parent};
  request.effect = core::Effect::kReduceOnly;
  return request;
}

TEST_F(Paper, a_market_order_is_filled_at_the_next_open_with_costs) {
  settings_.slippage = *core::parse_rate("0.1%");
  settings_.spread = *core::parse_rate("0.1%");
  settings_.taker_fee = *core::parse_rate("0.1%");
  candle(0, 9000, 9100, 8900, 9000);
  send(market(1, Side::kBuy, 2000), minute(1));
  EXPECT_THAT(fills(), ElementsAre()) << "not at a price that is past";
  candle(1, 10000, 10100, 9900, 10050);
  // 100.00 and 0.15 % of it; the fee of 2 * 100.15 is 0.2003.
  EXPECT_THAT(fills(), ElementsAre("10015x2000"));
  EXPECT_EQ(portfolio_.position(kBtc, core::PositionSide::kNet).fees, core::parse_money("0.2003"));
  EXPECT_EQ(portfolio_.cash(usd_), core::parse_money("-200.5003"));
  send(market(2, Side::kSell, 2000), minute(2));
  candle(2, 10001, 10001, 10001, 10001);
  // 100.01 less 0.150015, cut to the worse cent.
  EXPECT_THAT(fills(), ElementsAre("10015x2000", "9985x2000"));
}

class HedgedPaper : public Paper {
 protected:
  HedgedPaper() {
    portfolio_ = Portfolio{PositionMode::kHedging};
    usd_ = portfolio_.add_currency("USD");
  }
  static core::OrderRequest of(core::PositionSide position, core::OrderRequest request) {
    request.position = position;
    return request;
  }
  [[nodiscard]] std::int64_t lots(core::PositionSide side) {
    desk().settle();
    return portfolio_.position(kBtc, side).lots;
  }
};

TEST_F(HedgedPaper, what_closes_one_side_stops_at_what_is_held_and_leaves_the_other_alone) {
  using core::PositionSide;
  send(of(PositionSide::kLong, market(1, Side::kBuy, 2000)));
  send(of(PositionSide::kShort, market(2, Side::kSell, 500)));
  candle(0, 10000, 10000, 10000, 10000);
  EXPECT_EQ(lots(PositionSide::kLong), 2000);
  EXPECT_EQ(lots(PositionSide::kShort), -500);
  // More than there is: what would turn the long one over is cut off.
  send(of(PositionSide::kLong, market(3, Side::kSell, 3000)), minute(1));
  candle(1, 10000, 10000, 10000, 10000);
  EXPECT_THAT(fills(), ElementsAre("10000x2000", "10000x500", "10000x2000"));
  EXPECT_EQ(state(3), OrderState::kCanceled);
  EXPECT_EQ(reason(3), OrderReason::kNothingToClose);
  EXPECT_EQ(lots(PositionSide::kLong), 0);
  EXPECT_EQ(lots(PositionSide::kShort), -500);
  // Nothing left to close, though 500 are short.
  send(of(PositionSide::kLong, market(4, Side::kSell, 1)), minute(2));
  candle(2, 10000, 10000, 10000, 10000);
  EXPECT_EQ(state(4), OrderState::kRejected);
  EXPECT_EQ(reason(4), OrderReason::kNothingToClose);
  EXPECT_EQ(desk().faults(), 0U);
}

TEST_F(HedgedPaper, a_bracket_closes_the_side_it_stands_beside) {
  using core::PositionSide;
  send(of(PositionSide::kLong, market(1, Side::kBuy, 1000)));
  send(of(PositionSide::kShort, market(2, Side::kSell, 700)));
  send(of(PositionSide::kShort, child_of(2, stop(3, Side::kBuy, 700, 10200))));
  send(of(PositionSide::kShort, child_of(2, limit(4, Side::kBuy, 700, 9000))));
  candle(0, 10000, 10000, 10000, 10000);
  candle(1, 10000, 10300, 10000, 10300);
  EXPECT_THAT(fills(), ElementsAre("10000x1000", "10000x700", "10200x700"));
  EXPECT_EQ(lots(PositionSide::kShort), 0);
  EXPECT_EQ(lots(PositionSide::kLong), 1000);
  EXPECT_EQ(state(4), OrderState::kCanceled);
  EXPECT_EQ(desk().faults(), 0U);
}

TEST_F(Paper, what_arrives_within_a_candle_sees_its_close) {
  settings_.latency = core::seconds(5);
  send(market(1, Side::kBuy, 1), minute(1));
  candle(1, 10000, 10100, 9900, 10050);
  EXPECT_THAT(fills(), ElementsAre("10050x1"));
  send(market(2, Side::kSell, 1), minute(2) - core::seconds(5));
  candle(2, 10060, 10070, 10000, 10010);
  EXPECT_THAT(fills(), ElementsAre("10050x1", "10060x1"));
}

TEST_F(Paper, a_limit_needs_the_price_to_go_through_it_or_only_to_it) {
  for (const FillBound bound : {FillBound::kConservative, FillBound::kOptimistic}) {
    settings_.bound = bound;
    desk_.reset();
    portfolio_ = Portfolio{PositionMode::kNetting};
    usd_ = portfolio_.add_currency("USD");
    send(limit(1, Side::kBuy, 5, 9900), minute(0));
    candle(0, 10000, 10100, 9900, 10000);
    EXPECT_EQ(fills().size(), bound == FillBound::kOptimistic ? 1U : 0U);
    candle(1, 10000, 10100, 9899, 10000);
    EXPECT_THAT(fills(), ElementsAre("9900x5")) << "at its own price, as a maker";
    EXPECT_EQ(desk().events().back().fill->role, core::Role::kMaker);
  }
}

TEST_F(Paper, a_resting_limit_keeps_its_price_over_a_gap_and_a_stop_does_not) {
  send(limit(1, Side::kBuy, 5, 9900));
  send(stop(2, Side::kSell, 5, 9800));
  candle(0, 10000, 10010, 9990, 10000);
  candle(1, 9500, 9600, 9400, 9550);
  EXPECT_THAT(fills(), ElementsAre("9900x5", "9500x5"));
}

TEST_F(Paper, a_limit_beyond_the_market_takes_at_the_market) {
  settings_.slippage = *core::parse_rate("1%");
  send(limit(1, Side::kBuy, 5, 10200), minute(0));
  send(limit(2, Side::kBuy, 5, 10050), minute(0));
  candle(0, 10000, 10000, 10000, 10000);
  EXPECT_THAT(fills(), ElementsAre("10100x5", "10050x5")) << "and never worse than its limit";
}

TEST_F(Paper, stops_and_their_limits) {
  send(stop(1, Side::kBuy, 5, 10100));
  auto stop_limit = stop(2, Side::kBuy, 7, 10100, OrderType::kStopLimit);
  stop_limit.limit = Price{10040};  // below the trigger: rests when it comes
  send(stop_limit);
  candle(0, 10000, 10090, 9990, 10000);
  EXPECT_THAT(fills(), ElementsAre());
  candle(1, 10000, 10150, 9990, 10060);  // buys wait: high first, the low of 99.90 comes after
  EXPECT_THAT(fills(), ElementsAre("10100x5", "10040x7"));
}

TEST_F(Paper, a_take_profit_is_a_market_order_at_its_trigger) {
  send(market(1, Side::kSell, 5));
  send(stop(2, Side::kBuy, 5, 9800, OrderType::kTakeProfit));
  candle(0, 10000, 10090, 9900, 9900);
  candle(1, 9900, 9950, 9750, 9900);
  EXPECT_THAT(fills(), ElementsAre("10000x5", "9800x5"));
  EXPECT_EQ(desk().events().back().fill->role, core::Role::kTaker);
}

TEST_F(Paper, a_trailing_stop_follows_the_best_price) {
  send(market(1, Side::kBuy, 5));
  auto trailing = market(2, Side::kSell, 5);
  trailing.type = OrderType::kTrailingStop;
  trailing.trail = Price{100};
  send(trailing);
  candle(0, 10000, 10050, 9960, 10040);  // conservative: 99.60 before 100.50; best 100.50, trigger 99.50
  EXPECT_EQ(held(), 5);
  candle(1, 10040, 10300, 10000, 10280);  // low first: 100.00 > 99.50; then best 103.00, trigger 102.00
  EXPECT_EQ(held(), 5);
  candle(2, 10280, 10290, 10150, 10250);
  EXPECT_THAT(fills(), ElementsAre("10000x5", "10200x5"));
}

TEST_F(Paper, within_one_candle_the_worse_comes_first_or_the_better) {
  for (const FillBound bound : {FillBound::kConservative, FillBound::kOptimistic}) {
    settings_.bound = bound;
    desk_.reset();
    portfolio_ = Portfolio{PositionMode::kNetting};
    usd_ = portfolio_.add_currency("USD");
    send(market(1, Side::kBuy, 5));
    send(child_of(1, stop(2, Side::kSell, 5, 9900)));
    send(child_of(1, limit(3, Side::kSell, 5, 10100)));
    candle(0, 10000, 10200, 9800, 10000);
    const std::string exit = bound == FillBound::kConservative ? "9900x5" : "10100x5";
    EXPECT_THAT(fills(), ElementsAre("10000x5", exit));
    EXPECT_EQ(held(), 0);
    EXPECT_EQ(reason(bound == FillBound::kConservative ? 3 : 2), OrderReason::kOcoFilled);
  }
}

TEST_F(Paper, before_an_entry_the_harm_comes_last) {
  // A limit entry at the low whose target lies at the high: on the way up first, so no profit in this candle.
  send(limit(1, Side::kBuy, 5, 9900));
  send(child_of(1, stop(2, Side::kSell, 5, 9850)));
  send(child_of(1, limit(3, Side::kSell, 5, 10100)));
  candle(0, 10000, 10200, 9860, 10000);
  EXPECT_THAT(fills(), ElementsAre("9900x5"));
  candle(1, 10000, 10200, 9860, 10000);
  EXPECT_THAT(fills(), ElementsAre("9900x5", "10100x5"));
  EXPECT_EQ(reason(2), OrderReason::kOcoFilled);
}

TEST_F(Paper, the_legs_of_a_bracket_go_with_an_entry_that_never_filled) {
  send(limit(1, Side::kBuy, 5, 9000));
  send(child_of(1, stop(2, Side::kSell, 5, 8900)));
  candle(0, 10000, 10000, 10000, 10000);
  EXPECT_EQ(state(2), OrderState::kAccepted);
  desk().cancel({1}, minute(1));
  EXPECT_EQ(reason(1), OrderReason::kRequested);
  EXPECT_EQ(reason(2), OrderReason::kParentEnded);
}

TEST_F(Paper, participation_fills_in_parts_and_legs_grow_with_them) {
  settings_.participation = *core::parse_rate("10%");
  send(market(1, Side::kBuy, 25));
  send(child_of(1, stop(2, Side::kSell, 25, 9000)));
  candle(0, 10000, 10000, 10000, 10000, 100);
  EXPECT_THAT(fills(), ElementsAre("10000x10"));
  EXPECT_EQ(state(1), OrderState::kPartiallyFilled);
  EXPECT_EQ(known(2).request.qty, Qty{10});
  candle(1, 10010, 10010, 10010, 10010, 100);
  EXPECT_EQ(known(2).request.qty, Qty{20});
  candle(2, 10020, 10020, 10020, 10020, 0);
  candle(3, 10030, 10030, 10030, 10030, 1000);
  EXPECT_THAT(fills(), ElementsAre("10000x10", "10010x10", "10030x5"));
  EXPECT_EQ(known(2).request.qty, Qty{25});
}

TEST_F(Paper, a_leg_that_fills_ends_the_rest_of_its_entry) {
  settings_.participation = *core::parse_rate("10%");
  send(limit(1, Side::kBuy, 25, 9900));
  send(child_of(1, limit(2, Side::kSell, 25, 10100)));
  candle(0, 10000, 10000, 9850, 9950, 100);
  EXPECT_EQ(known(2).request.qty, Qty{10});
  candle(1, 10000, 10200, 9950, 10200, 100);
  EXPECT_THAT(fills(), ElementsAre("9900x10", "10100x10"));
  EXPECT_EQ(reason(1), OrderReason::kOcoFilled);
  candle(2, 9800, 9800, 9800, 9800, 100);
  EXPECT_EQ(held(), 0);
}

TEST_F(Paper, ioc_takes_what_is_there_and_fok_all_or_nothing) {
  settings_.participation = *core::parse_rate("10%");
  auto ioc = limit(1, Side::kBuy, 25, 10000);
  ioc.time_in_force = TimeInForce::kIoc;
  send(ioc);
  candle(0, 10000, 10000, 10000, 10000, 100);
  EXPECT_THAT(fills(), ElementsAre("10000x10"));
  EXPECT_EQ(state(1), OrderState::kExpired);
  EXPECT_EQ(reason(1), OrderReason::kRest);
  auto fok = market(2, Side::kBuy, 11);
  fok.time_in_force = TimeInForce::kFok;
  send(fok, minute(1));
  candle(1, 10000, 10000, 10000, 10000, 100);
  EXPECT_EQ(reason(2), OrderReason::kNotFillable);
  fok.id = {3};
  fok.qty = {10};
  send(fok, minute(2));
  candle(2, 10000, 10000, 10000, 10000, 100);
  EXPECT_EQ(state(3), OrderState::kFilled);
}

TEST_F(Paper, post_only_and_reduce_only_are_kept) {
  auto maker = limit(1, Side::kBuy, 5, 10000);
  maker.liquidity = core::Liquidity::kPostOnly;
  send(maker);
  auto closing = market(2, Side::kSell, 5);
  closing.effect = core::Effect::kReduceOnly;
  send(closing);
  candle(0, 10000, 10000, 10000, 10000);
  EXPECT_EQ(reason(1), OrderReason::kWouldTake);
  EXPECT_EQ(reason(2), OrderReason::kNothingToClose);
  send(market(3, Side::kBuy, 3), minute(1));
  candle(1, 10000, 10000, 10000, 10000);
  closing.id = {4};
  send(closing, minute(2));
  candle(2, 10000, 10000, 10000, 10000);
  EXPECT_EQ(held(), 0) << "5 asked for, 3 to close";
  EXPECT_EQ(known(4).filled, Qty{3});
  EXPECT_EQ(reason(4), OrderReason::kNothingToClose);
}

TEST_F(Paper, an_order_that_does_not_live_through_the_candle_is_filled_only_by_an_optimist) {
  for (const FillBound bound : {FillBound::kConservative, FillBound::kOptimistic}) {
    settings_.bound = bound;
    desk_.reset();
    portfolio_ = Portfolio{PositionMode::kNetting};
    usd_ = portfolio_.add_currency("USD");
    auto order = limit(1, Side::kBuy, 5, 9900);
    order.time_in_force = TimeInForce::kGtd;
    order.good_till = minute(1) + core::seconds(30);
    send(order);
    candle(0, 10000, 10000, 9950, 10000);
    candle(1, 10000, 10000, 9800, 10000);
    EXPECT_EQ(state(1), bound == FillBound::kConservative ? OrderState::kExpired : OrderState::kFilled);
  }
}

TEST_F(Paper, an_oco_pair_without_an_entry) {
  send(market(1, Side::kBuy, 10));
  candle(0, 10000, 10000, 10000, 10000);
  auto target = limit(2, Side::kSell, 10, 10100);
  auto protect = stop(3, Side::kSell, 10, 9900);
  target.oco = protect.oco = core::OcoGroupId{77};
  send(target, minute(1));
  send(protect, minute(1));
  candle(1, 10000, 10150, 9950, 10000);
  EXPECT_EQ(state(2), OrderState::kFilled);
  EXPECT_EQ(reason(3), OrderReason::kOcoFilled);
  EXPECT_EQ(held(), 0);
}

}  // namespace
}  // namespace tidemark::trading
