#include "analysis/kernel/tail.hpp"

#include <cmath>
#include <deque>
#include <limits>

#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

TEST(Tail, holds_the_last_values_newest_first_however_many_have_come) {
  for (const std::size_t capacity : {1U, 2U, 3U, 7U}) {
    Tail tail{capacity};
    std::deque<double> expected;
    for (int value = 0; value < 40; ++value) {
      tail.feed(value);
      expected.push_front(value);
      if (expected.size() > capacity) expected.pop_back();
      ASSERT_EQ(tail.size(), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(tail.newest(i), expected[i]) << value << " " << i;
    }
  }
}

TEST(Tail, goes_on_from_a_snapshot_and_refuses_a_damaged_one) {
  Tail tail{3};
  for (const double value : {1.0, 2.0, 3.0, 4.0}) tail.feed(value);
  core::ByteWriter writer;
  tail.save(writer);
  Tail other{3};
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(other.load(reader));
  other.feed(5);
  EXPECT_EQ(other.newest(0), 5);
  EXPECT_EQ(other.newest(2), 3);

  core::ByteReader too_many{writer.bytes()};
  EXPECT_FALSE(Tail{2}.load(too_many));
  core::ByteWriter bad;
  bad.put(std::uint32_t{1});
  bad.put(std::numeric_limits<double>::quiet_NaN());
  core::ByteReader broken{bad.bytes()};
  EXPECT_FALSE(other.load(broken));
}

}  // namespace
}  // namespace tidemark::analysis
