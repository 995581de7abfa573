#pragma once

#include <csignal>
#include <initializer_list>
#include <optional>

#include "core/time.hpp"

namespace tidemark::app {

/// SIGINT and SIGTERM, and further ones, as something to wait for. Construct before any thread starts: the signals are
/// blocked in this thread and all it starts, so they arrive here only. SIGPIPE is ignored: a client that goes away is
/// an error code, not a death.
class StopSignals {
 public:
  StopSignals(std::initializer_list<int> further = {});

  /// The signal that arrived within `timeout`, if any.
  [[nodiscard]] std::optional<int> wait(core::Duration timeout) const;

 private:
  sigset_t set_;
};

}  // namespace tidemark::app
