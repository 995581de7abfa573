// That paper and backtest give the same over the same input is the specification's own demand.

#include "app/trading/paper_account.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/parse_parameters.hpp"
#include "app/trading/account_laws.hpp"
#include "backtest/event_run.hpp"
#include "backtest/testing.hpp"

namespace tidemark::app {
namespace {

using core::Side;
using testing::expect_books;
using testing::meddle;
using testing::order;
using testing::Reckoning;
using testing::setup_of;
using trading::PositionMode;
using Outcome = api::PlacedOrder::Outcome;

class EveryMode : public ::testing::TestWithParam<PositionMode> {};
INSTANTIATE_TEST_SUITE_P(Modes, EveryMode, ::testing::Values(PositionMode::kNetting, PositionMode::kHedging),
                         [](const auto& mode) { return std::string{trading::name_of(mode.param)}; });

TEST_P(EveryMode, no_money_is_lost_or_created_at_any_event) {
  std::size_t both = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    PaperAccount account{setup_of(GetParam())};
    testing::Market market;
    ASSERT_TRUE(account.add_instrument(testing::btc()));
    core::Rng rng{seed * 1000};
    Reckoning expected;
    for (const core::Event& event : testing::random_market(seed, 400)) {
      market.feed(event, account, [&] {
        if (account.has_changes()) expected.add(account.take_changes());
        expect_books(account, expected);
        if (account.portfolio().positions.size() == 2) ++both;
      });
      if (rng.chance(0.2)) meddle(rng, account);
    }
    EXPECT_GT(expected.fills, 10U) << seed;
  }
  EXPECT_EQ(both > 1'000, GetParam() == PositionMode::kHedging) << both << " times both sides were held";
}

TEST(PaperAccount, a_trade_says_what_the_engine_said_of_its_market_when_it_was_entered) {
  PaperAccount account{testing::account_setup()};
  testing::Market market;
  ASSERT_TRUE(account.add_instrument(testing::btc()));
  const auto events = testing::random_market(1, 1'500);
  auto next = events.begin();
  const auto go_on = [&] {
    for (int i = 0; i < 150; ++i) market.feed(*next++, account);
  };
  go_on();
  const auto entered = [&] {
    for (const Side side : {Side::kBuy, Side::kSell}) {
      EXPECT_TRUE(account.place(order(side, 5)));
      go_on();
    }
    for (const storage::TradeRecord& trade : account.take_changes().trades) {
      if (trade.exited) return trade.regime;
    }
    return std::string{"no trade"};
  };
  EXPECT_EQ(entered(), "");
  account.on_output(engine::MarketStateOutput{
      testing::btc().id,
      {.regime = decision::RegimeReading{.timeframe = core::Timeframe::k1h, .trend = -1, .volatile_ = true}},
      account.now()});
  EXPECT_EQ(entered(), "falling_high_volatility");
  account.on_output(engine::MarketStateOutput{testing::btc().id, {}, account.now()});
  EXPECT_EQ(entered(), "");
}

TEST(PaperAccount, the_same_id_is_the_same_order) {
  PaperAccount account{testing::account_setup()};
  testing::Market market;
  ASSERT_TRUE(account.add_instrument(testing::btc()));
  for (const core::Event& event : testing::random_market(1, 100)) market.feed(event, account);
  api::NewOrder asked = order(Side::kBuy, 5, 9'000);
  asked.client_id = "bot-7";
  const auto first = account.place(asked);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->outcome, Outcome::kTaken);
  const auto again = account.place(asked);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->outcome, Outcome::kKnown);
  EXPECT_EQ(again->id, first->id);
  asked.request.qty = {6};
  EXPECT_EQ(account.place(asked).error().code, "id_taken");
  EXPECT_EQ(account.desk().orders().open().size(), 1U);
}

TEST(PaperAccount, an_order_whose_protection_is_refused_does_not_stay) {
  AccountSetup setup = testing::account_setup();
  setup.limits.price_collar = core::Rate{core::kRateOne / 100};
  PaperAccount account{setup};
  testing::Market market;
  ASSERT_TRUE(account.add_instrument(testing::btc()));
  const auto events = testing::random_market(1, 200);
  for (const core::Event& event : events) market.feed(event, account);
  api::NewOrder bracket = order(Side::kBuy, 5);
  bracket.stop_loss = core::Price{5'000};
  const auto placed = account.place(bracket);
  ASSERT_TRUE(placed);
  EXPECT_EQ(placed->outcome, Outcome::kRefused);
  EXPECT_EQ(placed->refusal, core::OrderReason::kPriceCollar);
  core::Event later = events.back();
  auto& trade = std::get<core::Trade>(later);
  trade.times.received = trade.times.exchange = trade.times.received + core::seconds(5);
  trade.first_id = ++trade.last_id;
  market.feed(later, account);
  EXPECT_TRUE(account.desk().orders().open().empty());
  EXPECT_EQ(account.books().net_lots({0}), 0);
}

// A stop that outlives its position would close the next one, which nobody asked for.
TEST(PaperAccount, the_protection_of_a_position_goes_when_it_is_closed_by_hand) {
  PaperAccount account{testing::account_setup()};
  testing::Market market;
  ASSERT_TRUE(account.add_instrument(testing::btc()));
  const auto events = testing::random_market(1, 400);
  const auto play = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, events.size()); ++i) market.feed(events[i], account);
  };
  play(0, 100);
  const auto bracket = [](api::NewOrder entry) {
    entry.stop_loss = core::Price{5'000};
    entry.take_profit = core::Price{15'000};
    return entry;
  };
  ASSERT_TRUE(account.place(bracket(order(Side::kBuy, 5))));
  const auto waits = account.place(bracket(order(Side::kBuy, 5, 6'000)));
  ASSERT_TRUE(waits);
  play(100, 200);
  ASSERT_EQ(account.books().net_lots({0}), 5);
  ASSERT_EQ(account.desk().orders().open().size(), 5U);
  ASSERT_TRUE(account.place(order(Side::kSell, 3)));
  play(200, 300);
  EXPECT_EQ(account.desk().orders().open().size(), 5U) << "some is still held";
  ASSERT_TRUE(account.place(order(Side::kSell, 2)));
  play(300, 400);
  EXPECT_EQ(account.books().net_lots({0}), 0);
  std::vector<std::uint64_t> open;
  for (const core::Order& one : account.desk().orders().open()) {
    open.push_back(one.request.parent ? one.request.parent->value : one.request.id.value);
  }
  EXPECT_THAT(open, ::testing::Each(waits->id)) << "an entry that still waits keeps its own";
  EXPECT_EQ(open.size(), 3U);
}

TEST(PaperAccount, the_stop_of_an_order_that_never_was_is_not_the_next_trades_risk) {
  AccountSetup setup = testing::account_setup();
  setup.limits.price_collar = core::Rate{core::kRateOne / 10};
  PaperAccount account{setup};
  testing::Market market;
  ASSERT_TRUE(account.add_instrument(testing::btc()));
  for (const core::Event& event : testing::random_market(1, 200)) market.feed(event, account);
  api::NewOrder refused = order(Side::kBuy, 5);
  refused.stop_loss = core::Price{100};
  ASSERT_EQ(account.place(refused)->outcome, Outcome::kRefused);
  api::NewOrder plain = order(Side::kBuy, 5);
  ASSERT_TRUE(account.place(plain));
  auto later = testing::random_market(1, 400);
  std::vector<storage::TradeRecord> trades;
  for (std::size_t i = later.size() / 2; i < later.size(); ++i) {
    market.feed(later[i], account);
    if (!account.has_changes()) continue;
    for (storage::TradeRecord& trade : account.take_changes().trades) trades.push_back(std::move(trade));
  }
  ASSERT_FALSE(trades.empty());
  EXPECT_EQ(trades.front().risk, std::nullopt);
}

TEST(PaperAccount, after_a_gap_nobody_meets_the_book_of_before) {
  PaperAccount account{testing::account_setup()};
  ASSERT_TRUE(account.add_instrument(testing::btc()));
  const core::Timestamp before = core::Timestamp::from_s(1'672'531'200);
  engine::CandleOutput candle{.instrument = {0}, .timeframe = core::Timeframe::k1m, .known_at = before};
  candle.state = core::CandleState::kClosed;
  candle.candle.open_time = before - core::minutes(1);
  candle.candle.open = candle.candle.high = candle.candle.low = candle.candle.close = {10'000};
  account.on_output(candle);  // the gate must know what the order is worth
  engine::BookDepth depth;
  depth.state = pipeline::BookState::kLive;
  depth.known_at = before;
  depth.bid_levels[0] = {{9'999}, {1'000}};
  depth.ask_levels[0] = {{10'001}, {1'000}};
  depth.bid_count = depth.ask_count = 1;
  account.on_depth(depth);
  account.on_gap();
  ASSERT_TRUE(account.place(order(Side::kBuy, 5)));
  const core::Timestamp after = before + core::minutes(10);
  account.on_output(core::Trade{{0}, {after, after}, {10'500}, {1'000}, Side::kBuy, 1, 1});
  const auto fills = account.take_changes().fills;
  ASSERT_EQ(fills.size(), 1U);
  // The trade is the price seen, and 0.02 % of slippage is 2.1 ticks of it: 105.03, against 100.04 of the old book.
  EXPECT_EQ(fills[0].price, "105.03");
}

TEST(PaperAccount, books_bear_on_open_orders_and_on_what_is_held) {
  PaperAccount account{testing::account_setup()};
  testing::Market market;
  ASSERT_TRUE(account.add_instrument(testing::btc()));
  const auto events = testing::random_market(1, 200);
  for (std::size_t i = 0; i < 100; ++i) market.feed(events[i], account);
  EXPECT_TRUE(account.book_needs().empty());
  ASSERT_TRUE(account.place(order(Side::kBuy, 5)));
  EXPECT_FALSE(account.book_needs().empty());
  for (std::size_t i = 100; i < events.size(); ++i) market.feed(events[i], account);
  ASSERT_TRUE(account.desk().orders().open().empty());
  ASSERT_EQ(account.books().net_lots({0}), 5);
  EXPECT_FALSE(account.book_needs().empty()) << "its owner may sell at any moment";
}

// An order would meet prices that are long over, and its time would be that of a market that said nothing yet.
TEST(PaperAccount, orders_wait_until_the_market_has_reached_the_present) {
  const auto events = testing::random_market(1, 200);
  const core::Timestamp since = core::times_of(events[100]).received;
  enum class Word : std::uint8_t { kTrade, kFeed };
  for (const Word word : {Word::kTrade, Word::kFeed}) {
    AccountSetup setup = testing::account_setup();
    setup.since = since;
    PaperAccount account{setup};
    testing::Market market;
    ASSERT_TRUE(account.add_instrument(testing::btc()));
    const auto refusal = [&] {
      const auto placed = account.place(order(Side::kBuy, 5, 9'000));
      return placed ? std::string{} : placed.error().code;
    };
    EXPECT_EQ(refusal(), "market_in_past") << "nothing was heard yet";
    for (std::size_t i = 0; core::times_of(events[i]).received < since; ++i) market.feed(events[i], account);
    account.on_output(core::FeedStatus{{0}, {{}, since - core::hours(1)}, core::FeedState::kLive});
    EXPECT_EQ(refusal(), "market_in_past");
    EXPECT_TRUE(account.desk().orders().open().empty());
    const auto known = account.take_changes();
    EXPECT_TRUE(known.orders.empty()) << "nothing was written down";
    const core::Timestamp present = since + core::seconds(1);
    account.on_output(core::FeedStatus{{0}, {{}, present}, core::FeedState::kStale});
    EXPECT_EQ(refusal(), "market_in_past") << "a feed that is not there says nothing of the present";
    if (word == Word::kTrade) {
      market.feed(core::Trade{{0}, {present, present}, {10'000}, {1}, Side::kBuy, 1'000, 1'000}, account);
    } else {
      account.on_output(core::FeedStatus{{0}, {{}, present}, core::FeedState::kLive});
    }
    EXPECT_EQ(refusal(), "");
    const storage::TradingChange change = account.take_changes();
    ASSERT_EQ(change.orders.size(), 1U);
    EXPECT_EQ(change.orders[0].created, present);
  }
}

// After a restart the engine knows the past already, and tells nothing of it again.
TEST(PaperAccount, orders_wait_for_a_price_where_the_feed_is_there_before_one) {
  const auto start = core::Timestamp::from_s(1'704'067'200);
  AccountSetup setup = testing::account_setup();
  setup.since = start;
  PaperAccount account{setup};
  testing::Market market;
  ASSERT_TRUE(account.add_instrument(testing::btc()));
  account.on_output(core::FeedStatus{{0}, {{}, start + core::seconds(1)}, core::FeedState::kLive});
  EXPECT_EQ(account.place(order(Side::kBuy, 5)).error().code, "market_in_past");
  market.feed(
      core::Trade{{0}, {start + core::seconds(2), start + core::seconds(2)}, {10'000}, {1}, Side::kBuy, 1'000, 1'000},
      account);
  const auto placed = account.place(order(Side::kBuy, 5));
  ASSERT_TRUE(placed);
  EXPECT_FALSE(placed->refusal);
}

TEST(PaperAccount, other_currencies_are_not_traded) {
  PaperAccount account{testing::account_setup()};
  core::Instrument eur = testing::btc(1);
  eur.symbol = "BTCEUR";
  EXPECT_EQ(account.add_instrument(eur).error().code, "not_tradable");
  api::NewOrder asked = order(Side::kBuy, 1);
  asked.request.instrument = eur.id;
  EXPECT_EQ(account.place(asked).error().code, "not_tradable");
}

/// What sma_cross asked for over a random market, and what it held at the end.
struct Asked {
  std::vector<std::int64_t> lots;  ///< of each order
  std::int64_t held{0};
};

/// Its sizes times `percent`; from the `later`-th event on times `then`.
Asked asked_at(int percent, std::size_t later = 8'000, int then = 0) {
  const auto row = backtest::find_strategy("sma_cross");
  AccountSetup setup = testing::account_setup();
  setup.strategy = *row;
  setup.values = analysis::parse_parameters({(*row)->id, (*row)->parameters}, "").value();
  PaperAccount account{setup};
  const auto rate = [](int hundredths) { return core::Rate{hundredths * core::kRateOne / 100}; };
  account.set_multiplier(rate(percent));
  testing::Market market;
  EXPECT_TRUE(account.add_instrument(testing::btc()));
  Asked asked;
  std::size_t number = 0;
  for (const core::Event& event : testing::random_market(11, 8'000)) {
    if (number++ == later) account.set_multiplier(rate(then));
    market.feed(event, account);
    if (!account.has_changes()) continue;
    for (const auto& one : account.take_changes().transitions) {
      if (one.kind == "submitted") asked.lots.push_back(core::parse_decimal(one.qty, 3).value);
    }
  }
  asked.held = account.books().net_lots({0});
  return asked;
}

TEST(PaperAccount, a_stage_takes_its_part_of_the_size) {
  const auto whole = asked_at(100).lots;
  const auto quarter = asked_at(25).lots;
  const auto tenth = asked_at(10).lots;
  ASSERT_GT(whole.size(), 5U);
  ASSERT_FALSE(quarter.empty());
  ASSERT_FALSE(tenth.empty());
  // The first entry, by the same equity at the same price; whole lots, rounded down, so up to one lot less.
  EXPECT_LE(4 * quarter[0], whole[0]);
  EXPECT_GT(4 * quarter[0] + 4, whole[0]);
  EXPECT_LE(10 * tenth[0], whole[0]);
  EXPECT_GT(10 * tenth[0] + 10, whole[0]);
  EXPECT_TRUE(asked_at(0).lots.empty()) << "shadow decides, and does not trade";
}

TEST(PaperAccount, what_is_held_can_be_left_at_a_stage_that_enters_nothing) {
  const auto whole = asked_at(100);
  const auto stopped = asked_at(100, 2'000, 0);
  EXPECT_EQ(stopped.held, 0);
  EXPECT_LT(stopped.lots.size(), whole.lots.size());
}

class ListFeed final : public backtest::EventFeed {
 public:
  explicit ListFeed(const std::vector<core::Event>& events) : events_{events} {}
  core::Result<bool> next(core::Event& out) override {
    if (at_ == events_.size()) return false;
    out = events_[at_++];
    return true;
  }

 private:
  const std::vector<core::Event>& events_;
  std::size_t at_{0};
};

/// "side price x lots fee at"
std::vector<std::string> told(const std::vector<core::OrderEvent>& events) {
  std::vector<std::string> all;
  for (const core::OrderEvent& event : events) {
    if (!event.fill) continue;
    const core::Fill& f = *event.fill;
    all.push_back(std::string{core::name_of(f.side)} + " " + core::format_decimal(f.price.ticks, 2) + " x " +
                  core::format_decimal(f.qty.lots, 3) + " " + core::format_money(f.fee) + " " +
                  std::to_string(f.at.ns));
  }
  return all;
}

TEST(PaperAndBacktest, over_the_same_input_make_the_same_fills) {
  for (const char* name : {"sma_cross", "breakout"}) {
    const auto row = backtest::find_strategy(name);
    ASSERT_TRUE(row);
    AccountSetup setup = testing::account_setup();
    setup.strategy = *row;
    setup.values = analysis::parse_parameters({(*row)->id, (*row)->parameters}, "").value();
    const auto events = testing::random_market(11, 8'000);

    PaperAccount account{setup};
    testing::Market market;
    ASSERT_TRUE(account.add_instrument(testing::btc()));
    std::vector<std::string> paper;
    for (const core::Event& event : events) {
      market.feed(event, account);
      if (!account.has_changes()) continue;
      for (const storage::FillRecord& f : account.take_changes().fills) {
        paper.push_back(f.side + " " + f.price + " x " + f.qty + " " + f.fee + " " + std::to_string(f.at.ns));
      }
    }

    backtest::SessionSetup session;
    session.instruments = {testing::btc()};
    session.capital = setup.cash;
    session.paper = setup.paper;
    session.limits = setup.limits;
    session.sizing = setup.sizing;
    backtest::testing::Recorder recorder;
    ListFeed feed{events};
    const auto strategy = (*row)->make(setup.values, session.instruments[0].scale);
    const auto result = backtest::run_events(session, *strategy, (*row)->needs, market.table(), {0}, feed, &recorder);
    ASSERT_TRUE(result);
    EXPECT_EQ(told(recorder.events), paper) << name;
    EXPECT_GT(paper.size(), 5U) << name;
  }
}

}  // namespace
}  // namespace tidemark::app
