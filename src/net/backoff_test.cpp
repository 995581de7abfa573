#include "net/backoff.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::net {
namespace {

using core::seconds;

constexpr BackoffConfig kConfig{
    .first = seconds(1), .cap = seconds(30), .least = core::milliseconds(10), .stable = seconds(60)};

/// Mean of the n-th wait over many clients, in seconds.
double mean_wait(std::uint32_t n) {
  constexpr int kClients = 4000;
  double sum = 0;
  for (int client = 0; client < kClients; ++client) {
    Backoff backoff{kConfig, core::Rng{static_cast<std::uint64_t>(client)}};
    core::Duration wait{};
    for (std::uint32_t i = 0; i <= n; ++i) wait = backoff.failed({});
    sum += static_cast<double>(wait.ns) / 1e9;
  }
  return sum / kClients;
}

// Full jitter is uniform below the ceiling, so its mean is half of it: 0.5, 1, 2, 4, 8, then half of the cap.
TEST(BackoffTest, DoublesTheMeanUpToTheCap) {
  EXPECT_NEAR(mean_wait(0), 0.5, 0.02);
  EXPECT_NEAR(mean_wait(1), 1.0, 0.04);
  EXPECT_NEAR(mean_wait(3), 4.0, 0.16);
  EXPECT_NEAR(mean_wait(5), 15.0, 0.6);
  EXPECT_NEAR(mean_wait(50), 15.0, 0.6);
}

TEST(BackoffTest, StaysWithinItsBounds) {
  rc::check("a wait is between least and the ceiling", [](std::uint64_t seed) {
    Backoff backoff{kConfig, core::Rng{seed}};
    core::Duration ceiling = seconds(1);
    for (int i = 0; i < 100; ++i) {
      const core::Duration wait = backoff.failed({});
      RC_ASSERT(wait >= kConfig.least);
      RC_ASSERT(wait <= ceiling);
      ceiling = std::min(ceiling * 2, kConfig.cap);
    }
  });
}

TEST(BackoffTest, ForgetsFailuresAfterAStableConnection) {
  Backoff backoff{kConfig, core::Rng{1}};
  core::Timestamp now = core::Timestamp::from_s(1000);
  for (int i = 0; i < 5; ++i) (void)backoff.failed(now);
  EXPECT_EQ(backoff.failures(), 5U);
  backoff.opened(now);
  (void)backoff.failed(now + seconds(59));
  EXPECT_EQ(backoff.failures(), 6U);
  backoff.opened(now);
  (void)backoff.failed(now + seconds(60));
  EXPECT_EQ(backoff.failures(), 1U);
  // The old opening counts once.
  (void)backoff.failed(now + seconds(500));
  EXPECT_EQ(backoff.failures(), 2U);
}

TEST(BackoffTest, IsTheSameForTheSameSeed) {
  Backoff a{kConfig, core::Rng{7}};
  Backoff b{kConfig, core::Rng{7}};
  for (int i = 0; i < 20; ++i) EXPECT_EQ(a.failed({}), b.failed({}));
}

}  // namespace
}  // namespace tidemark::net
