#pragma once

// A histogram for the tools that draw them.

#include <cmath>
#include <cstdio>

#include "ops/histogram.hpp"

namespace tidemark::load {

/// One line for people.
inline void print_histogram(const char* where, const ops::Histogram& histogram) {
  constexpr double kMs = 1e6;
  const auto at = [&](double quantile) { return static_cast<double>(histogram.quantile_ns(quantile)) / kMs; };
  std::printf("%s: %llu messages, p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, max %.3f ms\n", where,
              static_cast<unsigned long long>(histogram.count()), at(0.5), at(0.99), at(0.999),
              static_cast<double>(histogram.max_ns()) / kMs);
}

/// The percentile distribution in the text format of HdrHistogram (its outputPercentileDistribution, with two ticks
/// each time the distance to 100 % halves), in milliseconds: what its plotter and others read. False: it could not be
/// written.
[[nodiscard]] inline bool write_histogram(const char* path, const ops::Histogram& histogram) {
  std::FILE* file = std::fopen(path, "w");
  if (file == nullptr) return false;
  constexpr double kMs = 1e6;
  std::fprintf(file, "%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  const auto total = static_cast<double>(histogram.count());
  constexpr int kTicksPerHalf = 2;
  for (int tick = 0;; ++tick) {
    const double beyond = std::pow(0.5, static_cast<double>(tick) / kTicksPerHalf);
    if (total * beyond < 1) break;
    std::fprintf(file, "%12.3f %14.12f %10.0f %14.2f\n", static_cast<double>(histogram.quantile_ns(1 - beyond)) / kMs,
                 1 - beyond, std::ceil(total * (1 - beyond)), 1 / beyond);
  }
  std::fprintf(file, "%12.3f %14.12f %10.0f\n", static_cast<double>(histogram.max_ns()) / kMs, 1.0, total);
  std::fprintf(file, "#[Max     = %12.3f, Total count    = %12.0f]\n", static_cast<double>(histogram.max_ns()) / kMs,
               total);
  return std::fclose(file) == 0;
}

}  // namespace tidemark::load
