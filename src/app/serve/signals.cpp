#include "app/serve/signals.hpp"

#include <ctime>

namespace tidemark::app {

StopSignals::StopSignals(std::initializer_list<int> further) : set_{} {
  sigemptyset(&set_);
  sigaddset(&set_, SIGINT);
  sigaddset(&set_, SIGTERM);
  for (const int signal : further) sigaddset(&set_, signal);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

std::optional<int> StopSignals::wait(core::Duration timeout) const {
  const timespec limit{.tv_sec = timeout.ns / 1'000'000'000, .tv_nsec = timeout.ns % 1'000'000'000};
  const int signal = sigtimedwait(&set_, nullptr, &limit);
  if (signal < 0) return std::nullopt;
  return signal;
}

}  // namespace tidemark::app
