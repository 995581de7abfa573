// What a change of the model must do is hand arithmetic: fees change fees alone, a latency that ends before the next
// trade changes nothing.

#include "app/backtest/fill_comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/serve/recorder.hpp"
#include "app/trading/testing.hpp"
#include "ops/system_clock.hpp"
#include "ops/testing/temporary_folder.hpp"

namespace tidemark::app {
namespace {

class FillComparisonTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto recorder = Recorder::open(options_.files.front(), clock_);
    ASSERT_TRUE(recorder);
    FeedItem item{testing::btc()};
    ASSERT_TRUE((*recorder)->put(item));
    for (const core::Event& event : testing::random_market(11, 6'000)) {
      item = event;
      ASSERT_TRUE((*recorder)->put(item));
    }
    recorder->reset();
    options_.strategy = "sma_cross";
    options_.symbols = {"BTCUSDT"};
    options_.set = {"fast=5", "slow=20"};
    options_.data = BacktestData::kEvents;
  }

  ops::SystemClock clock_;
  ops::testing::TemporaryFolder folder_;
  BacktestOptions options_{.strategy = "", .files = {(folder_.path() / "r.tmrec").string()}};
};

TEST_F(FillComparisonTest, without_a_change_nothing_differs) {
  const auto found = compare_fills(options_, {});
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_GT(found->orders.size(), 5U);
  for (const ComparedOrder& order : found->orders) {
    EXPECT_TRUE(order.reasons.empty());
    EXPECT_EQ(order.first, order.last);
  }
}

TEST_F(FillComparisonTest, every_difference_has_the_change_that_made_it) {
  options_.fees = "0";
  const auto found = compare_fills(options_, {{"fees", "0.1%"}, {"data", "candles"}});
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_TRUE(found->only_first.empty());
  EXPECT_TRUE(found->only_last.empty());
  ASSERT_FALSE(found->orders.empty());
  for (const ComparedOrder& order : found->orders) {
    if (order.first == order.last) continue;
    ASSERT_FALSE(order.reasons.empty());
    EXPECT_EQ(order.reasons.front().before, order.first);
    EXPECT_EQ(order.reasons.back().after, order.last);
    for (std::size_t i = 1; i < order.reasons.size(); ++i) {
      EXPECT_EQ(order.reasons[i].before, order.reasons[i - 1].after);
    }
  }
  // The first order meets the same trades: only what it costs is another, 0.1 % of its value.
  const ComparedOrder& first = found->orders.front();
  ASSERT_FALSE(first.reasons.empty());
  EXPECT_EQ(first.reasons[0].change.part, "fees");
  EXPECT_EQ(first.reasons[0].before.value, first.reasons[0].after.value);
  EXPECT_EQ(first.reasons[0].before.fees, core::Money{});
  EXPECT_EQ(first.reasons[0].after.fees,
            core::share_of(first.reasons[0].after.value, core::Rate{core::kRateOne / 1000}));
}

TEST_F(FillComparisonTest, what_is_no_part_of_the_model_is_named) {
  EXPECT_EQ(parse_model_change("colour=1").error().code, "unknown_part");
  EXPECT_EQ(parse_model_change("latency").error().code, "bad_change");
  EXPECT_EQ(parse_model_change("data=ticks").error().code, "bad_change");
  EXPECT_EQ(parse_model_change("latency=1s")->value, "1s");
}

}  // namespace
}  // namespace tidemark::app
