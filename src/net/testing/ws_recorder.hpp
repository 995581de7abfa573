#pragma once

// For tests only: hears a WebSocket connection and remembers.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "net/test_client.hpp"
#include "net/ws_client.hpp"

namespace tidemark::net::test {

/// Runs the loop until the condition holds; false when patience is over.
inline bool run_until(ClientLoop& loop, const std::function<bool()>& done) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    loop.run_for(core::milliseconds(20));
  }
  return true;
}

class WsRecorder : public WsEvents {
 public:
  void on_open(core::Timestamp) override { open = true; }
  void on_text(std::string_view text, core::Timestamp) override {
    // Sanitizers see it when these bytes may not be read.
    for (std::size_t i = 0; i < 64; ++i) padding ^= text.data()[text.size() + i];
    texts.emplace_back(text);
    if (on_message) on_message();
  }
  void on_closed(const core::Error& why, core::Timestamp) override {
    closed = why;
    ++closings;
  }

  bool open{false};
  std::vector<std::string> texts;
  std::optional<core::Error> closed;
  int closings{0};
  char padding{0};
  std::function<void()> on_message;
};

}  // namespace tidemark::net::test
