#include "pipeline/book_sync.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/rng.hpp"
#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::FindingCode;
using testing::at;
using testing::levels;

const core::Timestamp kNoon = at("2024-01-01T12:00Z");

core::BookDelta spot(std::uint64_t first, std::uint64_t last, std::vector<core::BookLevel> bids = {},
                     std::vector<core::BookLevel> asks = {}) {
  core::BookDelta delta;
  delta.times = {kNoon, kNoon};
  delta.first_update_id = first;
  delta.last_update_id = last;
  delta.bids = std::move(bids);
  delta.asks = std::move(asks);
  return delta;
}

core::BookDelta futures(std::uint64_t previous, std::uint64_t first, std::uint64_t last,
                        std::vector<core::BookLevel> bids = {}) {
  core::BookDelta delta = spot(first, last, std::move(bids));
  delta.previous_update_id = previous;
  return delta;
}

core::BookSnapshot snapshot(std::uint64_t id) {
  core::BookSnapshot s;
  s.times = {kNoon, kNoon};
  s.last_update_id = id;
  s.bids = levels({{100, 1}, {99, 1}});
  s.asks = levels({{101, 1}, {102, 1}});
  return s;
}

struct BookSyncTest : ::testing::Test {
  BookSync sync{BookSyncConfig{}};

  BookStep apply(const core::BookDelta& delta) { return sync.apply(delta).step; }
  BookStep apply(const core::BookSnapshot& s) { return sync.apply(s).step; }
  std::int64_t bid_qty(std::int64_t price) const {
    std::vector<core::BookLevel> top(100);
    top.resize(sync.book().top(BookSide::kBid, top));
    for (const auto& level : top) {
      if (level.price.ticks == price) return level.qty.lots;
    }
    return 0;
  }
};

// Steps of binance-spot-api-docs, web-socket-streams.md, "How to manage a local order book correctly".
TEST_F(BookSyncTest, spot_deltas_before_the_snapshot_are_kept_and_joined) {
  EXPECT_EQ(apply(spot(148, 150, levels({{100, 9}}))), BookStep::kBuffered);  // u <= L: dropped
  EXPECT_EQ(apply(spot(151, 160, levels({{100, 5}}))), BookStep::kBuffered);  // U <= L + 1 <= u
  EXPECT_EQ(apply(spot(161, 170, levels({{99, 7}}))), BookStep::kBuffered);
  EXPECT_EQ(sync.state(), BookState::kSyncing);
  EXPECT_EQ(apply(snapshot(155)), BookStep::kUpdated);
  EXPECT_EQ(sync.state(), BookState::kLive);
  EXPECT_EQ(sync.update_id(), 170u);
  EXPECT_EQ(bid_qty(100), 5);
  EXPECT_EQ(bid_qty(99), 7);
}

TEST_F(BookSyncTest, spot_snapshot_older_than_the_first_delta_is_not_enough) {
  (void)apply(spot(161, 170));
  EXPECT_EQ(apply(snapshot(159)), BookStep::kLost);
  EXPECT_EQ(sync.state(), BookState::kSyncing);
  EXPECT_EQ(sync.buffered(), 1u);
  EXPECT_EQ(apply(snapshot(160)), BookStep::kUpdated);  // L + 1 == U: just joins
  EXPECT_EQ(sync.update_id(), 170u);
}

TEST_F(BookSyncTest, spot_gap_discards_the_book_and_a_newer_snapshot_heals_it) {
  (void)apply(snapshot(100));
  EXPECT_EQ(apply(spot(101, 105)), BookStep::kUpdated);
  const BookResult lost = sync.apply(spot(107, 110, levels({{100, 4}})));
  EXPECT_EQ(lost.step, BookStep::kLost);
  EXPECT_EQ(lost.reason, FindingCode::kBookGap);
  EXPECT_FALSE(sync.book().best(BookSide::kBid));
  EXPECT_EQ(apply(spot(111, 115)), BookStep::kBuffered);
  EXPECT_EQ(apply(snapshot(108)), BookStep::kUpdated);
  EXPECT_EQ(sync.update_id(), 115u);
  EXPECT_EQ(bid_qty(100), 4);
}

