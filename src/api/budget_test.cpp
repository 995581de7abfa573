#include "api/budget.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "api/openapi.hpp"
#include "api/testing/fixtures.hpp"
#include "api/testing/schema_check.hpp"

namespace tidemark::api {
namespace {

using enum BudgetVerdict;

constexpr std::int64_t kUs = 1'000;

const StageInfo& stage(std::string_view id) {
  return *std::ranges::find(budget_stages(), id, &StageInfo::id);
}

// Issue 6: a decision per closed 1m candle p99 <= 50 us. Nearest rank: of 100 samples the 99th is the 99th percentile,
// so one of them may take longer, two may not. Buckets are exact to 3.2 %, so what is to be within stays clear of the
// edge.
TEST(Budget, the_quantile_is_held_against_the_target_once_there_are_samples_enough) {
  ops::Histogram times;
  EXPECT_EQ(verdict_of(stage("decision"), times), kNoData);
  for (int i = 0; i < 98; ++i) times.record(40 * kUs);
  times.record(900 * kUs);
  EXPECT_EQ(verdict_of(stage("decision"), times), kTooFew);
  times.record(40 * kUs);
  EXPECT_EQ(verdict_of(stage("decision"), times), kWithin);
  for (int i = 0; i < 98; ++i) times.record(40 * kUs);
  for (int i = 0; i < 2; ++i) times.record(900 * kUs);
  EXPECT_EQ(verdict_of(stage("decision"), times), kExceeded);
}

TEST(Budget, a_median_needs_two_samples) {
  ops::Histogram times;
  times.record(2 * kUs);
  EXPECT_EQ(verdict_of(stage("levels"), times), kTooFew);
  times.record(2 * kUs);
  EXPECT_EQ(verdict_of(stage("levels"), times), kExceeded);
}

TEST(Budget, what_nobody_has_set_a_limit_to_has_no_verdict) {
  ops::Histogram times;
  for (int i = 0; i < 1000; ++i) times.record(INT64_MAX);
  EXPECT_EQ(verdict_of(stage("receive"), times), kNoTarget);
}

TEST(Budget, every_stage_of_the_engine_has_its_own_histogram) {
  const auto metrics = ops::make_metrics();
  std::set<const ops::Histogram*> all;
  for (std::size_t i = 0; i < engine::kStageCount; ++i) {
    all.insert(&stage_histogram(*metrics, static_cast<engine::Stage>(i)));
  }
  all.insert(&candle_histogram(*metrics));
  all.insert(&parse_histogram(*metrics));
  all.insert(&read_histogram(*metrics));
  EXPECT_EQ(all.size(), engine::kStageCount + 3);
}

TEST(Budget, the_report_names_what_exceeds_its_target) {
  testing::RunningApi running;
  ops::Histogram& decision = stage_histogram(*running.metrics, engine::Stage::kDecision);
  ops::Histogram& volume = stage_histogram(*running.metrics, engine::Stage::kVolume);
  for (int i = 0; i < 200; ++i) {
    decision.record(60 * kUs);
    volume.record(60 * kUs);
  }
  const auto report = running.json("/api/performance/budget");
  const auto document = net::parse_json(openapi_schemas()).value();
  EXPECT_EQ(testing::SchemaCheck{document}.check(report, "Budget"), "");
  ASSERT_EQ(report.find("exceeded")->array()->size(), 1U);
  EXPECT_EQ(*report.find("exceeded")->array()->front().text(), "decision");
  EXPECT_EQ(report.find("stages")->array()->size(), budget_stages().size());
  for (const auto& one : *report.find("stages")->array()) {
    const std::string& id = *one.find("id")->text();
    if (id == "decision") {
      EXPECT_EQ(*one.find("count")->integer(), 200);
      EXPECT_NEAR(*one.find("p99_us")->number(), 60, 60 * 0.032);
      EXPECT_EQ(one.find("target")->find("at_most_us")->number(), 50);
      EXPECT_EQ(*one.find("verdict")->text(), "exceeded");
    } else if (id == "volume") {
      EXPECT_EQ(*one.find("verdict")->text(), "no_target");
    } else if (id == "parse") {
      EXPECT_TRUE(one.find("p50_us")->is_null());
      EXPECT_EQ(*one.find("verdict")->text(), "no_data");
    }
  }
}

}  // namespace
}  // namespace tidemark::api
