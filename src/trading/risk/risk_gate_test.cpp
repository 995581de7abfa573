// Each limit by hand arithmetic, at its edge and one step beyond.

#include "trading/risk/risk_gate.hpp"

#include <gtest/gtest.h>

#include "core/timeframe.hpp"
#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::Money;
using core::OrderReason;
using core::Rate;
using core::Side;
using testing::at;
using testing::kBtc;
using testing::kRules;
using testing::limit;
using testing::market;

Money usd(std::string_view text) {
  return core::parse_money(text).value();
}

constexpr Rate percent(std::int64_t value) {
  return {value * core::kRateOne / 100};
}

class Gate : public ::testing::Test {
 protected:
  Gate() {
    EXPECT_TRUE(portfolio_.add_instrument(kBtc, kRules.scale, usd_));
    portfolio_.deposit(usd_, usd("1000"));
    portfolio_.mark(kBtc, {10000});
  }
  std::optional<OrderReason> refusal(const core::OrderRequest& request, core::Timestamp now = at(0)) {
    const auto approved = gate().check(request, kRules, portfolio_, orders_, now);
    return approved ? std::nullopt : std::optional{approved.error()};
  }
  RiskGate& gate() {
    if (!gate_) gate_.emplace(limits_, usd_);
    return *gate_;
  }
  /// The account holds a long and a short position from now on.
  void hedge() {
    portfolio_ = Portfolio{PositionMode::kHedging};
    usd_ = portfolio_.add_currency("USD");
    ASSERT_TRUE(portfolio_.add_instrument(kBtc, kRules.scale, usd_));
    portfolio_.deposit(usd_, usd("1000"));
    portfolio_.mark(kBtc, {10000});
  }
  void hold(Side side, std::int64_t lots, std::int64_t price) {
    ASSERT_TRUE(portfolio_.apply(testing::fill(1, market(90, side, lots), lots, price)));
  }

  Portfolio portfolio_{PositionMode::kNetting};
  CurrencyId usd_ = portfolio_.add_currency("USD");
  OrderRegistry orders_;
  RiskLimits limits_;
  std::optional<RiskGate> gate_;
};

TEST_F(Gate, where_nothing_is_lent_no_more_is_sold_than_is_held) {
  TradeRules spot = kRules;
  spot.shorting = Shorting::kNone;
  const auto refused = [&](const core::OrderRequest& request) {
    const auto approved = gate().check(request, spot, portfolio_, orders_, at(0));
    return approved ? std::nullopt : std::optional{approved.error()};
  };
  EXPECT_EQ(refused(market(1, Side::kSell, 1)), OrderReason::kNothingToClose);
  hold(Side::kBuy, 10, 10000);
  EXPECT_FALSE(refused(market(2, Side::kSell, 10)));
  EXPECT_EQ(refused(market(3, Side::kSell, 11)), OrderReason::kNothingToClose);
  // What an open order sells is spoken for.
  std::vector<core::OrderEvent> events;
  orders_.admit(limit(4, Side::kSell, 4, 11000), at(0), events);
  EXPECT_FALSE(refused(market(5, Side::kSell, 6)));
  EXPECT_EQ(refused(market(6, Side::kSell, 7)), OrderReason::kNothingToClose);
  EXPECT_FALSE(refused(market(7, Side::kBuy, 7)));
}

/// Of a hedging account.
core::OrderRequest of(core::PositionSide position, core::OrderRequest request) {
  request.position = position;
  return request;
}

TEST_F(Gate, an_order_means_a_position_that_the_account_has) {
  EXPECT_EQ(refusal(of(core::PositionSide::kLong, market(1, Side::kBuy, 1))), OrderReason::kBadCombination);
  hedge();
  EXPECT_EQ(refusal(of(core::PositionSide::kLong, market(1, Side::kBuy, 1))), std::nullopt);
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1)), OrderReason::kBadCombination) << "which of the two?";
}

TEST_F(Gate, hedged_positions_both_count_and_so_does_what_could_add_to_either) {
  using core::PositionSide;
  limits_.instrument_exposure_max = usd("250");
  hedge();
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, of(PositionSide::kLong, market(90, Side::kBuy, 1000)), 1000, 10000)));
  // 1 * 100 long and 1.5 * 100 short are 250, though only 50 of them net.
  const auto sells = [](std::int64_t lots) { return of(PositionSide::kShort, market(2, Side::kSell, lots)); };
  EXPECT_EQ(refusal(sells(1500)), std::nullopt);
  EXPECT_EQ(refusal(sells(1501)), OrderReason::kInstrumentExposure);
  // 0.5 * 98 more could become long: 250 - 100 - 49 = 101 are left.
  std::vector<core::OrderEvent> events;
  orders_.admit(of(PositionSide::kLong, limit(3, Side::kBuy, 500, 9800)), at(0), events);
  EXPECT_EQ(refusal(sells(1010)), std::nullopt);
  EXPECT_EQ(refusal(sells(1011)), OrderReason::kInstrumentExposure);
  // What takes from a position could not.
  orders_.admit(of(PositionSide::kShort, limit(4, Side::kBuy, 500, 9800)), at(0), events);
  EXPECT_EQ(refusal(sells(1010)), std::nullopt);
}

