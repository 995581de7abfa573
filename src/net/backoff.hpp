#pragma once

#include <cstdint>
#include <optional>

#include "core/rng.hpp"
#include "core/time.hpp"

namespace tidemark::net {

struct BackoffConfig {
  core::Duration first{core::seconds(1)};        ///< ceiling of the first wait, > 0; doubles with every failure
  core::Duration cap{core::seconds(60)};         ///< the ceiling grows no further
  core::Duration least{core::milliseconds(50)};  ///< no wait is shorter
  core::Duration stable{core::seconds(60)};  ///< a connection that lasted this long makes the next failure a first one
};

/// How long to wait before connecting again: exponential with full jitter (uniform between `least` and the ceiling), so
/// that many clients of one broken server do not come back together. Not thread-safe.
class Backoff {
 public:
  Backoff(const BackoffConfig& config, core::Rng rng) : config_{config}, rng_{rng} {}

  /// The connection stands, since `now`.
  void opened(core::Timestamp now) { opened_ = now; }
  /// Connecting failed or the connection was lost: the wait before the next attempt.
  [[nodiscard]] core::Duration failed(core::Timestamp now);
  /// Failures in a row, up to now.
  [[nodiscard]] std::uint32_t failures() const { return failures_; }

 private:
  BackoffConfig config_;
  core::Rng rng_;
  std::uint32_t failures_{0};
  std::optional<core::Timestamp> opened_;
};

}  // namespace tidemark::net
