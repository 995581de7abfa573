#include "ops/system_clock.hpp"

#include <chrono>

namespace tidemark::ops {
namespace {

template <class Clock>
std::int64_t nanoseconds_of(std::chrono::time_point<Clock> t) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(t.time_since_epoch()).count();
}

}  // namespace

core::Timestamp SystemClock::now() const {
  return {nanoseconds_of(std::chrono::system_clock::now())};
}

core::Duration SystemClock::monotonic() const {
  return {nanoseconds_of(std::chrono::steady_clock::now())};
}

}  // namespace tidemark::ops
