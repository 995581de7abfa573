#include "pipeline/quality.hpp"

#include <gtest/gtest.h>

namespace tidemark::pipeline {
namespace {

TEST(Quality, nothing_wrong_scores_one) {
  const core::QualityScore q = quality_of(100, 100, 0, 0, 0, {});
  EXPECT_EQ(q.score, 1.0);
  EXPECT_EQ(quality_of(0, 0, 0, 0, 0, {}).score, 1.0);
}

// By hand: completeness 80/100, consistency 80/100, timeliness 1 - 8/80, plausibility 1 - 4/80;
// 0.4*0.8 + 0.3*0.8 + 0.1*0.9 + 0.2*0.95 = 0.84.
TEST(Quality, the_score_is_the_weighted_mean_of_its_parts) {
  const core::QualityScore q = quality_of(100, 80, 20, 8, 4, {});
  EXPECT_DOUBLE_EQ(q.completeness, 0.8);
  EXPECT_DOUBLE_EQ(q.consistency, 0.8);
  EXPECT_DOUBLE_EQ(q.timeliness, 0.9);
  EXPECT_DOUBLE_EQ(q.plausibility, 0.95);
  EXPECT_DOUBLE_EQ(q.score, 0.84);
  EXPECT_EQ(q.candles, 80u);
  EXPECT_EQ(q.expected, 100u);
}

TEST(Quality, weights_need_not_sum_to_one) {
  QualityConfig config;
  config.completeness = 3;
  config.consistency = 1;
  config.timeliness = 0;
  config.plausibility = 0;
  EXPECT_DOUBLE_EQ(quality_of(2, 1, 0, 0, 0, config).score, (3 * 0.5 + 1) / 4);
}

TEST(Quality, expected_but_nothing_accepted_is_zero) {
  EXPECT_EQ(quality_of(5, 0, 5, 0, 0, {}).score, 0.0);
}

TEST(QualityWindow, old_steps_leave_the_window) {
  QualityConfig config;
  config.window = 4;
  QualityWindow window{config};
  window.add({.expected = 5});  // four were missing
  EXPECT_DOUBLE_EQ(window.score().completeness, 0.2);
  for (int i = 0; i < 3; ++i) window.add({});
  EXPECT_DOUBLE_EQ(window.score().completeness, 4.0 / 8);
  window.add({});
  EXPECT_EQ(window.score().completeness, 1.0);
  EXPECT_EQ(window.score().candles, 4u);
}

TEST(QualityWindow, restored_it_goes_on_the_same) {
  QualityConfig config;
  config.window = 3;
  QualityWindow one{config};
  for (std::uint16_t i = 0; i < 5; ++i) one.add({.expected = 1u + i, .refused = i});
  core::ByteWriter out;
  one.snapshot(out);
  QualityWindow two{config};
  core::ByteReader in{out.bytes()};
  ASSERT_TRUE(two.restore(in));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(one.score().score, two.score().score);
    one.add({.late = 1});
    two.add({.late = 1});
  }
  QualityConfig smaller;
  smaller.window = 2;
  core::ByteReader again{out.bytes()};
  EXPECT_FALSE(QualityWindow{smaller}.restore(again));
}

}  // namespace
}  // namespace tidemark::pipeline