TEST_F(Gate, what_closes_a_hedged_position_is_let_out_whatever_the_limits_say) {
  using core::PositionSide;
  limits_.instrument_exposure_max = usd("1");
  hedge();
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, of(PositionSide::kShort, market(90, Side::kSell, 1000)), 1000, 10000)));
  EXPECT_EQ(refusal(of(PositionSide::kShort, market(1, Side::kBuy, 1000))), std::nullopt);
  EXPECT_EQ(refusal(of(PositionSide::kLong, market(1, Side::kBuy, 10))), OrderReason::kInstrumentExposure);
}

core::OrderRequest reducing(core::OrderRequest request) {
  request.effect = core::Effect::kReduceOnly;
  return request;
}

TEST_F(Gate, without_limits_only_the_form_counts) {
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1'000'000)), std::nullopt);
  EXPECT_EQ(refusal(market(1, Side::kBuy, 0)), OrderReason::kBadQty);
  auto other = market(1, Side::kBuy, 1);
  other.instrument = {4};
  EXPECT_EQ(refusal(other), OrderReason::kUnknownInstrument);
}

TEST_F(Gate, the_kill_switch_stops_everything_until_released) {
  gate().engage_kill_switch();
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1)), OrderReason::kKillSwitch);
  EXPECT_EQ(refusal(reducing(market(1, Side::kSell, 1))), OrderReason::kKillSwitch);
  // It survives a restart: a new gate is given the state of the old one.
  RiskGate after_restart{limits_, usd_, gate().state()};
  EXPECT_EQ(after_restart.check(market(1, Side::kBuy, 1), kRules, portfolio_, orders_, at(0)).error(),
            OrderReason::kKillSwitch);
  gate().release_kill_switch();
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1)), std::nullopt);
}

TEST_F(Gate, a_fat_finger_is_caught_by_value) {
  limits_.order_value_max = usd("250");
  EXPECT_EQ(refusal(market(1, Side::kBuy, 2500)), std::nullopt);  // 2.5 * 100
  EXPECT_EQ(refusal(market(1, Side::kBuy, 2501)), OrderReason::kTooLarge);
  EXPECT_EQ(refusal(limit(1, Side::kBuy, 2500, 10001)), OrderReason::kTooLarge) << "at its own price";
  EXPECT_EQ(refusal(reducing(market(1, Side::kSell, 2501))), OrderReason::kTooLarge);
}

TEST_F(Gate, prices_stay_within_the_collar) {
  limits_.price_collar = percent(5);
  EXPECT_EQ(refusal(limit(1, Side::kBuy, 1, 10500)), std::nullopt);
  EXPECT_EQ(refusal(limit(1, Side::kBuy, 1, 10501)), OrderReason::kPriceCollar);
  EXPECT_EQ(refusal(testing::stop(1, Side::kSell, 1, 9499)), OrderReason::kPriceCollar);
}

TEST_F(Gate, the_same_order_again_within_the_window_is_a_mistake) {
  limits_.duplicate_window = core::seconds(10);
  EXPECT_EQ(refusal(market(1, Side::kBuy, 5), at(0)), std::nullopt);
  EXPECT_EQ(refusal(market(2, Side::kBuy, 5), at(9)), OrderReason::kDuplicate);
  EXPECT_EQ(refusal(market(3, Side::kBuy, 6), at(9)), std::nullopt);
  EXPECT_EQ(refusal(market(4, Side::kBuy, 5), at(10)), std::nullopt);
}

TEST_F(Gate, open_orders_are_counted) {
  limits_.open_orders_max = 1;
  std::vector<core::OrderEvent> events;
  EXPECT_EQ(refusal(limit(1, Side::kBuy, 1, 9900)), std::nullopt);
  orders_.admit(limit(1, Side::kBuy, 1, 9900), at(0), events);
  EXPECT_EQ(refusal(limit(2, Side::kBuy, 1, 9900)), OrderReason::kTooManyOrders);
  EXPECT_EQ(refusal(reducing(limit(2, Side::kSell, 1, 10100))), std::nullopt);
}

TEST_F(Gate, exposure_counts_position_and_open_orders_of_the_side) {
  limits_.instrument_exposure_max = usd("500");
  hold(Side::kBuy, 2000, 10000);  // 200
  std::vector<core::OrderEvent> events;
  orders_.admit(limit(1, Side::kBuy, 1000, 10000), at(0), events);  // 100
  EXPECT_EQ(refusal(market(2, Side::kBuy, 2000)), std::nullopt);
  EXPECT_EQ(refusal(market(2, Side::kBuy, 2001)), OrderReason::kInstrumentExposure);
  EXPECT_EQ(refusal(market(2, Side::kSell, 7000)), std::nullopt) << "2 held, 5 short afterwards";
  EXPECT_EQ(refusal(market(2, Side::kSell, 7001)), OrderReason::kInstrumentExposure);
}

