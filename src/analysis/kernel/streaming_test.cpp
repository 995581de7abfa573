#include "analysis/kernel/streaming.hpp"

#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "analysis/kernel/blocks.hpp"

namespace tidemark::analysis {
namespace {

template <class Block, class... Values>
bool loads(Block block, Values... values) {
  core::ByteWriter writer;
  (writer.put(values), ...);
  core::ByteReader reader{writer.bytes()};
  return snapshot_detail::load(block, reader);
}

TEST(SnapshotLoad, refuses_a_counter_that_cannot_be) {
  EXPECT_TRUE(loads(WilderMean{3}, 1.5, 3));
  EXPECT_FALSE(loads(WilderMean{3}, 1.5, 4));
  EXPECT_FALSE(loads(WilderMean{3}, 1.5, -1));
  EXPECT_TRUE(loads(Ema{3, 2}, 1.5, 5));
  EXPECT_FALSE(loads(Ema{3, 2}, 1.5, 6));
}

TEST(SnapshotLoad, refuses_numbers_that_are_none) {
  EXPECT_FALSE(loads(Ema{3}, std::numeric_limits<double>::quiet_NaN(), 3));
  EXPECT_FALSE(loads(RunningTotal{}, std::numeric_limits<double>::infinity()));
}

TEST(SnapshotLoad, refuses_a_flag_that_is_neither_yes_nor_no) {
  EXPECT_TRUE(loads(Previous{}, 7.0, std::uint8_t{1}));
  EXPECT_FALSE(loads(Previous{}, 7.0, std::uint8_t{2}));
}

TEST(SnapshotLoad, refuses_short_input) {
  EXPECT_FALSE(loads(Previous{}, 7.0));
  EXPECT_FALSE(loads(RollingSum{4}, 7.0, std::uint32_t{2}, 1.0));
}

TEST(Acceptable, is_false_for_what_is_not_a_number_anywhere_and_beyond_the_limit) {
  EXPECT_TRUE(acceptable({.open_time = {}, .open = 1, .high = 2, .low = 0.5, .close = 1, .volume = 0}));
  EXPECT_TRUE(acceptable({.open_time = {}, .open = 0, .high = 0, .low = 0, .close = kInputMax, .volume = 0}));
  EXPECT_FALSE(acceptable({.open_time = {}, .open = 0, .high = 0, .low = 0, .close = kInputMax, .volume = kInputMax}));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(acceptable({.open_time = {}, .open = 1, .high = 2, .low = 0.5, .close = 1, .volume = nan}));
}

}  // namespace
}  // namespace tidemark::analysis
