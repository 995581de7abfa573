#include "venues/live/trade_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Expected orders are by hand: numbers grow by one, each is handed on once.
namespace tidemark::venues {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr core::Timestamp at(std::int64_t ms) {
  return core::Timestamp::from_ms(1'700'000'000'000 + ms);
}

class TradeChainTest : public ::testing::Test {
 protected:
  static NumberedTrade numbered(std::uint64_t number) {
    NumberedTrade trade{number, {}};
    trade.trade.first_id = trade.trade.last_id = number;
    return trade;
  }
  Taken add(std::uint64_t number, std::int64_t ms = 0) {
    return chain.add(numbered(number), Origin::kStream, at(ms), steps);
  }
  void page(const std::vector<std::uint64_t>& numbers, TradeChain::Page fill, std::int64_t ms) {
    std::vector<NumberedTrade> trades;
    for (const std::uint64_t number : numbers) trades.push_back(numbered(number));
    chain.on_page(trades, fill, at(ms), steps);
  }
  std::vector<std::uint64_t> ids() const {
    std::vector<std::uint64_t> all;
    for (const TradeStep& step : steps) all.push_back(step.trade.first_id);
    return all;
  }

  HealConfig config;
  TradeChain chain{config};
  std::vector<TradeStep> steps;
};

TEST_F(TradeChainTest, asks_nothing_while_trades_follow_each_other) {
  add(5);
  EXPECT_EQ(add(6), Taken::kPassed);
  EXPECT_EQ(add(6), Taken::kDuplicate);
  EXPECT_FALSE(chain.due());
  EXPECT_THAT(ids(), ElementsAre(5, 6));
}

TEST_F(TradeChainTest, a_full_page_is_followed_by_the_next) {
  add(1);
  add(9, 10);
  EXPECT_FALSE(chain.ask(at(100)));
  EXPECT_EQ(chain.ask(at(260)), 2U);
  EXPECT_FALSE(chain.ask(at(261))) << "one question at a time";
  page({2, 3, 4}, TradeChain::Page::kFull, 300);
  EXPECT_EQ(chain.ask(at(300)), 5U);
  page({5, 6, 7, 8, 9}, TradeChain::Page::kLast, 350);
  EXPECT_THAT(ids(), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_EQ(chain.backfilled(), 7U) << "2 to 8";
  EXPECT_FALSE(chain.due());
}

TEST_F(TradeChainTest, what_the_venue_no_longer_has_is_given_up_with_its_number) {
  add(1);
  add(9);
  ASSERT_TRUE(chain.ask(at(300)));
  page({6, 7, 8, 9}, TradeChain::Page::kLast, 350);
  EXPECT_THAT(ids(), ElementsAre(1, 6, 7, 8, 9));
  EXPECT_EQ(steps[1].lost, 4U);
}

TEST_F(TradeChainTest, patience_ends_and_the_line_goes_on) {
  add(1);
  add(9, 1000);
  ASSERT_TRUE(chain.ask(at(2000)));
  chain.on_failed(at(2100));
  chain.on_time(at(60'999), steps);
  EXPECT_THAT(ids(), ElementsAre(1));
  chain.on_time(at(61'000), steps);
  EXPECT_THAT(ids(), ElementsAre(1, 9));
  EXPECT_EQ(steps[1].lost, 7U);
}

TEST_F(TradeChainTest, what_is_held_back_is_bounded) {
  config.hold_max = 3;
  add(1);
  for (const std::uint64_t number : {5U, 6U, 7U}) add(number);
  EXPECT_THAT(ids(), ElementsAre(1));
  add(8);
  EXPECT_THAT(ids(), ElementsAre(1, 5, 6, 7, 8));
  EXPECT_EQ(steps[1].lost, 3U);
}

TEST_F(TradeChainTest, a_suspicion_is_cleared_by_the_next_trade_or_asked_about) {
  add(1);
  chain.suspect(at(0), core::seconds(5));
  add(2, 100);
  EXPECT_FALSE(chain.due());
  chain.suspect(at(200), core::seconds(5));
  EXPECT_FALSE(chain.ask(at(5199)));
  EXPECT_EQ(chain.ask(at(5200)), 3U);
  page({}, TradeChain::Page::kLast, 5300);
  EXPECT_FALSE(chain.due());
}

TEST_F(TradeChainTest, goes_on_after_what_an_earlier_run_had) {
  chain.resume_after(40, at(0));
  EXPECT_EQ(add(43), Taken::kHeld);
  EXPECT_EQ(chain.ask(at(300)), 41U);
  page({41, 42, 43, 44}, TradeChain::Page::kLast, 350);
  EXPECT_THAT(ids(), ElementsAre(41, 42, 43, 44));
}

}  // namespace
}  // namespace tidemark::venues
