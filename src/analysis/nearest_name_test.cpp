#include "analysis/nearest_name.hpp"

#include <array>

#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

TEST(EditDistance, counts_edits_by_hand) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);  // the textbook pair: k-s, e-i, +g
  EXPECT_EQ(edit_distance("RIS", "RSI"), 1U);         // one swap
  EXPECT_EQ(edit_distance("rsi", "RSI"), 0U);         // case does not count
  EXPECT_EQ(edit_distance("MACDD", "MACD"), 1U);
}

TEST(NearestName, prefers_the_fewest_edits_and_the_first_of_equals) {
  constexpr std::array<std::string_view, 4> kNames{"EMA", "SMA", "RSI", "BBANDS"};
  EXPECT_EQ(nearest_name("RIS", kNames), "RSI");
  EXPECT_EQ(nearest_name("XMA", kNames), "EMA");
  EXPECT_EQ(nearest_name("bband", kNames), "BBANDS");
}

TEST(NearestName, gives_nothing_when_nothing_is_near) {
  constexpr std::array<std::string_view, 2> kNames{"EMA", "BBANDS"};
  EXPECT_FALSE(nearest_name("volume", kNames));
  EXPECT_FALSE(nearest_name("XYZ", kNames));
  EXPECT_FALSE(nearest_name("anything", {}));
}

}  // namespace
}  // namespace tidemark::analysis
