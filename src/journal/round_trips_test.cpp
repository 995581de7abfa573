// Trades worked out by hand; prices in cents, quantities in thousandths.

#include "journal/round_trips.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "trading/portfolio/portfolio.hpp"
#include "trading/testing.hpp"

namespace tidemark::journal {
namespace {

using core::Money;
using core::PositionSide;
using core::Side;
using trading::testing::at;
using trading::testing::fill;
using trading::testing::kBtc;
using trading::testing::market;

constexpr core::Scale kScale{2, 3};

Money money(std::string_view text) {
  return core::parse_money(text).value();
}

class Trips : public ::testing::Test {
 protected:
  void trade(Side side, std::int64_t lots, std::int64_t price, core::Timestamp when, std::string_view fee = "0") {
    trips_.on_fill(fill(1, market(1, side, lots), lots, price, money(fee), when), kScale, closed_);
  }
  void candle(core::Timestamp open_time, std::int64_t high, std::int64_t low, std::int64_t close) {
    core::Candle c;
    c.open_time = open_time;
    c.high = {high};
    c.low = {low};
    c.close = {close};
    trips_.on_candle(kBtc, c);
  }

  RoundTrips trips_;
  std::vector<ClosedTrade> closed_;
};

TEST_F(Trips, what_the_venue_kept_of_a_purchase_cannot_be_sold) {
  core::Fill bought = fill(1, market(1, Side::kBuy, 1000), 1000, 10000, money("0.1"), at(0));
  bought.kept = {1};
  trips_.on_fill(bought, kScale, closed_);
  trade(Side::kSell, 999, 11000, at(1));
  ASSERT_EQ(closed_.size(), 1U);
  EXPECT_EQ(closed_[0].fees, money("0.1"));
  EXPECT_EQ(closed_[0].profit, money("9.89"));  // 0.999 * 110 - 1.000 * 100
  EXPECT_FALSE(trips_.has_open());
}

TEST_F(Trips, a_trade_keeps_the_regime_of_the_market_it_was_entered_in) {
  trade(Side::kBuy, 1000, 10000, at(0));
  trips_.set_regime(kBtc, "rising_low_volatility");
  trips_.set_regime({kBtc.value + 1}, "of another instrument");
  trade(Side::kBuy, 1000, 10000, at(1));
  // Closes the long and opens a short: entered now.
  trade(Side::kSell, 3000, 11000, at(2));
  trips_.set_regime(kBtc, "range_high_volatility");
  trade(Side::kBuy, 1000, 11000, at(3));
  ASSERT_EQ(closed_.size(), 2U);
  EXPECT_EQ(closed_[0].regime, "") << "it was not known then";
  EXPECT_EQ(closed_[1].regime, "rising_low_volatility");
}

TEST_F(Trips, fees_whose_worth_is_not_known_are_told_and_not_counted) {
  core::Fill bought = fill(1, market(1, Side::kBuy, 1000), 1000, 10000, money("0"), at(0));
  bought.charged = core::ChargedFee{"BNB", money("0.001")};
  bought.fee_worth = core::FeeWorth::kUnknown;
  trips_.on_fill(bought, kScale, closed_);
  // Turns it over: of both trades a part of the fee is not known.
  core::Fill sold = fill(2, market(2, Side::kSell, 1500), 1500, 11000, money("0"), at(1));
  sold.charged = bought.charged;
  sold.fee_worth = core::FeeWorth::kUnknown;
  trips_.on_fill(sold, kScale, closed_);
  trade(Side::kBuy, 500, 11000, at(2), "0.05");
  ASSERT_EQ(closed_.size(), 2U);
  EXPECT_EQ(closed_[0].unvalued_fees, 2U);
  EXPECT_EQ(closed_[0].fees, money("0"));
  EXPECT_EQ(closed_[0].profit, money("10"));
  EXPECT_EQ(closed_[1].unvalued_fees, 1U);
  EXPECT_EQ(closed_[1].profit, money("-0.05"));
}

TEST_F(Trips, a_trade_in_parts_with_fees_risk_and_excursions) {
  trips_.note(kBtc, PositionSide::kNet, {.setup = "breakout", .stop = core::Price{9500}});
  trade(Side::kBuy, 1000, 10000, at(0), "0.1");
  candle(at(0), 10400, 9900, 10200);
  trade(Side::kBuy, 1000, 10200, at(60), "0.1");
  candle(at(60), 10500, 10100, 10300);
  trade(Side::kSell, 500, 10300, at(120), "0.05");
  EXPECT_TRUE(closed_.empty());
  trade(Side::kSell, 1500, 10100, at(180), "0.15");
  ASSERT_EQ(closed_.size(), 1U);
  const ClosedTrade& t = closed_.front();
  EXPECT_EQ(t.direction, Direction::kLong);
  EXPECT_EQ(t.qty, core::Qty{2000});
  EXPECT_EQ(t.entry_value, money("202"));
  EXPECT_EQ(t.exit_value, money("203"));  // 51.5 + 151.5
  EXPECT_EQ(t.fees, money("0.4"));
  EXPECT_EQ(t.profit, money("0.6"));
  EXPECT_EQ(t.best, money("8"));    // 2 * 105 - 202
  EXPECT_EQ(t.worst, money("-1"));  // 99 - 100
  EXPECT_EQ(t.risk, money("5"));    // 1 * (100 - 95)
  EXPECT_DOUBLE_EQ(*t.r_multiple(), 0.12);
  EXPECT_EQ(t.setup, "breakout");
  EXPECT_EQ(t.entered, at(0));
  EXPECT_EQ(t.exited, at(180));
}

// The store takes no trade that ends before it begins, and with it would go all that came of the fill.
TEST_F(Trips, a_clock_set_back_ends_no_trade_before_it_began) {
  trade(Side::kBuy, 1000, 10000, at(60));
  trade(Side::kSell, 1000, 10100, at(0));
  ASSERT_EQ(closed_.size(), 1U);
  EXPECT_EQ(closed_[0].entered, at(60));
  EXPECT_EQ(closed_[0].exited, at(60));
}

TEST_F(Trips, turning_over_closes_one_trade_and_opens_the_next_with_its_share_of_the_fee) {
  trade(Side::kSell, 1000, 10000, at(0));
  trade(Side::kBuy, 3000, 9800, at(60), "0.3");
  ASSERT_EQ(closed_.size(), 1U);
  EXPECT_EQ(closed_[0].direction, Direction::kShort);
  EXPECT_EQ(closed_[0].profit, money("1.9"));
  trade(Side::kSell, 2000, 9900, at(120));
  ASSERT_EQ(closed_.size(), 2U);
  EXPECT_EQ(closed_[1].direction, Direction::kLong);
  EXPECT_EQ(closed_[1].profit, money("1.8"));
  EXPECT_EQ(closed_[1].number, 2U);
  EXPECT_FALSE(trips_.has_open());
}

TEST_F(Trips, what_a_candle_did_before_the_entry_is_not_the_trades) {
  trade(Side::kBuy, 1000, 10000, at(60));  // within the candle that opened at 0
  candle(at(0), 12000, 8000, 10050);
  trade(Side::kSell, 1000, 10020, at(90));
  EXPECT_EQ(closed_[0].best, money("0.5"));
  EXPECT_EQ(closed_[0].worst, Money{});
}

TEST_F(Trips, funding_belongs_to_the_open_trade) {
  trips_.on_funding(kBtc, PositionSide::kNet, money("-7"));
  trade(Side::kBuy, 1000, 10000, at(0));
  trips_.on_funding(kBtc, PositionSide::kNet, money("-0.25"));
  trade(Side::kSell, 1000, 10000, at(60));
  EXPECT_EQ(closed_[0].profit, money("-0.25"));
}

RC_GTEST_PROP(TripsLaw, profits_of_closed_trades_add_up_to_what_the_portfolio_earned, ()) {
  trading::Portfolio portfolio{trading::PositionMode::kNetting};
  const auto usd = portfolio.add_currency("USD");
  RC_ASSERT(portfolio.add_instrument(kBtc, kScale, usd).has_value());
  RoundTrips trips;
  std::vector<ClosedTrade> closed;
  const int fills = *rc::gen::inRange(1, 80);
  for (int i = 0; i < fills; ++i) {
    const auto lots = *rc::gen::inRange<std::int64_t>(1, 8);
    const auto request = market(1, *rc::gen::element(Side::kBuy, Side::kSell), lots);
    const Money fee{*rc::gen::inRange<std::int64_t>(0, 1'000'000)};
    const auto one = fill(1, request, lots, *rc::gen::inRange<std::int64_t>(1, 20'000), fee, at(i));
    RC_ASSERT(portfolio.apply(one).has_value());
    trips.on_fill(one, kScale, closed);
    if (portfolio.net_lots(kBtc) != 0) continue;
    Money sum;
    for (const ClosedTrade& trade : closed) {
      sum += trade.profit;
      RC_ASSERT(trade.best.units >= 0);
      RC_ASSERT(trade.worst.units <= 0);
    }
    RC_ASSERT(sum == portfolio.equity(usd));
  }
}

}  // namespace
}  // namespace tidemark::journal
