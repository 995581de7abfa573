#include "venues/live/book_chain.hpp"

#include <gtest/gtest.h>

// The rules of joining are Binance's (source-apis.md, sections 1 and 2: order-book sync); the numbers are by hand.
namespace tidemark::venues {
namespace {

using State = BookChain::State;
using Step = BookChain::Step;
using Joined = BookChain::Joined;

core::BookDelta spot(std::uint64_t first, std::uint64_t last) {
  core::BookDelta delta;
  delta.first_update_id = first;
  delta.last_update_id = last;
  return delta;
}
core::BookDelta usdm(std::uint64_t previous, std::uint64_t first, std::uint64_t last) {
  core::BookDelta delta = spot(first, last);
  delta.previous_update_id = previous;
  return delta;
}
core::BookSnapshot snapshot(std::uint64_t id) {
  core::BookSnapshot book;
  book.last_update_id = id;
  return book;
}

TEST(BookChain, a_snapshot_joins_the_deltas_that_wait) {
  BookChain chain;
  EXPECT_EQ(chain.on_delta(spot(11, 14)), Step::kPassed);
  EXPECT_EQ(chain.on_delta(spot(15, 20)), Step::kPassed);
  EXPECT_EQ(chain.on_snapshot(snapshot(9)), Joined::kTooOld);
  EXPECT_EQ(chain.state(), State::kSyncing);
  EXPECT_EQ(chain.on_snapshot(snapshot(12)), Joined::kJoined);
  EXPECT_EQ(chain.update_id(), 20U);
  EXPECT_EQ(chain.on_delta(spot(21, 22)), Step::kPassed);
}

TEST(BookChain, a_skip_loses_it_and_a_repeat_is_dropped) {
  BookChain chain;
  ASSERT_EQ(chain.on_snapshot(snapshot(10)), Joined::kJoined);
  EXPECT_EQ(chain.on_delta(spot(8, 10)), Step::kDuplicate);
  EXPECT_EQ(chain.on_delta(spot(12, 13)), Step::kLost);
  EXPECT_EQ(chain.on_snapshot(snapshot(10)), Joined::kTooOld) << "12 waits";
  EXPECT_EQ(chain.on_snapshot(snapshot(11)), Joined::kJoined);
  EXPECT_EQ(chain.update_id(), 13U);
}

TEST(BookChain, futures_deltas_are_tied_by_the_id_before) {
  BookChain chain;
  ASSERT_EQ(chain.on_snapshot(snapshot(10)), Joined::kJoined);
  EXPECT_EQ(chain.on_delta(usdm(7, 8, 12)), Step::kPassed);
  EXPECT_EQ(chain.on_delta(usdm(12, 15, 16)), Step::kPassed);
  EXPECT_EQ(chain.on_delta(usdm(17, 18, 19)), Step::kLost);
}

TEST(BookChain, after_a_lost_link_only_what_joins_proves_the_book) {
  BookChain chain;
  ASSERT_EQ(chain.on_snapshot(snapshot(10)), Joined::kJoined);
  chain.doubt();
  EXPECT_EQ(chain.state(), State::kUnproven);
  EXPECT_EQ(chain.on_snapshot(snapshot(9)), Joined::kTooOld);
  EXPECT_EQ(chain.on_delta(spot(11, 11)), Step::kPassed);
  EXPECT_EQ(chain.state(), State::kLive);
  EXPECT_EQ(chain.on_snapshot(snapshot(9)), Joined::kBehind);
}

}  // namespace
}  // namespace tidemark::venues
