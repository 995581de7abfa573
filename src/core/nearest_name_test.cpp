#include "core/nearest_name.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::core {
namespace {

constexpr std::array<std::string_view, 4> kNames{"port", "address", "hosts", "idle_timeout"};

TEST(NearestName, counts_edits_and_swaps) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);  // Wagner & Fischer's textbook example
  EXPECT_EQ(edit_distance("prot", "port"), 1U);       // a swap of neighbors
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("PORT", "port"), 0U);
}

TEST(NearestName, finds_what_was_meant_and_nothing_when_it_is_far) {
  EXPECT_EQ(nearest_name("adress", kNames), "address");
  EXPECT_EQ(nearest_name("host", kNames), "hosts");
  EXPECT_EQ(nearest_name("zebra", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("", kNames), std::nullopt);
}

TEST(NearestName, distance_is_a_metric_between_short_texts) {
  EXPECT_TRUE(rc::check([](const std::string& a, const std::string& b) {
    RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
    RC_ASSERT(edit_distance(a, b) <= std::max(a.size(), b.size()));
    RC_ASSERT(edit_distance(a, a) == 0U);
  }));
}

}  // namespace
}  // namespace tidemark::core
