#include "sim/matching/depth_feed.hpp"

#include <gtest/gtest.h>

namespace tidemark::sim {
namespace {

LevelChange bid(std::int64_t price, std::int64_t qty) {
  return {core::Side::kBuy, {price}, {qty}};
}
LevelChange ask(std::int64_t price, std::int64_t qty) {
  return {core::Side::kSell, {price}, {qty}};
}

// Ids by Binance's rule for the spot diff depth stream ("How to manage a local order book correctly"): each event's U
// is the previous event's u + 1.
TEST(DepthFeed, deltas_are_contiguous_and_carry_each_level_once) {
  DepthFeed feed;
  const std::vector<LevelChange> first{bid(100, 5), ask(102, 1), bid(100, 3), bid(101, 2), ask(103, 4)};
  feed.record(first);
  core::BookDelta delta;
  ASSERT_TRUE(feed.flush(delta));
  EXPECT_EQ(delta.first_update_id, 1U);
  EXPECT_EQ(delta.last_update_id, 5U);
  EXPECT_FALSE(delta.previous_update_id);
  EXPECT_EQ(delta.bids, (std::vector<core::BookLevel>{{{101}, {2}}, {{100}, {3}}}));
  EXPECT_EQ(delta.asks, (std::vector<core::BookLevel>{{{102}, {1}}, {{103}, {4}}}));

  EXPECT_FALSE(feed.flush(delta));  // silence when nothing changed
  const std::vector<LevelChange> second{bid(101, 0)};
  feed.record(second);
  ASSERT_TRUE(feed.flush(delta));
  EXPECT_EQ(delta.first_update_id, 6U);
  EXPECT_EQ(delta.last_update_id, 6U);
  EXPECT_EQ(delta.bids, (std::vector<core::BookLevel>{{{101}, {0}}}));
  EXPECT_TRUE(delta.asks.empty());
}

TEST(DepthFeed, a_snapshot_holds_the_top_of_the_book_and_its_update_id) {
  OrderBook book{OrderRules{}};
  DepthFeed feed;
  BookOutput out;
  for (std::int64_t i = 0; i < 5; ++i) {
    book.submit({.side = core::Side::kBuy, .price = {100 - i}, .qty = {i + 1}}, out);
    book.submit({.side = core::Side::kSell, .price = {101 + i}, .qty = {i + 1}}, out);
  }
  feed.record(out.changes);
  core::BookSnapshot snapshot;
  fill_snapshot(book, feed, 2, snapshot);
  EXPECT_EQ(snapshot.last_update_id, 10U);
  EXPECT_EQ(snapshot.bids, (std::vector<core::BookLevel>{{{100}, {1}}, {{99}, {2}}}));
  EXPECT_EQ(snapshot.asks, (std::vector<core::BookLevel>{{{101}, {1}}, {{102}, {2}}}));
  fill_snapshot(book, feed, 1000, snapshot);
  EXPECT_EQ(snapshot.bids.size(), 5U);
}

}  // namespace
}  // namespace tidemark::sim
