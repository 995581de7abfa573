// The bounds are those of 04-trading (latency p95 < 200 ms) and 11-operations (database < 50 ms).

#include "app/serve/service_look.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/budget.hpp"
#include "ops/histogram.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::app {
namespace {

using ::testing::HasSubstr;
constexpr std::int64_t kMs = 1'000'000;

class ServiceLookTest : public ::testing::Test {
 protected:
  ServiceLook look() { return look_at_service(*metrics_, health_, core::milliseconds(200)); }
  void record(const char* id, int times, std::int64_t ms) {
    for (const api::StageInfo& stage : api::budget_stages()) {
      if (stage.id != id) continue;
      auto& histogram = metrics_->latency(std::string{stage.metric}, std::string{stage.title});
      for (int n = 0; n < times; ++n) histogram.record(ms * kMs);
      return;
    }
    FAIL() << "no stage " << id;
  }

  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  api::HealthBoard health_{clock_};
};

TEST_F(ServiceLookTest, all_is_well_before_anything_was_measured) {
  EXPECT_EQ(look().breach, "");
  EXPECT_EQ(look().latency.samples, 0U);
}

TEST_F(ServiceLookTest, a_part_with_a_problem_is_a_breach) {
  health_.report("store", "the disk is full");
  EXPECT_EQ(look().breach, "store: the disk is full");
  health_.clear("store");
  EXPECT_EQ(look().breach, "");
}

TEST_F(ServiceLookTest, the_95th_percentile_is_held_against_its_bound) {
  record("publish", 96, 10);
  record("publish", 4, 300);
  EXPECT_EQ(look().breach, "") << "four of a hundred may be late";
  record("publish", 2, 300);  // six of 102
  EXPECT_THAT(look().breach, HasSubstr("publish"));
}

TEST_F(ServiceLookTest, the_database_has_a_tighter_one) {
  record("store", 100, 60);
  EXPECT_THAT(look().breach, HasSubstr("store"));
}

TEST_F(ServiceLookTest, few_samples_are_held_against_nothing) {
  record("read", 99, 900);
  EXPECT_EQ(look().breach, "");
  record("read", 1, 900);
  EXPECT_THAT(look().breach, HasSubstr("read"));
}

TEST_F(ServiceLookTest, latency_comes_with_its_interval) {
  for (std::int64_t ms = 1; ms <= 100; ++ms) record("publish", 19, ms);
  // 1900 samples, ranks 0.9402 and 0.9598: 95 ms within 95 and 96; buckets are exact to 3.2 %.
  const auto latency = look().latency;
  EXPECT_EQ(latency.samples, 1900U);
  EXPECT_NEAR(static_cast<double>(latency.p95.ns) / kMs, 95, 3.1);
  EXPECT_LE(latency.low, latency.p95);
  EXPECT_GE(latency.high, latency.p95);
}

}  // namespace
}  // namespace tidemark::app
