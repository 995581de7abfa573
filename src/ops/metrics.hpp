#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tidemark::ops {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// A value that only grows. Thread-safe, wait-free.
class Counter {
 public:
  virtual ~Counter() = default;
  virtual void add(std::uint64_t n = 1) = 0;
  [[nodiscard]] virtual std::uint64_t value() const = 0;
};

/// A value that goes up and down. Thread-safe.
class Gauge {
 public:
  virtual ~Gauge() = default;
  virtual void set(double value) = 0;
  [[nodiscard]] virtual double value() const = 0;
};

class Histogram;

/// Names the process's Prometheus metrics; injected, no global. References stay valid for the registry's life. Asking
/// again for the same name and labels gives the same object. Names follow Prometheus: tidemark_…_total, …_seconds,
/// …_bytes. A name or label that Prometheus would not take, and a name asked for with another type, are mistakes in the
/// program and throw std::invalid_argument.
class Metrics {
 public:
  virtual ~Metrics() = default;
  virtual Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {}) = 0;
  virtual Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {}) = 0;
  /// A latency histogram, exposed as a Prometheus summary in seconds with quantiles 0.5 0.9 0.99 0.999 1.
  virtual Histogram& latency(const std::string& name, const std::string& help, const Labels& labels = {}) = 0;
  /// The text exposition format, version 0.0.4.
  [[nodiscard]] virtual std::string render() = 0;
};

[[nodiscard]] std::unique_ptr<Metrics> make_metrics();

}  // namespace tidemark::ops
