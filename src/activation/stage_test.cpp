// Multipliers are those of the specification: micro 0.10, partial 0.25 and 0.50, full 1.00.

#include "activation/stage.hpp"

#include <gtest/gtest.h>

namespace tidemark::activation {
namespace {

TEST(Stage, multipliers) {
  EXPECT_EQ(multiplier_of(Stage::kShadow).e8, 0);
  EXPECT_EQ(multiplier_of(Stage::kPaper), core::parse_rate("1").value());
  EXPECT_EQ(multiplier_of(Stage::kMicro), core::parse_rate("0.10").value());
  EXPECT_EQ(multiplier_of(Stage::kPartialQuarter), core::parse_rate("0.25").value());
  EXPECT_EQ(multiplier_of(Stage::kPartialHalf), core::parse_rate("0.50").value());
  EXPECT_EQ(multiplier_of(Stage::kFull), core::parse_rate("1").value());
}

TEST(Stage, the_ladder) {
  Stage stage = Stage::kShadow;
  for (std::size_t n = 1; n < kStages.size(); ++n) {
    const auto next = above(stage);
    ASSERT_TRUE(next);
    EXPECT_EQ(*next, kStages[n]);
    EXPECT_EQ(below(*next), stage);
    stage = *next;
  }
  EXPECT_FALSE(above(Stage::kFull));
  EXPECT_EQ(below(Stage::kShadow), Stage::kShadow);
  EXPECT_FALSE(is_real_money(Stage::kPaper));
  EXPECT_TRUE(is_real_money(Stage::kMicro));
}

TEST(Stage, names_are_read_back) {
  for (const Stage stage : kStages) EXPECT_EQ(parse_stage(name_of(stage)), stage);
  EXPECT_FALSE(parse_stage("half"));
}

}  // namespace
}  // namespace tidemark::activation
