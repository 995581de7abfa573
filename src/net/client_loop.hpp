#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/clock.hpp"
#include "core/time.hpp"

namespace tidemark::net {

/// A timer of a ClientLoop. Never used twice.
struct TimerId {
  std::uint64_t value{0};

  friend constexpr bool operator==(TimerId, TimerId) = default;
};

/// Runs the connections and timers of clients on one thread, which the caller owns and which calls run_for() again and
/// again between its own work. Everything but post() and wake() belongs to that thread. Must outlive its connections.
class ClientLoop {
 public:
  /// `clock` says when something was received; it must outlive the loop.
  explicit ClientLoop(const core::Clock& clock);
  ~ClientLoop();
  ClientLoop(const ClientLoop&) = delete;
  ClientLoop& operator=(const ClientLoop&) = delete;

  /// Does what is ready (at most kBatch pieces of work, so that a flood cannot keep the caller here); when nothing is,
  /// waits for the first piece, but no longer than `longest` (whole milliseconds). True when something was done.
  bool run_for(core::Duration longest);
  static constexpr std::size_t kBatch = 16;

  /// From any thread: runs `task` in run_for(). What is not run when the loop ends is dropped.
  void post(std::move_only_function<void()> task);
  /// From any thread: lets run_for() return.
  void wake();

  /// Runs `task` once, in run_for(), `wait` from now.
  TimerId after(core::Duration wait, std::move_only_function<void()> task);
  /// The task will not run; nothing happens when it ran already.
  void cancel(TimerId timer);

  [[nodiscard]] const core::Clock& clock() const { return clock_; }

  /// For the clients of this room (client_io.hpp).
  class Impl;
  [[nodiscard]] Impl& impl() { return *impl_; }

 private:
  const core::Clock& clock_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::net
