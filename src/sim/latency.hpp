#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/rng.hpp"
#include "core/time.hpp"

namespace tidemark::sim {

/// The way from the exchange to us: a constant plus an exponential jitter.
struct LatencyTraits {
  core::Duration base{core::milliseconds(8)};
  core::Duration jitter_mean{core::milliseconds(2)};
};

/// Received times of one symbol's stream; like on a TCP connection, nothing overtakes.
class LatencyLine {
 public:
  LatencyLine(const LatencyTraits& traits, core::Rng rng) : traits_{traits}, rng_{rng} {}

  [[nodiscard]] core::Timestamp received(core::Timestamp exchange) {
    const double jitter = static_cast<double>(traits_.jitter_mean.ns) * rng_.exponential();
    last_ = std::max(last_, exchange + traits_.base + core::nanoseconds(std::llround(jitter)));
    return last_;
  }

 private:
  LatencyTraits traits_;
  core::Rng rng_;
  core::Timestamp last_{std::numeric_limits<std::int64_t>::min()};
};

}  // namespace tidemark::sim
