#include "bus/wake.hpp"

#include <chrono>

namespace tidemark::bus {

void Wake::wait(std::uint64_t seen, core::Duration timeout) {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, std::chrono::nanoseconds{timeout.ns},
                    [&] { return epoch_.load(std::memory_order_relaxed) != seen; });
  sleeping_.store(false, std::memory_order_relaxed);
}

void Wake::wake_up() noexcept {
  {
    const std::lock_guard lock{mutex_};
    epoch_.fetch_add(1, std::memory_order_seq_cst);
  }
  changed_.notify_one();
}

}  // namespace tidemark::bus
