#pragma once

// For tests only: a receiver of webhooks that behaves as it is told.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "net/testing/raw_server.hpp"

namespace tidemark::alerts::testing {

struct Received {
  std::string target;  ///< "/hook"
  std::string key;
  std::string timestamp;
  std::string signature;
  std::string content_type;
  std::string body;
};

/// The bytes to answer with; empty: nothing, until the sender hangs up.
using Behavior = std::function<std::string(const Received&)>;

inline std::string answer(int status, const std::string& header = "") {
  return "HTTP/1.1 " + std::to_string(status) + " Whatever\r\n" + header + "Content-Length: 0\r\n\r\n";
}

class WebhookReceiver {
 public:
  explicit WebhookReceiver(Behavior behavior)
      : behavior_{std::move(behavior)}, server_{[this](net::test::Socket& socket) { serve(socket); }} {}

  [[nodiscard]] std::string url(std::string_view target = "/hook") const { return server_.url("http", target); }
  /// From here on.
  void behave(Behavior behavior) {
    const std::lock_guard lock{mutex_};
    behavior_ = std::move(behavior);
  }
  [[nodiscard]] std::vector<Received> received() const {
    const std::lock_guard lock{mutex_};
    return received_;
  }
  /// Different keys so far: what a receiver that minds them acts on.
  [[nodiscard]] std::set<std::string> keys() const {
    std::set<std::string> all;
    for (const Received& one : received()) all.insert(one.key);
    return all;
  }
  /// Waits until `fits(received)`, for a minute at most.
  template <class Fits>
  bool wait_for(Fits&& fits) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::minutes{1}, [&] { return fits(received_); });
  }
  bool wait_for_requests(std::size_t count) {
    return wait_for([count](const std::vector<Received>& all) { return all.size() >= count; });
  }

 private:
  static std::string header(std::string_view head, const std::string& name) {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string_view::npos) return {};
    const std::size_t from = at + name.size() + 4;
    return std::string{head.substr(from, head.find("\r\n", from) - from)};
  }
  void serve(net::test::Socket& socket) {
    for (;;) {
      const auto head = socket.take_until("\r\n\r\n");
      if (!head) return;
      const std::string length = header(*head, "Content-Length");
      auto body = socket.take(length.empty() ? 0 : std::stoul(length));
      if (!body) return;
      const std::size_t blank = head->find(' ');
      Received one{.target = head->substr(blank + 1, head->find(' ', blank + 1) - blank - 1),
                   .key = header(*head, "Idempotency-Key"),
                   .timestamp = header(*head, "X-Tidemark-Timestamp"),
                   .signature = header(*head, "X-Tidemark-Signature"),
                   .content_type = header(*head, "Content-Type"),
                   .body = std::move(*body)};
      Behavior behavior;
      {
        const std::lock_guard lock{mutex_};
        received_.push_back(one);
        behavior = behavior_;
        changed_.notify_all();
      }
      const std::string bytes = behavior(one);
      if (!bytes.empty() && !socket.send(bytes)) return;
    }
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Behavior behavior_;
  std::vector<Received> received_;
  net::test::RawServer server_;  // ends first: its threads use what stands above
};

}  // namespace tidemark::alerts::testing
