// A live session against the simulated venue over a network that only takes its time.

#include <gtest/gtest.h>

#include "tests/live/live_world.hpp"

namespace tidemark::test {
namespace {

using venues::binance::Market;

class Undisturbed : public ::testing::TestWithParam<Market> {};

TEST_P(Undisturbed, everything_arrives_once_and_in_order) {
  LiveWorld world{{.market = GetParam(), .config = quick_config(GetParam())}};
  world.keep_books();
  world.run_for(core::minutes(3) + core::seconds(30));
  EXPECT_FALSE(world.went_back());
  for (const auto& [symbol, record] : world.records()) {
    ASSERT_GT(record.trades.size(), 50U) << symbol;
    for (std::size_t i = 1; i < record.trades.size(); ++i) {
      ASSERT_EQ(record.trades[i].first_id, record.trades[i - 1].last_id + 1) << symbol;
    }
    EXPECT_EQ(record.candles.size(), 13U) << symbol << ": ten of history, three of the stream";
    EXPECT_TRUE(record.gaps.empty());
    EXPECT_EQ(record.states.back().second, core::FeedState::kLive);
    EXPECT_EQ(record.tops.back().state, pipeline::BookState::kLive);
    EXPECT_GT(record.books.size(), 500U);
  }
  EXPECT_EQ(world.session().status().bad_frames, 0U);
}

INSTANTIATE_TEST_SUITE_P(Markets, Undisturbed, ::testing::Values(Market::kSpot, Market::kUsdm),
                         [](const auto& market) { return market.param == Market::kSpot ? "spot" : "usdm"; });

}  // namespace
}  // namespace tidemark::test
