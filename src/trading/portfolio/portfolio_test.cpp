// Money and positions by hand arithmetic, and against a model that keeps nothing but the list of all that happened.

#include "trading/portfolio/portfolio.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::Money;
using core::PositionSide;
using core::Side;
using testing::fill;
using testing::kBtc;
using testing::market;

Money money(std::string_view text) {
  return core::parse_money(text).value();
}

class OneCoin : public ::testing::Test {
 protected:
  OneCoin() {
    EXPECT_TRUE(portfolio_.add_instrument(kBtc, testing::kRules.scale, usd_));
    portfolio_.deposit(usd_, money("1000"));
  }
  FillOutcome trade(Side side, std::int64_t lots, std::int64_t price, std::string_view fee = "0") {
    return portfolio_.apply(fill(1, market(1, side, lots), lots, price, money(fee))).value();
  }
  [[nodiscard]] const Position& held() const { return portfolio_.position(kBtc, PositionSide::kNet); }

  Portfolio portfolio_{PositionMode::kNetting};
  CurrencyId usd_ = portfolio_.add_currency("USD");
};

TEST_F(OneCoin, average_price_and_profit_of_a_position_built_and_closed_in_parts) {
  trade(Side::kBuy, 2000, 10000, "0.2");  // 2.000 at 100.00
  trade(Side::kBuy, 1000, 10300, "0.1");  // 1.000 at 103.00: 303 for 3, average 101
  EXPECT_EQ(held().cost, money("303"));
  EXPECT_EQ(average_price(held(), testing::kRules.scale), money("101"));
  EXPECT_EQ(portfolio_.cash(usd_), money("696.7"));

  portfolio_.mark(kBtc, {11000});
  EXPECT_EQ(portfolio_.unrealized(held()), money("27"));  // 3 * 110 - 303
  EXPECT_EQ(portfolio_.equity(usd_), money("1026.7"));
  EXPECT_EQ(portfolio_.exposure(usd_), money("330"));

  const FillOutcome sale = trade(Side::kSell, 1500, 11000, "0.15");  // half: 165 - 151.5
  EXPECT_EQ(sale.realized, money("13.5"));
  EXPECT_EQ(sale.closed, core::Qty{1500});
  EXPECT_EQ(sale.opened, core::Qty{0});
  EXPECT_EQ(portfolio_.equity(usd_), money("1026.55"));
}

TEST_F(OneCoin, what_the_venue_keeps_of_a_purchase_is_a_fee_that_is_not_paid_in_cash) {
  core::Fill bought = fill(1, market(1, Side::kBuy, 1000), 1000, 10000, money("0.1"));
  bought.kept = {1};  // 0.1 % of 1.000, worth 0.10 at 100.00
  ASSERT_TRUE(portfolio_.apply(bought));
  EXPECT_EQ(held().lots, 999);
  EXPECT_EQ(portfolio_.cash(usd_), money("900"));
  EXPECT_EQ(held().fees, money("0.1"));
  EXPECT_EQ(held().realized, money("0"));
  EXPECT_EQ(average_price(held(), testing::kRules.scale), money("100"));
  portfolio_.mark(kBtc, {11000});
  // 900 + 0.999 * 110; the same as 1000 + 0.999 * 10 - 0.1
  EXPECT_EQ(portfolio_.equity(usd_), money("1009.89"));
  EXPECT_EQ(portfolio_.equity(usd_), money("1000") + held().realized + portfolio_.unrealized(held()) - held().fees);
  // More than was bought, or of a sale: no fill.
  bought.kept = {1001};
  EXPECT_FALSE(portfolio_.apply(bought));
  core::Fill sold = fill(2, market(2, Side::kSell, 10), 10, 10000);
  sold.kept = {1};
  EXPECT_FALSE(portfolio_.apply(sold));
}