TEST_F(BookSyncTest, old_deltas_and_old_snapshots_change_nothing) {
  (void)apply(snapshot(100));
  (void)apply(spot(101, 105, levels({{100, 5}})));
  EXPECT_EQ(apply(spot(90, 99, levels({{100, 1}}))), BookStep::kIgnored);
  EXPECT_EQ(apply(spot(101, 105, levels({{100, 1}}))), BookStep::kIgnored);
  EXPECT_EQ(apply(snapshot(104)), BookStep::kIgnored);
  EXPECT_EQ(bid_qty(100), 5);
}

TEST_F(BookSyncTest, a_gap_within_the_buffer_needs_a_snapshot_from_after_it) {
  (void)apply(spot(101, 105));
  (void)apply(spot(108, 110));
  (void)apply(spot(111, 112));
  EXPECT_EQ(apply(snapshot(102)), BookStep::kLost);
  EXPECT_EQ(sync.buffered(), 2u);
  EXPECT_EQ(apply(snapshot(109)), BookStep::kUpdated);
  EXPECT_EQ(sync.update_id(), 112u);
}

// developers.binance.com, USD-M futures, "How to manage a local order book correctly": U <= lastUpdateId <= u, then pu.
TEST_F(BookSyncTest, futures_deltas_join_by_pu) {
  (void)apply(futures(90, 91, 95));
  (void)apply(futures(95, 97, 103, levels({{100, 8}})));
  EXPECT_EQ(apply(snapshot(100)), BookStep::kUpdated);
  EXPECT_EQ(bid_qty(100), 8);
  EXPECT_EQ(apply(futures(103, 110, 120)), BookStep::kUpdated);  // ids may jump, pu may not
  EXPECT_EQ(apply(futures(121, 122, 130)), BookStep::kLost);
}

// As in the recorded AKRO, KEEP and CTK books: the snapshot ends exactly at a delta.
TEST_F(BookSyncTest, futures_snapshot_that_ends_at_a_delta_is_no_gap_when_that_delta_was_seen) {
  (void)apply(futures(95, 97, 100));
  (void)apply(futures(100, 104, 108, levels({{100, 8}})));
  EXPECT_EQ(apply(snapshot(100)), BookStep::kUpdated);
  EXPECT_EQ(sync.update_id(), 108u);
  EXPECT_EQ(bid_qty(100), 8);
}

TEST_F(BookSyncTest, futures_snapshot_that_ends_at_a_delta_is_no_gap_when_that_delta_was_not_seen) {
  EXPECT_EQ(apply(snapshot(100)), BookStep::kUpdated);
  EXPECT_EQ(apply(futures(100, 104, 108, levels({{100, 8}}))), BookStep::kUpdated);
  EXPECT_EQ(bid_qty(100), 8);
}

TEST_F(BookSyncTest, futures_delta_beyond_the_snapshot_is_a_gap) {
  (void)apply(snapshot(100));
  EXPECT_EQ(apply(futures(101, 104, 108)), BookStep::kLost);
}

TEST_F(BookSyncTest, futures_duplicates_are_ignored) {
  (void)apply(snapshot(100));
  (void)apply(futures(99, 100, 105));
  EXPECT_EQ(apply(futures(99, 100, 105)), BookStep::kIgnored);
  EXPECT_EQ(apply(futures(105, 106, 107)), BookStep::kUpdated);
}

TEST_F(BookSyncTest, a_crossed_book_is_never_kept) {
  (void)apply(snapshot(100));
  const BookResult result = sync.apply(spot(101, 102, levels({{101, 1}})));
  EXPECT_EQ(result.step, BookStep::kLost);
  EXPECT_EQ(result.reason, FindingCode::kCrossedBook);
  EXPECT_EQ(sync.state(), BookState::kSyncing);
  core::BookSnapshot crossed = snapshot(200);
  crossed.bids = levels({{105, 1}});
  EXPECT_EQ(sync.apply(crossed).reason, FindingCode::kCrossedBook);
  EXPECT_EQ(apply(snapshot(201)), BookStep::kUpdated);
}

