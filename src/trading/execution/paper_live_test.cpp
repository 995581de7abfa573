// The paper broker over trades, quotes and books: fills and queues counted by hand from the events in each test.

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trading/execution/paper_broker.hpp"
#include "trading/testing.hpp"

namespace tidemark::trading {
namespace {

using core::OrderEventKind;
using core::OrderReason;
using core::Side;
using testing::at;
using ::testing::ElementsAre;
using testing::kBtc;
using testing::kRules;
using testing::limit;
using testing::market;
using testing::stop;

using Levels = std::vector<core::BookLevel>;

class PaperLive : public ::testing::Test {
 protected:
  PaperLive() { EXPECT_TRUE(portfolio_.add_instrument(kBtc, kRules.scale, usd_)); }
  PaperBroker& broker() {
    if (!broker_) {
      broker_.emplace(settings_);
      broker_->add_instrument(kBtc, kRules);
      portfolio_.mark(kBtc, {10000});
    }
    return *broker_;
  }
  void send(const core::OrderRequest& request, std::int64_t second) {
    broker();
    const auto approved = gate_.check(request, kRules, portfolio_, orders_, at(second));
    ASSERT_TRUE(approved);
    broker().submit(*approved, at(second));
  }
  void trade(std::int64_t second, std::int64_t price, std::int64_t lots, Side taker) {
    core::Trade t;
    t.instrument = kBtc;
    t.times = {at(second), at(second)};
    t.price = {price};
    t.qty = {lots};
    t.taker = taker;
    broker().on_trade(t);
  }
  void quote(std::int64_t second, std::int64_t bid, std::int64_t ask, std::int64_t lots = 100) {
    core::Quote q;
    q.instrument = kBtc;
    q.times = {at(second), at(second)};
    q.bid = {bid};
    q.ask = {ask};
    q.bid_qty = q.ask_qty = {lots};
    broker().on_quote(q);
  }
  void book(std::int64_t second, const Levels& bids, const Levels& asks) {
    broker().on_depth(kBtc, at(second), bids, asks);
  }
  /// What was reported since the last call: "price x lots" of fills, the reason of ends.
  std::vector<std::string> heard() {
    std::vector<BrokerReport> reports;
    broker().take_reports(reports);
    std::vector<std::string> all;
    for (const auto& report : reports) {
      if (report.fill) {
        all.push_back(std::to_string(report.fill->price.ticks) + "x" + std::to_string(report.fill->qty.lots));
      } else if (report.reason) {
        all.emplace_back(core::name_of(*report.reason));
      }
    }
    return all;
  }