TEST_F(OneCoin, a_fill_beyond_the_position_turns_it_over) {
  trade(Side::kBuy, 1000, 10000);
  const FillOutcome sale = trade(Side::kSell, 3000, 10500);
  EXPECT_EQ(sale.realized, money("5"));
  EXPECT_EQ(sale.opened, core::Qty{2000});
  EXPECT_EQ(held().lots, -2000);
  EXPECT_EQ(held().cost, money("-210"));
  EXPECT_EQ(average_price(held(), testing::kRules.scale), money("105"));
  EXPECT_EQ(trade(Side::kBuy, 2000, 10000).realized, money("10"));  // sold at 105, bought at 100
  EXPECT_TRUE(held().is_flat());
  EXPECT_EQ(held().cost, Money{});
  EXPECT_EQ(portfolio_.cash(usd_), money("1015"));
}

TEST_F(OneCoin, thirds_leave_nothing_behind) {
  trade(Side::kBuy, 3, 3333);  // 0.003 at 33.33 = 0.09999
  trade(Side::kSell, 1, 3333);
  trade(Side::kSell, 1, 3333);
  trade(Side::kSell, 1, 3334);
  EXPECT_EQ(held().cost, Money{});
  EXPECT_EQ(held().realized, money("0.00001"));
  EXPECT_EQ(portfolio_.cash(usd_), money("1000.00001"));
}

TEST_F(OneCoin, longs_pay_positive_funding) {
  trade(Side::kBuy, 2000, 10000);
  // 0.01 % of 2 * 101 = 0.0202
  EXPECT_EQ(portfolio_.pay_funding(kBtc, {10100}, *core::parse_rate("0.01%")), money("-0.0202"));
  EXPECT_EQ(held().funding, money("-0.0202"));
  EXPECT_EQ(portfolio_.cash(usd_), money("799.9798"));
}

TEST_F(OneCoin, funding_that_a_venue_booked_moves_cash_and_position) {
  trade(Side::kBuy, 2000, 10000);
  EXPECT_TRUE(portfolio_.receive_funding(kBtc, PositionSide::kNet, money("-0.5")));
  EXPECT_EQ(held().funding, money("-0.5"));
  EXPECT_EQ(portfolio_.cash(usd_), money("799.5"));
  EXPECT_FALSE(portfolio_.receive_funding(kBtc, PositionSide::kLong, money("1")));
  EXPECT_FALSE(portfolio_.receive_funding({9}, PositionSide::kNet, money("1")));
  EXPECT_EQ(portfolio_.cash(usd_), money("799.5"));
}

TEST_F(OneCoin, what_cannot_be_counted_changes_nothing) {
  auto other = market(1, Side::kBuy, 1);
  other.instrument = {9};
  EXPECT_FALSE(portfolio_.apply(fill(1, other, 1, 100)));
  auto hedged = market(1, Side::kBuy, 1);
  hedged.position = PositionSide::kLong;
  EXPECT_FALSE(portfolio_.apply(fill(1, hedged, 1, 100))) << "a netting account has no long side";
  const auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_FALSE(portfolio_.apply(fill(1, market(1, Side::kBuy, most), most, most)));
  EXPECT_EQ(portfolio_.cash(usd_), money("1000"));
  EXPECT_EQ(portfolio_.add_instrument({5}, {12, 7}, usd_).error().code, "scale_too_fine");
  EXPECT_EQ(portfolio_.add_instrument(kBtc, {2, 4}, usd_).error().code, "instrument_known");
}