TEST_F(BookSyncTest, a_delta_that_moves_the_whole_book_is_not_crossed_on_the_way) {
  (void)apply(snapshot(100));
  EXPECT_EQ(apply(spot(101, 102, levels({{103, 1}}), levels({{101, 0}, {102, 0}, {104, 1}}))), BookStep::kUpdated);
}

TEST_F(BookSyncTest, impossible_levels_lose_the_book) {
  (void)apply(snapshot(100));
  EXPECT_EQ(sync.apply(spot(101, 102, levels({{-5, 1}}))).reason, FindingCode::kNonPositivePrice);
  (void)apply(snapshot(200));
  EXPECT_EQ(sync.apply(spot(201, 202, levels({{100, -1}}))).reason, FindingCode::kNegativeVolume);
  core::BookSnapshot bad = snapshot(300);
  bad.asks = levels({{0, 1}});
  EXPECT_EQ(sync.apply(bad).reason, FindingCode::kNonPositivePrice);
}

TEST_F(BookSyncTest, silence_makes_a_live_book_stale_once_and_a_message_revives_it) {
  (void)apply(snapshot(100));
  EXPECT_EQ(sync.check_stale(kNoon + core::seconds(10)).step, BookStep::kIgnored);
  EXPECT_EQ(sync.check_stale(kNoon + core::seconds(11)).step, BookStep::kWentStale);
  EXPECT_EQ(sync.state(), BookState::kStale);
  EXPECT_EQ(sync.check_stale(kNoon + core::seconds(12)).step, BookStep::kIgnored);
  EXPECT_EQ(apply(spot(101, 102)), BookStep::kUpdated);
  EXPECT_EQ(sync.state(), BookState::kLive);
}

TEST(BookSync, the_buffer_is_bounded) {
  BookSync sync{{.buffer_max = 10}};
  for (std::uint64_t i = 0; i < 1000; ++i) (void)sync.apply(spot(i, i));
  EXPECT_LE(sync.buffered(), 10u);
  EXPECT_EQ(sync.apply(snapshot(999)).step, BookStep::kUpdated);
}

TEST_F(BookSyncTest, reset_forgets_everything) {
  (void)apply(snapshot(100));
  sync.reset();
  EXPECT_EQ(sync.state(), BookState::kEmpty);
  EXPECT_EQ(apply(spot(101, 102)), BookStep::kBuffered);
}

RC_GTEST_PROP(BookSync, hostile_sequences_never_show_a_crossed_or_impossible_book, (std::uint64_t seed)) {
  core::Rng rng{seed};
  BookSync one{{.buffer_max = 8, .max_levels = 16}};
  for (int i = 0; i < 400; ++i) {
    const auto random_levels = [&] {
      std::vector<core::BookLevel> all;
      for (std::uint64_t k = rng.below(4); k > 0; --k) {
        all.push_back({{static_cast<std::int64_t>(rng.below(20)) - 1}, {static_cast<std::int64_t>(rng.below(5)) - 1}});
      }
      return all;
    };
    if (rng.chance(0.2)) {
      core::BookSnapshot s = snapshot(rng.below(60));
      if (rng.chance(0.5)) s.bids = random_levels();
      (void)one.apply(s);
    } else {
      const auto first = rng.below(60);
      core::BookDelta delta = spot(first, first + rng.below(5), random_levels(), random_levels());
      if (rng.chance(0.3)) delta.previous_update_id = rng.below(60);
      (void)one.apply(delta);
    }
    if (one.state() != BookState::kLive) continue;
    RC_ASSERT(!one.book().crossed());
    for (const auto side : {BookSide::kBid, BookSide::kAsk}) {
      std::vector<core::BookLevel> top(64);
      top.resize(one.book().top(side, top));
      for (const auto& level : top) RC_ASSERT(level.price.ticks > 0 && level.qty.lots > 0);
    }
    core::ByteWriter out;
    one.snapshot(out);
    BookSync two{{.buffer_max = 8, .max_levels = 16}};
    core::ByteReader in{out.bytes()};
    RC_ASSERT(two.restore(in));
    core::ByteWriter again;
    two.snapshot(again);
    RC_ASSERT(std::ranges::equal(out.bytes(), again.bytes()));
  }
}

}  // namespace
}  // namespace tidemark::pipeline
