// Which position an order is of, where an account has two of an instrument. Funding by hand arithmetic from the
// perpetual's rule (longs pay shorts the rate's share of their value); that a strategy alone does the same is the
// specification's own demand on one engine for all.

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "analysis/parse_parameters.hpp"
#include "app/trading/account_laws.hpp"
#include "app/trading/paper_account.hpp"

namespace tidemark::app {
namespace {

using core::Money;
using core::PositionSide;
using core::Side;
using testing::order;
using testing::setup_of;
using trading::PositionMode;

TEST(HedgingAccount, an_order_says_which_position_it_means_where_there_are_two) {
  const auto fault = [](PositionMode mode, Side side, PositionSide position, const auto& change) {
    PaperAccount account{setup_of(mode)};
    EXPECT_TRUE(account.add_instrument(testing::btc()));
    api::NewOrder asked = order(side, 5);
    asked.request.position = position;
    change(asked);
    const auto placed = account.place(asked);
    EXPECT_TRUE(account.desk().orders().open().empty());
    return placed ? std::string{} : placed.error().code + " in " + placed.error().place;
  };
  const auto as_it_is = [](api::NewOrder&) {};
  using enum PositionMode;
  EXPECT_EQ(fault(kNetting, Side::kBuy, PositionSide::kLong, as_it_is), "bad_combination in position");
  EXPECT_EQ(fault(kHedging, Side::kBuy, PositionSide::kNet, as_it_is), "missing_member in position");
  const auto reduces = [](api::NewOrder& asked) { asked.request.effect = core::Effect::kReduceOnly; };
  EXPECT_EQ(fault(kHedging, Side::kBuy, PositionSide::kLong, reduces), "bad_combination in reduce_only");
  const auto protects = [](api::NewOrder& asked) { asked.take_profit = core::Price{11'000}; };
  EXPECT_EQ(fault(kHedging, Side::kBuy, PositionSide::kShort, protects), "bad_combination in take_profit");
}

/// An account whose market stands at 100.00.
class Hedged : public ::testing::Test {
 protected:
  Hedged() {
    EXPECT_TRUE(account_.add_instrument(testing::btc()));
    engine::CandleOutput candle{.instrument = {0}, .timeframe = core::Timeframe::k1m, .known_at = now_};
    candle.state = core::CandleState::kClosed;
    candle.candle.open_time = now_ - core::minutes(1);
    candle.candle.open = candle.candle.high = candle.candle.low = candle.candle.close = {10'000};
    account_.on_output(candle);
  }
  std::uint64_t place(Side side, PositionSide position, std::int64_t lots, std::optional<std::int64_t> stop = {}) {
    api::NewOrder asked = order(side, lots);
    asked.request.position = position;
    if (stop) asked.stop_loss = core::Price{*stop};
    const auto placed = account_.place(asked);
    EXPECT_TRUE(placed) << placed.error().text();
    return placed ? placed->id : 0;
  }
  /// Trades of 100.00 until what is under way has arrived.
  void let_pass() {
    for (int i = 0; i < 3; ++i) {
      now_ = now_ + core::seconds(1);
      account_.on_output(core::Trade{{0}, {now_, now_}, {10'000}, {1'000}, Side::kBuy, 1, 1});
    }
  }
  [[nodiscard]] std::int64_t lots(PositionSide side) const { return account_.books().position({0}, side).lots; }

  PaperAccount account_{setup_of(PositionMode::kHedging)};
  core::Timestamp now_ = core::Timestamp::from_s(1'672'531'200);
};

TEST_F(Hedged, the_protection_of_one_side_stays_when_the_other_is_closed_by_hand) {
  const std::uint64_t buys = place(Side::kBuy, PositionSide::kLong, 5, 9'000);
  place(Side::kSell, PositionSide::kShort, 3, 11'000);
  let_pass();
  ASSERT_EQ(account_.desk().orders().open().size(), 2U);
  place(Side::kBuy, PositionSide::kShort, 3);
  let_pass();
  let_pass();  // for the cancel, which is under way as long
  EXPECT_EQ(lots(PositionSide::kShort), 0);
  EXPECT_EQ(lots(PositionSide::kLong), 5);
  ASSERT_EQ(account_.desk().orders().open().size(), 1U);
  EXPECT_EQ(account_.desk().orders().open()[0].request.parent, core::ClientOrderId{buys});
}

TEST_F(Hedged, funding_goes_from_the_long_to_the_short_position) {
  place(Side::kBuy, PositionSide::kLong, 3'000);
  place(Side::kSell, PositionSide::kShort, 1'000);
  let_pass();
  ASSERT_EQ(account_.portfolio().positions.size(), 2U);
  static_cast<void>(account_.take_changes());
  core::MarkPrice mark{.instrument = {0}, .times = {now_, now_}, .mark = {10'000}};
  mark.funding_rate = 0.00012345;
  mark.next_funding = now_ + core::seconds(1);
  account_.on_output(mark);
  mark.times = {now_ + core::seconds(1), now_ + core::seconds(1)};
  mark.next_funding = now_ + core::hours(8);
  account_.on_output(mark);
  // Rates have eight decimals: 0.012345 % of 3 * 100 is paid, of 1 * 100 is received.
  EXPECT_EQ(account_.books().position({0}, PositionSide::kLong).funding, core::parse_money("-0.037035"));
  EXPECT_EQ(account_.books().position({0}, PositionSide::kShort).funding, core::parse_money("0.012345"));
  std::map<std::string, std::string> trades;
  const storage::TradingChange change = account_.take_changes();
  ASSERT_EQ(change.fundings.size(), 2U);
  EXPECT_EQ(change.fundings[0].amount, "-0.037035");
  EXPECT_EQ(change.fundings[0].position, "long");
  for (const storage::TradeRecord& trade : change.trades) trades[trade.position] = trade.funding;
  EXPECT_EQ(trades, (std::map<std::string, std::string>{{"long", "-0.037035"}, {"short", "0.012345"}}));
}

/// The strategy's cash and net lots after each event.
std::vector<std::pair<Money, std::int64_t>> course_of(std::string_view strategy, PositionMode mode,
                                                      std::uint64_t seed) {
  const auto row = backtest::find_strategy(strategy);
  AccountSetup setup = setup_of(mode);
  setup.strategy = *row;
  setup.values = analysis::parse_parameters({(*row)->id, (*row)->parameters}, "sides=both").value();
  PaperAccount account{setup};
  testing::Market market;
  EXPECT_TRUE(account.add_instrument(testing::btc()));
  std::vector<std::pair<Money, std::int64_t>> course;
  for (const core::Event& event : testing::random_market(seed, 8'000)) {
    market.feed(event, account);
    course.emplace_back(account.books().cash({0}), account.books().net_lots({0}));
  }
  EXPECT_EQ(account.desk().faults(), 0U);
  return course;
}

/// Fees are shares of what was traded, and what two orders take in one moment is what one would have taken: how it is
/// booked changes neither.
TEST(HedgingAccount, a_strategy_alone_does_the_same_with_one_position_or_two) {
  for (const char* name : {"sma_cross", "breakout"}) {
    bool was_long = false;
    bool was_short = false;
    for (std::uint64_t seed = 11; seed < 16; ++seed) {
      const auto netting = course_of(name, PositionMode::kNetting, seed);
      EXPECT_EQ(course_of(name, PositionMode::kHedging, seed), netting) << name << ' ' << seed;
      was_long |= std::ranges::any_of(netting, [](const auto& one) { return one.second > 0; });
      was_short |= std::ranges::any_of(netting, [](const auto& one) { return one.second < 0; });
    }
    EXPECT_TRUE(was_long && was_short) << name;
  }
}

TEST(HedgingAccount, a_strategy_closes_one_position_before_it_opens_the_other) {
  const auto row = backtest::find_strategy("sma_cross");
  AccountSetup setup = setup_of(PositionMode::kHedging);
  setup.strategy = *row;
  setup.values = analysis::parse_parameters({(*row)->id, (*row)->parameters}, "sides=both").value();
  std::set<std::string> orders;
  for (std::uint64_t seed = 11; seed < 16; ++seed) {
    PaperAccount account{setup};
    testing::Market market;
    ASSERT_TRUE(account.add_instrument(testing::btc()));
    for (const core::Event& event : testing::random_market(seed, 8'000)) {
      market.feed(event, account);
      EXPECT_LE(account.portfolio().positions.size(), 1U) << "what stands against it is closed first";
      if (!account.has_changes()) continue;
      for (const auto& one : account.take_changes().orders) orders.insert(one.side + " " + one.position);
    }
  }
  EXPECT_EQ(orders, (std::set<std::string>{"buy long", "buy short", "sell long", "sell short"}));
}

}  // namespace
}  // namespace tidemark::app
