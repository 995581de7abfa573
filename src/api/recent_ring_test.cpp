#include "api/recent_ring.hpp"

#include <gtest/gtest.h>

namespace tidemark::api {
namespace {

std::vector<int> all_of(const RecentRing<int>& ring) {
  return ring.newest(ring.size());
}

TEST(RecentRing, ASmallerOneForgetsTheOldest) {
  RecentRing<int> ring{5};
  for (int i = 1; i <= 7; ++i) ring.push(i);  // the ring has gone round
  ring.set_capacity(3);
  EXPECT_EQ(all_of(ring), (std::vector{5, 6, 7}));
  EXPECT_EQ(ring.pushed(), 7U);
  EXPECT_FALSE(ring.holds_all_after(3));
  EXPECT_TRUE(ring.holds_all_after(4));
  ring.push(8);
  EXPECT_EQ(all_of(ring), (std::vector{6, 7, 8}));
}

TEST(RecentRing, ALargerOneTakesMoreInOrder) {
  RecentRing<int> ring{3};
  for (int i = 1; i <= 4; ++i) ring.push(i);
  ring.set_capacity(5);
  for (int i = 5; i <= 7; ++i) ring.push(i);
  EXPECT_EQ(all_of(ring), (std::vector{3, 4, 5, 6, 7}));
  EXPECT_EQ(ring.after(5), (std::vector{6, 7}));
}

}  // namespace
}  // namespace tidemark::api
