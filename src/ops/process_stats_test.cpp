#include "ops/process_stats.hpp"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace tidemark::ops {
namespace {

TEST(ProcessStats, SeesWhatTheProcessTakes) {
  const ProcessStats before = read_process_stats();
  EXPECT_GT(before.rss_bytes, 0U);
  EXPECT_GE(before.rss_peak_bytes, before.rss_bytes);
  EXPECT_GE(before.threads, 1U);
  constexpr std::size_t kBlock = 64U * 1024 * 1024;
  std::vector<char> block(kBlock, 'x');  // touched, so it is resident
  const ProcessStats after = read_process_stats();
  EXPECT_GE(after.rss_bytes, before.rss_bytes + kBlock / 2);
  EXPECT_GT(after.cpu, core::Duration{});
}

}  // namespace
}  // namespace tidemark::ops
