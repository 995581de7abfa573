#include "bus/waker.hpp"

#include <chrono>
#include <limits>

#include "core/decimal.hpp"

namespace tidemark::bus {

void Parker::wake() noexcept {
  {
    const std::scoped_lock lock{mutex_};
    signaled_ = true;
  }
  signal_.notify_one();
}

std::int64_t Parker::deadline_after(core::Duration timeout) {
  const auto now = std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count();
  return core::checked_add(now, timeout.ns).value_or(std::numeric_limits<std::int64_t>::max());
}

bool Parker::sleep_until(std::int64_t deadline_ns) {
  std::unique_lock lock{mutex_};
  const std::chrono::steady_clock::time_point deadline{std::chrono::nanoseconds{deadline_ns}};
  const bool woken = signal_.wait_until(lock, deadline, [this] { return signaled_; });
  // A wake that came after the deadline leaves a signal behind: the next sleep then ends early and its wait() sleeps
  // on.
  signaled_ = false;
  return woken;
}

}  // namespace tidemark::bus
