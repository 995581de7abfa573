#include "ops/log.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace tidemark::ops {
namespace {

TEST(Logger, writes_lines_to_standard_error_and_leaves_out_what_is_below_its_level) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  {
    const auto logger = make_stderr_logger({.level = LogLevel::kWarning, .format = LogFormat::kJson});
    logger->info("not this");
    logger->warning("but this", {{"n", std::int64_t{7}}});
    logger->error("{} %s {0}");  // no formatting happens: the text stands as it is
  }
  const std::string err = testing::internal::GetCapturedStderr();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(err.find("not this"), std::string::npos);
  EXPECT_NE(err.find(R"("level":"warning","message":"but this","n":7})"), std::string::npos) << err;
  EXPECT_NE(err.find(R"("message":"{} %s {0}"})"), std::string::npos) << err;
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 2);
}

TEST(Logger, the_null_logger_says_nothing) {
  testing::internal::CaptureStderr();
  null_logger().error("lost");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace tidemark::ops
