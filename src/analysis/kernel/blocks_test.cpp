// Expected values are hand arithmetic, written beside them.
#include "analysis/kernel/blocks.hpp"

#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

/// Feeds all values; before each, the const block must tell the same.
template <class Block>
std::vector<std::optional<double>> feed(Block block, const std::vector<double>& values) {
  std::vector<std::optional<double>> answers;
  for (const double v : values) {
    const auto told = std::as_const(block).next(v);
    answers.push_back(block.next(v));
    EXPECT_EQ(told, answers.back());
  }
  return answers;
}

using Answers = std::vector<std::optional<double>>;
constexpr std::nullopt_t kNone = std::nullopt;

TEST(RollingSum, adds_the_last_n) {
  EXPECT_EQ(feed(RollingSum{3}, {1, 2, 3, 4, -5}), (Answers{kNone, kNone, 6, 9, 2}));
  EXPECT_EQ(feed(RollingSum{1}, {1, 2}), (Answers{1, 2}));
}

TEST(RollingSum, keeps_ta_libs_rounding_of_a_running_sum) {
  // 1e16 + 1 is 1e16 in doubles, so the 1 is lost from the sum and 1e16 - 1e16 leaves 0; then 0 + 1 = 1, not 2.
  EXPECT_EQ(feed(RollingSum{2}, {1e16, 1, 1}), (Answers{kNone, 1e16, 1}));
}

TEST(RollingMoments, adds_values_and_squares) {
  RollingMoments moments{2};
  EXPECT_FALSE(moments.next(3));
  const auto told = std::as_const(moments).next(4);
  const auto sums = moments.next(4);  // 3 + 4, 9 + 16
  ASSERT_TRUE(told && sums);
  EXPECT_EQ(told->values, 7);
  EXPECT_EQ(sums->squares, 25);
  EXPECT_EQ(moments.next(-1)->values, 3);  // 4 - 1
  EXPECT_EQ(moments.next(0)->squares, 1);  // 1 + 0
}

TEST(Ema, is_seeded_by_the_average_then_goes_part_of_the_way) {
  EXPECT_EQ(feed(Ema{3}, {1, 2, 3, 4}), (Answers{kNone, kNone, 2, 3}));  // k 1/2: (4-2)/2+2
  EXPECT_EQ(feed(Ema{1}, {5, 8}), (Answers{5, 8}));                      // k 1
}

TEST(Ema, leaves_out_what_it_is_told_to_skip) {
  EXPECT_EQ(feed(Ema{3, 2}, {90, 80, 1, 2, 3, 4}), (Answers{kNone, kNone, kNone, kNone, 2, 3}));
}

TEST(WilderMean, is_seeded_by_the_average_then_moves_by_one_nth) {
  EXPECT_EQ(feed(WilderMean{2}, {1, 3, 6}), (Answers{kNone, 2, 4}));  // (2*1+6)/2
  EXPECT_EQ(feed(WilderMean{1}, {1, 3}), (Answers{1, 3}));
}

TEST(Previous, answers_from_the_second_value_on) {
  EXPECT_EQ(feed(Previous{}, {4, 5, 6}), (Answers{kNone, 4, 5}));
}

TEST(RunningTotal, adds_up) {
  RunningTotal total;
  EXPECT_EQ(total.next(2), 2);
  EXPECT_EQ(std::as_const(total).next(5), 7);
  EXPECT_EQ(total.next(-3), -1);
}

TEST(TrueRange, takes_the_largest_of_three) {
  TrueRange range;
  EXPECT_EQ(range.next(10, 8, 9), kNone);
  EXPECT_EQ(range.next(12, 11, 12), 3);  // |9 - 12|, a gap up
  EXPECT_EQ(range.next(9, 7, 8), 5);     // |12 - 7|, a gap down
  EXPECT_EQ(range.next(10, 6, 7), 4);    // high - low
  EXPECT_EQ(std::as_const(range).next(9, 8, 8), 2);
  EXPECT_EQ(range.next(9, 8, 8), 2);  // |7 - 9|
}

TEST(BranchFree, parts_and_signs_are_exact) {
  EXPECT_EQ(positive_part(0.1), 0.1);
  EXPECT_EQ(positive_part(-0.1), 0);
  EXPECT_EQ(positive_part(0), 0);
  EXPECT_EQ(positive_part(5e-324), 5e-324);  // the smallest number above 0
  EXPECT_EQ(sign_of(-3), -1);
  EXPECT_EQ(sign_of(0), 0);
  EXPECT_EQ(sign_of(5e-324), 1);
}

TEST(TaLibZero, is_absolute) {
  EXPECT_TRUE(is_zero(9e-15));
  EXPECT_TRUE(is_zero(-9e-15));
  EXPECT_FALSE(is_zero(1e-14));
  EXPECT_TRUE(is_zero_or_negative(-1));
  EXPECT_FALSE(is_zero_or_negative(1e-14));
}

}  // namespace
}  // namespace tidemark::analysis
