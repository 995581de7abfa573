#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "app/trading/paper_account.hpp"
#include "core/result.hpp"

namespace tidemark::app {

/// What is asked of the account from other threads: each waits for its answer, and what nobody waits for any more is
/// not done. Bounded: when there are too many, more are refused.
class TradingCommands {
 public:
  static constexpr std::size_t kMost = 1024;
  static constexpr std::chrono::seconds kPatience{5};

  /// Any thread but the account's. `wake` is called once the command waits. kUnavailable "trading_busy".
  template <class T>
  core::Result<T> ask(std::function<core::Result<T>(PaperAccount&)> work, const std::function<void()>& wake) {
    const auto busy = [] {
      return core::fail(core::ErrorKind::kUnavailable, "trading_busy",
                        "The account did not answer in time; nothing was done.");
    };
    struct Ticket {
      std::mutex mutex;
      std::condition_variable done;
      bool begun{false};
      bool abandoned{false};
      std::optional<core::Result<T>> answer;
    };
    auto ticket = std::make_shared<Ticket>();
    const auto run = [ticket, work = std::move(work)](PaperAccount& account) {
      {
        const std::lock_guard lock{ticket->mutex};
        if (ticket->abandoned) return;
        ticket->begun = true;
      }
      auto answer = work(account);
      const std::lock_guard lock{ticket->mutex};
      ticket->answer.emplace(std::move(answer));
      ticket->done.notify_all();
    };
    if (!put(run)) return busy();
    wake();
    std::unique_lock lock{ticket->mutex};
    if (!ticket->done.wait_for(lock, kPatience, [&] { return ticket->begun || ticket->answer; })) {
      ticket->abandoned = true;
      return busy();
    }
    ticket->done.wait(lock, [&] { return ticket->answer.has_value(); });
    return std::move(*ticket->answer);
  }

  /// The account's thread. False: there was nothing to do.
  bool obey(PaperAccount& account) {
    if (!any_.load(std::memory_order_acquire)) return false;
    std::deque<std::function<void(PaperAccount&)>> taken;
    {
      const std::lock_guard lock{mutex_};
      taken.swap(waiting_);
      any_.store(false, std::memory_order_relaxed);
    }
    for (const auto& command : taken) command(account);
    return true;
  }
  [[nodiscard]] bool any() const { return any_.load(std::memory_order_acquire); }

 private:
  bool put(std::function<void(PaperAccount&)> command) {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() >= kMost) return false;
    waiting_.push_back(std::move(command));
    any_.store(true, std::memory_order_release);
    return true;
  }

  std::mutex mutex_;
  std::deque<std::function<void(PaperAccount&)>> waiting_;
  std::atomic<bool> any_{false};
};

}  // namespace tidemark::app
