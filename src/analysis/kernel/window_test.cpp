#include "analysis/kernel/window.hpp"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

TEST(Window, gives_back_the_oldest_once_full) {
  Window window{3};
  EXPECT_FALSE(window.full());
  for (const double v : {1.0, 2.0, 3.0}) window.push(v);
  EXPECT_TRUE(window.full());
  EXPECT_EQ(window.oldest_after(4), 1);
  EXPECT_EQ(window.exchange(4), 1);
  EXPECT_EQ(window.exchange(5), 2);
  EXPECT_EQ(window.newest(0), 5);
  EXPECT_EQ(window.newest(1), 4);
  EXPECT_EQ(window.newest(2), 3);
}

TEST(Window, of_capacity_zero_gives_back_what_it_gets) {
  Window window{0};
  EXPECT_TRUE(window.full());
  EXPECT_EQ(window.exchange(7), 7);
  EXPECT_EQ(window.oldest_after(8), 8);
  EXPECT_EQ(window.size(), 0U);
}

TEST(Window, bytes_do_not_depend_on_where_the_ring_stands) {
  Window straight{2};
  straight.push(8);
  straight.push(9);
  Window turned{2};
  turned.push(7);
  turned.push(8);
  turned.exchange(9);
  core::ByteWriter a;
  core::ByteWriter b;
  straight.save(a);
  turned.save(b);
  EXPECT_TRUE(std::ranges::equal(a.bytes(), b.bytes()));
}

TEST(Window, loads_what_fits_and_refuses_the_rest) {
  Window three{3};
  for (const double v : {1.0, 2.0, 3.0}) three.push(v);
  core::ByteWriter bytes;
  three.save(bytes);
  core::ByteReader reader{bytes.bytes()};
  Window again{3};
  EXPECT_TRUE(again.load(reader));
  EXPECT_EQ(again.newest(2), 1);
  core::ByteReader for_two{bytes.bytes()};
  Window two{2};
  EXPECT_FALSE(two.load(for_two));

  core::ByteWriter poisoned;
  poisoned.put(std::uint32_t{1});
  poisoned.put(std::numeric_limits<double>::quiet_NaN());
  core::ByteReader poison{poisoned.bytes()};
  EXPECT_FALSE(again.load(poison));
}

}  // namespace
}  // namespace tidemark::analysis
