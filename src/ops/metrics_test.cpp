#include "ops/metrics.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ops/histogram.hpp"

namespace tidemark::ops {
namespace {

using testing::HasSubstr;

// Expected lines follow "Exposition formats, text-based format" of the Prometheus documentation.

TEST(Metrics, renders_counters_with_help_type_and_labels) {
  const auto metrics = make_metrics();
  metrics->counter("tidemark_events_total", "Events processed", {{"venue", "binance"}}).add(3);
  metrics->counter("tidemark_events_total", "Events processed", {{"venue", "sim"}}).add();
  const std::string text = metrics->render();
  EXPECT_THAT(text, HasSubstr("# HELP tidemark_events_total Events processed\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE tidemark_events_total counter\n"));
  EXPECT_THAT(text, HasSubstr("tidemark_events_total{venue=\"binance\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("tidemark_events_total{venue=\"sim\"} 1\n"));
  EXPECT_EQ(text.find("# TYPE tidemark_events_total"), text.rfind("# TYPE tidemark_events_total"));
}

TEST(Metrics, gives_the_same_object_for_the_same_name_and_labels_in_any_order) {
  const auto metrics = make_metrics();
  Counter& first = metrics->counter("tidemark_a_total", "A", {{"x", "1"}, {"y", "2"}});
  Counter& second = metrics->counter("tidemark_a_total", "A", {{"y", "2"}, {"x", "1"}});
  EXPECT_EQ(&first, &second);
  EXPECT_NE(&first, &metrics->counter("tidemark_a_total", "A", {{"x", "1"}, {"y", "3"}}));
}

TEST(Metrics, renders_gauges_that_go_up_and_down) {
  const auto metrics = make_metrics();
  Gauge& gauge = metrics->gauge("tidemark_queue_rows", "Rows waiting");
  gauge.set(12);
  gauge.set(2.5);
  EXPECT_EQ(gauge.value(), 2.5);
  EXPECT_THAT(metrics->render(), HasSubstr("# TYPE tidemark_queue_rows gauge\ntidemark_queue_rows 2.5\n"));
}

TEST(Metrics, renders_a_latency_as_a_summary_in_seconds) {
  const auto metrics = make_metrics();
  Histogram& latency = metrics->latency("tidemark_store_seconds", "Commit", {{"stage", "store"}});
  for (int i = 0; i < 1000; ++i) latency.record(2'000'000'000);
  const std::string text = metrics->render();
  EXPECT_THAT(text, HasSubstr("# TYPE tidemark_store_seconds summary\n"));
  EXPECT_THAT(text, HasSubstr("tidemark_store_seconds_count{stage=\"store\"} 1000\n"));
  EXPECT_THAT(text, HasSubstr("tidemark_store_seconds_sum{stage=\"store\"} 2000\n"));
  EXPECT_THAT(text, HasSubstr("tidemark_store_seconds{stage=\"store\",quantile=\"0.5\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("quantile=\"1\"} 2\n"));
}

TEST(Metrics, escapes_label_values) {
  const auto metrics = make_metrics();
  metrics->counter("tidemark_b_total", "B", {{"file", "a\"b\\c\nd"}}).add();
  EXPECT_THAT(metrics->render(), HasSubstr("tidemark_b_total{file=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

TEST(Metrics, refuses_names_that_prometheus_would_not_take) {
  const auto metrics = make_metrics();
  EXPECT_THROW(metrics->counter("1bad", "X"), std::invalid_argument);
  EXPECT_THROW(metrics->counter("tidemark_c_total", "X", {{"bad-label", "1"}}), std::invalid_argument);
  EXPECT_THROW(metrics->counter("tidemark_c_total", "X", {{"a", "1"}, {"a", "2"}}), std::invalid_argument);
  EXPECT_THROW(metrics->latency("tidemark_c_seconds", "X", {{"quantile", "1"}}), std::invalid_argument);
  metrics->counter("tidemark_c_total", "X");
  EXPECT_THROW(metrics->gauge("tidemark_c_total", "X"), std::invalid_argument);
  EXPECT_THAT(metrics->render(), testing::Not(HasSubstr("bad")));
}

}  // namespace
}  // namespace tidemark::ops
