#include "app/serve/stage_timer.hpp"

#include <gtest/gtest.h>

#include "api/budget.hpp"

namespace tidemark::app {
namespace {

using engine::Stage;

class StageTimerTest : public ::testing::Test {
 protected:
  void spend(std::int64_t us, Stage stage) {
    clock_.advance(core::nanoseconds(us * 1000));
    timer_.done(stage);
  }
  [[nodiscard]] ops::Histogram& of(Stage stage) { return api::stage_histogram(*metrics_, stage); }

  core::ManualClock clock_{core::Timestamp::from_s(1)};
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  StageTimer timer_{clock_, *metrics_};
};

TEST_F(StageTimerTest, a_stage_that_comes_several_times_is_one_sample_of_a_candle) {
  timer_.begin();
  spend(3, Stage::kValidate);
  spend(10, Stage::kVolume);
  spend(5, Stage::kDecision);
  spend(20, Stage::kVolume);
  timer_.end();
  EXPECT_EQ(of(Stage::kVolume).count(), 1U);
  EXPECT_EQ(of(Stage::kVolume).max_ns(), 30'000);
  EXPECT_EQ(of(Stage::kValidate).max_ns(), 3'000);
  EXPECT_EQ(of(Stage::kDecision).max_ns(), 5'000);
  EXPECT_EQ(of(Stage::kPatterns).count(), 0U);  // never came
  EXPECT_EQ(api::candle_histogram(*metrics_).max_ns(), 38'000);
}

TEST_F(StageTimerTest, the_time_between_candles_belongs_to_none) {
  timer_.begin();
  spend(3, Stage::kValidate);
  timer_.end();
  spend(1000, Stage::kDecision);  // a longer candle that time has closed
  clock_.advance(core::seconds(5));
  timer_.begin();
  spend(4, Stage::kValidate);
  timer_.end();
  EXPECT_EQ(of(Stage::kDecision).count(), 0U);
  EXPECT_EQ(of(Stage::kValidate).count(), 2U);
  EXPECT_EQ(api::candle_histogram(*metrics_).max_ns(), 4'000);
}

}  // namespace
}  // namespace tidemark::app
