#include "bus/waker.hpp"

#include <chrono>

namespace tidemark::bus {

void Parker::wake() noexcept {
  {
    const std::scoped_lock lock{mutex_};
    signaled_ = true;
  }
  signal_.notify_one();
}

void Parker::sleep(core::Duration timeout) {
  std::unique_lock lock{mutex_};
  signal_.wait_for(lock, std::chrono::nanoseconds{timeout.ns}, [this] { return signaled_; });
  // A wake that came after the timeout leaves a signal behind: the next sleep then ends early, which is harmless.
  signaled_ = false;
}

}  // namespace tidemark::bus
