#include "ops/metrics.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <stdexcept>
#include <variant>

#include <prometheus/check_names.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "ops/histogram.hpp"

namespace tidemark::ops {
namespace {

class AtomicCounter final : public Counter {
 public:
  void add(std::uint64_t n) override { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const override { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class AtomicGauge final : public Gauge {
 public:
  void set(double value) override { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] double value() const override { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

/// All series of one name: one map of the three is used.
struct Family {
  std::string help;
  prometheus::MetricType type{prometheus::MetricType::Untyped};
  std::map<Labels, std::unique_ptr<AtomicCounter>> counters;
  std::map<Labels, std::unique_ptr<AtomicGauge>> gauges;
  std::map<Labels, std::unique_ptr<Histogram>> latencies;
};

constexpr std::array kQuantiles{0.5, 0.9, 0.99, 0.999};
constexpr double kNsPerSecond = 1e9;

prometheus::ClientMetric metric_with(const Labels& labels) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : labels) metric.label.push_back({name, value});
  return metric;
}

prometheus::ClientMetric metric_of(const Labels& labels, const AtomicCounter& counter) {
  prometheus::ClientMetric metric = metric_with(labels);
  metric.counter.value = static_cast<double>(counter.value());
  return metric;
}

prometheus::ClientMetric metric_of(const Labels& labels, const AtomicGauge& gauge) {
  prometheus::ClientMetric metric = metric_with(labels);
  metric.gauge.value = gauge.value();
  return metric;
}

prometheus::ClientMetric metric_of(const Labels& labels, const Histogram& histogram) {
  prometheus::ClientMetric metric = metric_with(labels);
  metric.summary.sample_count = histogram.count();
  metric.summary.sample_sum = histogram.sum_ns() / kNsPerSecond;
  for (const double q : kQuantiles) {
    metric.summary.quantile.push_back({q, static_cast<double>(histogram.quantile_ns(q)) / kNsPerSecond});
  }
  metric.summary.quantile.push_back({1.0, static_cast<double>(histogram.max_ns()) / kNsPerSecond});
  return metric;
}

class PrometheusMetrics final : public Metrics {
 public:
  Counter& counter(const std::string& name, const std::string& help, const Labels& labels) override {
    return find_or_make(name, help, labels, prometheus::MetricType::Counter, &Family::counters);
  }
  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels) override {
    return find_or_make(name, help, labels, prometheus::MetricType::Gauge, &Family::gauges);
  }
  Histogram& latency(const std::string& name, const std::string& help, const Labels& labels) override {
    return find_or_make(name, help, labels, prometheus::MetricType::Summary, &Family::latencies);
  }

  std::string render() override {
    std::vector<prometheus::MetricFamily> families;
    {
      const std::lock_guard lock{mutex_};
      for (const auto& [name, family] : families_) {
        prometheus::MetricFamily out{name, family.help, family.type, {}};
        for (const auto& [labels, counter] : family.counters) out.metric.push_back(metric_of(labels, *counter));
        for (const auto& [labels, gauge] : family.gauges) out.metric.push_back(metric_of(labels, *gauge));
        for (const auto& [labels, latency] : family.latencies) out.metric.push_back(metric_of(labels, *latency));
        families.push_back(std::move(out));
      }
    }
    return prometheus::TextSerializer{}.Serialize(families);
  }

 private:
  template <class T>
  T& find_or_make(const std::string& name, const std::string& help, Labels labels, prometheus::MetricType type,
                  std::map<Labels, std::unique_ptr<T>> Family::* series) {
    std::ranges::sort(labels);
    const std::lock_guard lock{mutex_};
    const auto found = families_.find(name);
    if (found == families_.end()) {
      if (!prometheus::CheckMetricName(name)) throw std::invalid_argument("not a metric name: " + name);
    } else if (found->second.type != type) {
      throw std::invalid_argument("metric " + name + " exists with another type");
    }
    check_labels(labels);
    Family& family = families_[name];
    family.type = type;
    if (family.help.empty()) family.help = help;
    auto& place = (family.*series)[std::move(labels)];
    if (!place) place = std::make_unique<T>();
    return *place;
  }

  static void check_labels(const Labels& labels) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const std::string& name = labels[i].first;
      const bool twice = i > 0 && labels[i - 1].first == name;
      // "quantile" is the summary's own.
      if (twice || name == "quantile" || !prometheus::CheckLabelName(name)) {
        throw std::invalid_argument("not a label name, or twice: " + name);
      }
    }
  }

  std::mutex mutex_;
  std::map<std::string, Family> families_;
};

}  // namespace

std::unique_ptr<Metrics> make_metrics() {
  return std::make_unique<PrometheusMetrics>();
}

}  // namespace tidemark::ops
