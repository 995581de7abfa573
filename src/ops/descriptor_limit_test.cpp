#include "ops/descriptor_limit.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace tidemark::ops {
namespace {

// getrlimit(2): the soft limit is what the kernel enforces, the hard one its ceiling.
TEST(DescriptorLimit, raises_the_soft_limit_to_the_hard_one_and_no_further) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  if (before.rlim_max < 256) GTEST_SKIP() << "no room to lower the limit in";
  const rlimit lowered{before.rlim_max - 100, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &lowered), 0);

  const auto low = read_descriptor_limit();
  const auto raised = raise_descriptor_limit();
  rlimit after{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &after), 0);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);

  ASSERT_TRUE(low && raised);
  EXPECT_EQ(low->now, before.rlim_max - 100);
  EXPECT_EQ(low->most, before.rlim_max);
  EXPECT_EQ(raised->now, before.rlim_max);
  EXPECT_EQ(after.rlim_cur, before.rlim_max);
  EXPECT_EQ(after.rlim_max, before.rlim_max);
}

}  // namespace
}  // namespace tidemark::ops