TEST_F(Gate, the_portfolio_counts_as_a_whole) {
  limits_.portfolio_exposure_max = usd("300");
  ASSERT_TRUE(portfolio_.add_instrument({1}, kRules.scale, usd_));
  portfolio_.mark({1}, {5000});
  auto other = market(1, Side::kSell, 4000);
  other.instrument = {1};
  ASSERT_TRUE(portfolio_.apply(testing::fill(1, other, 4000, 5000)));  // 4 * 50 short
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1000)), std::nullopt);
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1001)), OrderReason::kPortfolioExposure);
}

TEST_F(Gate, leverage_is_exposure_over_equity) {
  limits_.leverage_max = percent(200);
  EXPECT_EQ(refusal(market(1, Side::kBuy, 20'000)), std::nullopt);  // 2000 of 1000
  EXPECT_EQ(refusal(market(1, Side::kBuy, 20'001)), OrderReason::kLeverage);
  hold(Side::kBuy, 10'000, 10000);
  portfolio_.mark(kBtc, {9500});  // equity 950, may hold 1900; 1000 lots are 95
  EXPECT_EQ(refusal(market(1, Side::kBuy, 10'000)), std::nullopt);
  EXPECT_EQ(refusal(market(1, Side::kBuy, 10'001)), OrderReason::kLeverage);
}

TEST_F(Gate, a_lost_day_rests_until_the_next_one) {
  limits_.daily_loss_max = percent(3);
  const core::Timestamp midnight = core::open_time_of(at(0), core::Timeframe::k1d) + core::days(1);
  gate().on_equity(midnight, usd("1000"));
  gate().on_equity(midnight + core::hours(1), usd("970.01"));
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1)), std::nullopt);
  gate().on_equity(midnight + core::hours(2), usd("970"));
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1)), OrderReason::kHalted);
  EXPECT_EQ(refusal(reducing(market(1, Side::kSell, 1))), std::nullopt) << "the way out stays open";
  gate().on_equity(midnight + core::hours(23), usd("1000"));
  EXPECT_EQ(gate().state().halt, Halt::kDailyLoss) << "also when it comes back";
  gate().on_equity(midnight + core::hours(24), usd("970"));
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1)), std::nullopt);
}

TEST_F(Gate, a_drawdown_halts_until_released_by_hand) {
  limits_.drawdown_max = percent(10);
  gate().on_equity(at(0), usd("1000"));
  gate().on_equity(at(1), usd("1200"));
  gate().on_equity(at(2), usd("1080"));  // 10 % of 1200
  EXPECT_EQ(gate().state().halt, Halt::kDrawdown);
  gate().on_equity(at(0) + core::days(2), usd("1300"));
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1)), OrderReason::kHalted);
  gate().release_halt();
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1)), std::nullopt);
  EXPECT_EQ(gate().state().highest_equity, usd("1300"));
}

TEST_F(Gate, losses_in_a_row_cool_down) {
  limits_.cool_down = {.losses = 2, .rest = core::minutes(5)};
  gate().on_closed(at(0), usd("-1"));
  gate().on_closed(at(1), usd("1"));
  gate().on_closed(at(2), usd("-1"));
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1), at(3)), std::nullopt);
  gate().on_closed(at(10), usd("-1"));
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1), at(309)), OrderReason::kCoolDown);
  EXPECT_EQ(refusal(reducing(market(1, Side::kSell, 1)), at(309)), std::nullopt);
  EXPECT_EQ(refusal(market(1, Side::kBuy, 1), at(310)), std::nullopt);
}

TEST_F(Gate, without_a_price_nothing_is_known_of_an_order) {
  ASSERT_TRUE(portfolio_.add_instrument({1}, kRules.scale, usd_));
  auto blind = market(1, Side::kBuy, 1);
  blind.instrument = {1};
  EXPECT_EQ(refusal(blind), OrderReason::kNoPrice);
}

TEST_F(Gate, without_a_rate_nobody_knows_what_an_order_of_another_currency_is_worth) {
  const CurrencyId eur = portfolio_.add_currency("EUR");
  ASSERT_TRUE(portfolio_.add_instrument({1}, kRules.scale, eur));
  portfolio_.mark({1}, {100});
  auto abroad = market(1, Side::kBuy, 1);
  abroad.instrument = {1};
  EXPECT_EQ(refusal(abroad), OrderReason::kNoRate);
  EXPECT_EQ(refusal(reducing(abroad)), std::nullopt) << "a way out stays open";
  portfolio_.set_rate(eur, usd_, {.value = 11, .decimals = 1});
  EXPECT_EQ(refusal(abroad), std::nullopt);
}

}  // namespace
}  // namespace tidemark::trading
