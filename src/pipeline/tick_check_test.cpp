#include "pipeline/tick_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::FindingCode;
using testing::at;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::trade;

const core::Timestamp kNoon = at("2024-01-01T12:00Z");

std::vector<FindingCode> codes(const TickVerdict& verdict) {
  std::vector<FindingCode> all;
  for (const auto& f : verdict.findings) all.push_back(f.code);
  return all;
}

struct TickCheckTest : ::testing::Test {
  ValidatorConfig config;
  TickCheck check{testing::bitcoin(), config};
};

TEST_F(TickCheckTest, ids_in_line_join) {
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 10)).continuity, Continuity::kUnknown);
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 11)).continuity, Continuity::kJoined);
  core::Trade aggregate = trade(kNoon, 100, 1, 12);
  aggregate.last_id = 20;
  EXPECT_EQ(check.check(aggregate).continuity, Continuity::kJoined);
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 21)).continuity, Continuity::kJoined);
}

TEST_F(TickCheckTest, ids_that_skip_say_how_many_are_missing) {
  (void)check.check(trade(kNoon, 100, 1, 10));
  const TickVerdict verdict = check.check(trade(kNoon, 100, 1, 15));
  EXPECT_TRUE(verdict.accepted());
  EXPECT_EQ(verdict.continuity, Continuity::kLost);
  ASSERT_THAT(codes(verdict), ElementsAre(FindingCode::kTradeIdGap));
  EXPECT_EQ(verdict.findings[0].value, 4);
}

TEST_F(TickCheckTest, trades_had_before_are_refused_and_a_run_of_them_is_said_once) {
  for (std::uint64_t id = 1; id <= 5; ++id) (void)check.check(trade(kNoon, 100, 1, id));
  const TickVerdict first = check.check(trade(kNoon, 100, 1, 2));
  EXPECT_FALSE(first.accepted());
  EXPECT_THAT(codes(first), ElementsAre(FindingCode::kDuplicate));
  const TickVerdict second = check.check(trade(kNoon, 100, 1, 3));
  EXPECT_FALSE(second.accepted());
  EXPECT_THAT(codes(second), IsEmpty());
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 6)).continuity, Continuity::kJoined);
}

TEST_F(TickCheckTest, without_ids_only_a_broken_stream_tells_of_loss) {
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 0)).continuity, Continuity::kUnknown);
  check.break_stream();
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 0)).continuity, Continuity::kLost);
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 0)).continuity, Continuity::kUnknown);
}

TEST_F(TickCheckTest, ids_prove_that_a_broken_stream_lost_nothing) {
  (void)check.check(trade(kNoon, 100, 1, 1));
  check.break_stream();
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 2)).continuity, Continuity::kJoined);
}

TEST_F(TickCheckTest, impossible_trades_are_refused_and_leave_no_trace) {
  (void)check.check(trade(kNoon, 100, 1, 1));
  EXPECT_THAT(codes(check.check(trade(kNoon, 0, 1, 2))), ElementsAre(FindingCode::kNonPositivePrice));
  EXPECT_THAT(codes(check.check(trade(kNoon, 100, 0, 2))), ElementsAre(FindingCode::kNegativeVolume));
  EXPECT_THAT(codes(check.check(trade(kNoon, 100, -5, 2))), ElementsAre(FindingCode::kNegativeVolume));
  EXPECT_EQ(check.check(trade(kNoon, 100, 1, 2)).continuity, Continuity::kJoined);
}

// The recordings of depth/binance_* were made with a clock 1.26 s behind.
TEST_F(TickCheckTest, a_clock_behind_is_said_once_and_the_data_taken) {
  core::Trade early = trade(kNoon, 100, 1, 1);
  early.times.received = kNoon - core::milliseconds(1260);
  EXPECT_THAT(codes(check.check(early)), ElementsAre(FindingCode::kClockSkew));
  early.first_id = early.last_id = 2;
  EXPECT_THAT(codes(check.check(early)), IsEmpty());
  (void)check.check(trade(kNoon, 100, 1, 3));  // the clock was set
  early.first_id = early.last_id = 4;
  EXPECT_THAT(codes(check.check(early)), ElementsAre(FindingCode::kClockSkew));
}

TEST_F(TickCheckTest, far_in_the_future_is_refused) {
  core::Trade early = trade(kNoon, 100, 1, 1);
  early.times.received = kNoon - core::seconds(6);
  const TickVerdict verdict = check.check(early);
  EXPECT_FALSE(verdict.accepted());
  EXPECT_THAT(codes(verdict), ElementsAre(FindingCode::kFutureTime));
}

TEST_F(TickCheckTest, impossible_times_are_refused) {
  for (const std::int64_t ns : {INT64_MIN, INT64_MAX}) {
    core::Trade t = trade(kNoon, 100, 1, 1);
    t.times.exchange = {ns};
    EXPECT_FALSE(check.check(t).accepted());
  }
}

TEST_F(TickCheckTest, a_trade_far_from_the_one_before_is_marked) {
  (void)check.check(trade(kNoon, 100, 1, 1));
  const TickVerdict verdict = check.check(trade(kNoon, 130, 1, 2));
  EXPECT_TRUE(verdict.accepted());
  EXPECT_THAT(codes(verdict), ElementsAre(FindingCode::kPriceJump));
}

TEST_F(TickCheckTest, crossed_and_impossible_quotes_are_refused) {
  core::Quote quote;
  quote.times = {{}, kNoon};
  quote.bid = {100};
  quote.ask = {101};
  EXPECT_TRUE(check.check(quote).accepted());
  quote.bid = {101};
  EXPECT_THAT(codes(check.check(quote)), ElementsAre(FindingCode::kCrossedBook));
  quote.bid = {0};
  quote.ask_qty = {-1};
  EXPECT_THAT(codes(check.check(quote)), ElementsAre(FindingCode::kNonPositivePrice, FindingCode::kNegativeVolume));
}

TEST_F(TickCheckTest, mark_prices_and_liquidations) {
  EXPECT_FALSE(check
                   .check(core::MarkPrice{
                       .times = {kNoon, kNoon}, .mark = {0}, .index = {}, .funding_rate = {}, .next_funding = {}})
                   .accepted());
  core::Liquidation liquidation;
  liquidation.times = {kNoon, kNoon};
  liquidation.price = {100};
  liquidation.qty = {1};
  EXPECT_TRUE(check.check(liquidation).accepted());
  liquidation.qty = {0};
  EXPECT_FALSE(check.check(liquidation).accepted());
}

}  // namespace
}  // namespace tidemark::pipeline
