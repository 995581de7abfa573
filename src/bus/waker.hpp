#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "core/time.hpp"

namespace tidemark::bus {

/// The bell between a queue and the thread that sleeps on it. A consumer arms it, looks at its queues once more, and
/// only then sleeps; a producer notifies after publishing, which costs one atomic exchange unless the consumer is
/// armed.
///
/// Why no wake-up is lost: arm() and notify() are read-modify-writes of one variable, so one comes first. If notify()
/// comes second it sees the arming and wakes. If arm() comes second it synchronizes with that notify() (release
/// sequence), so the consumer's last look sees what was published before it.
///
/// Event loops derive their own: wake() posts a task to the loop.
class Waker {
 public:
  virtual ~Waker() = default;

  /// Any thread, after publishing.
  void notify() noexcept {
    if (armed_.exchange(false, std::memory_order_acq_rel)) wake();
  }
  /// The sleeping side.
  void arm() noexcept { armed_.exchange(true, std::memory_order_acq_rel); }
  void disarm() noexcept { armed_.exchange(false, std::memory_order_acq_rel); }

 protected:
  /// Called by the notifying thread, at most once per arming.
  virtual void wake() noexcept = 0;

 private:
  alignas(64) std::atomic<bool> armed_{false};
};

/// How long to try before sleeping. Spinning saves the ~1.5 us of a wake-up when elements come close together; a thread
/// that has nothing to do sleeps at once after it, so that an idle process uses no CPU.
struct IdleStrategy {
  std::uint32_t spins{200};
  std::uint32_t yields{4};
};

/// Where one thread waits for its queues (one parker per thread, any number of queues and producers).
class Parker final : public Waker {
 public:
  explicit Parker(IdleStrategy idle = {}) : idle_{idle} {}

  /// Waits until ready() or the timeout; returns ready(). Only the owning thread. `ready` must be cheap, and become
  /// true only by something that is followed by notify().
  template <class Ready>
  bool wait(Ready&& ready, core::Duration timeout) {
    for (std::uint32_t i = 0; i < idle_.spins; ++i) {
      if (ready()) return true;
      pause();
    }
    for (std::uint32_t i = 0; i < idle_.yields; ++i) {
      if (ready()) return true;
      std::this_thread::yield();
    }
    const core::Duration deadline = deadline_after(timeout);
    // A wake-up may be a late one meant for an earlier wait: look again, and sleep on until the deadline.
    for (;;) {
      arm();
      if (ready()) break;
      if (!park(deadline)) break;
    }
    disarm();
    return ready();
  }

 private:
  void wake() noexcept override;
  /// On the monotonic clock; the end of time when the timeout reaches beyond it.
  [[nodiscard]] static core::Duration deadline_after(core::Duration timeout);
  /// True when woken, false at the deadline.
  [[nodiscard]] bool park(core::Duration deadline);
  static void pause() noexcept {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
  }

  IdleStrategy idle_;
  std::mutex mutex_;
  std::condition_variable signal_;
  bool signaled_{false};
};

}  // namespace tidemark::bus
