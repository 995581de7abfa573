#include "app/serve/kill_requests.hpp"

#include <chrono>
#include <utility>

namespace tidemark::app {
namespace {

constexpr std::chrono::seconds kPatience{5};

}  // namespace

void KillRequests::put(std::string reason, core::Duration now) {
  const std::lock_guard lock{mutex_};
  if (!waiting_) waiting_ = Request{std::move(reason), now};
  waiting_->numbers = ++asked_;
  any_.store(true, std::memory_order_release);
}

std::optional<KillRequests::Request> KillRequests::take() {
  if (!any()) return std::nullopt;
  const std::lock_guard lock{mutex_};
  any_.store(false, std::memory_order_relaxed);
  return std::exchange(waiting_, std::nullopt);
}

void KillRequests::settle(const Request& request, const Done& done) {
  const std::lock_guard lock{mutex_};
  last_ = done;
  done_ = request.numbers;
  settled_.notify_all();
}

core::Result<KillRequests::Done> KillRequests::await() const {
  std::unique_lock lock{mutex_};
  const std::uint64_t asked = asked_;
  if (!settled_.wait_for(lock, kPatience, [&] { return done_ >= asked; })) {
    return core::fail(core::ErrorKind::kUnavailable, "trading_busy",
                      "The account does not answer; it will obey when it can.");
  }
  return last_;
}

}  // namespace tidemark::app
