#include "pipeline/order_book.hpp"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/rng.hpp"
#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::BookLevel;
using testing::levels;

std::vector<BookLevel> top(const OrderBook& book, BookSide side, std::size_t n = 1000) {
  std::vector<BookLevel> out(n);
  out.resize(book.top(side, out));
  return out;
}

TEST(OrderBook, levels_are_kept_best_first_whatever_their_order) {
  OrderBook book;
  book.assign(BookSide::kBid, levels({{98, 1}, {100, 2}, {99, 3}}));
  book.assign(BookSide::kAsk, levels({{101, 1}, {102, 2}, {103, 0}}));
  EXPECT_EQ(top(book, BookSide::kBid), levels({{100, 2}, {99, 3}, {98, 1}}));
  EXPECT_EQ(top(book, BookSide::kAsk), levels({{101, 1}, {102, 2}}));
  EXPECT_EQ(top(book, BookSide::kAsk, 1), levels({{101, 1}}));
  EXPECT_FALSE(book.crossed());
}

TEST(OrderBook, a_quantity_is_absolute_and_zero_removes) {
  OrderBook book;
  book.set(BookSide::kBid, {{100}, {5}});
  book.set(BookSide::kBid, {{100}, {3}});
  EXPECT_EQ(book.best(BookSide::kBid), (BookLevel{{100}, {3}}));
  book.set(BookSide::kBid, {{100}, {0}});
  EXPECT_FALSE(book.best(BookSide::kBid));
  book.set(BookSide::kBid, {{77}, {0}});  // deleting what is not there is normal
  EXPECT_EQ(book.depth(BookSide::kBid), 0u);
}

TEST(OrderBook, crossed_means_bid_at_or_above_ask) {
  OrderBook book;
  book.set(BookSide::kBid, {{100}, {1}});
  EXPECT_FALSE(book.crossed());
  book.set(BookSide::kAsk, {{100}, {1}});
  EXPECT_TRUE(book.crossed());
}

TEST(OrderBook, beyond_its_limit_a_side_forgets_the_farthest) {
  OrderBook book{100};
  for (int i = 0; i < 101; ++i) book.set(BookSide::kAsk, {{1000 + i}, {1}});
  EXPECT_EQ(book.best(BookSide::kAsk)->price.ticks, 1000);
  EXPECT_LE(book.depth(BookSide::kAsk), 100u);
  EXPECT_EQ(top(book, BookSide::kAsk).back().price.ticks, 1089);
}

TEST(OrderBook, a_level_is_found_at_every_depth) {
  for (const int depth : {1, 2, 63, 64, 65, 66, 127, 128, 1000}) {
    OrderBook book;
    for (int i = 0; i < depth; ++i) book.set(BookSide::kAsk, {{1000 + 2 * i}, {1}});  // only even prices
    for (int i = 0; i < depth; ++i) book.set(BookSide::kAsk, {{1000 + 2 * i}, {2 + i}});
    for (int i = -1; i < depth; ++i) book.set(BookSide::kAsk, {{1001 + 2 * i}, {0}});  // removes nothing
    std::vector<BookLevel> expected;
    for (int i = 0; i < depth; ++i) expected.push_back({{1000 + 2 * i}, {2 + i}});
    EXPECT_EQ(top(book, BookSide::kAsk), expected) << depth;
    for (int i = 0; i < depth; ++i) book.set(BookSide::kAsk, {{1000 + 2 * i}, {0}});
    EXPECT_EQ(book.depth(BookSide::kAsk), 0u) << depth;
  }
}

RC_GTEST_PROP(OrderBook, equals_a_sorted_map, (std::uint64_t seed)) {
  core::Rng rng{seed};
  OrderBook book;
  std::map<std::int64_t, std::int64_t> bids;
  std::map<std::int64_t, std::int64_t> asks;
  for (int i = 0; i < 2000; ++i) {
    const auto side = rng.chance(0.5) ? BookSide::kBid : BookSide::kAsk;
    const auto price = static_cast<std::int64_t>(rng.below(300)) + 1;
    const auto qty = static_cast<std::int64_t>(rng.below(3));
    auto& map = side == BookSide::kBid ? bids : asks;
    book.set(side, {{price}, {qty}});
    if (qty == 0) {
      map.erase(price);
    } else {
      map[price] = qty;
    }
  }
  std::vector<BookLevel> expected_bids;
  for (auto it = bids.rbegin(); it != bids.rend(); ++it) expected_bids.push_back({{it->first}, {it->second}});
  std::vector<BookLevel> expected_asks;
  for (const auto& [price, qty] : asks) expected_asks.push_back({{price}, {qty}});
  RC_ASSERT(top(book, BookSide::kBid) == expected_bids);
  RC_ASSERT(top(book, BookSide::kAsk) == expected_asks);
}

TEST(OrderBook, restore_refuses_levels_out_of_order) {
  core::ByteWriter out;
  out.put(std::uint32_t{2});
  for (const std::int64_t v : {100, 1, 100, 1}) out.put(v);
  out.put(std::uint32_t{0});
  core::ByteReader in{out.bytes()};
  EXPECT_FALSE(OrderBook{}.restore(in));
}

}  // namespace
}  // namespace tidemark::pipeline