TEST(Hedging, long_and_short_stand_side_by_side_and_do_not_turn_over) {
  Portfolio portfolio{PositionMode::kHedging};
  const CurrencyId usd = portfolio.add_currency("USD");
  ASSERT_TRUE(portfolio.add_instrument(kBtc, testing::kRules.scale, usd));
  const auto trade = [&](Side side, PositionSide position, std::int64_t lots, std::int64_t price) {
    auto request = market(1, side, lots);
    request.position = position;
    return portfolio.apply(fill(1, request, lots, price));
  };
  ASSERT_TRUE(trade(Side::kBuy, PositionSide::kLong, 1000, 10000));
  ASSERT_TRUE(trade(Side::kSell, PositionSide::kShort, 1000, 11000));
  EXPECT_EQ(portfolio.net_lots(kBtc), 0);
  portfolio.mark(kBtc, {10400});
  EXPECT_EQ(portfolio.unrealized(portfolio.position(kBtc, PositionSide::kLong)), money("4"));
  EXPECT_EQ(portfolio.unrealized(portfolio.position(kBtc, PositionSide::kShort)), money("6"));
  EXPECT_EQ(portfolio.equity(usd), money("10"));
  EXPECT_EQ(portfolio.exposure(usd), money("208"));
  EXPECT_FALSE(trade(Side::kSell, PositionSide::kLong, 1001, 10000));
  EXPECT_EQ(trade(Side::kBuy, PositionSide::kShort, 400, 10500)->realized, money("2"));  // 0.4 * (110 - 105)
}

TEST(Currencies, equity_in_one_of_them_needs_every_rate) {
  Portfolio portfolio{PositionMode::kNetting};
  const CurrencyId usd = portfolio.add_currency("USD");
  const CurrencyId jpy = portfolio.add_currency("JPY");
  EXPECT_EQ(portfolio.add_currency("USD"), usd);
  portfolio.deposit(usd, money("100"));
  portfolio.deposit(jpy, money("-30000"));
  EXPECT_EQ(portfolio.equity_in(usd), std::nullopt);
  portfolio.set_rate(jpy, usd, {.value = 67, .decimals = 4});  // 0.0067 dollars a yen: -201
  EXPECT_EQ(portfolio.equity_in(usd), money("-101"));
  portfolio.set_rate(jpy, usd, {.value = 70, .decimals = 4});
  EXPECT_EQ(portfolio.equity_in(usd), money("-110"));
  EXPECT_FALSE(convert(money("99999999999999999999"), {.value = 2, .decimals = 0}));
}

