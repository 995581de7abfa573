#include "venues/event_batch.hpp"

#include <gtest/gtest.h>

namespace tidemark::venues {
namespace {

TEST(EventBatch, ShrinkDropsTheNewest) {
  EventBatch batch;
  batch.append<core::Trade>().first_id = 1;
  batch.append<core::Trade>().first_id = 2;
  batch.shrink(1);
  ASSERT_EQ(batch.size(), 1U);
  EXPECT_EQ(std::get<core::Trade>(batch[0]).first_id, 1U);
  batch.shrink(5);
  EXPECT_EQ(batch.size(), 1U);
}

TEST(EventBatch, LevelVectorsSurviveOtherKindsInTheirSlot) {
  EventBatch batch;
  auto& delta = batch.append<core::BookDelta>();
  delta.bids.resize(100);
  delta.asks.resize(200);
  const auto* bids = delta.bids.data();
  batch.clear();
  batch.append<core::Trade>();
  batch.clear();
  auto& snapshot = batch.append<core::BookSnapshot>();
  EXPECT_TRUE(snapshot.bids.empty());
  EXPECT_TRUE(snapshot.asks.empty());
  EXPECT_GE(snapshot.bids.capacity(), 100U);
  EXPECT_GE(snapshot.asks.capacity(), 100U);
  EXPECT_TRUE(snapshot.bids.data() == bids || snapshot.asks.data() == bids);
}

TEST(EventBatch, AReusedEventStartsFromDefaults) {
  EventBatch batch;
  auto& delta = batch.append<core::BookDelta>();
  delta.previous_update_id = 7;
  delta.last_update_id = 8;
  delta.bids.resize(3);
  batch.clear();
  const auto& again = batch.append<core::BookDelta>();
  EXPECT_EQ(again, core::BookDelta{});
}

}  // namespace
}  // namespace tidemark::venues
