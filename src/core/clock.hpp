#pragma once

#include "core/time.hpp"

namespace tidemark::core {

/// The only source of "now". Injected; pure rooms take time from their events and never hold a clock.
class Clock {
 public:
  virtual ~Clock() = default;
  /// UTC. May step when the machine's clock is set.
  [[nodiscard]] virtual Timestamp now() const = 0;
  /// For measuring durations; never goes back. The origin is arbitrary.
  [[nodiscard]] virtual Duration monotonic() const = 0;
};

/// A clock that stands still until told otherwise: for tests, replay and backtests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_{start} {}
  [[nodiscard]] Timestamp now() const override { return now_; }
  [[nodiscard]] Duration monotonic() const override { return {now_.ns}; }
  void set(Timestamp t) { now_ = t; }
  void advance(Duration d) { now_ = now_ + d; }

 private:
  Timestamp now_;
};

}  // namespace tidemark::core