  PaperSettings settings_;
  Portfolio portfolio_{PositionMode::kNetting};
  CurrencyId usd_ = portfolio_.add_currency("USD");
  OrderRegistry orders_;
  RiskGate gate_{{}, usd_};
  std::optional<PaperBroker> broker_;
};

TEST_F(PaperLive, without_a_book_the_next_trade_after_the_latency_is_the_market) {
  settings_.latency = core::seconds(2);
  settings_.slippage = *core::parse_rate("0.1%");
  trade(0, 9000, 5, Side::kBuy);
  send(market(1, Side::kBuy, 3), 1);
  trade(2, 9500, 5, Side::kBuy);
  EXPECT_THAT(heard(), ElementsAre());
  trade(3, 10000, 5, Side::kSell);
  EXPECT_THAT(heard(), ElementsAre("10010x3"));
}

TEST_F(PaperLive, participation_takes_its_share_of_each_trade) {
  settings_.participation = *core::parse_rate("50%");
  send(market(1, Side::kBuy, 7), 0);
  trade(1, 10000, 8, Side::kBuy);
  trade(2, 10010, 100, Side::kBuy);
  EXPECT_THAT(heard(), ElementsAre("10000x4", "10010x3"));
}

TEST_F(PaperLive, a_resting_limit_of_unknown_place_needs_a_trade_through_it) {
  send(limit(1, Side::kBuy, 5, 9990), 0);
  trade(1, 10000, 1, Side::kSell);
  trade(2, 9990, 100, Side::kSell);
  EXPECT_THAT(heard(), ElementsAre());
  trade(3, 9989, 1, Side::kSell);
  EXPECT_THAT(heard(), ElementsAre("9990x5"));
}

TEST_F(PaperLive, an_optimist_stands_first_and_gets_what_is_traded) {
  settings_.bound = FillBound::kOptimistic;
  send(limit(1, Side::kBuy, 5, 9990), 0);
  trade(1, 10000, 1, Side::kSell);
  trade(2, 9990, 3, Side::kBuy);  // a buyer trades with sellers, not with us
  trade(3, 9990, 3, Side::kSell);
  trade(4, 9990, 3, Side::kSell);
  EXPECT_THAT(heard(), ElementsAre("9990x3", "9990x2"));
}

TEST_F(PaperLive, the_queue_before_us_is_traded_first) {
  book(0, {{{9990}, {500}}, {{9980}, {100}}}, {{{10000}, {400}}});
  send(limit(1, Side::kBuy, 50, 9990), 1);
  book(2, {{{9990}, {500}}, {{9980}, {100}}}, {{{10000}, {400}}});
  trade(3, 9990, 300, Side::kSell);
  EXPECT_THAT(heard(), ElementsAre());
  trade(4, 9990, 220, Side::kSell);  // 200 were left before us
  EXPECT_THAT(heard(), ElementsAre("9990x20"));
  trade(5, 9990, 100, Side::kSell);
  EXPECT_THAT(heard(), ElementsAre("9990x30"));
}

TEST_F(PaperLive, who_left_the_queue_stood_behind_us_or_before_us) {
  for (const FillBound bound : {FillBound::kConservative, FillBound::kOptimistic}) {
    settings_.bound = bound;
    broker_.reset();
    const auto show = [&](std::int64_t second, std::int64_t lots) {
      book(second, {{{9990}, {lots}}, {{9980}, {100}}}, {{{10000}, {400}}});
    };
    show(0, 500);
    send(limit(1, Side::kBuy, 50, 9990), 1);
    show(2, 500);
    trade(3, 9990, 200, Side::kSell);  // 300 before us
    show(4, 400);                      // 100 have joined behind us
    show(5, 350);                      // 50 have left: from where?
    trade(6, 9990, 260, Side::kSell);
    if (bound == FillBound::kConservative) {
      EXPECT_THAT(heard(), ElementsAre());
    } else {
      EXPECT_THAT(heard(), ElementsAre("9990x10"));  // 250 before us
    }
    show(7, 30);  // at most what is shown can be before us
    trade(8, 9990, 40, Side::kSell);
    EXPECT_EQ(heard().back(), bound == FillBound::kConservative ? "9990x10" : "9990x40");
  }
}

TEST_F(PaperLive, a_taker_walks_the_levels_and_finds_them_taken_until_the_next_book) {
  const Levels asks{{{10000}, {5}}, {{10010}, {10}}};
  book(0, {{{9990}, {5}}}, asks);
  send(market(1, Side::kBuy, 12), 1);
  send(market(2, Side::kBuy, 5), 1);
  book(2, {{{9990}, {5}}}, asks);
  EXPECT_THAT(heard(), ElementsAre("10000x5", "10010x7", "10010x3", "no_liquidity"));
  send(limit(3, Side::kBuy, 6, 10000), 3);
  book(4, {{{9990}, {5}}}, asks);
  EXPECT_THAT(heard(), ElementsAre("10000x5")) << "the update has put back what we took";
}

TEST_F(PaperLive, an_order_meets_the_book_that_stood_when_it_arrived) {
  settings_.latency = core::seconds(1);
  book(0, {{{9990}, {5}}}, {{{10000}, {5}}});
  send(market(1, Side::kBuy, 2), 0);
  book(5, {{{10990}, {5}}}, {{{11000}, {5}}});
  EXPECT_THAT(heard(), ElementsAre("10000x2"));
}

TEST_F(PaperLive, a_book_that_comes_through_a_resting_limit_fills_it) {
  book(0, {{{9990}, {5}}}, {{{10000}, {5}}});
  send(limit(1, Side::kBuy, 7, 9995), 1);
  book(2, {{{9990}, {5}}}, {{{10000}, {5}}});
  book(3, {{{9980}, {5}}}, {{{9990}, {5}}});
  EXPECT_THAT(heard(), ElementsAre("9995x7"));
}

TEST_F(PaperLive, post_only_and_fill_or_kill_look_at_the_book) {
  book(0, {{{9990}, {5}}}, {{{10000}, {5}}, {{10010}, {5}}});
  auto maker = limit(1, Side::kBuy, 7, 10000);
  maker.liquidity = core::Liquidity::kPostOnly;
  send(maker, 1);
  auto whole = limit(2, Side::kBuy, 6, 10000);
  whole.time_in_force = core::TimeInForce::kFok;
  send(whole, 1);
  whole.id = {3};
  whole.limit = core::Price{10010};
  send(whole, 1);
  book(2, {{{9990}, {5}}}, {{{10000}, {5}}});
  EXPECT_THAT(heard(), ElementsAre("would_take", "not_fillable", "10000x5", "10010x1"));
}

TEST_F(PaperLive, a_market_order_for_more_than_the_best_level_shows_waits_for_the_next_quote) {
  quote(0, 9990, 10000, 3);
  send(market(1, Side::kBuy, 5), 1);
  quote(2, 9990, 10000, 3);
  EXPECT_THAT(heard(), ElementsAre("10000x3", "10000x2"));
  // One is left of that quote; then the whole book is seen, and behind its best level is nothing.
  send(market(2, Side::kBuy, 5), 3);
  book(4, {{{9990}, {5}}}, {{{10010}, {3}}});
  EXPECT_THAT(heard(), ElementsAre("10000x1", "10010x3", "no_liquidity"));
}

TEST_F(PaperLive, stops_listen_to_trades_and_without_any_to_quotes) {
  quote(0, 9990, 10000);
  send(stop(1, Side::kSell, 5, 9980), 1);
  quote(2, 9985, 9995);
  EXPECT_THAT(heard(), ElementsAre());
  quote(3, 9980, 9990);
  EXPECT_THAT(heard(), ElementsAre("9980x5"));
  trade(4, 9985, 1, Side::kSell);
  send(stop(2, Side::kSell, 5, 9970), 5);
  quote(6, 9960, 9970);
  EXPECT_THAT(heard(), ElementsAre()) << "a quote is no trade";
  trade(7, 9965, 1, Side::kSell);
  EXPECT_THAT(heard(), ElementsAre("9960x5"));
}

TEST_F(PaperLive, an_order_of_an_unknown_instrument_is_rejected) {
  ASSERT_TRUE(portfolio_.add_instrument({7}, kRules.scale, usd_));
  portfolio_.mark({7}, {100});
  auto stray = market(1, Side::kBuy, 1);
  stray.instrument = {7};
  send(stray, 0);
  EXPECT_THAT(heard(), ElementsAre("unknown_instrument"));
}

}  // namespace
}  // namespace tidemark::trading
