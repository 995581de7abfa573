#include "bus/waker.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include "core/decimal.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::bus {

void Parker::wake() noexcept {
  {
    const std::scoped_lock lock{mutex_};
    signaled_ = true;
  }
  signal_.notify_one();
}

core::Duration Parker::deadline_after(core::Duration timeout) {
  // Half of the range: the library adds its own idea of now once more.
  constexpr std::int64_t kEndOfTime = std::numeric_limits<std::int64_t>::max() / 2;
  const auto deadline = core::checked_add(ops::SystemClock{}.monotonic().ns, timeout.ns);
  return {std::min(deadline.value_or(kEndOfTime), kEndOfTime)};
}

bool Parker::park(core::Duration deadline) {
  std::unique_lock lock{mutex_};
  const core::Duration left = deadline - ops::SystemClock{}.monotonic();
  const bool woken = signal_.wait_for(lock, std::chrono::nanoseconds{left.ns}, [this] { return signaled_; });
  // A wake that came after the deadline leaves a signal behind: the next sleep then ends early and its wait() sleeps
  // on.
  signaled_ = false;
  return woken;
}

}  // namespace tidemark::bus