TEST(Currencies, an_inverse_keeps_what_fits) {
  const auto tiny = inverse({.value = 1, .decimals = 18});
  ASSERT_TRUE(tiny);
  EXPECT_EQ(tiny->value, 1'000'000'000'000'000'000);
  EXPECT_EQ(tiny->decimals, 0);
  EXPECT_EQ(inverse({.value = 0, .decimals = 2}), std::nullopt);
  EXPECT_EQ(inverse({.value = -5, .decimals = 2}), std::nullopt);
  const auto large = inverse({.value = 4'000'000'000'000'000'000, .decimals = 0});
  EXPECT_EQ(large, std::nullopt) << "2.5 * 10^-19 is nothing in 18 decimals";
  const auto third = inverse({.value = 300, .decimals = 2});
  ASSERT_TRUE(third);
  EXPECT_EQ(third->value, 333'333'333'333'333'333);
  EXPECT_EQ(third->decimals, 18);
}

/// What happened, and nothing else: every figure is summed anew from the beginning.
struct Naive {
  struct Deed {
    core::InstrumentId instrument;
    PositionSide side;
    std::int64_t lots;
    Money paid;  ///< for the lots
    Money cost;  ///< fees, funding
  };
  std::vector<Deed> deeds;
  std::array<Money, 2> deposits;

  [[nodiscard]] std::int64_t lots(core::InstrumentId id, PositionSide side) const {
    std::int64_t sum = 0;
    for (const Deed& deed : deeds) sum += deed.instrument == id && deed.side == side ? deed.lots : 0;
    return sum;
  }
  [[nodiscard]] Money cash(std::size_t currency) const {
    Money sum = deposits[currency];
    for (const Deed& deed : deeds) {
      if (deed.instrument.value % 2 == currency) sum -= deed.paid + deed.cost;
    }
    return sum;
  }
};

constexpr std::array<core::Scale, 4> kScales{{{2, 3}, {0, 0}, {8, 8}, {5, 13}}};

/// Cash and positions of the portfolio against the model, and both ways to add up the equity.
void check_identity(const Portfolio& portfolio, const Naive& naive, const std::array<std::int64_t, 4>& marks) {
  std::array<Money, 2> by_marks{};
  std::array<Money, 2> by_profit{};
  for (std::uint16_t c = 0; c < 2; ++c) {
    RC_ASSERT(portfolio.cash({c}) == naive.cash(c));
    by_marks[c] = naive.cash(c);
    by_profit[c] = naive.deposits[c];
  }
  for (std::uint32_t i = 0; i < 4; ++i) {
    const auto sides = portfolio.mode() == PositionMode::kNetting
                           ? std::vector{PositionSide::kNet}
                           : std::vector{PositionSide::kLong, PositionSide::kShort};
    for (const PositionSide side : sides) {
      const Position& position = portfolio.position({i}, side);
      RC_ASSERT(position.lots == naive.lots({i}, side));
      if (position.lots == 0) RC_ASSERT(position.cost == Money{});
      by_marks[i % 2] += *core::notional_of({marks[i]}, {position.lots}, kScales[i]);
      by_profit[i % 2] += position.realized + portfolio.unrealized(position) - position.fees + position.funding;
    }
  }
  for (std::uint16_t c = 0; c < 2; ++c) {
    RC_ASSERT(portfolio.equity({c}) == by_marks[c]);
    RC_ASSERT(portfolio.equity({c}) == by_profit[c]);
  }
}

void run_random_account(PositionMode mode) {
  Portfolio portfolio{mode};
  Naive naive;
  portfolio.add_currency("USD");
  portfolio.add_currency("EUR");
  std::array<std::int64_t, 4> marks{};
  for (std::uint32_t i = 0; i < 4; ++i) {
    RC_ASSERT(portfolio.add_instrument({i}, kScales[i], {static_cast<std::uint16_t>(i % 2)}).has_value());
    portfolio.mark({i}, {marks[i] = 1000});
  }
  const int steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    const auto i = *rc::gen::inRange<std::uint32_t>(0, 4);
    const auto price = *rc::gen::inRange<std::int64_t>(1, 2'000'000'000);
    switch (*rc::gen::inRange(0, 6)) {
      case 0: {
        const Money amount{*rc::gen::arbitrary<std::int64_t>()};
        portfolio.deposit({static_cast<std::uint16_t>(i % 2)}, amount);
        naive.deposits[i % 2] += amount;
        break;
      }
      case 1:
        portfolio.mark({i}, {marks[i] = price});
        break;
      case 2: {
        const Money got = portfolio.pay_funding({i}, {price}, {*rc::gen::inRange<std::int64_t>(-75'000, 75'001)});
        naive.deeds.push_back({{i}, PositionSide::kNet, 0, {}, -got});
        break;
      }
      default: {
        auto request = market(1, *rc::gen::element(Side::kBuy, Side::kSell), 1);
        request.instrument = {i};
        if (mode == PositionMode::kHedging)
          request.position = *rc::gen::element(PositionSide::kLong, PositionSide::kShort);
        // Small and odd quantities, so that parts do not divide.
        const auto lots = *rc::gen::element<std::int64_t>(1, 2, 3, 7, 10, 999, 1'000'003);
        const Money fee{*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000'000)};
        const auto outcome = portfolio.apply(fill(1, request, lots, price, fee));
        if (!outcome) break;  // a hedging position may not turn over
        const std::int64_t sign = core::sign_of(request.side);
        naive.deeds.push_back(
            {{i}, request.position, sign * lots, *core::notional_of({price}, {sign * lots}, kScales[i]), fee});
        RC_ASSERT(outcome->closed.lots + outcome->opened.lots == lots);
      }
    }
    check_identity(portfolio, naive, marks);
  }
}

RC_GTEST_PROP(AccountingIdentity, holds_after_every_event_of_a_netting_account, ()) {
  run_random_account(PositionMode::kNetting);
}

RC_GTEST_PROP(AccountingIdentity, holds_after_every_event_of_a_hedging_account, ()) {
  run_random_account(PositionMode::kHedging);
}

}  // namespace
}  // namespace tidemark::trading
