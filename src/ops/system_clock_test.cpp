#include "ops/system_clock.hpp"

#include <ctime>

#include <gtest/gtest.h>

namespace tidemark::ops {
namespace {

TEST(SystemClock, tells_utc_as_the_c_library_does) {
  const SystemClock clock;
  const std::time_t before = std::time(nullptr);
  const core::Timestamp now = clock.now();
  const std::time_t after = std::time(nullptr);
  EXPECT_GE(now, core::Timestamp::from_s(before) - core::seconds(1));
  EXPECT_LE(now, core::Timestamp::from_s(after) + core::seconds(1));
}

TEST(SystemClock, never_goes_back_on_the_monotonic_side) {
  const SystemClock clock;
  core::Duration last = clock.monotonic();
  for (int i = 0; i < 10'000; ++i) {
    const core::Duration now = clock.monotonic();
    ASSERT_GE(now, last);
    last = now;
  }
}

}  // namespace
}  // namespace tidemark::ops
