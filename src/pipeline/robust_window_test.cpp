#include "pipeline/robust_window.hpp"

#include <algorithm>
#include <cmath>
#include <deque>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tidemark::pipeline {
namespace {

double plain_median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double plain_deviation(std::vector<double> values) {
  const double center = plain_median(values);
  for (double& v : values) v = std::abs(v - center);
  return plain_median(values);
}

// Worked by hand: median of 1 1 2 2 4 6 9 is 2, deviations 1 1 0 0 2 4 7, their median 1 (the standard example).
TEST(RobustWindow, textbook_example) {
  RobustWindow window{7};
  for (const double v : {1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0}) window.add(v);
  EXPECT_EQ(window.median(), 2);
  EXPECT_EQ(window.median_deviation(), 1);
}

TEST(RobustWindow, empty_and_single) {
  RobustWindow window{3};
  EXPECT_EQ(window.median(), 0);
  EXPECT_EQ(window.median_deviation(), 0);
  window.add(5);
  EXPECT_EQ(window.median(), 5);
  EXPECT_EQ(window.median_deviation(), 0);
}

RC_GTEST_PROP(RobustWindow, equals_sorting_the_last_n_values_anew, (const std::vector<std::int8_t>& input)) {
  const auto capacity = *rc::gen::inRange<std::size_t>(1, 20);
  RobustWindow window{capacity};
  std::deque<double> last;
  for (const std::int8_t value : input) {
    window.add(value);
    last.push_back(value);
    if (last.size() > capacity) last.pop_front();
    const std::vector<double> values{last.begin(), last.end()};
    RC_ASSERT(window.size() == values.size());
    RC_ASSERT(window.median() == plain_median(values));
    RC_ASSERT(window.median_deviation() == plain_deviation(values));
  }
}

RC_GTEST_PROP(RobustWindow, restored_it_goes_on_the_same,
              (const std::vector<std::int8_t>& before, const std::vector<std::int8_t>& after)) {
  RobustWindow window{8};
  for (const auto v : before) window.add(v);
  core::ByteWriter out;
  window.snapshot(out);
  RobustWindow copy{8};
  core::ByteReader in{out.bytes()};
  RC_ASSERT(copy.restore(in));
  for (const auto v : after) {
    window.add(v);
    copy.add(v);
    RC_ASSERT(copy.median_deviation() == window.median_deviation());
  }
}

TEST(RobustWindow, refuses_a_snapshot_that_cannot_be) {
  core::ByteWriter out;
  out.put(std::uint64_t{9});
  out.put_doubles(std::vector<double>{1, 2});
  RobustWindow window{4};
  core::ByteReader in{out.bytes()};
  EXPECT_FALSE(window.restore(in));
}

}  // namespace
}  // namespace tidemark::pipeline
