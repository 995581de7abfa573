#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "api/trading.hpp"
#include "core/time.hpp"

namespace tidemark::app {

/// Requests to engage the kill switch, from any thread to the one that trades: they come before all else that waits.
class KillRequests {
 public:
  struct Request {
    std::string reason;
    core::Duration asked;      ///< monotonic
    std::uint64_t numbers{0};  ///< this many requests are done with it
  };
  struct Done {
    api::KillReport report;
    std::uint64_t change{0};  ///< of the account's changes, the one that has it (ChangeLine)
  };

  // Any thread.
  /// Asked for twice: the first is counted from, both are done at once.
  void put(std::string reason, core::Duration now);
  [[nodiscard]] bool any() const { return any_.load(std::memory_order_acquire); }
  /// Until what was asked for before is done. kUnavailable "trading_busy" when that takes seconds.
  [[nodiscard]] core::Result<Done> await() const;

  // The trading thread.
  [[nodiscard]] std::optional<Request> take();
  void settle(const Request& request, const Done& done);

 private:
  std::atomic<bool> any_{false};
  mutable std::mutex mutex_;
  mutable std::condition_variable settled_;
  std::optional<Request> waiting_;
  std::uint64_t asked_{0};
  std::uint64_t done_{0};
  Done last_;
};

}  // namespace tidemark::app
